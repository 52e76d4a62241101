"""Cards as a coordinator reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as SqlCase
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ithaque.kernel import clock, journal
from ithaque.kernel.models import JournalEntry
from ithaque.mentoring.enums import CardLevel, CardStatus
from ithaque.mentoring.followup import alerts
from ithaque.mentoring.followup.alerts.voices import HelpAsked
from ithaque.mentoring.followup.enums import outcome_words
from ithaque.mentoring.models import Company, FollowUpCard, HelpRequest, Pair, PairMember
from ithaque.mentoring.models.pairs import names_of
from ithaque.mentoring.selectors.pairs import load_members
from ithaque.people.models import Person
from ithaque.programmes.enums import TeamRole
from ithaque.programmes.models import Programme, TeamMember
from ithaque.programmes.selectors import entrusted_to

RECENT_DAYS = 7
KINDS = {CardLevel.WATCH: "watch", CardLevel.URGENT: "urgent"}


@dataclass(frozen=True)
class Case:
    """A card put in words for one reader, today."""

    card: FollowUpCard
    today: date
    several_programmes: bool = False
    beside: tuple[Case, ...] = ()
    """The other cards of the same pair, told with this one."""

    @property
    def alert(self) -> alerts.Alert:
        """Return the rule that opened the card."""
        return alerts.named(self.card.rule)

    @property
    def mentor(self) -> Person:
        """Return the mentor of the pair."""
        return self.card.pair.mentor.person

    @property
    def mentee(self) -> Person:
        """Return the mentee of the pair."""
        return self.card.pair.mentee.person

    @property
    def title(self) -> str:
        """Return “Moussa and Thierry”, or the circle by its name."""
        if not self.card.pair.is_of_two:
            said = Company(self.card.pair).get_short_name()
            return said[:1].upper() + said[1:]
        return _("{mentee} and {mentor}").format(
            mentee=self.mentee.get_short_name(), mentor=self.mentor.get_short_name()
        )

    @property
    def is_group(self) -> bool:
        """Tell whether it is a circle or a team rather than two people."""
        return not self.card.pair.is_of_two

    @property
    def faces(self) -> tuple[str, str]:
        """Return the two first names shown beside the title, mentee first; none of a group."""
        if self.is_group:
            return "", ""
        return self.mentee.get_short_name(), self.mentor.get_short_name()

    @property
    def minors(self) -> list[Person]:
        """Return who is a minor among them."""
        return [person for person in self.card.pair.people if person.is_minor]

    @property
    def minors_named(self) -> str:
        """Return who is a minor, by first names."""
        return names_of(self.minors)

    @property
    def programme(self) -> Programme:
        """Return the programme of the pair."""
        return self.card.pair.cohort.programme

    @property
    def month(self) -> int:
        """Return the month of the relationship, the first being 1."""
        started = self.card.pair.started_on
        return max(1, (self.today - started).days // 30 + 1)

    @property
    def kind(self) -> str:
        """Return the kind of status the interface knows: watch or urgent."""
        return KINDS[CardLevel(self.card.level)]

    @property
    def word(self) -> str:
        """Return the situation in two words."""
        return self.alert.word(self.card.level)

    @property
    def facts(self) -> dict[str, Any]:
        """Return what explains the card, with the first names its reader knows."""
        names = {
            "mentee": self.mentee.get_short_name(),
            "mentor": self.mentor.get_short_name(),
        }
        if not self.card.pair.is_of_two:
            names |= _names_in_group(self.card.pair, self.card.facts)
        return {**self.card.facts, **names}

    @property
    def reasons(self) -> list[alerts.Reason]:
        """Return why the card is there."""
        return self.alert.reasons(self.facts, self.today)

    @property
    def all_reasons(self) -> list[alerts.Reason]:
        """Return why, with what the other cards of the pair say; nothing is said twice."""
        told = [*self.reasons, *(reason for case in self.beside for reason in case.reasons)]
        return list(dict.fromkeys(told))

    @property
    def suggestion(self) -> str:
        """Return the action suggested."""
        return str(self.alert.suggestion)

    @property
    def version(self) -> str:
        """Return what a form sends back, to notice that a colleague acted meanwhile."""
        return version_of(self.card)

    @property
    def is_waiting(self) -> bool:
        """Tell whether someone still has to act."""
        return self.card.status in (CardStatus.OPEN, CardStatus.SNOOZED)

    @property
    def outcome(self) -> str:
        """Return how it ended, in words."""
        if self.card.status == CardStatus.LAPSED:
            return _("Resolved by itself")
        return str(dict(self.outcomes)[self.card.outcome]) if self.card.outcome else ""

    @property
    def outcomes(self) -> list[tuple[str, str | Promise]]:
        """Return how it may end, in the words of its format."""
        return outcome_words(is_group=self.is_group)


def _names_in_group(pair: Pair, facts: dict[str, Any]) -> dict[str, str]:
    """Return a side by the circle’s name, or by the names of the team; someone in particular by their own."""
    said = Company(pair).get_short_name()
    whom = str(facts.get("member", ""))
    named = [one.get_short_name() for one in pair.people if str(one.pk) == whom]
    return {"mentee": said, "mentor": said, "member_name": named[0] if named else said}


@dataclass(frozen=True)
class CardCounts:
    """How many situations wait, and how: one a pair, urgent when one of its cards is."""

    urgent: int
    watch: int
    postponed: int
    handed: int

    @property
    def waiting(self) -> int:
        """Return how many situations wait for this person now."""
        return self.urgent + self.watch


def version_of(card: FollowUpCard) -> str:
    """Return a short word that changes whenever someone acts on the card."""
    return f"{card.status}-{card.assigned_to_id or 0}-{card.snoozed_until or 0}"


def cards_visible_to(
    person: Person, programmes: Iterable[Programme] | None = None
) -> QuerySet[FollowUpCard]:
    """Return the cards of what the person coordinates or follows (only of `programmes` when given)."""
    team = TeamMember.objects.filter(person=person, role=TeamRole.COORDINATOR)
    if programmes is not None:
        team = team.filter(programme__in=list(programmes))
    seen = Q(pair__cohort__programme__in=team.values("programme"))
    if programmes is None:
        entrusted = PairMember.objects.filter(enrolment__in=entrusted_to(person), left_at=None)
        seen |= Q(pair__in=entrusted.values("pair"))
    return (
        FollowUpCard.objects.filter(seen)
        .select_related(
            "pair__cohort__programme",
            "pair__mentor__person",
            "pair__mentee__person",
            "assigned_to",
            "closed_by",
        )
        .order_by("-level", "opened_at", "pk")
    )


def card_for(person: Person, card_id: UUID) -> FollowUpCard | None:
    """Return a card the person may act on, or None."""
    return cards_visible_to(person).filter(public_id=card_id).first()


def waiting_for(person: Person, cards: QuerySet[FollowUpCard]) -> QuerySet[FollowUpCard]:
    """Return the open cards of nobody or of this person: those this person has to look at."""
    return cards.filter(Q(assigned_to=None) | Q(assigned_to=person), status=CardStatus.OPEN)


def with_colleagues(person: Person, cards: QuerySet[FollowUpCard]) -> QuerySet[FollowUpCard]:
    """Return the open cards that a colleague took."""
    return (
        cards.filter(status=CardStatus.OPEN).exclude(assigned_to=None).exclude(assigned_to=person)
    )


def postponed(cards: QuerySet[FollowUpCard]) -> QuerySet[FollowUpCard]:
    """Return the cards that come back on a later day, the next one first."""
    return cards.filter(status=CardStatus.SNOOZED).order_by("snoozed_until", "pk")


def recently_settled(cards: QuerySet[FollowUpCard]) -> QuerySet[FollowUpCard]:
    """Return what was settled, or resolved itself, in the last seven days, the newest first."""
    since = clock.now() - timedelta(days=RECENT_DAYS)
    return cards.filter(
        status__in=(CardStatus.DONE, CardStatus.LAPSED), closed_at__gte=since
    ).order_by("-closed_at", "-pk")


def leads(cards: QuerySet[FollowUpCard]) -> QuerySet[FollowUpCard]:
    """Return, of these cards, the first of each pair: the most urgent, then the oldest."""
    before = Q(level__gt=OuterRef("level")) | Q(level=OuterRef("level")) & (
        Q(opened_at__lt=OuterRef("opened_at"))
        | Q(opened_at=OuterRef("opened_at"), pk__lt=OuterRef("pk"))
    )
    return cards.exclude(Exists(cards.order_by().filter(before, pair=OuterRef("pair"))))


def first_situations(cards: QuerySet[FollowUpCard], each: int) -> list[FollowUpCard]:
    """Return the cards of the first pairs of each level, `each` at most; one question."""
    place = Window(
        RowNumber(), partition_by="level", order_by=[F("opened_at").asc(), F("pk").asc()]
    )
    first = leads(cards).order_by().annotate(place=place).filter(place__lte=each)
    return list(cards.filter(pair__in=first.values("pair")))


def card_counts(person: Person, cards: QuerySet[FollowUpCard]) -> CardCounts:
    """Count the situations of a person by what they ask, in one question."""
    mine = Q(status=CardStatus.OPEN) & (Q(assigned_to=None) | Q(assigned_to=person))
    taken = Q(status=CardStatus.OPEN, assigned_to__isnull=False) & ~Q(assigned_to=person)
    found = cards.order_by().aggregate(
        all=Count("pair", distinct=True, filter=mine),
        urgent=Count("pair", distinct=True, filter=mine & Q(level=CardLevel.URGENT)),
        postponed=Count("pair", distinct=True, filter=Q(status=CardStatus.SNOOZED)),
        handed=Count("pair", distinct=True, filter=taken),
    )
    return CardCounts(watch=found.pop("all") - found["urgent"], **found)


def cases(cards: Iterable[FollowUpCard], *, several_programmes: bool = False) -> list[Case]:
    """Put cards in words, today."""
    today, cards = clock.today(), list(cards)
    load_members(card.pair for card in cards)
    return [Case(card, today, several_programmes) for card in cards]


def situations(cards: Iterable[FollowUpCard], *, several_programmes: bool = False) -> list[Case]:
    """Put ranked cards in words, one case a pair: the first met, which carries the others beside it."""
    of_pair: dict[int, list[Case]] = {}
    for case in cases(cards, several_programmes=several_programmes):
        of_pair.setdefault(case.card.pair_id, []).append(case)
    return [replace(first, beside=tuple(beside)) for first, *beside in of_pair.values()]


def beside(card: FollowUpCard) -> QuerySet[FollowUpCard]:
    """Return the other cards of the same pair that still wait for someone, most urgent first."""
    alive = (CardStatus.OPEN, CardStatus.SNOOZED)
    return FollowUpCard.objects.filter(pair=card.pair_id, status__in=alive).exclude(pk=card.pk)


def colleagues_of(person: Person, card: FollowUpCard) -> QuerySet[Person]:
    """Return who may take the card: coordinators and the pair's followers, this person first."""
    me_first = SqlCase(When(pk=person.pk, then=Value(0)), default=Value(1))
    return (
        Person.objects.filter(
            Q(team_roles__role=TeamRole.COORDINATOR)
            | Q(
                team_roles__role=TeamRole.FOLLOWER,
                team_roles__follows__memberships__pair=card.pair_id,
                team_roles__follows__memberships__left_at=None,
            ),
            team_roles__programme=card.pair.cohort.programme_id,
            is_active=True,
        )
        .order_by(me_first, F("first_name"), F("last_name"))
        .distinct()
    )


def history_of(card: FollowUpCard) -> list[dict[str, Any]]:
    """Return what was done about the card, the newest first: a sentence, its moment, and for a call with whom."""
    names = {str(person.public_id): person.get_short_name() for person in card.pair.people}
    return [
        {
            "at": entry.at,
            "sentence": journal.say(entry),
            "with": names.get(entry.data.get("to", ""), ""),
        }
        for entry in journal.entries_about(card)
    ]


def last_act_on(card: FollowUpCard) -> JournalEntry | None:
    """Return the newest journal entry about the card."""
    return next(iter(journal.entries_about(card, 1)), None)


def help_asked_by(person: Person, pair: Pair) -> HelpRequest | None:
    """Return what this person asked about their pair and that waits for an answer."""
    return HelpRequest.objects.filter(pair=pair, person=person, settled_at=None).first()


def help_behind(card: FollowUpCard) -> list[HelpRequest]:
    """Return what was asked for, in the words of the people, when the card is about that."""
    if card.rule != HelpAsked.code:
        return []
    return list(HelpRequest.objects.filter(pair=card.pair_id).select_related("person")[:3])
