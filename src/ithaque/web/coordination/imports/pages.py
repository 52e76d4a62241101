"""What the pages of an import show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ithaque.matching import intake
from ithaque.matching.composing import PLACEHOLDER
from ithaque.matching.enums import ImportStatus
from ithaque.matching.models import Import
from ithaque.matching.services import Preview
from ithaque.programmes.enums import Side
from ithaque.programmes.services import Given

PER_PAGE = 20
NEW, KNOWN, ELSEWHERE, WRONG = "new", "known", "elsewhere", "wrong"


class ColumnsPage:
    """The columns of a file and what they were taken for."""

    def __init__(self, import_: Import) -> None:
        self.import_ = import_
        self.table = intake.table_of(import_)
        self.columns = intake.columns_shown(import_, self.table)

    @property
    def notes(self) -> list[str]:
        """Return the remarks on the file."""
        return intake.notes(self.import_, self.table)

    @property
    def lede(self) -> str:
        """Say what was read."""
        rows, recognised = len(self.table.rows), sum(bool(one.field) for one in self.columns)
        lines = ngettext("%(count)d line read", "%(count)d lines read", rows) % {"count": rows}
        known = ngettext(
            "%(count)d column recognised of %(total)d",
            "%(count)d columns recognised of %(total)d",
            recognised,
        ) % {"count": recognised, "total": len(self.columns)}
        return f"{lines} · {known}"

    @property
    def remembered(self) -> bool:
        """Tell whether choices of an earlier import were applied."""
        return bool(self.import_.mapping.get("columns"))


@dataclass(frozen=True)
class Line:
    """A person of the file, and what would become of them."""

    number: int
    given: Given
    fate: str

    @property
    def name(self) -> str:
        """Return first and last name."""
        return f"{self.given.first_name} {self.given.last_name}".strip()

    @property
    def address(self) -> str:
        """Return the address of the file, "" when there was none."""
        return "" if self.given.email.endswith(PLACEHOLDER) else self.given.email

    @property
    def status(self) -> tuple[str, str]:
        """Return what would happen, with its colour."""
        return {
            NEW: ("good", _("Will be enrolled")),
            KNOWN: ("quiet", _("Already enrolled")),
            ELSEWHERE: ("watch", _("Enrolled on the other side")),
        }[self.fate]

    @property
    def answers(self) -> int:
        """Return how many answers of the form the line fills."""
        return len(self.given.answers)


class PreviewPage:
    """What an import would do, person by person and problem by problem."""

    def __init__(self, import_: Import, seen: Preview, query: QueryDict) -> None:
        self.import_, self.seen = import_, seen
        self.shelf = query.get("shelf", NEW)
        if self.shelf not in (NEW, KNOWN, ELSEWHERE, WRONG):
            self.shelf = NEW
        found: list[Any] = self.troubles if self.shelf == WRONG else self._lines(self.shelf)
        self.page = Paginator(found, PER_PAGE).get_page(query.get("page"))

    @cached_property
    def troubles(self) -> list[intake.Trouble]:
        """Return everything wrong, in words."""
        return self.seen.reading.troubles()

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """Return the shelves with how many each holds."""
        names = {
            NEW: _("To enrol"),
            KNOWN: _("Already enrolled"),
            ELSEWHERE: _("On the other side"),
            WRONG: _("To look at"),
        }
        counts = {
            NEW: len(self.seen.new),
            KNOWN: len(self.seen.known),
            ELSEWHERE: len(self.seen.elsewhere),
            WRONG: len(self.troubles),
        }
        return [
            {
                "label": names[key],
                "href": f"?shelf={key}",
                "count": counts[key],
                "current": key == self.shelf,
            }
            for key in names
            if counts[key] or key in (NEW, WRONG)
        ]

    @property
    def count(self) -> int:
        """Return how many people would be enrolled."""
        return len(self.seen.new)

    @property
    def bad(self) -> int:
        """Return how many lines are left out."""
        return len(self.seen.reading.bad_lines)

    @property
    def aside(self) -> int:
        """Return how many cells are kept aside, or read with care."""
        return sum(not one.blocking for one in self.troubles)

    @property
    def without_address(self) -> int:
        """Return how many people to enrol have no address."""
        return sum(
            one.email.endswith(PLACEHOLDER)
            for one in self.seen.reading.people
            if one.source_key in self.seen.new
        )

    @property
    def title(self) -> str:
        """Say what the import would do."""
        if self.import_.side == Side.MENTOR:
            said = ngettext("%(count)d mentor to enrol", "%(count)d mentors to enrol", self.count)
        else:
            said = ngettext("%(count)d mentee to enrol", "%(count)d mentees to enrol", self.count)
        return said % {"count": self.count}

    @property
    def begin(self) -> str:
        """Return the words of the main button."""
        return ngettext("Enrol this person", "Enrol these %(count)d people", self.count) % {
            "count": self.count
        }

    def _lines(self, shelf: str) -> list[Line]:
        fates = {NEW: self.seen.new, KNOWN: self.seen.known, ELSEWHERE: self.seen.elsewhere}
        lines = self.seen.reading.lines
        return [
            Line(lines[one.source_key], one, shelf)
            for one in self.seen.reading.people
            if one.source_key in fates[shelf]
        ]


class ReportPage:
    """An import at work, or what it did."""

    def __init__(self, import_: Import) -> None:
        self.import_ = import_
        self.report = import_.report

    @property
    def poll(self) -> str:
        """Return where the progress is asked for."""
        return reverse("coordination:import-progress", args=[self.import_.public_id])

    @property
    def failed(self) -> bool:
        """Tell whether the import stopped before its end."""
        return self.import_.status == ImportStatus.FAILED

    @property
    def title(self) -> str:
        """Say where the import stands."""
        if self.failed:
            return _("The import stopped before its end")
        if self.import_.at_work:
            return _("People are being enrolled")
        added = self.report.get("added", 0)
        return ngettext("%(count)d person enrolled", "%(count)d people enrolled", added) % {
            "count": added
        }

    @property
    def people(self) -> str:
        """Return where the people enrolled are listed."""
        address = reverse("coordination:enrolments", args=[self.import_.cohort.public_id])
        return f"{address}?side={self.import_.side}&status={self.import_.enrol_as}"

    @property
    def figures(self) -> list[dict[str, Any]]:
        """Return the counts, each opening its list."""
        report, people = self.report, self.people
        bad = reverse("coordination:import-bad-rows", args=[self.import_.public_id])
        rows = [
            (_("Lines read"), report.get("rows", 0), ""),
            (_("People enrolled"), report.get("added", 0), people),
            (
                _("Already enrolled, left as they are"),
                report.get("known", 0),
                people.partition("&")[0],
            ),
            (
                _("Enrolled on the other side, left as they are"),
                report.get("elsewhere", 0),
                people.partition("?")[0],
            ),
            (_("Lines left out"), report.get("bad", 0), bad if self.import_.file_id else ""),
            (
                _("Cells kept aside or read with care"),
                report.get("warnings", 0),
                f"{bad}?aside=1" if self.import_.file_id else "",
            ),
        ]
        return [
            {"label": label, "value": value, "href": href if value else ""}
            for label, value, href in rows
        ]

    @property
    def unreachable(self) -> int:
        """Return how many people have no address of their own."""
        return int(self.report.get("without_address", 0))
