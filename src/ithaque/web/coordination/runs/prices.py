"""The other mentors a mentee could have, and what each choice would cost, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ithaque.kernel.errors import Refusal
from ithaque.matching.models import MatchRun, Proposal
from ithaque.matching.naming import engine_words
from ithaque.matching.services import Change, other_mentors
from ithaque.matching.words import listed
from ithaque.programmes.models import Enrolment
from ithaque.web.coordination.runs.pages import points

MOVES_SHOWN = 4
LEAST_POINTS = 0.05


@dataclass(frozen=True)
class Price:
    """One other mentor, and what choosing them does."""

    change: Change

    @property
    def mentor(self) -> Enrolment:
        """Return the other mentor."""
        return self.change.mentor

    @property
    def name(self) -> str:
        """Return their first name."""
        return self.change.mentor.person.get_short_name()

    @property
    def sentences(self) -> list[str]:
        """Return the consequences, the gravest first."""
        change = self.change
        if change.rules:
            rules = listed([f"“{engine_words.rule(code)}”" for code in change.rules])
            return [_("A rule forbids it: %(rules)s.") % {"rules": rules}]
        said = [self._left_alone, self._loss, self._moves]
        return [one for one in said if one] or [
            _("It costs nothing: the total stays the same and nobody else moves.")
        ]

    @property
    def _left_alone(self) -> str:
        names = listed([one.person.get_short_name() for one in self.change.left_alone])
        if not names:
            return ""
        return format_html(_("Left without a mentor: {names}."), names=_strong(names))

    @property
    def _loss(self) -> str:
        if self.change.points < LEAST_POINTS:
            return ""
        return format_html(
            _("The total loses {points}."), points=_strong(points(self.change.points))
        )

    @property
    def _moves(self) -> str:
        moves = [_move(*move) for move in self.change.moves]
        if not moves:
            return ""
        shown = moves[:MOVES_SHOWN]
        if len(moves) > MOVES_SHOWN:
            shown.append(_("%(count)d more") % {"count": len(moves) - MOVES_SHOWN})
        said = ngettext(
            "One other pair changes: %(moves)s.",
            "%(count)d other pairs change: %(moves)s.",
            len(moves),
        )
        return said % {"count": len(moves), "moves": listed(shown)}


class OthersPage:
    """A mentee of a draft and the mentors they could have instead."""

    def __init__(self, run: MatchRun, mentee: Enrolment) -> None:
        self.run, self.mentee = run, mentee
        self.proposal: Proposal | None = run.proposals.filter(mentee=mentee, status="draft").select_related("mentor__person").first()  # fmt: skip
        self.refusal = ""
        try:
            found = other_mentors(
                run=run, mentee=mentee, but=self.proposal.mentor if self.proposal else None
            )
        except Refusal as refusal:
            found, self.refusal = [], str(refusal)
        self.prices = [Price(change) for change in found]

    @property
    def title(self) -> str:
        """Say whose other mentors these are."""
        return _("Another mentor for %(name)s") % {"name": self.mentee.person.get_short_name()}


def _strong(text: str) -> str:
    return format_html("<strong>{}</strong>", text)


def _move(mentee: Enrolment, before: Enrolment | None, after: Enrolment | None) -> str:
    names = {
        "mentee": mentee.person.get_short_name(),
        "before": before.person.get_short_name() if before else "",
        "after": after.person.get_short_name() if after else "",
    }
    if before is None:
        return _("%(mentee)s finds %(after)s") % names
    return _("%(mentee)s goes from %(before)s to %(after)s") % names
