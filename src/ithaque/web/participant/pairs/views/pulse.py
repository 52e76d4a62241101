"""Three answers after a meeting, in the product or by the link of a mail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods

from ithaque.kernel.access import opens
from ithaque.mentoring import selectors, services
from ithaque.mentoring.doors import MEETING, PULSE_LINK, MeetingLink
from ithaque.mentoring.models import Meeting
from ithaque.people.models import Person
from ithaque.web.participant.pairs.acting import done, person, status
from ithaque.web.participant.pairs.forms import PulseForm


@require_http_methods(["GET", "HEAD", "POST"])
@opens(MEETING)
def own(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Answer for a meeting of one's pair."""
    form = _form(request, meeting, person(request))
    if request.method == "POST" and _given(form, meeting, person(request)):
        return redirect("participant:pair", meeting.pair.public_id)
    context = {
        "form": form,
        "meeting": meeting,
        "other": meeting.pair.other(person(request)),
        "given": False,
    }
    return render(request, "participant/pairs/pulse.html", context, status=status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@opens(PULSE_LINK)
def linked(request: HttpRequest, link: MeetingLink) -> HttpResponse:
    """Answer from the link of a mail, without signing in; the link opens nothing else."""
    if link.meeting is None or link.person is None:
        return render(request, "participant/pairs/pulse_expired.html", status=410)
    with translation.override(link.person.locale):
        form = _form(request, link.meeting, link.person)
        given = request.method == "POST" and _given(form, link.meeting, link.person)
        context = {
            "form": form,
            "meeting": link.meeting,
            "other": link.meeting.pair.other(link.person),
            "given": given,
            "room": reverse("participant:pair", args=[link.meeting.pair.public_id]),
        }
        return render(request, "participant/pairs/pulse.html", context, status=status(form))


def _form(request: HttpRequest, meeting: Meeting, who: Person) -> PulseForm:
    if request.method == "POST":
        return PulseForm(request.POST)
    return PulseForm(initial={"answers": selectors.pulse_of(meeting, who)})


def _given(form: PulseForm, meeting: Meeting, who: Person) -> bool:
    return done(form, lambda data: services.give_pulse(meeting=meeting, by=who, **data["answers"]))
