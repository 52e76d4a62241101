"""Who opens an enrolment: its own person, and nobody else. Joining is for whoever is signed in."""

from __future__ import annotations

from typing import Any

from ithaque.questionnaires.services import resume_token
from tests.programmes import factories as make
from tests.support.access import EVERYONE, SIGNED_IN, Row
from tests.support.world import World


def _own(world: World) -> dict[str, Any]:
    return {"enrolment_id": world.enrolments["ines"].public_id}


def _join(world: World) -> dict[str, Any]:
    return {"cohort_id": world.cohort.public_id, "side": "mentee"}


def _reference(world: World) -> dict[str, Any]:
    return {"reference_id": make.reference(world.enrolments["ines"]).public_id}


def _offer(world: World) -> dict[str, Any]:
    return {"fallback_id": make.offer(world.enrolments["ines"], world.nadia).public_id}


ACTS = ("book", "unbook", "referee", "trained", "pause", "return")
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
    *(
        Row(f"participant:enrolment-{page}", kwargs=_own, opens={"mentee"})
        for page in ("referee", "pause")
    ),
    *(
        Row(f"participant:enrolment-{act}", kwargs=_own, opens={"mentee"}, method="post")
        for act in ACTS
    ),
    Row("participant:referee-remove", kwargs=_reference, opens={"mentee"}, method="post"),
    Row("participant:fallback-answer", kwargs=_offer, opens={"mentee"}, method="post"),
    Row("participant:enrolment-edit", kwargs=_own, opens={"mentee"}, method="post"),
]
