"""Answer an invitation: it suits me, perhaps, it does not; from the page, or by the link of a mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as says
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_POST

from ithaque.kernel.access import opens
from ithaque.mentoring import selectors, services
from ithaque.mentoring.doors import ANSWER_LINK, MEETING, MeetingLink
from ithaque.mentoring.models import Meeting
from ithaque.people.models import Person
from ithaque.web.participant.pairs.acting import done, person, sent, status
from ithaque.web.participant.pairs.meeting_forms import AnswerForm


@require_POST
@opens(MEETING)
def own(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Answer from one's own space."""
    form = AnswerForm(request.POST)
    if done(form, lambda data: _answer(meeting, person(request), data)):
        says.success(request, form.said)
        return redirect("participant:pair-meetings", meeting.pair.public_id)
    for words in form.errors.values():
        says.error(request, " ".join(map(str, words)))
    return redirect("participant:meeting", meeting.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(ANSWER_LINK)
def linked(request: HttpRequest, link: MeetingLink) -> HttpResponse:
    """Answer without signing in; opening the link changes nothing, and it opens nothing else."""
    if link.meeting is None or link.person is None:
        return render(request, "participant/pairs/pulse_expired.html", status=410)
    with translation.override(link.person.locale), timezone.override(link.person.time_zone):
        meeting, who = link.meeting, link.person
        form, seen = AnswerForm(sent(request)), [meeting]
        if request.method == "POST":
            done(form, lambda data: seen.append(_answer(meeting, who, data)))
        if len(seen) == 1:
            meeting.refresh_from_db(
                fields=["starts_at", "minutes", "sequence", "status", "answers"]
            )
        now = seen[-1]
        context = {
            "form": form,
            "meeting": now,
            "pair": now.pair,
            "other": now.pair.other(who),
            "answer": now.answer_of(who),
            "given": len(seen) > 1,
            "of_series": selectors.series_ahead(now),
        }
        return render(request, "participant/pairs/answer.html", context, status=status(form))


def _answer(meeting: Meeting, who: Person, data: dict[str, Any]) -> Meeting:
    if data["whole"]:
        return services.answer_series(meeting=meeting, by=who, answer=data["answer"])
    values = {name: data[name] for name in ("answer", "sequence")}
    return services.answer_meeting(meeting=meeting, by=who, **values)
