"""Which pairs someone may see, and the list of a programme's pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from ithaque.kernel import clock
from ithaque.mentoring.enums import MeetingStatus, PairStatus
from ithaque.mentoring.models import Goal, Meeting, Pair, PairMember, SealedAgreement
from ithaque.people.models import Person
from ithaque.programmes.enums import TeamRole
from ithaque.programmes.models import Programme
from ithaque.programmes.rules import can_coordinate
from ithaque.programmes.selectors import entrusted_to

WITH_PEOPLE = ("cohort__programme__organisation", "mentor__person", "mentee__person")
"""What `select_related` takes to read a pair and its leads."""
STATES: dict[str, Callable[[], Q]] = {
    "active": lambda: Q(status=PairStatus.ACTIVE),
    "closing": lambda: Q(status=PairStatus.CLOSING),
    "closed": lambda: Q(status=PairStatus.CLOSED),
    "late": lambda: ~Q(status=PairStatus.CLOSED) & Q(ends_on__lt=clock.today()),
    "unplanned": lambda: Q(status=PairStatus.ACTIVE, has_date=False),
}
SORTS: dict[str, tuple[Any, ...]] = {
    "mentee": ("mentee__person__first_name", "mentee__person__last_name"),
    "mentor": ("mentor__person__first_name", "mentor__person__last_name"),
    "started": ("started_on",),
    "last": (F("last_held_at").asc(nulls_first=True),),
    "next": (F("next_at").asc(nulls_last=True),),
    "meetings": ("held",),
    "status": ("status",),
}


def with_members(path: str = "") -> Prefetch[Any]:
    """Return what `prefetch_related` takes, so that `pair.people` of many pairs asks one question in all."""
    return Prefetch(
        _join(path, "members"), PairMember.objects.select_related("person", "enrolment")
    )


def load_members(pairs: Iterable[Pair]) -> None:
    """Give circles and teams their members in one question, none when there are only pairs of two."""
    groups = [pair for pair in pairs if not pair.is_of_two]
    if groups:
        prefetch_related_objects(groups, with_members())


def _with_its_members(pair: Pair | None) -> Pair | None:
    load_members([pair] if pair else [])
    return pair


def of_member(person: Any, path: str = "") -> Q:
    """Return the condition of rows whose pair (at `path`) someone is in today: not left, nor archived."""
    return Q(
        **{
            _join(path, "members__person"): person.pk,
            _join(path, "members__left_at"): None,
            _join(path, "closure__archived_at"): None,
        }
    )


def of_followed(mentees: QuerySet[Any], path: str = "") -> Q:
    """Return the condition of rows whose pair has one of these enrolments among its mentees or peers."""
    return Q(
        **{_join(path, "members__enrolment__in"): mentees, _join(path, "members__left_at"): None}
    )


def _join(path: str, name: str) -> str:
    return f"{path}__{name}" if path else name


def pairs_visible_to(person: Person) -> QuerySet[Pair]:
    """Return the pairs a person is in or coordinates."""
    return (
        Pair.objects.filter(of_member(person) | _coordinator(person))
        .select_related(*WITH_PEOPLE)
        .prefetch_related(with_members())
        .distinct()
    )


def pairs_of(person: Person) -> QuerySet[Pair]:
    """Return the pairs a person is in, the open ones first."""
    return (
        Pair.objects.filter(of_member(person))
        .select_related(*WITH_PEOPLE)
        .prefetch_related(with_members())
        .order_by(Case(When(status=PairStatus.CLOSED, then=1), default=0), "-started_on", "-pk")
    )


def pair_for_member(person: Person, pair_id: UUID) -> Pair | None:
    """Return a pair for one of its members; None for who has left it."""
    found = Pair.objects.filter(of_member(person), public_id=pair_id)
    return _with_its_members(found.select_related(*WITH_PEOPLE).first())


def pair_for_team(person: Person, pair_id: UUID) -> Pair | None:
    """Return a pair for a coordinator of its programme, or for who follows it."""
    seen = _coordinator(person) | of_followed(entrusted_to(person))
    found = Pair.objects.filter(seen, public_id=pair_id).select_related(*WITH_PEOPLE)
    return _with_its_members(found.distinct().first())


def pair_for_coordinator(person: Person, pair_id: UUID) -> Pair | None:
    """Return a pair for a coordinator of its programme."""
    found = Pair.objects.filter(_coordinator(person), public_id=pair_id)
    return _with_its_members(found.select_related(*WITH_PEOPLE).distinct().first())


def followed_pairs(person: Person) -> QuerySet[Pair]:
    """Return the pairs entrusted to a follower, the open ones first; rows as in `coordinated_pairs`."""
    entrusted = PairMember.objects.filter(enrolment__in=entrusted_to(person), left_at=None)
    found = _counted(Pair.objects.filter(pk__in=entrusted.values("pair")))
    return (
        found.select_related(*WITH_PEOPLE, "agreement")
        .prefetch_related(with_members())
        .order_by(Case(When(status=PairStatus.CLOSED, then=1), default=0), "started_on", "pk")
    )


def coordinated_pairs(
    programme: Programme, person: Person, *, search: str = "", state: str = "", sort: str = ""
) -> QuerySet[Pair]:
    """Return a programme's pairs for its coordinator: people, dates and counts; none for anyone else.

    Each row carries `held`, `minutes_held`, `last_held_at`, `next_at`, `agreed` and `goals_open`.
    """
    if not can_coordinate(person, programme):
        return Pair.objects.none()
    found = _counted(Pair.objects.filter(cohort__programme=programme))
    found = found.select_related(*WITH_PEOPLE, "agreement").prefetch_related(with_members())
    for word in search.split()[:5]:
        found = found.filter(named(word))
    return _sorted(_in_state(found, state), sort)


def figures_of(programme: Programme, person: Person) -> dict[str, int]:
    """Return how many pairs are in each state, and in all, in one question; each number has its list."""
    if not can_coordinate(person, programme):
        return dict.fromkeys(("all", *STATES), 0)
    pairs = Pair.objects.filter(cohort__programme=programme).annotate(has_date=Exists(_ahead()))
    counts = {state: Count("pk", filter=condition()) for state, condition in STATES.items()}
    return dict(pairs.aggregate(all=Count("pk"), **counts))


def hours_of(pair: Pair) -> float:
    """Return the hours spent together."""
    total = pair.meetings.filter(status=MeetingStatus.HELD).aggregate(total=Sum("minutes"))["total"]
    return float(total or 0) / 60


def _coordinator(person: Person) -> Q:
    return Q(
        cohort__programme__team__person_id=person.pk,
        cohort__programme__team__role=TeamRole.COORDINATOR,
    )


def named(word: str) -> Q:
    """Return the condition of pairs whose name, or the name of someone in them, holds a word."""
    bearing = Q(person__first_name__icontains=word) | Q(person__last_name__icontains=word)
    members = PairMember.objects.filter(bearing, pair=OuterRef("pk"), left_at=None)
    return Q(name__icontains=word) | Q(Exists(members))


def _counted(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    meetings = Meeting.objects.filter(pair=OuterRef("pk"))
    held = meetings.filter(status=MeetingStatus.HELD)
    return pairs.annotate(
        held=_subtotal(held, Count("pk")),
        minutes_held=_subtotal(held, Sum("minutes")),
        last_held_at=Subquery(held.order_by("-starts_at").values("starts_at")[:1], DateTimeField()),
        next_at=Subquery(_ahead().order_by("starts_at").values("starts_at")[:1], DateTimeField()),
        agreed=Exists(
            SealedAgreement.objects.filter(
                agreement__pair=OuterRef("pk"), version=OuterRef("agreement__version")
            )
        ),
        goals_open=_subtotal(
            Goal.objects.filter(pair=OuterRef("pk"), dropped_at=None), Count("pk")
        ),
    )


def _subtotal(found: QuerySet[Any], what: Any) -> Any:
    rows = found.order_by().values("pair").annotate(total=what).values("total")
    return Coalesce(Subquery(rows, IntegerField()), 0)


def _in_state(pairs: QuerySet[Pair], state: str) -> QuerySet[Pair]:
    if state not in STATES:
        return pairs
    return pairs.annotate(has_date=Exists(_ahead())).filter(STATES[state]())


def _ahead() -> QuerySet[Meeting]:
    return Meeting.objects.filter(
        pair=OuterRef("pk"), status=MeetingStatus.PLANNED, starts_at__gt=clock.now()
    )


def _sorted(pairs: QuerySet[Pair], sort: str) -> QuerySet[Pair]:
    orders = SORTS.get(sort.removeprefix("-"), SORTS["mentee"])
    expressions = [F(order).asc() if isinstance(order, str) else order.copy() for order in orders]
    if sort.startswith("-"):
        for expression in expressions:
            expression.reverse_ordering()
    return pairs.order_by(*expressions, "pk")
