"""What a person does beside their form: book, name referees, train, answer an offer, pause, come back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.programmes import booking, services
from ithaque.programmes.doors import OWN_ENROLMENT, OWN_FALLBACK, OWN_REFERENCE
from ithaque.programmes.models import Enrolment, Fallback, Reference
from ithaque.ui.forms import DateInput
from ithaque.web.participant.enrolment.status import StatusPage

FOLDER = "participant/enrolment"


class PauseForm(forms.Form):
    """Until when."""

    until = forms.DateField(label=gettext_lazy("I come back on"), widget=DateInput)


class RefereeForm(forms.ModelForm[Reference]):
    """Someone who may speak of you."""

    class Meta:
        model = Reference
        fields = ["name", "email", "relation"]
        help_texts = {
            "relation": gettext_lazy("For instance: my manager from 2022 to 2024."),
            "email": gettext_lazy("We write to this address ourselves, and remind twice at most."),
        }


@require_POST
@opens(OWN_ENROLMENT)
def book(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Book an interview, or move the one booked."""
    wanted = request.POST.get("slot", "")
    slots = booking.free_slots(enrolment.cohort.programme)
    slot = next((one for one in slots if str(one.public_id) == wanted), None)
    if slot is None:
        messages.warning(request, _("This hour has just been taken, or is past: choose another."))
        return _back(enrolment)
    return _act(
        request,
        enrolment,
        _("It is booked. The invitation for your calendar has just left by mail."),
        lambda: services.book_interview(enrolment=enrolment, slot=slot, by=_person(request)),
    )


@require_POST
@opens(OWN_ENROLMENT)
def cancel(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Cancel the interview booked."""
    ahead = booking.interview_ahead(enrolment)
    if ahead is None:
        return _back(enrolment)
    return _act(
        request,
        enrolment,
        _("It is cancelled; both calendars are told."),
        lambda: services.cancel_interview(interview=ahead, by=_person(request)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens(OWN_ENROLMENT)
def referee(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Name someone who may speak of you."""
    form, refusal = RefereeForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        try:
            services.name_referee(enrolment=enrolment, by=_person(request), **form.cleaned_data)
            messages.success(request, _("We have written to them."))
            return _back(enrolment)
        except Refusal as error:
            refusal = error
    context = {
        "page": StatusPage(enrolment),
        "enrolment": enrolment,
        "form": form,
        "refusal": refusal,
    }
    status = 422 if refusal or form.errors else 200
    return render(request, f"{FOLDER}/referee.html", context, status=status)


@require_POST
@opens(OWN_REFERENCE)
def remove_referee(request: HttpRequest, reference: Reference) -> HttpResponse:
    """Take someone off the list before they answer."""
    return _act(
        request,
        reference.enrolment,
        _("This person is off your list; their link opens nothing any more."),
        lambda: services.remove_referee(reference=reference, by=_person(request)),
    )


@require_POST
@opens(OWN_ENROLMENT)
def trained(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Say that the training is done."""
    return _act(
        request,
        enrolment,
        _("Noted, with the date of today."),
        lambda: services.declare_training(enrolment=enrolment, by=_person(request)),
    )


@require_POST
@opens(OWN_FALLBACK)
def answer(request: HttpRequest, fallback: Fallback) -> HttpResponse:
    """Say yes or no to what is offered meanwhile."""
    accept = request.POST.get("answer") == "yes"
    done = (
        _("Noted: the team writes to you with the details.")
        if accept
        else _("Noted. Your place on the list is the same.")
    )
    return _act(
        request,
        fallback.enrolment,
        done,
        lambda: services.answer_fallback(fallback=fallback, accept=accept, by=_person(request)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens(OWN_ENROLMENT)
def pause(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Say what a pause means, and begin it by POST."""
    form, refusal = PauseForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        try:
            services.pause_enrolment(
                enrolment=enrolment, until=form.cleaned_data["until"], by=_person(request)
            )
            return _back(enrolment)
        except Refusal as error:
            refusal = error
    page = StatusPage(enrolment)
    if request.method != "POST" and not page.can_pause:
        return _back(enrolment)
    context = {"page": page, "enrolment": enrolment, "form": form, "refusal": refusal}
    status = 422 if refusal or form.errors else 200
    return render(request, f"{FOLDER}/pause.html", context, status=status)


@require_POST
@opens(OWN_ENROLMENT)
def resume(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Come back from a pause."""
    return _act(
        request,
        enrolment,
        _("Welcome back: you are where you were."),
        lambda: services.resume_enrolment(enrolment=enrolment, by=_person(request)),
    )


def _act(
    request: HttpRequest, enrolment: Enrolment, done: str, act: Callable[[], Any]
) -> HttpResponse:
    try:
        act()
        messages.success(request, done)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return _back(enrolment)


def _back(enrolment: Enrolment) -> HttpResponse:
    return redirect("participant:enrolment", enrolment.public_id)


def _person(request: HttpRequest) -> Person:
    """Return who is signed in: the door has checked that someone is."""
    assert isinstance(request.user, Person)
    return request.user
