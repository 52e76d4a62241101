"""A referee says a word, a candidate books an interview, a mentor’s link leads to the programme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ithaque.kernel.access import PUBLIC, opens
from ithaque.kernel.errors import Refusal
from ithaque.kernel.links import LinkError
from ithaque.programmes import booking, services
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Enrolment, InterviewSlot, Reference
from ithaque.web.public.welcome.forms import ReferenceForm

FOLDER = "public/welcome"
READ_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(READ_WRITE)
@never_cache
@opens(PUBLIC)
def reference(request: HttpRequest, token: str) -> HttpResponse:
    """Let a referee read what is asked and by whom, then answer by POST, once."""
    found = _opened(request, token, services.reference_at)
    if not isinstance(found, Reference):
        return found
    refusal = None
    form = ReferenceForm(request.POST if request.method == "POST" else None, name=found.name)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        data.pop("consents")
        try:
            services.answer_reference(reference=found, **data)
            return redirect("public:reference", token=token)
        except Refusal as error:
            refusal = error
            found.refresh_from_db()
    context = {
        "reference": found,
        "person": found.enrolment.person,
        "programme": found.enrolment.cohort.programme,
        "form": form,
        "token": token,
        "refusal": refusal,
    }
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, f"{FOLDER}/reference.html", context, status=status)


@require_POST
@never_cache
@opens(PUBLIC)
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Let a referee say that they would rather not answer."""
    found = _opened(request, token, services.reference_at)
    if not isinstance(found, Reference):
        return found
    try:
        services.decline_reference(reference=found)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("public:reference", token=token)


@require_POST
@never_cache
@opens(PUBLIC)
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """Let a referee take their words, name and address back."""
    found = _opened(request, token, services.reference_at)
    if not isinstance(found, Reference):
        return found
    services.erase_reference(reference=found)
    return render(request, f"{FOLDER}/erased.html")


@require_http_methods(READ_WRITE)
@never_cache
@opens(PUBLIC)
def interview(request: HttpRequest, token: str) -> HttpResponse:
    """Show the free slots and the one booked; book or move by POST."""
    found = _opened(request, token, services.interviewee_at)
    if not isinstance(found, Enrolment):
        return found
    refusal = None
    if request.method == "POST":
        try:
            slot = _slot(found, request.POST.get("slot", ""))
            services.book_interview(enrolment=found, slot=slot, by=found.person)
            messages.success(
                request, _("It is booked. The invitation for your calendar has just left by mail.")
            )
            return redirect("public:interview", token=token)
        except Refusal as error:
            refusal = error
    context = {
        "enrolment": found,
        "person": found.person,
        "programme": found.cohort.programme,
        "booked": booking.interview_ahead(found),
        "slots": booking.free_slots(found.cohort.programme),
        "token": token,
        "refusal": refusal,
    }
    return render(request, f"{FOLDER}/interview.html", context, status=409 if refusal else 200)


@require_POST
@never_cache
@opens(PUBLIC)
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Cancel the interview booked; another hour may be chosen."""
    found = _opened(request, token, services.interviewee_at)
    if not isinstance(found, Enrolment):
        return found
    ahead = booking.interview_ahead(found)
    try:
        if ahead is not None:
            services.cancel_interview(interview=ahead, by=found.person)
            messages.success(request, _("It is cancelled; both calendars are told."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("public:interview", token=token)


@require_safe
@never_cache
@opens(PUBLIC)
def referral(request: HttpRequest, code: str) -> HttpResponse:
    """Lead from a mentor’s link to the programme, with the two ways in; nothing is kept of the visit."""
    found = services.programme_referred_by(code)
    if found is None:
        raise Http404
    referral, cohort = found
    programme = referral.enrolment.cohort.programme
    starts = {}
    for side in Side.values:
        if cohort is None:
            break
        start = reverse("participant:enrolment-start", args=[cohort.public_id, side])
        start = f"{start}?{urlencode({'referral': code})}"
        starts[side] = (
            start
            if request.user.is_authenticated
            else f"{reverse('account_signup')}?{urlencode({'next': start})}"
        )
    context: dict[str, Any] = {
        "programme": programme,
        "cohort": cohort,
        "name": referral.enrolment.person.get_short_name(),
        "starts": starts,
    }
    return render(request, f"{FOLDER}/referral.html", context)


def _slot(enrolment: Enrolment, public_id: str) -> InterviewSlot:
    slots = booking.free_slots(enrolment.cohort.programme)
    found = next((slot for slot in slots if str(slot.public_id) == public_id), None)
    if found is None:
        raise Refusal("slot_taken", _("This hour has just been taken, or is past: choose another."))
    return found


def _opened(request: HttpRequest, token: str, find: Callable[[str], Any]) -> Any:
    """Return what a link opens, or the page that says what is wrong with it."""
    try:
        found = find(token)
    except LinkError as error:
        return render(
            request, "public/programmes/link.html", {"expired": error.expired}, status=410
        )
    if found is None:
        return render(request, "public/programmes/link.html", {"expired": True}, status=410)
    return found
