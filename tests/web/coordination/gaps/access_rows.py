"""Who sees needs and offers: the coordinators of the cohort's programme."""

from __future__ import annotations

from tests.support.access import Row

ROWS = [
    Row(
        f"coordination:{name}",
        kwargs=lambda w: {"cohort_id": w.cohort.public_id},
        opens={"coordinator"},
    )
    for name in ("gaps", "gaps-export")
]
