"""Plan, prepare, move, cancel, log; and the file for one's calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages as says
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ithaque.kernel import clock
from ithaque.kernel.access import opens
from ithaque.library import selectors as library
from ithaque.mentoring import invitations, rules, selectors, services, video
from ithaque.mentoring.doors import MEETING, PAIR
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.models import Meeting, Pair
from ithaque.mentoring.selectors import slots
from ithaque.mentoring.selectors.gatherings import gathering_of
from ithaque.people.models import Person
from ithaque.ui.offline import keeps_offline
from ithaque.web.participant.pairs import meeting_forms as forms
from ithaque.web.participant.pairs import pages
from ithaque.web.participant.pairs.acting import attempt, done, person, sent, status
from ithaque.web.participant.pairs.forms import NoteForm, PrivateNoteForm

LATE = timedelta(hours=24)
"""Before a meeting, when calling it off upsets the other's day: a word then helps."""


@require_safe
@opens(PAIR)
@keeps_offline
def meetings(request: HttpRequest, pair: Pair) -> HttpResponse:
    """List the meetings: to come, waiting for a word, past."""
    me = person(request)
    room = selectors.pair_room(pair, me)
    context = {**pages.head(pair, me, "pair-meetings", unread=room.unread), "room": room}
    return render(request, "participant/pairs/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(PAIR)
def plan(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Plan a meeting; the form opens on the rhythm agreed and the step of the plan."""
    me = person(request)
    proposal = selectors.next_proposal(pair, me)
    common = slots.common_slots(pair, minutes=proposal.values["minutes"], zone=me.time_zone)
    form = forms.PlanForm(
        sent(request),
        person=me,
        pair=pair,
        common=common,
        modalities=proposal.modalities,
        initial={"slot": _nearest(common, proposal, me), **proposal.values},
    )

    def act(data: dict[str, Any]) -> None:
        if rhythm := data["every_weeks"]:
            services.plan_series(
                pair=pair, by=me, every_weeks=rhythm, times=data["times"], **form.placed()
            )
        else:
            words = {name: data[name] for name in ("topic", "agenda_key")}
            services.plan_meeting(pair=pair, by=me, **words, **form.placed())

    if request.method == "POST" and done(form, act):
        says.success(request, _("It is proposed. Everyone has the invitation by e-mail."))
        return redirect("participant:pair-meetings", pair.public_id)
    context = {**pages.head(pair, me, "pair-meetings"), "form": form, "step": proposal.step}
    return render(request, "participant/pairs/plan.html", context, status=status(form))


def _nearest(common: slots.CommonSlots, proposal: selectors.Proposal, me: Person) -> str:
    """Return the hour in common nearest to the agreed rhythm, as the form knows it; empty without any."""
    day, hour = proposal.values["day"], proposal.values["hour"]
    found = common.nearest(datetime.combine(day, hour, ZoneInfo(me.time_zone)))
    return found.isoformat() if found else ""


@require_http_methods(["GET", "HEAD", "POST"])
@opens(MEETING)
@keeps_offline
def meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Show a meeting: agenda, cards kept, note, actions, next date; prepare it."""
    me = person(request)
    room = selectors.pair_room(meeting.pair, me)
    initial = {"topic": meeting.topic, "agenda_key": meeting.agenda_key}
    form = forms.PrepareForm(sent(request), initial=initial)
    if request.method == "POST" and done(
        form, lambda data: services.prepare_meeting(meeting=meeting, by=me, **data)
    ):
        return redirect("participant:meeting", meeting.public_id)
    kept = library.cards_named(meeting.kept_cards)
    context = {
        **pages.head(meeting.pair, me, "pair-meetings", unread=room.unread),
        "meeting": meeting,
        "video": video.room_of(meeting),
        "calendar_links": invitations.links(meeting, to=me),
        "room": room,
        "form": form,
        "agenda": pages.agenda(meeting),
        "agenda_minutes": sum(row["minutes"] for row in meeting.agenda),
        "kept": pages.cards(kept, meeting, familiar=room.pair.mentee.person.is_minor),
        "proposed": [
            card
            for card in pages.cards(room.cards, meeting, familiar=room.pair.mentee.person.is_minor)
            if not card.kept
        ],
        "keep_for": pages.keep_for(meeting),
        "actions": [one for one in room.actions if one.meeting_id == meeting.pk or not one.done_at],
        "both": pages.both_readers(meeting.pair),
        "pulse_due": selectors.pulse_due(meeting, me),
        "me": me,
        "note_form": NoteForm(initial={"body": room.note.body, "base": room.note.body}),
        "private_form": _private_form(meeting, me),
        "next_dates": _next_dates(room, meeting, me),
        "gathering": gathering_of(meeting),
        "refusal": "",
    }
    return render(request, "participant/pairs/meeting.html", context, status=status(form))


def _next_dates(room: selectors.PairRoom, meeting: Meeting, me: Person) -> list[datetime]:
    """Return the dates to propose before leaving, while no other meeting is planned."""
    planned = room.next_meeting is not None and room.next_meeting.pk != meeting.pk
    return selectors.next_dates(meeting.pair, me) if room.is_open and not planned else []


def _private_form(meeting: Meeting, me: Person) -> PrivateNoteForm:
    body = selectors.private_note(meeting, me)
    return PrivateNoteForm(initial={"body": body, "base": body}, auto_id="private_%s")


@require_POST
@opens(MEETING)
def next_date(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Plan the next meeting at one of the dates proposed, with one tap, before leaving."""
    form = forms.NextForm(request.POST)
    pair, me = meeting.pair, person(request)
    if form.is_valid():
        values = selectors.next_proposal(pair, me).values
        attempt(
            request,
            lambda: services.plan_meeting(
                pair=pair,
                by=me,
                starts_at=form.cleaned_data["starts_at"],
                agenda_key=values["agenda_key"],
                **{
                    name: values[name]
                    for name in ("minutes", "modality", "place")
                    if name in values
                },
            ),
            said=_("It is proposed. Everyone has the invitation by e-mail."),
        )
    else:
        says.error(request, _("Choose one of the dates proposed, or plan another."))
    return redirect(f"{reverse('participant:meeting', args=[meeting.public_id])}#leaving")


@require_http_methods(["GET", "HEAD", "POST"])
@opens(MEETING)
def move(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Move a meeting, in both calendars."""
    me = person(request)
    common = slots.common_slots(
        meeting.pair, minutes=meeting.minutes, zone=me.time_zone, but=meeting
    )
    form = _when(request, meeting, forms.MoveForm, pair=meeting.pair, common=common)

    def act(data: dict[str, Any]) -> None:
        services.move_meeting(meeting=meeting, by=me, word=data["word"], **form.placed())

    return _changed(
        request,
        meeting,
        form,
        act,
        "move",
        _("The meeting has moved. The calendars follow by e-mail."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens(MEETING)
def cancel(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Cancel a meeting, in both calendars."""
    form = forms.CancelForm(
        sent(request), in_series=meeting.series_id is not None, initial={"following": ""}
    )

    def act(data: dict[str, Any]) -> None:
        values = {"meeting": meeting, "by": person(request), "word": data["word"]}
        if data.get("following"):
            services.end_series(**values)
        else:
            services.cancel_meeting(**values, mishap=data["mishap"])

    return _changed(
        request, meeting, form, act, "cancel", _("The meeting is cancelled, in the calendars too.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens(MEETING)
def missed(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Note that a meeting did not take place."""
    me = person(request)
    others = meeting.pair.others(me)
    form = forms.MissedForm(sent(request), others=others)
    absent = {form.ME: me, **{str(one.public_id): one for one in others}}

    def act(data: dict[str, Any]) -> None:
        who = absent.get(data["absent"])
        words = {name: data[name] for name in ("word", "mishap")}
        services.mark_missed(meeting=meeting, by=me, absent=who, **words)

    return _changed(
        request,
        meeting,
        form,
        act,
        "missed",
        _("It is noted, without blame. Choose another date when you wish."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens(MEETING)
@keeps_offline
def held(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Note a planned meeting as held."""
    form = _when(request, meeting, forms.LogForm)

    def act(data: dict[str, Any]) -> None:
        services.log_meeting(
            pair=meeting.pair,
            by=person(request),
            meeting=meeting,
            title=data["title"],
            summary=data["summary"],
            **form.placed(),
        )

    pulse = reverse("participant:meeting-pulse", args=[meeting.public_id])
    return _changed(request, meeting, form, act, "log", _("The meeting is noted."), then=pulse)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(PAIR)
@keeps_offline
def log(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Note a meeting that already took place, in ten seconds."""
    me = person(request)
    proposal = selectors.log_proposal(pair, me)
    form = forms.LogForm(
        sent(request), person=me, modalities=proposal.modalities, initial=proposal.values
    )
    noted: list[Meeting] = []

    def act(data: dict[str, Any]) -> None:
        words = {"title": data["title"], "summary": data["summary"]}
        noted.append(services.log_meeting(pair=pair, by=me, **words, **form.placed()))

    if request.method == "POST" and done(form, act):
        says.success(request, _("The meeting is noted."))
        return redirect("participant:meeting-pulse", noted[0].public_id)
    context = {**pages.head(pair, me, "pair-meetings"), "form": form, "meeting": None}
    return render(request, "participant/pairs/log.html", context, status=status(form))


@require_POST
@opens(MEETING)
def cards(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Keep a question card for a meeting, or put it back."""
    card, me = request.POST.get("card", ""), person(request)
    verb = services.return_card if request.POST.get("keep") == "no" else services.keep_card
    attempt(request, lambda: verb(meeting=meeting, card=card, by=me), said=_said(request, meeting))
    if request.POST.get("back") == "meeting":
        return redirect("participant:meeting", meeting.public_id)
    return redirect(f"{reverse('participant:pair', args=[meeting.pair.public_id])}#questions")


@require_safe
@opens(MEETING)
def invitation(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Hand the meeting over to one's calendar."""
    content = invitations.calendar(meeting, method=invitations.PUBLISH, to=person(request))
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    answer["Content-Disposition"] = 'attachment; filename="ithaque.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _said(request: HttpRequest, meeting: Meeting) -> str:
    if request.POST.get("keep") == "no":
        return _("The question is back in the box.")
    return _("The question is kept for %(day)s.") % {"day": pages.keep_for(meeting)}


def _when(request: HttpRequest, meeting: Meeting, kind: type[forms.WhenForm], **more: Any) -> Any:
    me = person(request)
    offered = [*rules.modalities_for(meeting.pair)]
    if meeting.modality not in offered:
        offered.append(meeting.modality)
    initial = forms.from_meeting(meeting, me)
    return kind(sent(request), person=me, modalities=offered, initial=initial, **more)


def _changed(
    request: HttpRequest,
    meeting: Meeting,
    form: Any,
    act: Callable[[dict[str, Any]], None],
    page: str,
    said: str,
    *,
    then: str = "",
) -> HttpResponse:
    """Show the form of a change of a meeting, or make the change and go back to the room."""
    if request.method == "POST" and done(form, act):
        says.success(request, said)
        return redirect(then or reverse("participant:pair", args=[meeting.pair.public_id]))
    if request.method != "POST" and meeting.status not in (
        MeetingStatus.PLANNED,
        MeetingStatus.MISSED,
    ):
        return redirect("participant:meeting", meeting.public_id)
    context = {
        **pages.head(meeting.pair, person(request), "pair-meetings"),
        "form": form,
        "meeting": meeting,
        "late": meeting.starts_at - clock.now() < LATE,
    }
    return render(request, f"participant/pairs/{page}.html", context, status=status(form))
