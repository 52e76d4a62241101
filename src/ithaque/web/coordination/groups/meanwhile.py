"""Bring two people who wait together as peers; book a flash meeting with someone, a minor above all."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import services
from ithaque.mentoring.selectors.candidates import peers_of
from ithaque.mentoring.selectors.flash import slots_for
from ithaque.people.models import Person
from ithaque.programmes.doors import TEAM_COHORT, TEAM_ENROLMENT
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.programmes.selectors import settings_of
from ithaque.web.coordination.groups.forms import FlashForm, PeersForm

FOLDER = "coordination/groups"


@require_http_methods(["GET", "HEAD", "POST"])
@opens(TEAM_COHORT)
def peers(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Bring two people together as equals; `?with=` names the first."""
    sent = request.POST if request.method == "POST" else None
    form = PeersForm(
        sent, candidates=peers_of(cohort), initial={"first": request.GET.get("with", "")}
    )
    if sent is not None and form.is_valid():
        try:
            pair = services.open_peers(**form.chosen(), by=_person(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is open: both have been told how to begin."))
            return redirect("coordination:pair", pair.public_id)
    context = {
        "cohort": cohort,
        "form": form,
        "meanwhile": settings_of(cohort.programme).format != "peers",
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"{FOLDER}/peers.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(TEAM_ENROLMENT)
def flash(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Book an hour a mentor opened, with someone."""
    if enrolment.side != Side.MENTEE:
        return redirect("coordination:enrolment", enrolment.public_id)
    sent = request.POST if request.method == "POST" else None
    slots = list(slots_for(enrolment))
    form = FlashForm(sent, slots=slots)
    if sent is not None and form.is_valid():
        try:
            meeting = services.book_slot(**form.chosen(), mentee=enrolment, by=_person(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is booked: both have the invitation by e-mail."))
            return redirect("coordination:pair", meeting.pair.public_id)
    context = {"enrolment": enrolment, "form": form, "slots": slots}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"{FOLDER}/flash.html", context, status=status)


def _person(request: HttpRequest) -> Person:
    """Return who is signed in: the door has checked that someone is."""
    assert isinstance(request.user, Person)
    return request.user
