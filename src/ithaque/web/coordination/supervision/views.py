"""What designated adults read: supervised messages alone, each opening noted and seen by the members."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from ithaque.kernel import files
from ithaque.kernel.access import SIGNED_IN, opens
from ithaque.mentoring import selectors, services
from ithaque.mentoring.doors import SUPERVISED_FILE, SUPERVISED_PAIR
from ithaque.mentoring.models import MessageFile, Pair
from ithaque.people.models import Person
from ithaque.programmes.rules import can_coordinate
from ithaque.programmes.selectors import programmes_of_team

PER_PAGE = 25


@require_safe
@opens(SIGNED_IN)
def conversations(request: HttpRequest) -> HttpResponse:
    """List the conversations one is designated for, the newest words first; no word of them here."""
    found = selectors.supervised_by(_person(request))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    coordinates = programmes_of_team(_person(request)).exists()
    context = {"page": page, "layout": _layout(coordinates)}
    return render(request, "coordination/supervision/list.html", context)


@require_safe
@opens(SUPERVISED_PAIR)
def conversation(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Open a conversation, and write down who did: its members see it at once."""
    services.read_conversation(pair=pair, by=_person(request))
    page = selectors.supervised_page(pair, before=_before(request))
    versions = selectors.versions_of(page)
    context = {
        "pair": pair,
        "page": page,
        "letters": [(one, versions.get(one.pk, [])) for one in page.letters],
        "watch": selectors.watch_of(pair),
        "layout": _layout(can_coordinate(_person(request), pair.programme)),
    }
    return render(request, "coordination/supervision/conversation.html", context)


@require_safe
@opens(SUPERVISED_FILE)
def file(request: HttpRequest, attached: MessageFile) -> FileResponse:
    """Hand over a file of a supervised message."""
    return files.response(attached.file, inline=attached.is_image)


def _layout(coordinates: bool) -> str:
    """Return the frame of a page: a coordinator keeps the links of theirs."""
    return f"ui/layouts/{'coordination' if coordinates else 'participant'}.html"


def _before(request: HttpRequest) -> datetime | None:
    try:
        found = parse_datetime(request.GET.get("before", ""))
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
