"""Messages: read, written, corrected, taken back, searched; their files."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages as says
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ithaque.kernel import files
from ithaque.kernel.access import SIGNED_IN, opens
from ithaque.mentoring import rules, searching, selectors, services
from ithaque.mentoring.doors import MESSAGE_FILE, OWN_MESSAGE, PAIR
from ithaque.mentoring.models import Message, MessageFile, Pair
from ithaque.people.models import Person
from ithaque.web.participant.pairs import pages
from ithaque.web.participant.pairs.acting import attempt, done, person, sent, status
from ithaque.web.participant.pairs.letters import MessageForm, RewordForm, hidden_words, letters

PER_PAGE = 20
QUERY_MAX = 200


@require_http_methods(["GET", "HEAD", "POST"])
@opens(PAIR)
def conversation(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Read the letters, which marks them read, and write one."""
    me, about = person(request), selectors.referable(pair)
    form = MessageForm.blank(about)
    if request.method == "POST":
        form = MessageForm(request.POST, request.FILES, about=about)
        made: list[Message] = []
        if done(form, lambda _d: made.append(_send(pair, me, form))):
            _say_hidden(request, made[0])
            return redirect(f"{request.path}#last")
    page = selectors.conversation(pair, before=_before(request), around=_around(request))
    if not page.newer and page.last:
        services.mark_read(pair=pair, by=me, until=page.last)
    watch = selectors.watch_of(pair)
    context: dict[str, Any] = {
        **pages.head(pair, me, "pair-messages", unread=0),
        "form": form,
        "page": page,
        "letters": letters(page, pair, me, selectors.readings(pair, me)),
        "me": me,
        "watch": watch,
        "all_readers": pages.letter_readers(pair, watch),
    }
    part = "#older" if request.headers.get("HX-Target") == "older" else ""
    name = f"participant/pairs/messages.html{part}"
    return render(request, name, context, status=status(form))


@require_safe
@opens(SIGNED_IN)
def search(request: HttpRequest) -> HttpResponse:
    """Find the letters of one's own pairs by their words."""
    query = request.GET.get("q", "").strip()[:QUERY_MAX]
    found = selectors.search_messages(person(request), query)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    results = [
        (one, pages.names_of(one.pair.people), searching.excerpt(one.body, query))
        for one in page.object_list
    ]
    context = {"query": query, "page": page, "results": results, "me": person(request)}
    return render(request, "participant/pairs/search.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(OWN_MESSAGE)
def reword(request: HttpRequest, message: Message) -> HttpResponse:
    """Correct a letter just sent."""
    me = person(request)
    form = RewordForm(sent(request), initial={"body": message.body})
    if request.method == "POST" and done(
        form, lambda data: services.edit_message(message=message, by=me, **data)
    ):
        message.refresh_from_db(fields=["masked"])
        _say_hidden(request, message)
        return _back(message)
    context = {
        **pages.head(message.pair, me, "pair-messages"),
        "form": form,
        "message": message,
        "settled": not rules.is_changeable(message, me),
    }
    return render(request, "participant/pairs/reword.html", context, status=status(form))


@require_POST
@opens(OWN_MESSAGE)
def withdraw(request: HttpRequest, message: Message) -> HttpResponse:
    """Take a letter just sent back."""
    attempt(
        request,
        lambda: services.withdraw_message(message=message, by=person(request)),
        said=_("Your message is taken back: its words and files are gone."),
    )
    return _back(message)


@require_safe
@opens(MESSAGE_FILE)
def file(request: HttpRequest, attached: MessageFile) -> FileResponse:
    """Hand over a file of a letter; images are shown, the rest is downloaded."""
    return files.response(attached.file, inline=attached.is_image)


def _send(pair: Pair, me: Person, form: MessageForm) -> Message:
    return services.send_message(pair=pair, by=me, **form.letter())


def _say_hidden(request: HttpRequest, message: Message) -> None:
    """Say to who wrote it why something of their message was hidden."""
    if hidden := hidden_words(message):
        says.info(
            request,
            _(
                "Hidden in your message: %(what)s. With a minor, one writes here, where help is near."
            )
            % {"what": hidden},
        )


def _back(message: Message) -> HttpResponse:
    return redirect(f"{pages.messages_of(message.pair)}#m-{message.public_id}")


def _before(request: HttpRequest) -> datetime | None:
    try:
        found = parse_datetime(request.GET.get("before", ""))
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _around(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("around", ""))
    except ValueError:
        return None
