"""Where an enrolment stands for its person: what is behind, what is asked now, what is promised."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings as instance
from django.urls import reverse
from django.utils.translation import gettext as _

from ithaque.kernel import clock
from ithaque.library import selectors as library
from ithaque.programmes import booking, gates, rules, selectors, waiting
from ithaque.programmes.enums import EnrolmentStatus, Side, Stage
from ithaque.programmes.gates import Gate
from ithaque.programmes.models import Enrolment, Fallback, Interview, Reference
from ithaque.programmes.services import referral_of
from ithaque.ui.dates import day


class StatusPage:
    """Where an enrolment stands, and what happens next."""

    def __init__(self, enrolment: Enrolment) -> None:
        self.enrolment = enrolment
        self.programme = enrolment.cohort.programme

    @cached_property
    def settings(self) -> Any:
        """Return the settings of the programme."""
        return selectors.settings_of(self.programme)

    @property
    def vetting(self) -> Any:
        """Return what the programme asks of this side."""
        return self.settings.vetting.of(self.enrolment.side)

    @property
    def can_withdraw(self) -> bool:
        """Tell whether leaving is possible."""
        return rules.can_follow(self.enrolment, EnrolmentStatus.WITHDRAWN)

    @property
    def can_pause(self) -> bool:
        """Tell whether a pause is possible."""
        return rules.can_follow(self.enrolment, EnrolmentStatus.PAUSED)

    @property
    def waits_for_guardian(self) -> bool:
        """Tell whether an adult's agreement is awaited."""
        guardian = getattr(self.enrolment, "guardian", None)
        return self.enrolment.status == EnrolmentStatus.SUBMITTED and bool(
            guardian and not guardian.holds
        )

    @property
    def answer_on(self) -> date:
        """Return the day of the team's answer at the latest."""
        return selectors.answer_promised_on(self.enrolment)

    @property
    def proposal_on(self) -> date:
        """Return the day of a proposal at the latest."""
        return selectors.mentor_promised_on(self.enrolment)

    @cached_property
    def place(self) -> int | None:
        """Return the place on the waiting list, None when nothing is waited for."""
        waits = self.enrolment.status == EnrolmentStatus.WAITING
        return waiting.place_of(self.enrolment) if waits else None

    @cached_property
    def offer(self) -> Fallback | None:
        """Return what was last offered meanwhile."""
        return self.enrolment.fallbacks.first()

    @property
    def expired(self) -> bool:
        """Tell whether something the programme asks no longer holds."""
        until = self.enrolment.valid_until
        return until is not None and until < clock.today()

    # -- the step of the moment ---------------------------------------------------------------------

    @property
    def stage(self) -> str:
        """Return the step asked of the person now, nothing when the team is at work."""
        examined = self.enrolment.status == EnrolmentStatus.SUBMITTED
        return str(self.enrolment.stage) if examined else ""

    @cached_property
    def gates(self) -> list[Gate]:
        """Return the steps asked, with what was passed."""
        return gates.gates_of(self.enrolment, self.settings, clock.today())

    @property
    def may_train(self) -> bool:
        """Tell whether the person says themselves that the training is done, and has not yet."""
        return self.vetting.training_declared and any(
            gate.step == Stage.TRAINING and not gate.is_met for gate in self.gates
        )

    @property
    def guides(self) -> list[Any]:
        """Return the guides to read for the training."""
        wanted = self.vetting.training_guides
        return [guide for guide in library.guides() if guide.key in wanted]

    @cached_property
    def interview(self) -> Interview | None:
        """Return the interview booked."""
        return booking.interview_ahead(self.enrolment)

    @property
    def slots(self) -> Any:
        """Return the hours one may book."""
        return booking.free_slots(self.programme)

    @cached_property
    def references(self) -> list[Reference]:
        """Return the people named."""
        return list(self.enrolment.references.filter(erased_at=None))

    @property
    def names_more(self) -> bool:
        """Tell whether someone more is to be named."""
        alive = [one for one in self.references if one.declined_at is None]
        return len(alive) < self.vetting.references

    @property
    def referral(self) -> str:
        """Return the address a mentor shares to bring others."""
        if self.enrolment.side != Side.MENTOR:
            return ""
        code = referral_of(self.enrolment).code
        return f"{instance.SITE_URL}{reverse('public:referral', args=[code])}"

    @property
    def steps(self) -> list[dict[str, Any]]:
        """Return what is behind and what comes."""
        status, sent = self.enrolment.status, self.enrolment.submitted_at
        chosen = self.gates[1:] if status == EnrolmentStatus.SUBMITTED else []
        read = status != EnrolmentStatus.SUBMITTED or self.enrolment.stage != Stage.APPLICATION
        available = status == EnrolmentStatus.AVAILABLE
        return [
            {
                "title": _("Form sent"),
                "note": day(sent, weekday=False) if sent else "",
                "state": "done",
            },
            {
                "title": _("Read by the team"),
                "note": _("done")
                if read
                else _("by %(day)s") % {"day": day(self.answer_on, weekday=False)},
                "state": "done" if read else "current",
            },
            *(self._gate(gate) for gate in chosen),
            {
                "title": _("A proposal, with its reasons"),
                "note": _("by %(day)s") % {"day": day(self.proposal_on, weekday=False)},
                "state": "current" if available else "todo",
            },
            {"title": _("You choose"), "note": _("and so does the other person"), "state": "todo"},
            {"title": _("First meeting"), "note": _("within ten days"), "state": "todo"},
        ]

    def _gate(self, gate: Gate) -> dict[str, Any]:
        here = self.stage == gate.step
        note = day(gate.record.on, weekday=False) if gate.is_met and gate.record else ""
        state = "done" if gate.is_met else "current" if here else "todo"
        return {"title": gate.step.label, "note": note, "state": state}
