"""What the pages of the day show, put together from selectors and forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ithaque.insight.day import Day, Figures, Scope
from ithaque.insight.selectors import Figure
from ithaque.kernel import clock
from ithaque.matching.slots import shared_hours
from ithaque.mentoring.followup import selectors
from ithaque.mentoring.followup.alerts import Letter
from ithaque.mentoring.followup.letters import languages_of, letter_in
from ithaque.mentoring.models import FollowUpCard
from ithaque.people.models import Person
from ithaque.ui import dates
from ithaque.ui.numbers import in_words
from ithaque.web.coordination.day import forms


def comes_back(day: date) -> str:
    """Say when a postponed card returns."""
    return _("Postponed: this situation comes back on {day}.").format(day=dates.day(day))


@dataclass(frozen=True)
class Line:
    """A case with the two forms of its dialog."""

    case: selectors.Case
    hand_over: forms.HandOverForm
    postpone: forms.PostponeForm

    @property
    def dialog(self) -> str:
        """Return the id of the dialog."""
        return f"later-{self.case.card.public_id.hex}"

    @property
    def id(self) -> str:
        """Return the id of the card in the page."""
        return f"card-{self.case.card.public_id.hex}"


@dataclass(frozen=True)
class Linked:
    """A figure with the address of its list."""

    figure: Figure
    href: str

    @property
    def label(self) -> str:
        return self.figure.label

    @property
    def value(self) -> int:
        return self.figure.value

    @property
    def share(self) -> int:
        return self.figure.share

    @property
    def kind(self) -> str:
        return self.figure.kind

    @property
    def colour(self) -> str:
        return ""

    @property
    def definition(self) -> str:
        return str(self.figure.indicator.definition)


class DayPage:
    """The situations that wait, ready to be laid out."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.eyebrow = self._eyebrow()
        self.today = [self._line(case) for case in day.today]
        self.this_week = [self._line(case) for case in day.this_week]
        self.more_today = max(0, day.counts.urgent - len(self.today))
        self.more_week = max(0, day.counts.watch - len(self.this_week))
        self.waiting, self.urgent = in_words(day.counts.waiting), in_words(day.counts.urgent)
        self.watch, self.to_validate = in_words(day.counts.watch), in_words(day.to_validate)
        self.followed_href = figure_url("followed", day.scope)
        self.to_validate_href = figure_url("to_validate", day.scope)
        self.also_href = reverse("coordination:also-waiting") + _narrowed(day.scope)
        self.figures_href = reverse("coordination:figures") + _narrowed(day.scope)

    def _eyebrow(self) -> str:
        names = [programme.title for programme in self.day.scope.programmes]
        place = names[0] if len(names) == 1 else _("{count} programmes").format(count=len(names))
        today = dates.day(clock.today())
        return f"{today[:1].upper()}{today[1:]} · {place}" if names else today

    def _line(self, case: selectors.Case) -> Line:
        people = self.day.colleagues.get(case.programme.pk, [])
        return Line(
            case, forms.HandOverForm(case=case, people=people), forms.PostponeForm(case=case)
        )


class FiguresPage:
    """How the programmes go, each number with the address of its list."""

    def __init__(self, figures: Figures) -> None:
        self.overview, self.week = figures.overview, figures.week
        self.settled, self.scope = figures.settled, figures.scope
        self.funnel = self._linked(figures.overview.funnel)
        self.health = self._linked(figures.overview.health)
        self.changed = self._linked(figures.overview.changed)
        self.soon = self._linked(figures.overview.soon)

    @property
    def settled_href(self) -> str:
        """Return the address of what was settled in the week."""
        return reverse("coordination:cards") + _narrowed(self.scope, shelf=SETTLED)

    @property
    def health_in_words(self) -> str:
        """Return the bar of health as a sentence, for who does not see it."""
        return ", ".join(f"{linked.label} : {linked.value}" for linked in self.health)

    @property
    def weeks_in_words(self) -> str:
        """Return the curve as a sentence."""
        return _("Meetings held per week: {figures}").format(
            figures=", ".join(f"{week.label} : {week.value}" for week in self.overview.weeks)
        )

    def _linked(self, figures: list[Figure]) -> list[Linked]:
        return [Linked(one, figure_url(one.indicator.code, self.scope)) for one in figures]


def figure_url(code: str, scope: Scope) -> str:
    """Return the address of what a figure counts in these programmes."""
    return reverse("coordination:figure", args=[code]) + _narrowed(scope)


Take = Callable[[Person, QuerySet[FollowUpCard]], QuerySet[FollowUpCard]]


@dataclass(frozen=True)
class Shelf:
    """Where a card is: with me, with a colleague, postponed, settled."""

    code: str
    label: str | Promise
    nothing: str | Promise
    take: Take
    by_pair: bool = True
    """Whether the cards of a pair are told on one line."""

    def rows(self, cards: QuerySet[FollowUpCard]) -> QuerySet[FollowUpCard]:
        """Return the cards that have a line of their own."""
        return selectors.leads(cards) if self.by_pair else cards

    def cases(
        self, cards: QuerySet[FollowUpCard], lines: Any, *, several_programmes: bool
    ) -> list[selectors.Case]:
        """Put these lines in words, in their order, with what else the cards say of their pairs."""
        if not self.by_pair:
            return selectors.cases(lines, several_programmes=several_programmes)
        first = list(lines)
        beside = cards.filter(pair__in=[card.pair_id for card in first])
        others = [card for card in beside if card not in first]
        return selectors.situations([*first, *others], several_programmes=several_programmes)


SETTLED = "settled"
SHELVES = (
    Shelf(
        "waiting",
        gettext_lazy("To settle"),
        gettext_lazy("No situation waits for you."),
        selectors.waiting_for,
    ),
    Shelf(
        "colleagues",
        gettext_lazy("With colleagues"),
        gettext_lazy("Your colleagues have no situation in hand."),
        selectors.with_colleagues,
    ),
    Shelf(
        "postponed",
        pgettext_lazy("follow-up cards", "Postponed"),
        gettext_lazy("No situation is postponed."),
        lambda person, cards: selectors.postponed(cards),
    ),
    Shelf(
        SETTLED,
        gettext_lazy("Settled this week"),
        gettext_lazy("Nothing was settled in the last seven days."),
        lambda person, cards: selectors.recently_settled(cards),
        by_pair=False,
    ),
)


def shelf(code: str) -> Shelf:
    """Return the shelf asked for, the first when it is unknown."""
    return next((each for each in SHELVES if each.code == code), SHELVES[0])


def tabs(current: Shelf, scope: Scope) -> list[dict[str, Any]]:
    """Return the shelves as tabs."""
    return [
        {
            "label": each.label,
            "href": reverse("coordination:cards") + _narrowed(scope, shelf=each.code),
            "current": each is current,
            "count": None,
        }
        for each in SHELVES
    ]


def case_of(card: FollowUpCard) -> selectors.Case:
    """Return a card in words, with the other cards of its pair that wait."""
    return selectors.situations([card, *selectors.beside(card)])[0]


def letters_for(case: selectors.Case, writer: Person, *, change: bool = False) -> dict[str, Letter]:
    """Return the message ready to send in each language of the pair, with the hours they share."""
    pair = case.card.pair
    slots = [] if change else shared_hours(one.enrolment_id for one in pair.present)
    return {
        code: letter_in(code, case, signed=writer.get_full_name(), slots=slots, change=change)
        for code in languages_of(pair.people)
    }


def card_context(
    person: Person, card: FollowUpCard, bound: dict[str, forms.CardForm], *, change: bool = False
) -> dict[str, Any]:
    """Return what the page of a card shows; `bound` holds the form that was refused."""
    case = case_of(card)
    people = selectors.colleagues_of(person, card)
    context: dict[str, Any] = {
        "case": case,
        "change": change,
        "history": selectors.history_of(card),
        "asked": selectors.help_behind(card),
    }
    if case.is_waiting:
        letters = letters_for(case, person, change=change)
        context |= {
            "hand_over": forms.HandOverForm(case=case, people=people),
            "postpone": forms.PostponeForm(case=case),
            "write": forms.WriteForm(case=case, letters=letters),
            "call": forms.CallForm(case=case),
            "settle": forms.SettleForm(case=case),
        }
    return context | bound | {"refused": next(iter(bound.values()), None)}


def _narrowed(scope: Scope, **more: str) -> str:
    query = {**more, **({"programme": str(scope.chosen.public_id)} if scope.chosen else {})}
    return f"?{urlencode(query)}" if query else ""
