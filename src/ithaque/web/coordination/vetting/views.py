"""The steps a programme asks, the slots of its interviews, the text its guardians agree to."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ithaque.kernel import clock
from ithaque.kernel.access import opens
from ithaque.kernel.bilingual import Bilingual
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.programmes import booking, selectors, services
from ithaque.programmes.doors import TEAM_PROGRAMME, TEAM_SLOT
from ithaque.programmes.enums import Side
from ithaque.programmes.models import InterviewSlot, Programme
from ithaque.web.coordination.vetting.forms import GuardianTextForm, SideForm, SlotsForm

FOLDER = "coordination/vetting"
READ_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(READ_WRITE)
@opens(TEAM_PROGRAMME)
def vetting(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Choose the steps asked of each side, without code."""
    settings = selectors.settings_of(programme)
    data = request.POST if request.method == "POST" else None
    forms = [SideForm(side, settings, data) for side in (Side.MENTOR, Side.MENTEE)]
    checked = [form.is_valid() for form in forms]  # each says its own faults
    if data is not None and all(checked):
        changes = {f"vetting.{form.side}": form.vetting() for form in forms}
        services.change_settings(programme=programme, changes=changes, by=_person(request))
        messages.success(
            request, _("Saved. People validated already stay so; the others follow these steps.")
        )
        return redirect("coordination:programme-vetting", programme.public_id)
    faulty = any(form.errors for form in forms)
    context = {"programme": programme, "forms": forms, "settings": settings}
    return render(request, f"{FOLDER}/steps.html", context, status=422 if faulty else 200)


@require_http_methods(READ_WRITE)
@opens(TEAM_PROGRAMME)
def guardian_text(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Write the next version of what guardians agree to, and read the earlier ones."""
    text, refusal = services.text_to_agree(programme), None
    initial = {"words_fr": text.words_fr, "words_en": text.words_en} if text else {}
    form = GuardianTextForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.publish_guardian_text(
                programme=programme,
                words=Bilingual(fr=data["words_fr"].strip(), en=data["words_en"].strip()),
                renews=data["renews"],
                by=_person(request),
            )
            messages.success(
                request,
                _("Version %(number)d is the one guardians read from now on.")
                % {"number": made.number},
            )
            return redirect("coordination:programme-guardian-text", programme.public_id)
        except Refusal as error:
            refusal = error
    context = {
        "programme": programme,
        "form": form,
        "text": text,
        "texts": programme.guardian_texts.all(),
        "refusal": refusal,
    }
    status = 422 if refusal or form.errors else 200
    return render(request, f"{FOLDER}/guardian_text.html", context, status=status)


@require_http_methods(READ_WRITE)
@opens(TEAM_PROGRAMME)
def slots(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Open interview slots, several at once, and see which are booked."""
    person, refusal = _person(request), None
    minutes = selectors.settings_of(programme).vetting.mentor.interview_minutes
    form = SlotsForm(
        request.POST if request.method == "POST" else None,
        initial={"first": clock.today(), "minutes": minutes, "begins": "09:00", "ends": "12:00"},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            opened = services.open_slots(
                programme=programme,
                starts=form.moments(person.time_zone),
                minutes=data["minutes"],
                place=data["place"],
                link=data["link"],
                by=person,
            )
            words = ngettext("%(n)d slot is open.", "%(n)d slots are open.", len(opened))
            messages.success(request, words % {"n": len(opened)})
            return redirect("coordination:interview-slots", programme.public_id)
        except Refusal as error:
            refusal = error
    context = {
        "programme": programme,
        "form": form,
        "refusal": refusal,
        "zone": person.time_zone,
        "slots": booking.slots_ahead(programme),
    }
    return render(
        request, f"{FOLDER}/slots.html", context, status=422 if refusal or form.errors else 200
    )


@require_POST
@opens(TEAM_SLOT)
def close_slot(request: HttpRequest, slot: InterviewSlot) -> HttpResponse:
    """Take a free slot away."""
    try:
        services.close_slot(slot=slot, by=_person(request))
        messages.success(request, _("The slot is closed."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("coordination:interview-slots", slot.programme.public_id)


def _person(request: HttpRequest) -> Person:
    """Return who is signed in: the door has checked that someone is."""
    assert isinstance(request.user, Person)
    return request.user
