"""The exit survey of one side, signed in or by the link of a mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as says
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ithaque.kernel.access import opens
from ithaque.mentoring import selectors, services
from ithaque.mentoring.doors import EXIT_LINK, PAIR, ExitLink
from ithaque.mentoring.enums import PairStatus
from ithaque.mentoring.models import Pair
from ithaque.people.models import Person
from ithaque.web.participant.pairs.acting import done, person, sent, status
from ithaque.web.participant.pairs.ending_forms import ExitForm

FIELDS = ("satisfaction", "usefulness", "reached", "recommendation", "for_team")


@require_http_methods(["GET", "HEAD", "POST"])
@opens(PAIR)
def survey(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Say what one thinks of the programme, signed in."""
    if pair.status != PairStatus.CLOSED:
        return redirect("participant:pair", pair.public_id)
    return _page(request, pair, person(request))


@require_http_methods(["GET", "HEAD", "POST"])
@opens(EXIT_LINK)
def linked(request: HttpRequest, link: ExitLink) -> HttpResponse:
    """Say it from the mail; the link opens nothing else."""
    if link.pair is None or link.person is None:
        return render(request, "participant/pairs/pulse_expired.html", status=410)
    with translation.override(link.person.locale), timezone.override(link.person.time_zone):
        return _page(request, link.pair, link.person)


def _page(request: HttpRequest, pair: Pair, me: Person) -> HttpResponse:
    known = selectors.exit_survey_of(pair, me)
    start = {name: getattr(known, name) for name in FIELDS} if known else {}
    form = ExitForm(sent(request), mentor=pair.is_mentor(me), initial=start)

    def act(data: dict[str, Any]) -> None:
        services.answer_exit_survey(pair=pair, by=me, **data)

    if request.method == "POST" and done(form, act):
        says.success(request, _("Thank you: your answers help the next ones."))
        return redirect(request.path)
    context = {"form": form, "pair": pair, "other": pair.other(me), "known": known}
    return render(request, "participant/pairs/exit.html", context, status=status(form))
