"""Needs and offers of a cohort, and the same figures as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ithaque.kernel.access import opens
from ithaque.kernel.spreadsheets import csv_response
from ithaque.programmes.doors import TEAM_COHORT
from ithaque.programmes.models import Cohort
from ithaque.web.coordination.gaps.pages import GapsPage


@require_safe
@opens(TEAM_COHORT)
def gaps(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Show what is asked and offered, and whom to recruit."""
    return render(request, "coordination/gaps/gaps.html", {"page": GapsPage(cohort)})


@require_safe
@opens(TEAM_COHORT)
def export(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Give the skills as a table."""
    header = [
        _("Skill"),
        _("Asked by mentees"),
        _("Asked first"),
        _("Places offered"),
        _("Missing"),
    ]
    rows = [
        [gap.label, gap.asked, gap.first, gap.offered, gap.missing]
        for gap in GapsPage(cohort).gaps.skills
    ]
    return csv_response(f"{cohort.programme.slug}-gaps", header, rows)
