"""Announcing a run: read again, plan, undo, hasten."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.matching import services
from ithaque.matching.doors import TEAM_ANNOUNCEMENT, TEAM_RUN
from ithaque.matching.models import Announcement, MatchRun
from ithaque.people.models import Person
from ithaque.ui import dates
from ithaque.web.coordination.runs import announcing


@require_http_methods(["GET", "HEAD", "POST"])
@opens(TEAM_RUN)
def announce(request: HttpRequest, found: MatchRun) -> HttpResponse:
    """Read again what each person will be told, then plan to tell them: all, or those ticked."""
    if request.method == "POST":
        return _plan(request, found)
    page = announcing.Announcing(found, request.GET.get("page"))
    return render(request, "coordination/runs/announce.html", {"page": page, "run": found})


def _plan(request: HttpRequest, found: MatchRun) -> HttpResponse:
    form = announcing.AnnounceForm(request.POST, run=found)
    try:
        if not form.is_valid():
            raise Refusal("form", form.fault, conflict=False)
        planned = services.plan_announcement(
            run=found, by=_person(request), proposals=form.chosen(), at=form.at()
        )
    except Refusal as refusal:
        page = announcing.Announcing(found, request.GET.get("page"))
        context = {"page": page, "run": found, "refusal": str(refusal)}
        status = 409 if refusal.conflict else 422
        return render(request, "coordination/runs/announce.html", context, status=status)
    said = _("The announcement leaves on %(moment)s. You can undo it until then.")
    messages.success(request, said % {"moment": dates.moment(planned.due_at)})
    return redirect("coordination:run", run_id=found.public_id)


@require_POST
@opens(TEAM_ANNOUNCEMENT)
def cancel(request: HttpRequest, found: Announcement) -> HttpResponse:
    """Undo an announcement before its hour."""
    try:
        services.cancel_announcement(announcement=found, by=_person(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The announcement is undone: nobody was told anything."))
    return redirect("coordination:run", run_id=found.run.public_id)


@require_POST
@opens(TEAM_ANNOUNCEMENT)
def hasten(request: HttpRequest, found: Announcement) -> HttpResponse:
    """Announce at once, without waiting for the hour."""
    services.hasten_announcement(announcement=found, by=_person(request))
    messages.success(request, _("The announcement is leaving: everyone concerned gets a message."))
    return redirect("coordination:run", run_id=found.run.public_id)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
