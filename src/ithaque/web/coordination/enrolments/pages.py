"""What the list of enrolments and one enrolment show, gathered once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ithaque.people.models import Person
from ithaque.programmes import rules, selectors
from ithaque.programmes.enums import EnrolmentStatus, Side
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.questionnaires import answers as reader
from ithaque.questionnaires.enums import QuestionType
from ithaque.questionnaires.schema import FormSchema
from ithaque.questionnaires.selectors import schema_of
from ithaque.ui import dates

PER_PAGE = 25
KINDS = {
    EnrolmentStatus.SUBMITTED: "watch",
    EnrolmentStatus.AVAILABLE: "good",
    EnrolmentStatus.DRAFT: "quiet",
    EnrolmentStatus.REFUSED: "quiet",
    EnrolmentStatus.WITHDRAWN: "quiet",
}
ORDER = (
    EnrolmentStatus.SUBMITTED,
    EnrolmentStatus.AVAILABLE,
    EnrolmentStatus.DRAFT,
    EnrolmentStatus.REFUSED,
    EnrolmentStatus.WITHDRAWN,
)


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; anything unknown means “all”."""

    status: str = ""
    side: str = ""
    search: str = ""
    sort: str = "name"

    @classmethod
    def of(cls, query: Any) -> Filters:
        """Return the filters written in an address."""
        status, side, sort = (
            query.get("status", ""),
            query.get("side", ""),
            query.get("sort", "name"),
        )
        return cls(
            status=status if status in EnrolmentStatus.values else "",
            side=side if side in Side.values else "",
            search=query.get("q", "")[:80].replace("\x00", ""),
            sort=sort if sort in selectors.SORTS else "name",
        )

    def query(self, **changes: str) -> str:
        """Return the address part of these filters, some changed; the default ones left out."""
        values = {
            "status": self.status,
            "side": self.side,
            "q": self.search,
            "sort": self.sort,
            **changes,
        }
        kept = {
            name: value
            for name, value in values.items()
            if value and (name, value) != ("sort", "name")
        }
        return f"?{urlencode(kept)}" if kept else ""


@dataclass(frozen=True)
class Line:
    """One enrolment in the list."""

    enrolment: Enrolment
    kind: str
    subjects: str
    waits_for_guardian: bool

    @property
    def name(self) -> str:
        """Return the person's name."""
        return self.enrolment.person.get_full_name()


class ListPage:
    """The enrolments of a cohort, filtered, sorted, in pages."""

    def __init__(self, cohort: Cohort, person: Person, query: Any) -> None:
        self.cohort, self.person, self.programme = cohort, person, cohort.programme
        self.filters = Filters.of(query)
        self.number = query.get("page")

    @cached_property
    def found(self) -> QuerySet[Enrolment]:
        """Return every enrolment that answers the filters."""
        wanted = self.filters
        return selectors.enrolments_of(
            self.cohort,
            self.person,
            status=wanted.status,
            side=wanted.side,
            search=wanted.search,
            sort=wanted.sort,
        ).select_related("sheet__version")

    @cached_property
    def page(self) -> Page[Enrolment]:
        """Return the page asked for."""
        return Paginator(self.found, PER_PAGE).get_page(self.number)

    @cached_property
    def lines(self) -> list[Line]:
        """Return the lines of this page."""
        return list(lines_of(self.page.object_list))

    @property
    def can_validate(self) -> bool:
        """Tell whether some of the lines wait for a decision."""
        return any(line.enrolment.status == EnrolmentStatus.SUBMITTED for line in self.lines)

    @property
    def count(self) -> str:
        """Return how many people answer the filters, in words."""
        n = self.page.paginator.count
        return ngettext("%(n)d person", "%(n)d people", n) % {"n": n}

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """Return the steps with how many are at each."""
        counts = selectors.enrolment_counts(self.cohort, self.filters.side)
        url = self.url
        everyone = {
            "label": _("All"), "count": sum(counts.values()), "current": not self.filters.status,
            "href": url + self.filters.query(status=""),
        }  # fmt: skip
        steps = [
            {
                "label": status.label,
                "count": counts[status],
                "current": self.filters.status == status,
                "href": url + self.filters.query(status=status),
            }
            for status in ORDER
        ]
        return [everyone, *steps]

    @property
    def sides(self) -> list[tuple[str, str, bool]]:
        """Return the choices of the side filter."""
        labels = [
            ("", _("Mentors and mentees")),
            (Side.MENTEE, _("Mentees")),
            (Side.MENTOR, _("Mentors")),
        ]
        return [(value, label, value == self.filters.side) for value, label in labels]

    @property
    def url(self) -> str:
        """Return the address of the list."""
        return reverse("coordination:enrolments", args=[self.cohort.public_id])

    @property
    def export_url(self) -> str:
        """Return the address of the same list as a table."""
        return (
            reverse("coordination:enrolments-export", args=[self.cohort.public_id])
            + self.filters.query()
        )

    @property
    def cohorts(self) -> list[Cohort]:
        """Return the other cohorts of the programme."""
        return [cohort for cohort in self.programme.cohorts.all() if cohort.pk != self.cohort.pk]

    @property
    def is_filtered(self) -> bool:
        """Tell whether an empty list may come from the filters."""
        return bool(self.filters.query(sort="name"))

    def rows(self) -> Iterable[list[Any]]:
        """Return the whole list as the export writes it."""
        for line in lines_of(self.found):
            one = line.enrolment
            yield [
                line.name,
                one.person.email,
                one.get_side_display(),
                one.get_status_display(),
                one.submitted_at.date().isoformat() if one.submitted_at else "",
                one.decided_at.date().isoformat() if one.decided_at else "",
                one.capacity if one.side == Side.MENTOR else "",
                line.subjects,
            ]

    @staticmethod
    def header() -> list[str]:
        """Return the columns of the export."""
        return [
            _("Name"), _("E-mail address"), _("Side"), _("Step"), _("Sent on"), _("Decided on"), _("Places"),
            _("Needs or know-how"),
        ]  # fmt: skip


def lines_of(enrolments: Iterable[Enrolment]) -> Iterable[Line]:
    """Give each enrolment with its needs or know-how in words; a version of a form is read once."""
    schemas: dict[int, FormSchema] = {}
    for enrolment in enrolments:
        subjects = ""
        if enrolment.sheet is not None:
            version = enrolment.sheet.version
            if version.pk not in schemas:
                schemas[version.pk] = schema_of(version)
            subjects = _subjects(schemas[version.pk], enrolment)
        guardian = getattr(enrolment, "guardian", None)
        waits = enrolment.status == EnrolmentStatus.SUBMITTED and bool(
            guardian and not guardian.authorised_at
        )
        yield Line(enrolment, KINDS[EnrolmentStatus(enrolment.status)], subjects, waits)


def _subjects(schema: FormSchema, enrolment: Enrolment) -> str:
    question = schema.asking("offers" if enrolment.side == Side.MENTOR else "needs")
    assert enrolment.sheet is not None
    skills = enrolment.sheet.answers.get(question.key, []) if question else []
    return ", ".join(str(skill["label"]) for skill in skills)


class EnrolmentPage:
    """One enrolment with all its answers, and what can be done."""

    def __init__(self, enrolment: Enrolment) -> None:
        self.enrolment, self.person = enrolment, enrolment.person
        self.programme = enrolment.cohort.programme
        self.kind = KINDS[EnrolmentStatus(enrolment.status)]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Return the form, answered questions in words."""
        sheet = self.enrolment.sheet
        if sheet is None:
            return []
        return [
            {
                "title": section.title,
                "lines": [
                    {
                        "label": question.label,
                        "words": _listed(reader.tell(question, sheet.answers.get(question.key))),
                        "ordered": question.type == QuestionType.SKILLS,
                    }
                    for question in section.questions
                ],
            }
            for section in schema_of(sheet.version).sections
        ]

    def _can(self, status: str) -> bool:
        return rules.can_follow(self.enrolment, status)

    @property
    def can_validate(self) -> bool:
        """Tell whether the enrolment waits for a yes."""
        return self._can(EnrolmentStatus.AVAILABLE)

    @property
    def can_refuse(self) -> bool:
        """Tell whether the enrolment waits for an answer."""
        return self._can(EnrolmentStatus.REFUSED)

    @property
    def can_withdraw(self) -> bool:
        """Tell whether the person can still be taken out."""
        return self._can(EnrolmentStatus.WITHDRAWN)

    @property
    def guardian(self) -> Any:
        """Return who is responsible for a minor, None when nobody is named."""
        return getattr(self.enrolment, "guardian", None)

    @property
    def facts(self) -> list[dict[str, str]]:
        """Return the short facts of the side column."""
        one = self.enrolment
        facts = [
            {
                "label": _("E-mail address"),
                "value": one.person.email,
                "href": f"mailto:{one.person.email}",
            },
            {"label": _("Side"), "value": one.get_side_display()},
            {"label": _("Cohort"), "value": one.cohort.name},
        ]
        if one.side == Side.MENTOR:
            facts.append({"label": _("Places"), "value": str(one.capacity)})
        if one.submitted_at:
            facts.append(
                {"label": _("Sent on"), "value": dates.day(one.submitted_at, weekday=False)}
            )
        if one.decided_at and one.decided_by:
            by = {
                "day": dates.day(one.decided_at, weekday=False),
                "name": one.decided_by.get_full_name(),
            }
            facts.append({"label": _("Decided"), "value": _("%(day)s, by %(name)s") % by})
        return facts


def _listed(words: str | list[str]) -> list[str]:
    return [words] if isinstance(words, str) and words else list(words)
