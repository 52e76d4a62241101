"""Messages between the two."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods

from ithaque.kernel.access import opens
from ithaque.mentoring import selectors, services
from ithaque.mentoring.doors import PAIR
from ithaque.mentoring.models import Pair
from ithaque.web.participant.pairs import pages
from ithaque.web.participant.pairs.acting import done, person, status
from ithaque.web.participant.pairs.forms import MessageForm


@require_http_methods(["GET", "HEAD", "POST"])
@opens(PAIR)
def messages(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Read the letters, which marks them read, and write one."""
    me = person(request)
    form = MessageForm(request.POST) if request.method == "POST" else MessageForm.blank()
    if request.method == "POST" and done(
        form, lambda data: services.send_message(pair=pair, by=me, **data)
    ):
        return redirect(f"{request.path}#last")
    unread_from = selectors.read_until(pair, me)
    letters, older = selectors.conversation(pair, before=_before(request))
    services.mark_read(pair=pair, by=me)
    context = {
        **pages.head(pair, me, "pair-messages", unread=0),
        "form": form,
        "letters": letters,
        "older": letters[0].created_at if older else None,
        "unread_from": unread_from,
        "seen_until": selectors.read_by_others(pair, me),
        "me": me,
        "both": pages.both_readers(pair),
    }
    return render(request, "participant/pairs/messages.html", context, status=status(form))


def _before(request: HttpRequest) -> datetime | None:
    try:
        found = parse_datetime(request.GET.get("before", ""))
    except ValueError:
        return None
    return found if found and found.tzinfo else None
