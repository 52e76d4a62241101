"""Open a circle or a team by hand or as the engine composes it; add someone, have someone leave."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.matching.circles import compositions
from ithaque.mentoring import services
from ithaque.mentoring.doors import COORDINATED_PAIR
from ithaque.mentoring.models import Pair
from ithaque.mentoring.selectors.candidates import candidates_of
from ithaque.people.models import Person
from ithaque.programmes.doors import TEAM_COHORT
from ithaque.programmes.enums import PairFormat
from ithaque.programmes.models import Cohort
from ithaque.programmes.selectors import settings_of
from ithaque.web.coordination.groups.forms import GroupForm, JoinForm

FOLDER = "coordination/groups"


@require_http_methods(["GET", "HEAD", "POST"])
@opens(TEAM_COHORT)
def new(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Open a circle or a team; `?compose=` fills the form as the engine would."""
    format = _format(request)
    sent = request.POST if request.method == "POST" else None
    composed = compositions(cohort, format) if "compose" in request.GET and sent is None else None
    form = GroupForm(
        sent,
        candidates=candidates_of(cohort, format),
        initial={"format": format, **_filled(composed)},
    )
    if sent is not None and form.is_valid():
        try:
            pair = services.open_group(**form.chosen(), by=_person(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is open: everyone in it has been told how to begin."))
            return redirect("coordination:pair", pair.public_id)
    context = {
        "cohort": cohort,
        "form": form,
        "format": format,
        "sizes": settings_of(cohort.programme),
        "composed": composed,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"{FOLDER}/new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(COORDINATED_PAIR)
def members(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Show who is in a circle or a team, and add someone."""
    if pair.is_of_two:
        return redirect("coordination:pair", pair.public_id)
    sent = request.POST if request.method == "POST" else None
    form = JoinForm(sent, candidates=candidates_of(pair.cohort, pair.format, pair))
    if sent is not None and form.is_valid():
        enrolment = form.known[form.cleaned_data["enrolment"]]
        try:
            services.join_group(pair=pair, enrolment=enrolment, by=_person(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("They are in: everyone has been told."))
            return redirect("coordination:pair-members", pair.public_id)
    context = {"pair": pair, "members": pair.present, "form": form}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"{FOLDER}/members.html", context, status=status)


@require_POST
@opens(COORDINATED_PAIR)
def remove(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Have someone leave a circle or a team, which goes on."""
    gone = next(
        (one for one in pair.people if str(one.public_id) == request.POST.get("person")), None
    )
    try:
        if gone is not None:
            services.leave_group(pair=pair, person=gone, by=_person(request))
            messages.success(request, _("They have left: the others have been told."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("coordination:pair-members", pair.public_id)


def _format(request: HttpRequest) -> str:
    asked = request.POST.get("format") or request.GET.get("format", "")
    return asked if asked in (PairFormat.CIRCLE, PairFormat.TEAM) else PairFormat.CIRCLE


def _filled(composed: Any) -> dict[str, Any]:
    if not composed:
        return {}
    first = composed[0]
    return {
        "mentors": [str(one.public_id) for one in first.mentors],
        "mentees": [str(one.public_id) for one in first.mentees],
    }


def _person(request: HttpRequest) -> Person:
    """Return who is signed in: the door has checked that someone is."""
    assert isinstance(request.user, Person)
    return request.user
