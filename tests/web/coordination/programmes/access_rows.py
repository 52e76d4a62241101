"""Who opens the pages of a programme: its coordinators; who may create one starts from a template."""

from __future__ import annotations

from typing import Any

from ithaque.programmes.models import SavedTemplate
from ithaque.programmes.programme_templates import template
from tests.support.access import Row
from tests.support.world import World

COORDINATORS = {"coordinator", "other_coordinator"}
CREATORS = {*COORDINATORS, "administrator"}
OURS = {"coordinator"}


def _programme(world: World) -> dict[str, Any]:
    return {"programme_id": world.programme.public_id}


def _template(world: World) -> dict[str, Any]:
    saved = SavedTemplate.objects.create(
        organisation=world.organisation,
        name_fr="Le nôtre",
        document=template("blank").model_dump(mode="json"),
    )
    return {"template_id": saved.public_id}


def _follower(world: World) -> dict[str, Any]:
    return _programme(world) | {"person_id": world.bruno.public_id}


# Who may create programmes of the organisation reads and names its templates.
KEEPERS = {"coordinator", "administrator"}

ROWS = [
    Row("coordination:programmes", opens=CREATORS),
    Row("coordination:programme-choose", opens=CREATORS),
    Row("coordination:programme-create", kwargs=lambda w: {"template": "blank"}, opens=CREATORS),
    Row(
        "coordination:programme-template-shipped",
        kwargs=lambda w: {"template": "peers"},
        opens=CREATORS,
    ),
    Row("coordination:programme-template-import", opens=CREATORS),
    Row("coordination:programme-create-own", kwargs=_template, opens=KEEPERS),
    Row("coordination:programme-template", kwargs=_template, opens=KEEPERS),
    Row("coordination:programme-template-file", kwargs=_template, opens=KEEPERS),
    Row(
        "coordination:programme-template-delete",
        kwargs=_template,
        opens=KEEPERS,
        method="post",
        answers=frozenset({302, 404}),  # gone once the first of them has deleted it
    ),
    Row("coordination:programme-save", kwargs=_programme, opens=OURS),
    Row("coordination:programme-save-file", kwargs=_programme, opens=OURS),
    Row("coordination:programme", kwargs=_programme, opens=OURS),
    Row("coordination:programme-open", kwargs=_programme, opens=OURS, method="post"),
    Row("coordination:programme-close", kwargs=_programme, opens=OURS, method="post"),
    Row(
        "coordination:programme-settings",
        kwargs=lambda w: _programme(w) | {"part": "rhythm"},
        opens=OURS,
    ),
    Row("coordination:programme-team", kwargs=_programme, opens=OURS),
    Row(
        "coordination:programme-team-remove",
        kwargs=_programme,
        opens=OURS,
        method="post",
        data=lambda w: {"person": str(w.nadia.public_id)},
    ),
    Row("coordination:programme-team-pairs", _follower, opens=OURS),
    Row("coordination:following", opens={"follower"}),
    Row("coordination:observed", opens={"observer"}),
    Row("coordination:programme-figures", _programme, opens={"coordinator", "observer"}),
    Row("coordination:cohort-new", kwargs=_programme, opens=OURS),
    Row(
        "coordination:cohort-dates", kwargs=lambda w: {"cohort_id": w.cohort.public_id}, opens=OURS
    ),
]
