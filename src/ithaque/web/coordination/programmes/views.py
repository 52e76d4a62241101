"""Programmes: list, open and close, settings, dates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.programmes import selectors, services
from ithaque.programmes.doors import COORDINATOR, TEAM_COHORT, TEAM_PROGRAMME
from ithaque.programmes.models import Cohort, Programme
from ithaque.web.coordination.programmes.forms import CalendarForm, calendar_initial
from ithaque.web.coordination.programmes.pages import ProgrammePage
from ithaque.web.coordination.programmes.parts import PARTS

FOLDER = "coordination/programmes"
READ_WRITE = ["GET", "HEAD", "POST"]


@require_safe
@opens(COORDINATOR)
def programmes(request: HttpRequest) -> HttpResponse:
    """List the programmes one coordinates."""
    rows = selectors.programmes_with_counts(_person(request))
    may_create = selectors.organisations_open_to(_person(request)).exists()
    return render(request, f"{FOLDER}/list.html", {"rows": rows, "may_create": may_create})


@require_safe
@opens(TEAM_PROGRAMME)
def programme(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Show a programme: its cohorts, its links, what to do next."""
    return _overview(request, programme)


@require_POST
@opens(TEAM_PROGRAMME)
def open_(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Open to the public."""
    try:
        services.open_programme(programme=programme, by=_person(request))
    except Refusal as refusal:
        return _overview(request, programme, refusal)
    messages.success(
        request, _("The programme is open: its page is public, and people enrol in the window.")
    )
    return redirect("coordination:programme", programme.public_id)


@require_POST
@opens(TEAM_PROGRAMME)
def close(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Close to the public."""
    services.close_programme(programme=programme, by=_person(request))
    messages.success(
        request, _("Enrolment is closed. Pairs go on; you can open again when you like.")
    )
    return redirect("coordination:programme", programme.public_id)


@require_http_methods(READ_WRITE)
@opens(TEAM_PROGRAMME)
def settings(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Show and change one part of the settings."""
    key = request.resolver_match.kwargs["part"] if request.resolver_match else ""
    if key not in PARTS:
        raise Http404
    form = PARTS[key](programme, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            form.save(_person(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Saved. It holds from now on; what is already signed or announced stays."),
            )
            return redirect("coordination:programme-settings", programme.public_id, key)
    context = {"page": ProgrammePage(programme, _person(request), key), "form": form, "part": key}
    return render(request, f"{FOLDER}/settings.html", context, status=422 if form.errors else 200)


@require_http_methods(READ_WRITE)
@opens(TEAM_PROGRAMME)
def new_cohort(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Add a cohort."""
    suggested = services.calendar_of(selectors.settings_of(programme))
    form = CalendarForm(
        request.POST if request.method == "POST" else None, initial=calendar_initial(suggested)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.add_cohort(programme=programme, calendar=form.calendar, by=_person(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("coordination:programme", programme.public_id)
    return _dates_page(request, programme, form, None)


@require_http_methods(READ_WRITE)
@opens(TEAM_COHORT)
def dates(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Change the name and dates of a cohort."""
    form = CalendarForm(
        request.POST if request.method == "POST" else None,
        initial=calendar_initial(cohort),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_calendar(cohort=cohort, calendar=form.calendar, by=_person(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The dates are changed, here and on the public page."))
            return redirect("coordination:programme", cohort.programme.public_id)
    return _dates_page(request, cohort.programme, form, cohort)


def _overview(
    request: HttpRequest, programme: Programme, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "page": ProgrammePage(programme, _person(request)),
        "programme": programme,
        "refusal": refusal,
    }
    return render(request, f"{FOLDER}/programme.html", context, status=409 if refusal else 200)


def _dates_page(
    request: HttpRequest, programme: Programme, form: Any, cohort: Cohort | None
) -> HttpResponse:
    context = {"programme": programme, "form": form, "cohort": cohort}
    return render(request, f"{FOLDER}/dates.html", context, status=422 if form.errors else 200)


def _person(request: HttpRequest) -> Person:
    """Return who is signed in: the door has checked that someone is."""
    assert isinstance(request.user, Person)
    return request.user
