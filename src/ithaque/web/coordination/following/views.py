"""The pairs a follower was entrusted, and the aggregates an observer reads."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ithaque.insight.aggregates import aggregates_of
from ithaque.kernel.access import opens
from ithaque.mentoring import selectors as mentoring
from ithaque.mentoring.followup import selectors as followup
from ithaque.people.models import Person
from ithaque.programmes.doors import FOLLOWER, OBSERVED_PROGRAMME, OBSERVER
from ithaque.programmes.models import Programme
from ithaque.programmes.selectors import programmes_observed_by

FOLDER = "coordination/following"
SHOWN = 12


@require_safe
@opens(FOLLOWER)
def following(request: HttpRequest) -> HttpResponse:
    """Show the situations that wait for a follower, then every pair entrusted to them."""
    person = _person(request)
    waiting = followup.waiting_for(person, followup.cards_visible_to(person))
    context = {
        "cases": followup.cases(waiting[:SHOWN], several_programmes=True),
        "pairs": list(mentoring.followed_pairs(person)),
    }
    return render(request, f"{FOLDER}/following.html", context)


@require_safe
@opens(OBSERVER)
def observed(request: HttpRequest) -> HttpResponse:
    """Lead an observer to the figures of their only programme, or let them choose."""
    programmes = list(programmes_observed_by(_person(request)))
    if len(programmes) == 1:
        return redirect("coordination:programme-figures", programmes[0].public_id)
    return render(request, f"{FOLDER}/observed.html", {"programmes": programmes})


@require_safe
@opens(OBSERVED_PROGRAMME)
def figures(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Show aggregates, small ones hidden; never anyone."""
    context = {"programme": programme, "seen": aggregates_of(programme)}
    return render(request, f"{FOLDER}/figures.html", context)


def _person(request: HttpRequest) -> Person:
    """Return who is signed in: the door has checked that someone is."""
    assert isinstance(request.user, Person)
    return request.user
