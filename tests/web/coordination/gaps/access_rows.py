"""Who sees needs and offers: the coordinators of the cohort's programme."""

from __future__ import annotations

from tests.support.access import Row

ROWS = [
    Row(
        "coordination:gaps",
        kwargs=lambda w: {"cohort_id": w.cohort.public_id},
        opens={"coordinator"},
    )
]
