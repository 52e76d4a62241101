"""Open hours, see those that are open, book one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as says
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ithaque.kernel.access import SIGNED_IN, opens
from ithaque.mentoring import services
from ithaque.mentoring.doors import FLASH_TO_BOOK, OWN_FLASH
from ithaque.mentoring.models import FlashSlot
from ithaque.mentoring.selectors import flash as selectors
from ithaque.web.participant.flash.forms import BookForm, SlotForm
from ithaque.web.participant.pairs.acting import attempt, done, person, sent, status


@require_http_methods(["GET", "HEAD", "POST"])
@opens(SIGNED_IN)
def flash(request: HttpRequest) -> HttpResponse:
    """Show the hours one may book and those one opened; a mentor opens one more."""
    me = person(request)
    mine = selectors.mentor_enrolments(me)
    form = SlotForm(sent(request), person=me, mine=mine)

    def act(data: dict[str, Any]) -> None:
        services.open_slot(
            mentor=form.known[data["where"]],
            starts_at=data["starts_at"],
            minutes=data["minutes"],
            by=me,
        )

    if request.method == "POST" and done(form, act):
        says.success(request, _("The hour is open."))
        return redirect("participant:flash")
    context = {
        "form": form,
        "mentors": mine,
        "own": selectors.own_slots(me),
        "slots": selectors.bookable_by(me),
        "is_minor": me.is_minor,
    }
    return render(request, "participant/flash/flash.html", context, status=status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@opens(FLASH_TO_BOOK)
def book(request: HttpRequest, slot: FlashSlot) -> HttpResponse:
    """Book an hour on a subject."""
    me = person(request)
    form = BookForm(sent(request))
    mentee = selectors.mentee_enrolment(me, slot)

    def act(data: dict[str, Any]) -> None:
        assert mentee is not None
        services.book_slot(slot=slot, mentee=mentee, subject=data["subject"], by=me)

    if request.method == "POST" and done(form, act):
        says.success(request, _("It is booked: you both have the invitation by e-mail."))
        return redirect("participant:pairs")
    context = {"form": form, "slot": slot}
    return render(request, "participant/flash/book.html", context, status=status(form))


@require_POST
@opens(OWN_FLASH)
def withdraw(request: HttpRequest, slot: FlashSlot) -> HttpResponse:
    """Take back an hour nobody booked."""
    attempt(
        request,
        lambda: services.withdraw_slot(slot=slot, by=person(request)),
        said=_("The hour is no longer open."),
    )
    return redirect("participant:flash")
