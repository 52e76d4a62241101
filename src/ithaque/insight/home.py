"""What a mentee or mentor finds when they come home: their relations, what waits, and where they are.

Read across the rooms for one person, in a number of questions that does not grow with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from ithaque.kernel import clock
from ithaque.library import selectors as library
from ithaque.library.content import QuestionCard
from ithaque.matching.enums import ProposalStatus
from ithaque.matching.models import Proposal
from ithaque.mentoring.enums import MeetingStatus, PairStatus
from ithaque.mentoring.models import (
    Action,
    Balance,
    Certificate,
    Company,
    Goal,
    Meeting,
    Message,
    Pair,
    PairMember,
    Pulse,
    Signature,
)
from ithaque.mentoring.selectors.pairs import load_members, of_member
from ithaque.people.models import Person
from ithaque.programmes.enums import EnrolmentStatus, PairFormat, TeamRole
from ithaque.programmes.models import Enrolment, Programme
from ithaque.programmes.rules import is_over
from ithaque.programmes.selectors import open_programmes, own_enrolments, settings_of
from ithaque.programmes.settings import PlanStep, ProgrammeSettings
from ithaque.safeguarding.selectors import organisations_protected_by

PULSE_DAYS = 14
DONE_DAYS = 7
ENDED_DAYS = 120
CARDS = 3


@dataclass(frozen=True)
class Port:
    """A step of the plan, with the meeting that reached it or the month it is expected."""

    step: PlanStep
    state: str
    on: date | None = None
    expected: date | None = None


@dataclass
class Relation:
    """One pair, seen by one of the two."""

    pair: Pair
    person: Person
    settings: ProgrammeSettings
    meetings: list[Meeting] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    letter: Message | None = None

    @property
    def other(self) -> Person | Company:
        """Return the other of the two, or the circle, or the team."""
        return self.pair.other(self.person)

    @property
    def is_mentor(self) -> bool:
        """Tell whether the reader is the mentor."""
        return self.pair.is_mentor(self.person)

    @property
    def is_open(self) -> bool:
        """Tell whether the relation goes on, closing included."""
        return self.pair.status != PairStatus.CLOSED

    @property
    def is_closing(self) -> bool:
        """Tell whether the ending is being prepared."""
        return self.pair.status == PairStatus.CLOSING

    @property
    def held(self) -> list[Meeting]:
        """Return the meetings held, the oldest first."""
        return [meeting for meeting in self.meetings if meeting.status == MeetingStatus.HELD]

    @property
    def next(self) -> Meeting | None:
        """Return the next meeting planned, one under way included."""
        return next((each for each in self._planned if each.ends_at >= clock.now()), None)

    @property
    def to_answer(self) -> Meeting | None:
        """Return a meeting to come of which the person has not said whether the hour suits them."""
        return next((each for each in self._planned if self.person in each.waiting_for), None)

    @property
    def to_log(self) -> Meeting | None:
        """Return a meeting whose hour is past and of which nothing was said."""
        return next((each for each in self._planned if each.ends_at < clock.now()), None)

    @property
    def _planned(self) -> list[Meeting]:
        return [each for each in self.meetings if each.status == MeetingStatus.PLANNED]

    @property
    def pulse_to_give(self) -> Meeting | None:
        """Return the latest meeting held, when it is recent and the person said nothing of it."""
        last = next(iter(reversed(self.held)), None)
        recent = last is not None and last.starts_at >= clock.now() - timedelta(days=PULSE_DAYS)
        return last if recent and not last.pulse_given else None  # type: ignore[union-attr]

    @property
    def to_sign(self) -> bool:
        """Tell whether the person has not signed the agreement as it stands."""
        return self.is_open and not self.pair.signed and self.pair.has_agreement  # type: ignore[attr-defined]

    @property
    def balance_to_write(self) -> bool:
        """Tell whether the ending waits for the person's balance."""
        return self.is_closing and not self.pair.balance_written  # type: ignore[attr-defined]

    @property
    def goal(self) -> Goal | None:
        """Return the goal that weighs most."""
        return self.goals[0] if self.goals else None

    @property
    def voyage(self) -> list[Port]:
        """Return the plan as ports of call: each meeting held reaches the next one."""
        held, rhythm = self.held, self.settings.rhythm_days
        start = timezone.localtime(held[-1].starts_at).date() if held else self.pair.started_on
        ports = []
        for index, step in enumerate(self.settings.plan):
            if index < len(held):
                ports.append(
                    Port(step, "done", on=timezone.localtime(held[index].starts_at).date())
                )
            else:
                ahead = start + timedelta(days=round(rhythm * (index - len(held) + 1)))
                state = "current" if index == len(held) else "ahead"
                ports.append(Port(step, state, expected=min(ahead, self.pair.ends_on)))
        return ports

    @property
    def step(self) -> PlanStep | None:
        """Return the step under way."""
        return next((port.step for port in self.voyage if port.state == "current"), None)

    @property
    def cards(self) -> list[QuestionCard]:
        """Return a few question cards for the step under way."""
        step = self.step
        return library.cards_for(step.key, step.agenda, limit=CARDS) if step else []

    @property
    def minutes_together(self) -> int:
        """Return the time spent in meetings."""
        return sum(meeting.minutes for meeting in self.held)

    @property
    def weeks(self) -> int:
        """Return the whole weeks since the first meeting, 0 before it."""
        if not self.held:
            return 0
        return (clock.now() - self.held[0].starts_at).days // 7


@dataclass
class Home:
    """Everything the page says; lists are empty rather than absent."""

    person: Person
    relations: list[Relation] = field(default_factory=list)
    ended: list[Relation] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    waiting: list[Enrolment] = field(default_factory=list)
    certificates: dict[int, Certificate] = field(default_factory=dict)
    programmes: list[Programme] = field(default_factory=list)
    roles: frozenset[str] = frozenset()
    protects: bool = False

    @property
    def coordinates(self) -> bool:
        """Tell whether the person coordinates a programme."""
        return TeamRole.COORDINATOR in self.roles

    @property
    def follows(self) -> bool:
        """Tell whether pairs are entrusted to the person, without more."""
        return TeamRole.FOLLOWER in self.roles and not self.coordinates

    @property
    def is_participant(self) -> bool:
        """Tell whether the person takes part in something, now or lately."""
        return bool(self.relations or self.ended or self.proposals or self.waiting)

    @property
    def next_relation(self) -> Relation | None:
        """Return the relation whose meeting comes first, else the first one."""
        dated = [relation for relation in self.relations if relation.next]
        return min(dated, key=_next_start) if dated else next(iter(self.relations), None)


def home_of(person: Person) -> Home:
    """Return what this person finds at home."""
    relations = _relations(person)
    proposals = list(_proposals(person))
    home = Home(
        person=person,
        relations=[relation for relation in relations if relation.is_open],
        ended=[relation for relation in relations if not relation.is_open],
        proposals=proposals,
        waiting=_waiting(person, relations, proposals),
        certificates={each.pair_id: each for each in Certificate.objects.filter(person=person)},
        roles=frozenset(person.team_roles.values_list("role", flat=True)),
        protects=organisations_protected_by(person).exists(),
    )
    if not (home.is_participant or home.coordinates or home.protects):
        home.programmes = list(open_programmes())
    return home


def _relations(person: Person) -> list[Relation]:
    pairs = list(_pairs(person))
    load_members(pairs)
    policies: dict[int, ProgrammeSettings] = {}
    relations = {}
    for pair in pairs:
        programme = pair.cohort.programme
        settings = policies.setdefault(programme.pk, settings_of(programme))
        relations[pair.pk] = Relation(pair, person, settings)
    _add_meetings(relations, person)
    _add_actions(relations, person)
    for goal in Goal.objects.filter(pair__in=relations, dropped_at=None).order_by("-weight", "pk"):
        relations[goal.pair_id].goals.append(goal)
    letters = [pair.last_letter for pair in pairs if pair.last_letter]  # type: ignore[attr-defined]
    for letter in Message.objects.filter(pk__in=letters).select_related("author"):
        relations[letter.pair_id].letter = letter
    return list(relations.values())


def _pairs(person: Person) -> QuerySet[Pair]:
    """Return the person's pairs under way, and those that ended in the last months."""
    signed = Signature.objects.filter(
        agreement__pair=OuterRef("pk"), person=person, version=F("agreement__version")
    )
    letters = Message.objects.filter(pair=OuterRef("pk")).exclude(author=person)
    own = PairMember.objects.filter(pair=OuterRef("pk"), person=person, meanwhile=False)
    own = own.exclude(pair__format=PairFormat.FLASH)
    lately = clock.today() - timedelta(days=ENDED_DAYS)
    return (
        Pair.objects.filter(of_member(person))
        .exclude(status=PairStatus.CLOSED, ends_on__lt=lately)
        .select_related(
            "cohort__programme__organisation", "mentor__person", "mentee__person", "closure"
        )
        .annotate(
            has_agreement=Q(agreement__isnull=False) & ~Q(format=PairFormat.FLASH),
            signed=Exists(signed),
            balance_written=Exists(
                Balance.objects.filter(closure__pair=OuterRef("pk"), person=person)
            ),
            settles=Subquery(own.values("enrolment")[:1]),
            last_letter=Subquery(letters.order_by("-created_at", "-pk").values("pk")[:1]),
        )
        .order_by("started_on", "pk")
    )


def _add_meetings(relations: dict[int, Relation], person: Person) -> None:
    given = Pulse.objects.filter(meeting=OuterRef("pk"), person=person)
    meetings = (
        Meeting.objects.filter(
            pair__in=relations, status__in=(MeetingStatus.HELD, MeetingStatus.PLANNED)
        )
        .annotate(pulse_given=Exists(given))
        .order_by("starts_at")
    )
    for meeting in meetings:
        meeting.pair = relations[meeting.pair_id].pair
        relations[meeting.pair_id].meetings.append(meeting)


def _add_actions(relations: dict[int, Relation], person: Person) -> None:
    """Give each relation the person's own actions: those to do, and those just done."""
    since = clock.now() - timedelta(days=DONE_DAYS)
    mine: dict[int, list[Action]] = defaultdict(list)
    for action in Action.objects.filter(
        Q(done_at=None) | Q(done_at__gte=since), pair__in=relations, owner=person
    ):
        mine[action.pair_id].append(action)
    for pair_id, actions in mine.items():
        relations[pair_id].actions = actions


def _proposals(person: Person) -> QuerySet[Proposal]:
    return (
        Proposal.objects.filter(
            Q(mentee__person=person) | Q(mentor__person=person), status=ProposalStatus.ANNOUNCED
        )
        .select_related("run__cohort__programme", "mentor__person", "mentee__person")
        .order_by("expires_at", "pk")
    )


def _waiting(
    person: Person, relations: Iterable[Relation], proposals: Iterable[Proposal]
) -> list[Enrolment]:
    """Return the enrolments that wait for something other than a pair or a proposal already shown.

    A mentor with a place left is not made to wait on their own page: they already have someone.
    """
    busy = {relation.pair.settles for relation in relations}  # type: ignore[attr-defined]
    for proposal in proposals:
        busy |= {proposal.mentor_id, proposal.mentee_id}
    left = (EnrolmentStatus.REFUSED, EnrolmentStatus.WITHDRAWN)
    return [
        enrolment
        for enrolment in own_enrolments(person)
        if enrolment.pk not in busy
        and (enrolment.status not in left or _refused_lately(enrolment))
        and not is_over(enrolment.cohort)
    ]


def _refused_lately(enrolment: Enrolment) -> bool:
    lately = clock.now() - timedelta(days=ENDED_DAYS)
    decided = enrolment.decided_at is not None and enrolment.decided_at >= lately
    return enrolment.status == EnrolmentStatus.REFUSED and decided


def _next_start(relation: Relation) -> float:
    assert relation.next is not None
    return relation.next.starts_at.timestamp()
