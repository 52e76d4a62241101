"""Who designs forms: the coordinators of the programme."""

from __future__ import annotations

from typing import Any

from tests.support.access import Row
from tests.support.world import World

OURS = {"coordinator"}


def _programme(world: World) -> dict[str, Any]:
    return {"programme_id": world.programme.public_id}


def _form(world: World) -> dict[str, Any]:
    return _programme(world) | {"side": "mentee"}


def _question(world: World) -> dict[str, Any]:
    return _form(world) | {"key": "subjects"}


def _version(world: World) -> dict[str, Any]:
    return _form(world) | {"number": 1}


ROWS = [
    Row(
        "coordination:form-file",
        kwargs=lambda w: {"enrolment_id": w.enrolments["ines"].public_id, "question": "subjects"},
        opens=OURS,
        answers=frozenset({404}),
    ),
    Row("coordination:programme-forms", kwargs=_programme, opens=OURS),
    Row("coordination:form-design", kwargs=_form, opens=OURS),
    Row("coordination:form-design", kwargs=_form, opens=OURS, query="?open=subjects"),
    Row("coordination:form-add", _form, OURS, "post", lambda w: {"kind": "choice"}),
    Row("coordination:form-act", _form, OURS, "post", lambda w: {"do": "copy:subjects"}),
    Row("coordination:form-state", kwargs=_form, opens=OURS),
    Row("coordination:form-write", kwargs=_question, opens=OURS, method="post"),
    Row("coordination:form-delete", kwargs=_question, opens=OURS),
    Row("coordination:form-preview", kwargs=_form, opens=OURS),
    Row("coordination:form-frame", kwargs=_form, opens=OURS),
    Row("coordination:form-publish", kwargs=_form, opens=OURS),
    Row("coordination:form-publish", kwargs=_form, opens=OURS, method="post"),
    Row("coordination:form-versions", kwargs=_form, opens=OURS),
    Row("coordination:form-version", kwargs=_version, opens=OURS),
    Row("coordination:form-restart", kwargs=_version, opens=OURS, method="post"),
]
