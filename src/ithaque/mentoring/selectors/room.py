"""The pair's room: everything its two members see, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from ithaque.kernel import clock
from ithaque.library import selectors as library
from ithaque.library.content import QuestionCard, Wording
from ithaque.mentoring import rules
from ithaque.mentoring.enums import MeetingStatus, PairStatus
from ithaque.mentoring.models import (
    Action,
    Balance,
    Certificate,
    Closure,
    Company,
    Goal,
    Meeting,
    Pair,
    SharedNote,
)
from ithaque.mentoring.selectors.agreements import AgreementState, agreement_state
from ithaque.mentoring.selectors.conversation import unread_messages
from ithaque.people.models import Person
from ithaque.programmes.selectors import coordinators_of, settings_of
from ithaque.programmes.settings import PlanStep, ProgrammeSettings

USEFUL_FROM, SEVERAL = 4, 2


@dataclass(frozen=True)
class TimelineEntry:
    """A meeting on the way travelled; `useful` when two or more answered after it and all said so."""

    meeting: Meeting
    on: date
    missed: bool
    useful: bool


@dataclass(frozen=True)
class ClosureState:
    """An ending under way or done: both balances, and the rule for after."""

    closure: Closure
    mine: Balance | None
    others: list[Balance]
    certificate: Certificate | None

    @property
    def theirs(self) -> Balance | None:
        """Return what somebody else wrote, the first of them."""
        return self.others[0] if self.others else None

    @property
    def is_done(self) -> bool:
        """Tell whether the pair is closed."""
        return self.closure.completed_at is not None

    @property
    def contact_after(self) -> str:
        """Return the most reserved of all wishes."""
        mine = [self.mine] if self.mine else []
        return rules.contact_agreed(one.contact_after for one in (*mine, *self.others))


@dataclass(frozen=True)
class PairRoom:
    """What a member of the pair sees when they come in."""

    pair: Pair
    me: Person
    other: Person | Company
    settings: ProgrammeSettings
    coordinators: list[Person]
    agreement: AgreementState
    meetings_ahead: list[Meeting]
    unsettled: list[Meeting]
    """Planned meetings whose hour has passed: held or not, nobody said."""
    called_off: list[Meeting]
    """Cancelled meetings whose hour is still to come, the next first: they are not of the way travelled."""
    timeline: list[TimelineEntry]
    goals: list[Goal]
    actions: list[Action]
    note: SharedNote
    unread: int
    step: PlanStep | None
    minutes_held: int
    cards: list[QuestionCard] = field(default_factory=list)
    wording: Wording | None = None

    @property
    def next_meeting(self) -> Meeting | None:
        """Return the next meeting planned."""
        return self.meetings_ahead[0] if self.meetings_ahead else None

    @property
    def is_open(self) -> bool:
        """Tell whether things may still be added."""
        return self.pair.status != PairStatus.CLOSED

    @property
    def ending_in_view(self) -> bool:
        """Tell whether it is time to prepare the ending."""
        return self.pair.status == PairStatus.ACTIVE and rules.can_start_ending(self.pair)

    @property
    def coordinator(self) -> Person | None:
        """Return whom to turn to."""
        return self.coordinators[0] if self.coordinators else None


def pair_room(pair: Pair, person: Person) -> PairRoom:
    """Return the room of a pair for one of its members (the door has checked that they are)."""
    settings = settings_of(pair.programme)
    meetings = _meetings(pair)
    ahead = sorted((one for one in meetings if _is_ahead(one)), key=lambda one: one.starts_at)
    unsettled = [
        one for one in meetings if one.status == MeetingStatus.PLANNED and not _is_ahead(one)
    ]
    called_off = [one for one in meetings if _is_called_off(one)]
    held = [one for one in meetings if one.status == MeetingStatus.HELD]
    step = step_after(settings, len(held))
    agenda = ahead[0].agenda_key if ahead else (step.agenda if step else library.REGULAR)
    key = step.key if step else ""
    kept = ahead[0].kept_cards if ahead else []
    proposed = library.cards_for(key, agenda)
    return PairRoom(
        pair=pair,
        me=person,
        other=pair.other(person),
        settings=settings,
        coordinators=list(coordinators_of(pair.programme)),
        agreement=agreement_state(pair),
        meetings_ahead=ahead,
        unsettled=unsettled,
        called_off=sorted(called_off, key=lambda one: one.starts_at),
        timeline=timeline(meetings),
        goals=goals_of(pair),
        actions=list(pair.actions.select_related("owner")),
        note=SharedNote.objects.select_related("edited_by").get(pair=pair),
        unread=unread_messages(pair, person),
        step=step,
        minutes_held=sum(one.minutes for one in held),
        cards=[*proposed, *(card for card in library.cards_named(kept) if card not in proposed)],
        wording=library.wording_for(key, agenda),
    )


def step_after(settings: ProgrammeSettings, held: int) -> PlanStep | None:
    """Return the step of the plan that follows so many meetings; the last one stays."""
    if not settings.plan:
        return None
    return settings.plan[min(held, len(settings.plan) - 1)]


def next_step(pair: Pair) -> PlanStep | None:
    """Return the step of the plan the pair has come to."""
    held = pair.meetings.filter(status=MeetingStatus.HELD).count()
    return step_after(settings_of(pair.programme), held)


def goals_of(pair: Pair) -> list[Goal]:
    """Return the goals not set aside, with their curves."""
    return list(pair.goals.filter(dropped_at=None).prefetch_related("reviews", "steps"))


def timeline(meetings: Iterable[Meeting]) -> list[TimelineEntry]:
    """Return the way travelled, newest first: what took place, and what did not, without blame."""
    past = [
        one for one in meetings if one.status != MeetingStatus.PLANNED and not _is_called_off(one)
    ]
    return [
        TimelineEntry(
            meeting=one,
            on=timezone.localtime(one.starts_at).date(),
            missed=one.status != MeetingStatus.HELD,
            useful=_useful_to_all(one),
        )
        for one in past
    ]


def meeting_ahead(pair: Pair) -> Meeting | None:
    """Return the next meeting planned."""
    planned = pair.meetings.filter(status=MeetingStatus.PLANNED, starts_at__gt=clock.now())
    return planned.order_by("starts_at").first()


def closure_state(pair: Pair, person: Person) -> ClosureState | None:
    """Return the ending of a pair as one member sees it; None while nobody asked."""
    closure = Closure.objects.select_related("asked_by").filter(pair=pair).first()
    if closure is None:
        return None
    balances = list(closure.balances.select_related("person"))
    return ClosureState(
        closure=closure,
        mine=next((one for one in balances if one.person_id == person.pk), None),
        others=[one for one in balances if one.person_id != person.pk],
        certificate=pair.certificates.filter(person=person).first(),
    )


def _meetings(pair: Pair) -> list[Meeting]:
    meetings = list(pair.meetings.select_related("series").prefetch_related("pulses"))
    for meeting in meetings:
        meeting.pair = pair
    return meetings


def _is_ahead(meeting: Meeting) -> bool:
    return meeting.status == MeetingStatus.PLANNED and meeting.ends_at > clock.now()


def _is_called_off(meeting: Meeting) -> bool:
    return meeting.status == MeetingStatus.CANCELLED and meeting.ends_at > clock.now()


def _useful_to_all(meeting: Meeting) -> bool:
    pulses = list(meeting.pulses.all())
    return len(pulses) >= SEVERAL and all(pulse.progress >= USEFUL_FROM for pulse in pulses)
