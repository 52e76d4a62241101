"""Devices that ring, and an address that is tried again."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ithaque.correspondence.addresses import ADDRESS_LINK, try_address
from ithaque.correspondence.models import PushDevice
from ithaque.correspondence.push.doors import OWN_DEVICE
from ithaque.correspondence.push.services import add_device, remove_device
from ithaque.correspondence.troubles import confirm_address
from ithaque.kernel.access import SIGNED_IN, opens
from ithaque.kernel.errors import Refusal
from ithaque.kernel.text import typed
from ithaque.people.models import Person


@require_POST
@opens(SIGNED_IN)
def add(request: HttpRequest) -> HttpResponse:
    """Let this browser show notifications."""
    given = {
        name: typed(request.POST.get(name, "")) for name in ("endpoint", "p256dh", "auth", "name")
    }
    try:
        add_device(person=cast(Person, request.user), **given)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("This device will tell you of meetings and messages: choose what else below."),
        )
    return redirect("participant:notifications")


@require_POST
@opens(OWN_DEVICE)
def remove(request: HttpRequest, device: PushDevice) -> HttpResponse:
    """Let a device show nothing more."""
    remove_device(device=device, by=cast(Person, request.user))
    messages.success(request, _("This device shows nothing more."))
    return redirect("participant:notifications")


@require_POST
@opens(SIGNED_IN)
def address_try(request: HttpRequest) -> HttpResponse:
    """Write to one's own address, to see whether it arrives."""
    try:
        try_address(person=cast(Person, request.user))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("A message has left. When it arrives, open its link: all is well again.")
        )
    return redirect("participant:notifications")


@require_http_methods(["GET", "HEAD", "POST"])
@opens(ADDRESS_LINK)
def address_confirm(request: HttpRequest, person: Person) -> HttpResponse:
    """Note that the message of trial was read."""
    if request.method == "POST":
        confirm_address(person=person)
    with translation.override(person.locale):
        context = {"confirmed": request.method == "POST"}
        return render(request, "participant/notifications/address.html", context)
