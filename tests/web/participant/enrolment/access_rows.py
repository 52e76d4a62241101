"""Who opens an enrolment: its own person, and nobody else. Joining is for whoever is signed in."""

from __future__ import annotations

from typing import Any

from ithaque.questionnaires.services import resume_token
from tests.support.access import EVERYONE, SIGNED_IN, Row
from tests.support.world import World


def _own(world: World) -> dict[str, Any]:
    return {"enrolment_id": world.enrolments["ines"].public_id}


def _join(world: World) -> dict[str, Any]:
    return {"cohort_id": world.cohort.public_id, "side": "mentee"}


PAGES = ("enrolment", "enrolment-review", "enrolment-guardian", "enrolment-withdraw")
ROWS = [
    Row("participant:enrolment-start", kwargs=_join, opens=SIGNED_IN),
    Row("participant:enrolment-start", kwargs=_join, opens=SIGNED_IN, method="post"),
    *(Row(f"participant:{page}", kwargs=_own, opens={"mentee"}) for page in PAGES),
    Row(
        "participant:enrolment-step",
        kwargs=lambda w: _own(w) | {"section": "needs"},
        opens={"mentee"},
    ),
    Row(
        "participant:enrolment-file",
        kwargs=lambda w: _own(w) | {"question": "subjects"},
        opens={"mentee"},
        answers=frozenset({404}),
    ),
    Row("participant:enrolment-elsewhere", kwargs=_own, opens={"mentee"}),
    Row("participant:enrolment-elsewhere", kwargs=_own, opens={"mentee"}, method="post"),
    Row(
        "participant:enrolment-resume",
        kwargs=lambda w: {"token": resume_token(w.enrolments["ines"].sheet)},
        opens=EVERYONE,
    ),
    Row("participant:enrolment-edit", kwargs=_own, opens={"mentee"}, method="post"),
]
