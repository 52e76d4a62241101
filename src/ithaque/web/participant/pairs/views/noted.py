"""A meeting noted with one tap from a mail: it took place, or not."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from ithaque.kernel.access import opens
from ithaque.mentoring import services
from ithaque.mentoring.doors import HELD_LINK, MeetingLink
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.models import Meeting
from ithaque.people.models import Person
from ithaque.web.participant.pairs.acting import done, sent, status
from ithaque.web.participant.pairs.meeting_forms import NotedForm


@require_http_methods(["GET", "HEAD", "POST"])
@opens(HELD_LINK)
def noted(request: HttpRequest, link: MeetingLink) -> HttpResponse:
    """Note without signing in; the link opens nothing else."""
    if link.meeting is None or link.person is None:
        return render(request, "participant/pairs/pulse_expired.html", status=410)
    with translation.override(link.person.locale):
        meeting, who = link.meeting, link.person
        form = NotedForm(sent(request))
        seen = [meeting]
        if request.method == "POST":
            done(form, lambda data: seen.append(_note(meeting, who, data)))
        context = {
            "form": form,
            "meeting": seen[-1],
            "pair": meeting.pair,
            "other": meeting.pair.other(who),
        }
        return render(request, "participant/pairs/noted.html", context, status=status(form))


def _note(meeting: Meeting, who: Person, data: dict[str, Any]) -> Meeting:
    if data["held"] == NotedForm.NO:
        return services.mark_missed(meeting=meeting, by=who)
    if meeting.status == MeetingStatus.HELD:
        return meeting
    return services.log_meeting(
        pair=meeting.pair,
        by=who,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        modality=meeting.modality,
        place=meeting.place,
        meeting=meeting,
    )
