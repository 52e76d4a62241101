"""A mobile that receives text messages: given, confirmed with a code, removed."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ithaque.correspondence.models import MobileNumber
from ithaque.correspondence.texting.doors import STOP_SMS
from ithaque.correspondence.texting.services import ask_code, confirm, remove_mobile
from ithaque.kernel.access import SIGNED_IN, opens
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.web.participant.notifications.forms import CodeForm, NumberForm
from ithaque.web.participant.notifications.views import page_of


@require_POST
@opens(SIGNED_IN)
def ask(request: HttpRequest) -> HttpResponse:
    """Send a code to the mobile."""
    form = NumberForm(request.POST)
    if form.is_valid():
        try:
            ask_code(person=_person(request), number=form.cleaned_data["number"])
        except Refusal as refusal:
            form.add_error("number", str(refusal))
        else:
            return redirect("participant:notifications")
    return page_of(request, number=form, status=422)


@require_POST
@opens(SIGNED_IN)
def check(request: HttpRequest) -> HttpResponse:
    """Confirm the mobile with the code that it received."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            confirm(person=_person(request), code=form.cleaned_data["sms_code"])
        except Refusal as refusal:
            form.add_error("sms_code", str(refusal))
        else:
            messages.success(request, _("Your mobile is confirmed: it will tell you of meetings."))
            return redirect("participant:notifications")
    return page_of(request, code=form, status=422)


@require_POST
@opens(SIGNED_IN)
def remove(request: HttpRequest) -> HttpResponse:
    """Forget the mobile."""
    remove_mobile(person=_person(request), by=_person(request))
    messages.success(request, _("Your number is erased: no text message leaves any more."))
    return redirect("participant:notifications")


@require_http_methods(["GET", "HEAD", "POST"])
@opens(STOP_SMS)
def stop(request: HttpRequest, mobile: MobileNumber) -> HttpResponse:
    """Ask, then send nothing more to this mobile."""
    person = mobile.person
    if request.method == "POST":
        remove_mobile(person=person, by=person)
    with translation.override(person.locale):
        context = {"stopped": request.method == "POST"}
        return render(request, "participant/notifications/sms_stop.html", context)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
