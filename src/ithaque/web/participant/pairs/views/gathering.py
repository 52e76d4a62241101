"""At a meeting of several: who is there, whose turn it is to speak."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as says
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import paths, services
from ithaque.mentoring.doors import MEETING
from ithaque.mentoring.models import Meeting
from ithaque.mentoring.selectors.gatherings import gathering_of
from ithaque.web.participant.pairs.acting import person


@require_POST
@opens(MEETING)
def there(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Say that someone was there, or away."""
    whom = request.POST.get("person")
    found = next((one for one in meeting.pair.people if str(one.public_id) == whom), None)
    present = request.POST.get("present") == "yes"
    refusal = ""
    try:
        if found is not None:
            services.mark_attendance(
                meeting=meeting, person=found, present=present, by=person(request)
            )
    except Refusal as error:
        refusal = str(error)
    return _shown(request, meeting, refusal)


@require_POST
@opens(MEETING)
def turns(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Draw an order to speak, or give the next one the floor."""
    seen = request.POST.get("seen", "")
    refusal = ""
    try:
        if seen.isdigit():
            meeting = services.next_turn(meeting=meeting, by=person(request), seen=int(seen[:4]))
        else:
            meeting = services.draw_turns(meeting=meeting, by=person(request))
    except Refusal as error:
        refusal = str(error)
    return _shown(request, meeting, refusal)


def _shown(request: HttpRequest, meeting: Meeting, refusal: str) -> HttpResponse:
    """Return the part of the page, or the page itself without a script."""
    if "HX-Request" not in request.headers:
        if refusal:
            says.warning(request, refusal)
        return redirect(f"{paths.meeting(meeting)}#gathering")
    context: dict[str, Any] = {
        "meeting": meeting,
        "gathering": gathering_of(meeting),
        "refusal": refusal,
    }
    return render(request, "participant/pairs/parts/gathering.html", context)
