"""What the table and the board of enrolments show, gathered once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings as instance
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ithaque.kernel import clock
from ithaque.people.models import Person
from ithaque.programmes import gates, pipeline, selectors
from ithaque.programmes.enums import EnrolmentStatus, Side, Stage, StepOutcome
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.programmes.services import common
from ithaque.questionnaires.schema import FormSchema
from ithaque.questionnaires.selectors import schema_of
from ithaque.web.coordination.enrolments import looks
from ithaque.web.coordination.enrolments.bulk import ACTIONS

PER_PAGE = 25
KINDS = {
    EnrolmentStatus.SUBMITTED: "watch",
    EnrolmentStatus.WAITING: "info",
    EnrolmentStatus.AVAILABLE: "good",
}
FALLEN = frozenset(pipeline.ENDED)


@dataclass(frozen=True)
class Line:
    """One enrolment in a list, in words."""

    enrolment: Enrolment
    subjects: str
    waits_for_guardian: bool
    today: date

    @property
    def name(self) -> str:
        """Return the person's name."""
        return self.enrolment.person.get_full_name()

    @property
    def kind(self) -> str:
        """Return the kind of status the interface knows."""
        return KINDS.get(EnrolmentStatus(self.enrolment.status), "quiet")

    @property
    def step(self) -> str:
        """Return the step in words: the vetting stage of what is examined, else the status."""
        if self.enrolment.status == EnrolmentStatus.SUBMITTED:
            return str(Stage(self.enrolment.stage).label)
        return str(self.enrolment.get_status_display())

    @property
    def waited(self) -> int | None:
        """Return the days since the form was sent, None when it was not."""
        sent = self.enrolment.submitted_at
        return (self.today - timezone.localtime(sent).date()).days if sent else None

    @property
    def expired(self) -> bool:
        """Tell whether the vetting of someone validated no longer holds."""
        until = self.enrolment.valid_until
        return (
            self.enrolment.status == EnrolmentStatus.AVAILABLE
            and until is not None
            and until < self.today
        )


class ListPage:
    """The enrolments of a cohort as a table: filtered, sorted, in pages."""

    def __init__(self, cohort: Cohort, person: Person, query: Any) -> None:
        self.cohort, self.person, self.programme = cohort, person, cohort.programme
        self.look = looks.look_of(query)
        self.number = query.get("page")

    @cached_property
    def settings(self) -> Any:
        """Return the settings of the programme."""
        return selectors.settings_of(self.programme)

    @cached_property
    def found(self) -> QuerySet[Enrolment]:
        """Return every enrolment that answers the look."""
        found = pipeline.enrolments_seen(self.cohort, self.person, self.look)
        return found.select_related("sheet__version")

    @cached_property
    def page(self) -> Page[Enrolment]:
        """Return the page asked for."""
        return Paginator(self.found, PER_PAGE).get_page(self.number)

    @cached_property
    def lines(self) -> list[Line]:
        """Return the lines of this page."""
        return list(lines_of(self.page.object_list))

    @property
    def count(self) -> str:
        """Return how many people answer the look, in words."""
        n = self.page.paginator.count
        return ngettext("%(n)d person", "%(n)d people", n) % {"n": n}

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return how many people stand at each step."""
        return pipeline.counts_by_step(self.cohort, self.look.side)

    @cached_property
    def steps(self) -> list[pipeline.Column]:
        """Return the steps of this programme."""
        return pipeline.columns_of(self.settings, self.counts)

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """Return the steps with how many are at each; an ended one is shown when someone is there."""
        everyone = {
            "label": _("All"),
            "count": sum(self.counts.values()),
            "current": not self.look.step,
            "href": self.url + looks.query_of(self.look, status=""),
        }
        shown = [one for one in self.steps if self.counts.get(one.key) or one.key not in FALLEN]
        return [
            everyone,
            *(
                {
                    "label": column.label,
                    "count": self.counts.get(column.key, 0),
                    "current": self.look.step == column.key,
                    "href": self.url + looks.query_of(self.look, status=column.key),
                }
                for column in shown
            ),
        ]

    @property
    def sides(self) -> list[tuple[str, str, bool]]:
        """Return the choices of the side filter."""
        labels = [
            ("", _("Mentors and mentees")),
            (Side.MENTEE, _("Mentees")),
            (Side.MENTOR, _("Mentors")),
        ]
        return [(value, label, value == self.look.side) for value, label in labels]

    @property
    def shown(self) -> list[tuple[str, Any, bool]]:
        """Return the columns one may show, with whether each is shown."""
        return [(key, label, key in self.look.columns) for key, label in looks.COLUMNS.items()]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns shown."""
        return self.look.columns

    @property
    def views(self) -> list[dict[str, Any]]:
        """Return the coordinator's own saved views."""
        mine = self.programme.saved_views.filter(person=self.person)
        return [{"name": view.name, "href": f"{self.url}?{view.query}"} for view in mine]

    @property
    def query(self) -> str:
        """Return the look as an address part, to be kept."""
        return looks.query_of(self.look).lstrip("?")

    @property
    def actions(self) -> list[tuple[str, Any]]:
        """Return what can be done to several people at once."""
        asked = {column.key for column in self.steps}
        return [
            (key, action.label)
            for key, action in ACTIONS.items()
            if action.stage is None or str(action.stage) in asked
        ]

    @property
    def url(self) -> str:
        """Return the address of the table."""
        return reverse("coordination:enrolments", args=[self.cohort.public_id])

    @property
    def board_url(self) -> str:
        """Return the address of the board, with the same filters."""
        board = reverse("coordination:enrolments-board", args=[self.cohort.public_id])
        return board + looks.query_of(self.look, status="", sort="")

    @property
    def table_url(self) -> str:
        """Return the address of the table, with the same filters."""
        return self.url + looks.query_of(self.look)

    @property
    def is_filtered(self) -> bool:
        """Tell whether an empty list may come from the filters."""
        return looks.is_filtered(self.look)

    def rows(self) -> Iterable[list[Any]]:
        """Return the whole list as the export writes it: the name, then the columns shown."""
        for line in lines_of(self.found):
            yield [line.name, *(cell(line, column) for column in self.columns)]

    def header(self) -> list[str]:
        """Return the columns of the export."""
        return [_("Name"), *(str(looks.COLUMNS[column]) for column in self.columns)]


class BoardPage(ListPage):
    """The same enrolments as a board: a column for each step."""

    @cached_property
    def board(self) -> list[dict[str, Any]]:
        """Return the columns with their cards and how many more there are."""
        shown = [one for one in self.steps if one.key not in FALLEN]
        cards = pipeline.cards(self.cohort, self.person, self.look, shown)
        today = clock.today(instance.TIME_ZONE)
        return [
            {
                "column": column,
                "count": self.counts.get(column.key, 0),
                "href": self.url + looks.query_of(self.look, status=column.key),
                "cards": [self._card(one, today) for one in cards[column.key]],
                "drop": self._takes(column.key),
            }
            for column in shown
        ]

    def _takes(self, key: str) -> bool:
        return key in Stage.values or key in (EnrolmentStatus.AVAILABLE, EnrolmentStatus.WAITING)

    def _card(self, enrolment: Enrolment, today: date) -> dict[str, Any]:
        found = gates.gates_of(enrolment, self.settings, today)
        return {
            "line": Line(enrolment, "", _waits_for_guardian(enrolment), today),
            "version": common.version_of(enrolment),
            "moves": self._moves(enrolment),
            "passed": sum(gate.is_met for gate in found),
            "asked": len(found),
            "failed": any(
                gate.record is not None and gate.record.outcome == StepOutcome.FAILED
                for gate in found
            ),
            "answers": sum(one.answered_at is not None for one in enrolment.references.all()),
            "named": len(enrolment.references.all()),
        }

    def _moves(self, enrolment: Enrolment) -> list[tuple[str, Any]]:
        here = pipeline.column_of(enrolment)
        if enrolment.status == EnrolmentStatus.SUBMITTED:
            asked = set(gates.steps_asked(enrolment.side, self.settings))
            return [
                (column.key, column.label)
                for column in self.steps
                if column.key != here
                and self._takes(column.key)
                and (
                    column.key not in Stage.values
                    or column.key == Stage.READY
                    or column.key in asked
                )
            ]
        if enrolment.status == EnrolmentStatus.WAITING:
            return [(EnrolmentStatus.AVAILABLE, EnrolmentStatus.AVAILABLE.label)]
        return []


def lines_of(enrolments: Iterable[Enrolment]) -> Iterable[Line]:
    """Give each enrolment with its needs or know-how in words; a version of a form is read once."""
    schemas: dict[int, FormSchema] = {}
    today = clock.today(instance.TIME_ZONE)
    for enrolment in enrolments:
        subjects = ""
        if enrolment.sheet is not None:
            version = enrolment.sheet.version
            if version.pk not in schemas:
                schemas[version.pk] = schema_of(version)
            subjects = _subjects(schemas[version.pk], enrolment)
        yield Line(enrolment, subjects, _waits_for_guardian(enrolment), today)


def cell(line: Line, column: str) -> Any:
    """Return a cell of the export."""
    one = line.enrolment
    return {
        "side": one.get_side_display(),
        "subjects": line.subjects,
        "sent": one.submitted_at,
        "step": line.step,
        "waited": "" if line.waited is None else line.waited,
        "until": one.valid_until,
        "decided": one.decided_at,
        "places": one.capacity if one.side == Side.MENTOR else "",
        "email": one.person.email,
    }[column]


def _waits_for_guardian(enrolment: Enrolment) -> bool:
    guardian = getattr(enrolment, "guardian", None)
    examined = enrolment.status in (EnrolmentStatus.SUBMITTED, EnrolmentStatus.AVAILABLE)
    return (
        examined
        and guardian is not None
        and (not guardian.holds or guardian.renewal_asked_at is not None)
    )


def _subjects(schema: FormSchema, enrolment: Enrolment) -> str:
    question = schema.asking("offers" if enrolment.side == Side.MENTOR else "needs")
    assert enrolment.sheet is not None
    skills = enrolment.sheet.answers.get(question.key, []) if question else []
    return ", ".join(str(skill["label"]) for skill in skills)
