"""Needs and offers of a cohort, and the same figures as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ithaque.kernel.access import opens
from ithaque.matching import exports
from ithaque.programmes.doors import TEAM_COHORT
from ithaque.programmes.models import Cohort
from ithaque.web.coordination.gaps.pages import GapsPage


@require_safe
@opens(TEAM_COHORT)
def gaps(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Show what is asked and offered, and whom to recruit; the skills leave as a file."""
    page = GapsPage(cohort)
    if exports.is_asked(request):
        return _export(request, page)
    return render(request, "coordination/gaps/gaps.html", {"page": page})


def _export(request: HttpRequest, page: GapsPage) -> HttpResponse:
    header = [
        _("Skill"),
        _("Asked by mentees"),
        _("Asked first"),
        _("Places offered"),
        _("Missing"),
    ]
    rows = [[gap.label, gap.asked, gap.first, gap.offered, gap.missing] for gap in page.gaps.skills]
    return exports.table_response(request, f"{page.programme.slug}-gaps", header, rows)
