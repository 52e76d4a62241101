"""Acts on several people at once: what each will do, said before; what could not be done, said after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.programmes import services
from ithaque.programmes.enums import RefusalReason, Stage
from ithaque.programmes.models import Enrolment

MOST = 500
"""People one act may concern: beyond, filter first."""


@dataclass(frozen=True)
class Action:
    """An act: its name, its consequence in words, what it does to one person."""

    label: str | Promise
    consequence: str | Promise
    act: Callable[..., Any]
    stage: Stage | None = None
    asks_words: bool = False


@dataclass
class Outcome:
    """What became of an act: who it was done to, and why it was not done to the others."""

    done: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def _move(stage: Stage) -> Callable[..., Any]:
    def act(*, enrolment: Enrolment, by: Person) -> Any:
        return services.move_enrolment(enrolment=enrolment, to=stage, by=by)

    return act


_WRITES = _("Each person receives a message that says what is asked of them.")
ACTIONS: dict[str, Action] = {
    "interview": Action(
        _("Invite to an interview"), _WRITES, _move(Stage.INTERVIEW), Stage.INTERVIEW
    ),
    "references": Action(
        _("Ask for references"), _WRITES, _move(Stage.REFERENCES), Stage.REFERENCES
    ),
    "check": Action(_("Ask to show the check"), _WRITES, _move(Stage.CHECK), Stage.CHECK),
    "training": Action(_("Invite to the training"), _WRITES, _move(Stage.TRAINING), Stage.TRAINING),
    "validate": Action(
        _("Validate"),
        _(
            "Each person receives a message and enters the next match. Those with a step still to pass, "
            "or without a place left, stay where they are."
        ),
        services.validate_enrolment,
    ),
    "waiting": Action(
        _("Put on the waiting list"),
        _("Each person receives their place on the list and a date."),
        services.put_on_waiting_list,
    ),
    "remind": Action(
        _("Remind of the form in progress"),
        _("Each person whose form is in progress receives a message, at most once a day."),
        services.remind_to_finish,
    ),
    "decline": Action(
        _("Decline kindly"),
        _(
            "Each person receives your words, in their language. Their answers are erased in six months."
        ),
        services.refuse_enrolment,
        asks_words=True,
    ),
    "withdraw": Action(
        _("Take out of the cohort"),
        _("Each person is told, and what was proposed to them is withdrawn. They may come back."),
        services.withdraw_enrolment,
    ),
}


def perform(
    action: Action,
    enrolments: list[Enrolment],
    *,
    by: Person,
    letters: dict[str, str] | None = None,
    cause: str = RefusalReason.OTHER,
) -> Outcome:
    """Do it to each person apart: one that cannot be done leaves the others done."""
    outcome = Outcome()
    for enrolment in enrolments:
        name = enrolment.person.get_full_name()
        more: dict[str, Any] = {}
        if action.asks_words:
            language = "en" if enrolment.person.locale.startswith("en") else "fr"
            more = {"reason": (letters or {}).get(language, ""), "cause": cause}
        try:
            action.act(enrolment=enrolment, by=by, **more)
            outcome.done.append(name)
        except Refusal as refusal:
            outcome.refused.append((name, str(refusal)))
    return outcome
