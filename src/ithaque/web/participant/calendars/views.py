"""Say when one can usually meet, subscribe a calendar, read it again, remove it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ithaque.kernel.access import SIGNED_IN, opens
from ithaque.kernel.errors import Refusal
from ithaque.mentoring.doors import OWN_CALENDAR
from ithaque.mentoring.models import SubscribedCalendar
from ithaque.mentoring.selectors.slots import calendars_of, usual_week_of
from ithaque.mentoring.services import calendars as services
from ithaque.people.models import Person
from ithaque.web.participant.calendars.forms import AddressForm, WeekForm


@require_http_methods(["GET", "HEAD", "POST"])
@opens(SIGNED_IN)
def calendars(request: HttpRequest) -> HttpResponse:
    """Show one's usual hours and calendars; subscribe one more."""
    me = _person(request)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.subscribe_calendar(person=me, address=form.cleaned_data["address"], by=me)
        except Refusal as refusal:
            form.add_error("address", str(refusal))
        else:
            messages.success(
                request, _("Your calendar is read: its busy hours are no longer proposed.")
            )
            return redirect("participant:calendars")
    return _page(request, form, WeekForm(initial={"hours": usual_week_of(me)}))


@require_POST
@opens(SIGNED_IN)
def week(request: HttpRequest) -> HttpResponse:
    """Keep one's usual hours."""
    me, form = _person(request), WeekForm(request.POST)
    if not form.is_valid():
        return _page(request, AddressForm(), form)
    services.keep_usual_week(person=me, hours=form.cleaned_data["hours"], by=me)
    messages.success(request, _("Your usual hours are kept, for all your mentoring."))
    return redirect("participant:calendars")


@require_POST
@opens(OWN_CALENDAR)
def refresh(request: HttpRequest, calendar: SubscribedCalendar) -> HttpResponse:
    """Read a calendar again, now."""
    try:
        read = services.refresh_calendar(calendar=calendar, by=_person(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("participant:calendars")
    if read.fault:
        said = _("%(why)s The hours of the last good reading are kept.")
        messages.warning(request, said % {"why": services.FAULTS[read.fault]})
    else:
        messages.success(request, _("Your calendar was read just now."))
    return redirect("participant:calendars")


@require_POST
@opens(OWN_CALENDAR)
def remove(request: HttpRequest, calendar: SubscribedCalendar) -> HttpResponse:
    """Forget a calendar and all that was read there."""
    services.remove_calendar(calendar=calendar, by=_person(request))
    messages.success(request, _("The address is forgotten, with every hour read there."))
    return redirect("participant:calendars")


def _page(request: HttpRequest, form: AddressForm, week: WeekForm) -> HttpResponse:
    me = _person(request)
    rows = [(one, services.FAULTS.get(one.fault, "")) for one in calendars_of(me)]
    context = {
        "form": form,
        "week": week,
        "calendars": rows,
        "full": len(rows) >= services.MOST,
        "zone": me.time_zone.replace("_", " "),
        "readers": [_("You alone see this page")],
        "others": [
            _("The people you meet see hours to choose from, never why one is missing"),
            _("Titles, places and guests of your events are never kept"),
        ],
    }
    status = 422 if form.errors or week.errors else 200
    return render(request, "participant/calendars/calendars.html", context, status=status)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
