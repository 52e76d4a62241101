"""What a participant reads of a proposal: who, why, what waits, what happens next. No figure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ithaque.matching.enums import Answer, ProposalStatus
from ithaque.matching.models import Proposal
from ithaque.matching.rules import can_answer
from ithaque.matching.selectors import words_of
from ithaque.matching.services.answers import settled_code
from ithaque.matching.telling import told
from ithaque.matching.words import Labels
from ithaque.people.models import Person
from ithaque.programmes.enums import Side
from ithaque.ui.dates import day
from ithaque.web.participant.proposals.forms import AnswerForm


class ProposalPage:
    """A proposal as one of its two people reads it."""

    def __init__(
        self,
        proposal: Proposal,
        person: Person,
        form: AnswerForm | None = None,
        *,
        linked: bool = False,
        labels: Labels | None = None,
    ) -> None:
        self.proposal, self.person, self.form, self.linked = proposal, person, form, linked
        self.side = proposal.side_of(person) or Side.MENTEE
        self.told = told(
            proposal, self.side, labels or words_of(proposal.run.cohort.programme), strong=True
        )
        self.open = can_answer(person, proposal)
        self.layout = "ui/layouts/focus.html" if linked else "ui/layouts/participant.html"

    @property
    def title(self) -> str:
        """Say who is proposed."""
        if self.side == Side.MENTEE:
            return _("%(name)s is ready to mentor you") % {"name": self.told.other}
        return _("%(name)s is looking for a mentor like you") % {"name": self.told.other}

    @property
    def deadline(self) -> str:
        """Return the last day to answer."""
        return day(self.proposal.expires_at) if self.proposal.expires_at else ""

    @property
    def accepted(self) -> bool:
        """Tell whether this person said yes and the other has not answered yet."""
        return self.open and self.told.answer == Answer.ACCEPTED

    @property
    def state(self) -> tuple[str, str]:
        """Return how the proposal stands for this person: a kind and a word."""
        if self.open:
            if self.accepted:
                return "info", _("You said yes; the other’s answer is awaited")
            return "watch", _("Your answer is awaited")
        return {
            ProposalStatus.ACCEPTED: ("good", _("You both said yes")),
            ProposalStatus.DECLINED: ("quiet", pgettext("proposal", "Closed")),
            ProposalStatus.EXPIRED: ("quiet", _("Closed without an answer in time")),
        }.get(settled_code(self.proposal), ("quiet", pgettext("proposal", "Withdrawn")))  # type: ignore[call-overload]

    @property
    def closed_because(self) -> str:
        """Say, gently, why there is nothing to answer any more."""
        if settled_code(self.proposal) == ProposalStatus.DECLINED:
            if self.told.answer == Answer.DECLINED:
                return _("You said no to this proposal. Thank you for having answered.")
            return _(
                "This proposal goes no further. It says nothing about you: moments do not always meet."
            )
        if settled_code(self.proposal) == ProposalStatus.EXPIRED:
            return _("The day to answer has passed: the proposal closed by itself.")
        return _("One of you left the programme: your answer is not needed any more.")

    @property
    def what_follows(self) -> str:
        """Say what the house does after a closed proposal."""
        if self.side == Side.MENTEE:
            return _("Your enrolment is in the next match run: you have nothing to do.")
        return _("Your place is free again: someone may be proposed to you at the next match run.")

    @property
    def action(self) -> str:
        """Return where the answer is sent; the page's own address when it came by a link."""
        return (
            ""
            if self.linked
            else reverse("participant:proposal-answer", args=[self.proposal.public_id])
        )

    @property
    def ask_action(self) -> str:
        """Return where a question is sent; the page's own address when it came by a link."""
        return (
            ""
            if self.linked
            else reverse("participant:proposal-ask", args=[self.proposal.public_id])
        )

    @property
    def steps(self) -> list[dict[str, str]]:
        """Return what happens next, from today to the first meeting."""
        mine = "done" if self.told.answer == Answer.ACCEPTED else "current"
        theirs = "current" if mine == "done" else ""
        return [
            {
                "title": _("Your answer"),
                "note": pgettext("deadline", "by %(day)s") % {"day": self.deadline},
                "state": mine,
            },
            {
                "title": _("The answer of %(name)s") % {"name": self.told.other},
                "note": _("each decides freely"),
                "state": theirs,
            },
            {"title": _("Your space opens"), "note": _("agreement, messages, goals"), "state": ""},
            {"title": _("First meeting"), "note": _("you choose the day together"), "state": ""},
        ]


def shelf(proposals: Iterable[Proposal], person: Person) -> list[ProposalPage]:
    """Return one line per proposal; the words of each programme are read once."""
    labels: dict[Any, Labels] = {}
    pages = []
    for proposal in proposals:
        programme = proposal.run.cohort.programme
        if programme.pk not in labels:
            labels[programme.pk] = words_of(programme)
        pages.append(ProposalPage(proposal, person, labels=labels[programme.pk]))
    return pages
