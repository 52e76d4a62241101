"""The pages of pairs decided elsewhere: what each line would do, then what was done and until when it can be undone."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ithaque.kernel import clock
from ithaque.kernel.errors import Refusal
from ithaque.matching import intake, services
from ithaque.matching.enums import ImportStatus
from ithaque.matching.models import Import
from ithaque.matching.standing import (
    ENROL,
    KNOWN,
    READY,
    RULED,
    WRONG,
    Line,
    Standing,
    standing_of,
)
from ithaque.people.models import Person
from ithaque.ui import dates
from ithaque.web.coordination.imports.forms import PairsForm

PER_PAGE = 20
ALL, LOOK = "all", "look"


def preview(request: HttpRequest, import_: Import) -> HttpResponse:
    """Show what each line would do; by POST, start it."""
    try:
        standing = standing_of(import_)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("coordination:import-columns", import_id=import_.public_id)
    page = PairsPage(import_, standing, request.GET)
    sent = request.POST if request.method == "POST" else None
    form = PairsForm(sent, unknown=page.unknown, excluded=bool(standing.of(RULED)))
    if sent is not None and form.is_valid():
        try:
            by = cast(Person, request.user)
            services.begin_pairs(import_=import_, wishes=form.wishes, by=by)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("coordination:import", import_id=import_.public_id)
    return render(
        request,
        "coordination/imports/pairs_preview.html",
        {"import": import_, "page": page, "form": form},
        status=422 if form.is_bound else 200,
    )


def report(request: HttpRequest, import_: Import) -> HttpResponse:
    """Show an import of pairs: its progress, then what it did."""
    return render(
        request,
        "coordination/imports/pairs_report.html",
        {"import": import_, "page": PairsReport(import_)},
    )


def undone_words(import_: Import) -> str:
    """Say what undoing an import took back, and what stays."""
    gone, kept = import_.report.get("gone", 0), import_.report.get("kept", 0)
    said = ngettext("%(count)d pair was taken back.", "%(count)d pairs were taken back.", gone) % {
        "count": gone
    }
    if kept:
        stay = ngettext(
            "%(count)d stays: something happened in it.",
            "%(count)d stay: something happened in them.",
            kept,
        ) % {"count": kept}
        said = f"{said} {stay}"
    return said


class PairsPage:
    """What an import would do, pair by pair and problem by problem."""

    def __init__(self, import_: Import, standing: Standing, query: QueryDict) -> None:
        self.import_, self.standing = import_, standing
        shelf = query.get("shelf", "")
        self.shelf = shelf if shelf in self._counts else ALL
        found: list[Any] = self.troubles if self.shelf == LOOK else self._lines(self.shelf)
        self.page = Paginator(found, PER_PAGE).get_page(query.get("page"))

    @cached_property
    def troubles(self) -> list[intake.Trouble]:
        """Return everything worth a look, in words."""
        return self.standing.troubles()

    @cached_property
    def _counts(self) -> dict[str, int]:
        counts = {fate: len(self.standing.of(fate)) for fate in (READY, ENROL, RULED, KNOWN)}
        return {ALL: len(self.standing.lines), **counts, LOOK: len(self.troubles)}

    def _lines(self, shelf: str) -> list[dict[str, Any]]:
        lines = self.standing.lines if shelf == ALL else self.standing.of(shelf)
        return [_row(one) for one in lines]

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """Return the shelves with how many lines each holds."""
        names = {
            ALL: _("All lines"),
            READY: _("Ready"),
            ENROL: _("Someone to enrol"),
            RULED: _("Against a rule"),
            KNOWN: _("There already"),
            LOOK: _("To look at"),
        }
        return [
            {
                "label": label,
                "href": f"?shelf={key}",
                "count": self._counts[key],
                "current": key == self.shelf,
            }
            for key, label in names.items()
            if self._counts[key] or key in (ALL, LOOK)
        ]

    @property
    def unknown(self) -> bool:
        """Tell whether someone is not enrolled."""
        return self._counts[ENROL] > 0

    @property
    def usable(self) -> bool:
        """Tell whether at least one line can be used."""
        return any(self._counts[one] for one in (READY, ENROL, RULED))

    @property
    def bad(self) -> int:
        """Return how many lines are left out."""
        return len(self.standing.bad_lines)

    @property
    def title(self) -> str:
        """Say how many pairs are ready."""
        count = self._counts[READY]
        return ngettext("%(count)d pair ready", "%(count)d pairs ready", count) % {"count": count}

    @property
    def lede(self) -> str:
        """Say what to do with the others."""
        asked = self._counts[ENROL] + self._counts[RULED]
        return (
            ngettext(
                "%(count)d other waits for your choice, beside.",
                "%(count)d others wait for your choice, beside.",
                asked,
            )
            % {"count": asked}
            if asked
            else ""
        )


def _kinds() -> dict[str, tuple[str, str]]:
    """Return the colour and the words of each fate."""
    return {
        READY: ("good", pgettext("a line of a file", "Ready")),
        ENROL: ("watch", _("Someone to enrol first")),
        RULED: ("watch", _("Against a rule: to confirm")),
        KNOWN: ("quiet", _("There already")),
        WRONG: ("urgent", _("Left out")),
    }


def _row(line: Line) -> dict[str, Any]:
    """Return a pair of the file as the table shows it."""
    couple = line.couple
    days = [
        dates.day(one, weekday=False, year=True)
        for one in (couple.starts_on, couple.ends_on)
        if one
    ]
    return {
        "number": couple.line,
        "mentee": line.mentee.person.get_full_name() if line.mentee else couple.mentee.said,
        "mentor": line.mentor.person.get_full_name() if line.mentor else couple.mentor.said,
        "days": " – ".join(days),
        "note": couple.note,
        "fate": _kinds()[line.fate],
        "why": line.troubles,
    }


class PairsReport:
    """An import of pairs at work, or what it did."""

    def __init__(self, import_: Import) -> None:
        self.import_, self.report = import_, import_.report
        self.cohort = import_.cohort

    @property
    def poll(self) -> str:
        """Return where the progress is asked for."""
        return reverse("coordination:import-progress", args=[self.import_.public_id])

    @property
    def failed(self) -> bool:
        """Tell whether the import stopped before its end."""
        return self.import_.status == ImportStatus.FAILED

    @property
    def why(self) -> str:
        """Return why it stopped, in words."""
        return self.report.get("why") or _(
            "The work stopped unexpectedly. The pairs formed so far are kept; send the same file again to go on, nothing is done twice."
        )

    @property
    def undone(self) -> str:
        """Say what undoing took back, "" when nothing was undone."""
        return undone_words(self.import_) if self.import_.status == ImportStatus.UNDONE else ""

    @property
    def can_undo(self) -> bool:
        """Tell whether it can still be undone."""
        return services.can_undo(self.import_)

    @property
    def proposed(self) -> bool:
        """Tell whether the pairs are proposals of a draft."""
        return self.import_.run_id is not None

    @property
    def minutes_left(self) -> int:
        """Return in how many minutes the people are told, 0 when nobody is any more."""
        due = self.import_.tell_at
        return max(1, math.ceil((due - clock.now()).total_seconds() / 60)) if due else 0

    @property
    def title(self) -> str:
        """Say where the import stands."""
        if self.undone:
            return _("This import was undone")
        if self.failed:
            return _("The import stopped before its end")
        if self.import_.at_work:
            return _("The pairs are being taken in")
        made = self.report.get("made", 0)
        if self.proposed:
            said = ngettext("%(count)d pair to announce", "%(count)d pairs to announce", made)
        else:
            said = ngettext("%(count)d pair formed", "%(count)d pairs formed", made)
        return said % {"count": made}

    @property
    def address(self) -> str:
        """Return where the pairs, or the draft, are seen."""
        if self.import_.run is not None:
            return reverse("coordination:run", args=[self.import_.run.public_id])
        return reverse("coordination:programme-pairs", args=[self.cohort.programme.public_id])

    @property
    def figures(self) -> list[dict[str, Any]]:
        """Return the counts, each opening its list."""
        report = self.report
        people = reverse("coordination:enrolments", args=[self.cohort.public_id])
        bad = reverse("coordination:import-bad-rows", args=[self.import_.public_id])
        made = _("Proposals in the draft") if self.proposed else _("Pairs formed")
        rows = [
            (_("Lines read"), report.get("rows", 0), ""),
            (made, report.get("made", 0), self.address),
            (_("People enrolled on the way"), report.get("enrolled", 0), people),
            (_("There already, left as they are"), report.get("known", 0), ""),
            (_("Left out: someone is not enrolled"), report.get("unknown", 0), ""),
            (_("Left out: against a rule"), report.get("ruled", 0), ""),
            (_("Lines left out"), report.get("bad", 0), bad if self.import_.file_id else ""),
        ]
        return [
            {"label": label, "value": value, "href": href if value else ""}
            for label, value, href in rows
        ]

    @property
    def refused(self) -> list[dict[str, Any]]:
        """Return the lines that someone made impossible meanwhile, with why."""
        return [{"line": line, "why": why} for line, why in self.report.get("refused", [])]
