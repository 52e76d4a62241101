"""Enrolments by step, as coordinators look at them: a board, a table, and their counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings as instance
from django.db.models import Case, Count, F, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise

from ithaque.kernel import clock
from ithaque.people.models import Person
from ithaque.programmes import gates, selectors
from ithaque.programmes.enums import CHOSEN_STAGES, EnrolmentStatus, Side, Stage
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.programmes.settings import ProgrammeSettings

PER_COLUMN = 20
"""Cards a column of the board shows; the rest is one click away, in the table."""

EXPIRY_WARNING = timedelta(days=30)
"""How long before a check ends a coordinator is warned (product default: time to ask for another)."""

SORTS = {
    "name": ("person__last_name", "person__first_name"),
    "sent": ("submitted_at",),
    "side": ("side", "person__last_name"),
    "step": ("status", "stage", "submitted_at"),
    "until": ("valid_until", "person__last_name"),
}
ENDED = (EnrolmentStatus.REFUSED, EnrolmentStatus.WITHDRAWN)


@dataclass(frozen=True)
class Column:
    """A step of the pipeline: a vetting stage of what was sent, or a status. `key` names it in addresses."""

    key: str
    label: str | Promise

    @property
    def condition(self) -> Q:
        """Return which enrolments stand here."""
        if self.key in Stage.values:
            return Q(status=EnrolmentStatus.SUBMITTED, stage=self.key)
        return Q(status=self.key)


def columns_of(settings: ProgrammeSettings, counts: dict[str, int]) -> list[Column]:
    """Return the steps of a programme in order; one it does not ask is shown while someone stands there."""
    asked = {step for side in Side.values for step in gates.steps_asked(side, settings)}
    stages = [
        stage
        for stage in (Stage.APPLICATION, *CHOSEN_STAGES, Stage.READY)
        if stage in asked or stage == Stage.READY or counts.get(stage)
    ]
    if asked == {Stage.APPLICATION} and not counts.get(Stage.READY):
        stages.remove(Stage.READY)
    return [
        _status(EnrolmentStatus.DRAFT),
        *(Column(str(stage), stage.label) for stage in stages),
        *(
            _status(status)
            for status in (
                EnrolmentStatus.WAITING,
                EnrolmentStatus.AVAILABLE,
                EnrolmentStatus.PAUSED,
                *ENDED,
            )
        ),
    ]


def column_of(enrolment: Enrolment) -> str:
    """Return the key of the step an enrolment stands at."""
    if enrolment.status == EnrolmentStatus.SUBMITTED:
        return enrolment.stage
    return enrolment.status


@dataclass(frozen=True)
class Look:
    """What a list is narrowed to and sorted by; anything unknown means “all”. `step`: a column, or `submitted`."""

    step: str = ""
    side: str = ""
    search: str = ""
    sort: str = "name"
    minors: bool = False
    expiring: bool = False
    columns: tuple[str, ...] = field(default=())


def enrolments_seen(cohort: Cohort, looked_at_by: Person, look: Look) -> QuerySet[Enrolment]:
    """Return the enrolments that answer a look, nothing for who does not coordinate."""
    found = selectors.enrolments_of(cohort, looked_at_by, side=look.side, search=look.search)
    if look.step:
        found = found.filter(Column(look.step, "").condition)
    if look.minors:
        found = found.filter(person__born_on__gt=_eighteen_years_ago())
    if look.expiring:
        found = found.filter(valid_until__lte=clock.today(instance.TIME_ZONE) + EXPIRY_WARNING)
    down = look.sort.startswith("-")
    names = SORTS.get(look.sort.lstrip("-"), SORTS["name"])
    order = [f"-{name}" if down else name for name in names]
    return found.order_by(*order, "-pk" if down else "pk")


def counts_by_step(cohort: Cohort, side: str = "") -> dict[str, int]:
    """Return how many enrolments stand at each step, by the key of its column; absent is none."""
    counted = cohort.enrolments.filter(side=side) if side in Side.values else cohort.enrolments
    counts: dict[str, int] = {}
    for row in counted.order_by().values("status", "stage").annotate(n=Count("pk")):
        key = row["stage"] if row["status"] == EnrolmentStatus.SUBMITTED else row["status"]
        counts[key] = counts.get(key, 0) + row["n"]
    return counts


def cards(
    cohort: Cohort, looked_at_by: Person, look: Look, columns: Sequence[Column]
) -> dict[str, list[Enrolment]]:
    """Return the first people of each step, the longest waiting first, by the key of the column.

    The number of queries depends neither on the steps nor on the people.
    """
    step = Case(When(status=EnrolmentStatus.SUBMITTED, then=F("stage")), default=F("status"))
    rank = Window(
        RowNumber(), partition_by=[F("status"), F("stage")], order_by=["submitted_at", "pk"]
    )
    found = (
        enrolments_seen(cohort, looked_at_by, look)
        .annotate(step=step, rank=rank)
        .filter(step__in=[column.key for column in columns], rank__lte=PER_COLUMN)
        .order_by("submitted_at", "pk")
    )
    kept: dict[str, list[Enrolment]] = {column.key: [] for column in columns}
    for enrolment in found.prefetch_related("vetting", "references"):
        enrolment.cohort = cohort
        kept[column_of(enrolment)].append(enrolment)
    return kept


def _status(status: EnrolmentStatus) -> Column:
    return Column(str(status), status.label)


def _eighteen_years_ago() -> date:
    today = clock.today(instance.TIME_ZONE)
    try:
        return today.replace(year=today.year - 18)
    except ValueError:  # 29 February
        return today.replace(year=today.year - 18, day=28)
