"""The video room of a meeting: a check of the devices first, then the two together."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ithaque.kernel.access import opens
from ithaque.mentoring import video
from ithaque.mentoring.doors import MEETING
from ithaque.mentoring.models import Meeting
from ithaque.web.participant.pairs.acting import person


@require_safe
@opens(MEETING)
def call(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Open the room at its hour; before and after, say when. A meeting held elsewhere leads to its page."""
    room = video.room_of(meeting)
    if room is None or not room.is_here:
        return redirect("participant:meeting", meeting.public_id)
    me = person(request)
    context = {
        "meeting": meeting,
        "room": room,
        "is_open": video.is_open(meeting),
        "me": me,
        "other": meeting.pair.other(me),
        "ice": json.dumps(video.ice(meeting.pair)),
        "kind": video.KIND,
    }
    answer = render(request, "participant/pairs/call.html", context)
    answer["Permissions-Policy"] = (
        "camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self)"
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
