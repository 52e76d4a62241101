"""The pairs a follower was entrusted, and the aggregates an observer reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from ithaque.insight.aggregates import aggregates_of
from ithaque.kernel.access import opens
from ithaque.matching import exports
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
    pairs = mentoring.followed_pairs(person)
    if exports.is_asked(request):
        return _export_pairs(request, pairs)
    waiting = followup.waiting_for(person, followup.cards_visible_to(person))
    context = {
        "cases": followup.situations(waiting[:SHOWN], several_programmes=True),
        "pairs": list(pairs),
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
    seen = aggregates_of(programme)
    if exports.is_asked(request):
        rows = [
            [one.label, "" if one.hidden else one.value, one.definition] for one in seen.figures
        ]
        header = [_("Figure"), _("Value"), _("What it counts")]
        return exports.table_response(request, programme.slug, header, rows)
    context = {"programme": programme, "seen": seen}
    return render(request, f"{FOLDER}/figures.html", context)


def _export_pairs(request: HttpRequest, pairs: Iterable[Any]) -> HttpResponse:
    header = [
        _("Mentee"),
        _("Mentor"),
        _("Meetings held"),
        pgettext("a meeting", "Latest"),
        pgettext("a meeting", "Next"),
        _("State"),
    ]
    rows = (
        [
            pair.mentee.person.get_full_name(),
            pair.mentor.person.get_full_name(),
            pair.held,
            pair.last_held_at,
            pair.next_at,
            pair.get_status_display(),
        ]
        for pair in pairs
    )
    return exports.table_response(request, _("Entrusted pairs"), header, rows)


def _person(request: HttpRequest) -> Person:
    """Return who is signed in: the door has checked that someone is."""
    assert isinstance(request.user, Person)
    return request.user
