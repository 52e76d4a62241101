"""What the team keeps beside a run: notes, places reserved."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.matching import selectors, services
from ithaque.matching.doors import TEAM_MENTOR, TEAM_NOTE, TEAM_RESERVATION, TEAM_RUN
from ithaque.matching.models import MatchRun, Note, Reservation
from ithaque.people.models import Person
from ithaque.programmes.models import Enrolment
from ithaque.web.coordination.runs.forms import NoteForm, ReserveForm


@require_http_methods(["GET", "HEAD", "POST"])
@opens(TEAM_RUN)
def note(request: HttpRequest, found: MatchRun) -> HttpResponse:
    """Write a note about a run, or about a mentee of it."""
    wanted = request.GET.get("mentee", "")
    mentee = selectors.mentee_of_run(found, wanted) if wanted else None
    if wanted and mentee is None:
        raise Http404
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_note(
                run=found, mentee=mentee, text=form.cleaned_data["text"], by=_person(request)
            )
        except Refusal as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("The note is kept for the team."))
            return redirect("coordination:run", run_id=found.public_id)
    context = {"run": found, "mentee": mentee, "form": form}
    return render(
        request, "coordination/runs/notes.html", context, status=422 if form.errors else 200
    )


@require_POST
@opens(TEAM_NOTE)
def remove_note(request: HttpRequest, found: Note) -> HttpResponse:
    """Remove one's own note."""
    try:
        services.remove_note(note=found, by=_person(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The note is removed."))
    return redirect("coordination:run", run_id=found.run.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(TEAM_MENTOR)
def reserve(request: HttpRequest, found: Enrolment) -> HttpResponse:
    """Reserve places of a mentor for later."""
    form = ReserveForm(
        request.POST if request.method == "POST" else None, most=max(1, found.capacity)
    )
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.reserve_places(mentor=found, by=_person(request), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("places", str(refusal))
        else:
            said = ngettext(
                "%(count)d place is reserved: the next runs leave it free.",
                "%(count)d places are reserved: the next runs leave them free.",
                kept.places,
            )
            messages.success(request, said % {"count": kept.places})
            return redirect("coordination:run-list", cohort_id=found.cohort.public_id)
    context = {"mentor": found, "form": form}
    return render(
        request, "coordination/runs/reserve.html", context, status=422 if form.errors else 200
    )


@require_POST
@opens(TEAM_RESERVATION)
def release(request: HttpRequest, found: Reservation) -> HttpResponse:
    """Give reserved places back."""
    cohort = found.cohort
    services.release_places(reservation=found, by=_person(request))
    messages.success(request, _("The places are given back: the next runs may fill them."))
    return redirect("coordination:run-list", cohort_id=cohort.public_id)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
