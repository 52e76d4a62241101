"""The other mentors a mentee could have, and what each choice would cost, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ithaque.kernel.errors import Refusal
from ithaque.matching import selectors
from ithaque.matching.engine import POINTS
from ithaque.matching.enums import ProposalStatus
from ithaque.matching.models import MatchRun, Proposal
from ithaque.matching.naming import engine_words
from ithaque.matching.services import Change, other_mentors, price_of_change
from ithaque.matching.words import listed
from ithaque.matching.writing import described
from ithaque.programmes.models import Enrolment
from ithaque.web.coordination.runs.pages import points, quoted
from ithaque.web.coordination.runs.rows import criteria_bars

MOVES_SHOWN = 4
WHY_NOT = {
    "locked": gettext_lazy(
        "This mentee, or every place of this mentor, is locked: unlock one first."
    ),
    "capacity": gettext_lazy("This mentor has no place to give."),
    "forbidden": gettext_lazy("You ruled this pair out: lift that decision first."),
}
LEAST_POINTS = 0.05


@dataclass(frozen=True)
class Price:
    """One other mentor, and what choosing them does."""

    change: Change
    now: Proposal | None = None

    @property
    def mentor(self) -> Enrolment:
        """Return the other mentor."""
        return self.change.mentor

    @property
    def name(self) -> str:
        """Return their first name."""
        return self.change.mentor.person.get_short_name()

    @property
    def possible(self) -> bool:
        """Tell whether it can be chosen."""
        return not self.change.rules

    @property
    def compared(self) -> bool:
        """Tell whether the pair can be looked at criterion by criterion."""
        return self.change.pair is not None

    @property
    def criteria(self) -> list[dict[str, Any]]:
        """Return what each criterion brings to this pair."""
        pair = self.change.pair
        return criteria_bars(described(pair)["criteria"]) if pair else []

    @property
    def fits(self) -> str:
        """Say how this pair fits, beside the one proposed."""
        pair = self.change.pair
        here = points(POINTS * pair.score) if pair else ""
        if self.now is None:
            return _("This pair: %(here)s.") % {"here": here}
        return _("This pair: %(here)s. The one proposed: %(now)s.") % {
            "here": here,
            "now": points(POINTS * self.now.score),
        }

    @property
    def sentences(self) -> list[str]:
        """Return the consequences, the gravest first."""
        change = self.change
        refusals = [WHY_NOT[code] for code in change.rules if code in WHY_NOT]
        if refusals:
            return [str(one) for one in refusals]
        if change.rules:
            rules = listed([quoted(engine_words.rule(code)) for code in change.rules])
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


@dataclass(frozen=True)
class Found:
    """A mentor found by name, and where their price is."""

    name: str
    note: str
    href: str


class OthersPage:
    """A mentee of a draft and the mentors they could have instead: the cheapest, one asked for, any by name."""

    def __init__(self, run: MatchRun, mentee: Enrolment, query: QueryDict) -> None:
        self.run, self.mentee = run, mentee
        self.words = query.get("q", "").strip()
        drafts = run.proposals.filter(mentee=mentee, status=ProposalStatus.DRAFT)
        self.proposal: Proposal | None = drafts.select_related("mentor__person").first()
        self.refusal = ""
        self.asked: Price | None = None
        self.prices: list[Price] = []
        wanted = query.get("mentor", "")
        self.lists_others = not (wanted or self.words)
        try:
            if wanted:
                self._ask(wanted)
            elif self.proposal and self.proposal.locked:
                self.refusal = _("This pair is locked: unlock it first to try another mentor.")
            elif not self.words:
                self._cheapest()
        except Refusal as refusal:
            self.refusal = str(refusal)

    def _ask(self, wanted: str) -> None:
        mentor = selectors.mentor_of_run(self.run, wanted)
        if mentor is None:
            raise Http404
        if self.proposal and mentor == self.proposal.mentor:
            raise Refusal(
                "same",
                _("%(mentee)s is already with %(mentor)s in this draft.")
                % {
                    "mentee": self.mentee.person.get_short_name(),
                    "mentor": mentor.person.get_full_name(),
                },
            )
        change = price_of_change(run=self.run, mentee=self.mentee, mentor=mentor)
        self.asked = Price(change, self.proposal)

    def _cheapest(self) -> None:
        but = self.proposal.mentor if self.proposal else None
        found = other_mentors(run=self.run, mentee=self.mentee, but=but)
        self.prices = [Price(change, self.proposal) for change in found]

    @property
    def found(self) -> list[Found]:
        """Return the mentors whose name was looked for."""
        mentors = selectors.mentors_named(self.run, self.words)
        about = selectors.described(mentors)
        here = reverse("coordination:run-others", args=[self.run.public_id, self.mentee.public_id])
        return [
            Found(one.person.get_full_name(), about.of(one), f"{here}?mentor={one.public_id}")
            for one in mentors
        ]

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
