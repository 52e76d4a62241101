"""The tables of runs as files: runs, proposals, people left, differences, groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ithaque.matching.exports import table_response
from ithaque.web.coordination.runs.comparison import ComparePage
from ithaque.web.coordination.runs.fairness import EquityPage
from ithaque.web.coordination.runs.rows import Row
from ithaque.web.coordination.runs.workbench import ALONE, Workbench


def runs(request: HttpRequest, found: Iterable[Any]) -> HttpResponse:
    """Return the runs of a cohort as a file."""
    header = [
        _("Run"),
        _("State"),
        _("Asked"),
        _("Asked by"),
        _("Proposals"),
        pgettext("proposals", "Accepted"),
    ]
    rows = (
        [
            run.number,
            run.get_status_display(),
            run.created_at,
            run.asked_by.get_full_name() if run.asked_by else "",
            run.proposed,
            run.accepted,
        ]
        for run in found
    )
    return table_response(request, _("Match runs"), header, rows)


def proposals(request: HttpRequest, page: Workbench) -> HttpResponse:
    """Return the shelf of a workbench as a file: proposals with their reasons, or people left with the cause."""
    name = f"{page.run.cohort.programme.slug}-run-{page.run.number}"
    if page.shelf == ALONE:
        header = [_("Mentee"), _("Waiting since"), _("Why")]
        rows = (
            [one.name, one.mentee.submitted_at or one.mentee.created_at, one.cause]
            for one in page.everyone_alone()
        )
        return table_response(request, name, header, rows)
    header = [
        _("Mentee"),
        _("Mentor"),
        _("Score band"),
        _("Points"),
        _("Confidence"),
        _("State"),
        _("Reasons"),
        _("Point of attention"),
    ]
    return table_response(request, name, header, map(_proposal, page.every_row()))


def _proposal(row: Row) -> list[Any]:
    return [
        row.mentee,
        row.mentor,
        row.band,
        round(100 * row.proposal.score),
        row.confidence,
        row.status[1] if row.status else row.proposal.get_status_display(),
        " · ".join(row.reasons),
        row.care,
    ]


def differences(request: HttpRequest, page: ComparePage) -> HttpResponse:
    """Return the people in both runs, of the kind of difference chosen, as a file."""
    header = [
        _("Mentee"),
        _("Run %(number)d") % {"number": page.before.number},
        _("Run %(number)d") % {"number": page.after.number},
        _("Fit"),
    ]
    rows = ([row.mentee, row.before, row.after, row.gain] for row in page.every_row())
    return table_response(request, f"runs-{page.before.number}-{page.after.number}", header, rows)


def groups(request: HttpRequest, page: EquityPage) -> HttpResponse:
    """Return the figures by group as a file; groups hidden on the page are hidden here."""
    header = [
        _("Question"),
        pgettext("people", "Group"),
        _("People"),
        _("With a mentor"),
        _("Mean fit, in points"),
        _("Acceptances"),
        _("Median wait without a mentor"),
    ]
    rows = (
        [
            attribute.label,
            row.group.name,
            row.group.people,
            row.placed,
            row.fit,
            row.accepted,
            row.waits,
        ]
        for attribute, shown, _hidden in page.tables
        for row in shown
    )
    return table_response(request, f"run-{page.run.number}-groups", header, rows)
