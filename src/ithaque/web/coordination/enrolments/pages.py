"""What one enrolment shows its coordinators, gathered once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings as instance
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ithaque.kernel import clock, journal
from ithaque.programmes import gates, rules, selectors, waiting
from ithaque.programmes.enums import (
    EnrolmentStatus,
    InterviewStatus,
    RefusalReason,
    Side,
    Stage,
    StepOutcome,
)
from ithaque.programmes.gates import Gate
from ithaque.programmes.models import Enrolment, Fallback, Interview, Reference
from ithaque.programmes.services import common
from ithaque.questionnaires import answers as reader
from ithaque.questionnaires.enums import QuestionType, Reader
from ithaque.questionnaires.roles import can_read
from ithaque.questionnaires.schema import Question
from ithaque.questionnaires.selectors import schema_of
from ithaque.ui import dates
from ithaque.web.coordination.enrolments.lists import Line

STATES: dict[str, tuple[str, str | Promise]] = {
    "todo": ("quiet", pgettext_lazy("a vetting step", "To do")),
    "passed": ("good", StepOutcome.PASSED.label),
    "waived": ("info", StepOutcome.WAIVED.label),
    "failed": ("urgent", StepOutcome.FAILED.label),
    "expired": ("urgent", pgettext_lazy("a vetting step", "Expired")),
}
HISTORY = 20


class EnrolmentPage:
    """One enrolment with all its answers, its vetting, and what can be done."""

    def __init__(self, enrolment: Enrolment) -> None:
        self.enrolment, self.person = enrolment, enrolment.person
        self.programme = enrolment.cohort.programme
        self.today = clock.today(instance.TIME_ZONE)
        self.line = Line(enrolment, "", False, self.today)

    @cached_property
    def settings(self) -> Any:
        """Return the settings of the programme."""
        return selectors.settings_of(self.programme)

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Return the form, answered questions in words."""
        sheet = self.enrolment.sheet
        if sheet is None:
            return []
        return [
            {
                "title": section.title,
                "lines": [
                    {
                        "label": question.label,
                        "words": _listed(reader.tell(question, sheet.answers.get(question.key))),
                        "ordered": question.type in (QuestionType.SKILLS, QuestionType.RANKED),
                        "file": self._file(question, sheet.answers),
                    }
                    for question in section.questions
                    if can_read(Reader.COORDINATORS, question)
                ],
            }
            for section in schema_of(sheet.version).sections
        ]

    def _file(self, question: Question, answers: dict[str, Any]) -> str:
        if question.type != QuestionType.FILE or question.key not in answers:
            return ""
        return reverse("coordination:form-file", args=[self.enrolment.public_id, question.key])

    @cached_property
    def gates(self) -> list[Gate]:
        """Return the steps asked of this person."""
        return gates.gates_of(self.enrolment, self.settings, self.today)

    @property
    def steps(self) -> list[dict[str, Any]]:
        """Return each step with its state, its day, who noted it and until when it holds."""
        return [self._step(gate) for gate in self.gates]

    def _step(self, gate: Gate) -> dict[str, Any]:
        kind, word = STATES[gate.state]
        record = gate.record
        return {
            "step": gate.step,
            "label": gate.step.label,
            "kind": kind,
            "word": word,
            "record": record,
            "by": record.by.get_full_name() if record and record.by else "",
            "current": self.examined and gate.step == self.enrolment.stage,
        }

    @property
    def examined(self) -> bool:
        """Tell whether the enrolment is being examined."""
        return self.enrolment.status == EnrolmentStatus.SUBMITTED

    @property
    def notable(self) -> list[tuple[str, Any]]:
        """Return the steps whose outcome a coordinator may note, but the check, which has its own form."""
        asked = [
            gate.step for gate in self.gates if gate.step not in (Stage.APPLICATION, Stage.CHECK)
        ]
        return [(str(step), step.label) for step in asked]

    @property
    def wants_check(self) -> bool:
        """Tell whether a check may be noted here: of a mentor, whose programme asks it or welcomes minors."""
        asked = Stage.CHECK in [gate.step for gate in self.gates]
        return self.enrolment.side == Side.MENTOR and (asked or self.settings.minors)

    @property
    def notes_steps(self) -> bool:
        """Tell whether steps can be noted at this moment."""
        return self.enrolment.status in (
            EnrolmentStatus.SUBMITTED,
            EnrolmentStatus.WAITING,
            EnrolmentStatus.AVAILABLE,
            EnrolmentStatus.PAUSED,
        )

    @property
    def missing(self) -> str:
        """Return what still prevents a validation, in words; nothing when it can be given."""
        return ", ".join(str(gate.step.label) for gate in gates.unmet(self.gates))

    @property
    def version(self) -> str:
        """Return what a form sends back, to notice that a colleague acted meanwhile."""
        return common.version_of(self.enrolment)

    @property
    def moves(self) -> list[tuple[str, Any]]:
        """Return the steps the enrolment may be brought to."""
        if not self.examined:
            return []
        steps = [gate.step for gate in self.gates] + ([] if self.missing else [Stage.READY])
        return [(str(step), step.label) for step in steps if step != self.enrolment.stage]

    @cached_property
    def references(self) -> list[Reference]:
        """Return the referees named."""
        return list(self.enrolment.references.all())

    @property
    def reference_readers(self) -> list[str]:
        """Return who reads what referees say."""
        return [_("the coordinators of the programme")]

    @property
    def reference_others(self) -> list[str]:
        """Return who does not."""
        return [self.person.get_full_name(), _("mentors and mentees"), _("funders and observers")]

    @cached_property
    def interview(self) -> Interview | None:
        """Return the interview booked, ahead or waiting for its outcome."""
        return (
            self.enrolment.interviews.filter(status=InterviewStatus.BOOKED)
            .select_related("slot__host", "slot__programme")
            .first()
        )

    @property
    def interview_over(self) -> bool:
        """Tell whether the interview booked has begun, and waits for its outcome."""
        return self.interview is not None and self.interview.slot.starts_at <= clock.now()

    @cached_property
    def fallback(self) -> Fallback | None:
        """Return what was last offered meanwhile."""
        return self.enrolment.fallbacks.first()

    @property
    def waits(self) -> bool:
        """Tell whether the person waits for a place or for someone."""
        return self.enrolment.status in (EnrolmentStatus.WAITING, EnrolmentStatus.AVAILABLE)

    @cached_property
    def place(self) -> int | None:
        """Return the place on the waiting list."""
        return waiting.place_of(self.enrolment) if self.waits else None

    @property
    def promised_on(self) -> Any:
        """Return the day of news at the latest."""
        return selectors.mentor_promised_on(self.enrolment)

    @property
    def history(self) -> list[dict[str, Any]]:
        """Return what was done about this enrolment, the newest first."""
        entries = journal.entries_about(self.enrolment, HISTORY)
        return [{"at": entry.at, "sentence": journal.say(entry)} for entry in entries]

    def _can(self, status: str) -> bool:
        return rules.can_follow(self.enrolment, status)

    @property
    def can_validate(self) -> bool:
        """Tell whether the enrolment waits for a yes."""
        return self.enrolment.status in (EnrolmentStatus.SUBMITTED, EnrolmentStatus.WAITING)

    @property
    def can_wait(self) -> bool:
        """Tell whether the person can be put on the waiting list."""
        return self._can(EnrolmentStatus.WAITING) and self.examined

    @property
    def can_complete(self) -> bool:
        """Tell whether the form can be given back."""
        return self._can(EnrolmentStatus.DRAFT) and self.examined

    @property
    def can_refuse(self) -> bool:
        """Tell whether the enrolment waits for an answer."""
        return self._can(EnrolmentStatus.REFUSED)

    @property
    def can_pause(self) -> bool:
        """Tell whether the person can be set aside for a time."""
        return self._can(EnrolmentStatus.PAUSED)

    @property
    def can_withdraw(self) -> bool:
        """Tell whether the person can still be taken out."""
        return self._can(EnrolmentStatus.WITHDRAWN)

    @property
    def guardian(self) -> Any:
        """Return who is responsible for a minor, None when nobody is named."""
        return getattr(self.enrolment, "guardian", None)

    @property
    def facts(self) -> list[dict[str, str]]:
        """Return the short facts of the side column."""
        one = self.enrolment
        facts = [
            {
                "label": _("E-mail address"),
                "value": one.person.email,
                "href": f"mailto:{one.person.email}",
            },
            {"label": _("Side"), "value": one.get_side_display()},
            {"label": _("Cohort"), "value": one.cohort.name},
        ]
        if one.side == Side.MENTOR:
            facts.append({"label": _("Places"), "value": str(one.capacity)})
        if one.submitted_at:
            facts.append(
                {"label": _("Sent on"), "value": dates.day(one.submitted_at, weekday=False)}
            )
        if self.waits and self.place:
            facts.append({"label": _("Place on the waiting list"), "value": str(self.place)})
            facts.append(
                {
                    "label": _("News promised by"),
                    "value": dates.day(self.promised_on, weekday=False),
                }
            )
        if one.valid_until:
            facts.append(
                {
                    "label": _("Vetting holds until"),
                    "value": dates.day(one.valid_until, weekday=False),
                }
            )
        if one.paused_until:
            facts.append(
                {"label": _("Back on"), "value": dates.day(one.paused_until, weekday=False)}
            )
        if one.decided_at and one.decided_by:
            by = {
                "day": dates.day(one.decided_at, weekday=False),
                "name": one.decided_by.get_full_name(),
            }
            facts.append({"label": _("Decided"), "value": _("%(day)s, by %(name)s") % by})
        if one.refusal_reason:
            facts.append(
                {"label": _("Reason"), "value": str(RefusalReason(one.refusal_reason).label)}
            )
        return facts


def _listed(words: str | list[str]) -> list[str]:
    return [words] if isinstance(words, str) and words else list(words)
