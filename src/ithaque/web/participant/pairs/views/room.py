"""The room itself, and the guides at hand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ithaque.kernel.access import SIGNED_IN, opens
from ithaque.library import selectors as library
from ithaque.mentoring import rules, selectors
from ithaque.mentoring.doors import PAIR
from ithaque.mentoring.models import Pair
from ithaque.ui.offline import keeps_offline
from ithaque.web.participant.pairs import pages
from ithaque.web.participant.pairs.acting import person


@require_safe
@opens(SIGNED_IN)
def pairs(request: HttpRequest) -> HttpResponse:
    """Lead to one's only pair, or list one's pairs."""
    found = list(selectors.pairs_of(person(request)))
    if len(found) == 1:
        return redirect("participant:pair", found[0].public_id)
    rows = [(one, one.other(person(request))) for one in found]
    certificates = selectors.certificates_of(person(request))
    return render(
        request, "participant/pairs/pairs.html", {"rows": rows, "certificates": certificates}
    )


@require_safe
@opens(PAIR)
@keeps_offline
def pair(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Show the room: next meeting, goals, actions, note, way travelled, questions at hand."""
    me = person(request)
    room = selectors.pair_room(pair, me)
    context = {
        **pages.head(pair, me, "pair", unread=room.unread),
        "room": room,
        "goals": [(goal, pages.levels(goal)) for goal in room.goals],
        "attained": rules.gas_words(rules.gas_score((g.level, g.weight) for g in room.goals)),
        "cards": pages.cards(
            room.cards, room.next_meeting, familiar=room.pair.mentee.person.is_minor
        ),
        "note_paragraphs": pages.paragraphs(room.note.body),
        "both": pages.both_readers(pair),
        "signed_by_me": room.agreement.signed_by(me),
        "team": pages.team_readers(room.coordinators),
        "keep_for": pages.keep_for(room.next_meeting) if room.next_meeting else "",
    }
    return render(request, "participant/pairs/pair.html", context)


@require_safe
@opens(PAIR)
@keeps_offline
def guides(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Show the conversation guides and every question card."""
    me = person(request)
    meeting = selectors.meeting_ahead(pair)
    found = library.cards_of(request.GET.get("theme", ""))
    context = {
        **pages.head(pair, me, "pair"),
        "guides": library.guides(),
        "subjects": library.themes(),
        "subject": request.GET.get("theme", ""),
        "cards": pages.cards(found, meeting, familiar=pair.mentee.person.is_minor),
        "meeting": meeting,
        "keep_for": pages.keep_for(meeting) if meeting else "",
    }
    return render(request, "participant/pairs/guides.html", context)
