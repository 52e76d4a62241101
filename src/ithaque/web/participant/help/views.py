"""A check-in from the link of a mail; a hand asked for from the pair’s space."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ithaque.kernel.access import opens
from ithaque.mentoring.doors import PAIR
from ithaque.mentoring.enums import CheckInMood
from ithaque.mentoring.followup import checkins, helping, selectors
from ithaque.mentoring.followup.doors import CHECK_IN_LINK, CheckInLink
from ithaque.mentoring.models import CheckIn, Pair
from ithaque.people.models import Person
from ithaque.web.participant.help.forms import CheckInForm, HelpForm
from ithaque.web.participant.pairs.acting import attempt, done, person, sent, status


@require_http_methods(["GET", "HEAD", "POST"])
@opens(CHECK_IN_LINK)
def check_in(request: HttpRequest, link: CheckInLink) -> HttpResponse:
    """Answer without signing in; the link opens nothing else."""
    if link.check_in is None:
        return render(request, "participant/help/check_in_expired.html", status=410)
    with translation.override(link.check_in.person.locale):
        return _check_in_page(request, link.check_in)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(PAIR)
def ask(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Say that something is difficult; the other of the pair never knows."""
    asked = selectors.help_asked_by(person(request), pair)
    form = HelpForm(
        sent(request), initial={"kind": asked.kind, "words": asked.words} if asked else {}
    )

    def act(data: dict[str, Any]) -> None:
        helping.ask_for_help(pair=pair, by=person(request), kind=data["kind"], words=data["words"])

    if request.method == "POST" and done(form, act):
        return redirect("participant:pair-help", pair.public_id)
    context = {"form": form, "pair": pair, "asked": asked, "other": pair.other(person(request))}
    return render(request, "participant/help/ask.html", context, status=status(form))


@require_POST
@opens(PAIR)
def withdraw(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Say that it is settled."""
    attempt(
        request,
        lambda: helping.withdraw_help(pair=pair, by=person(request)),
        said=_("Understood: the coordination knows that it is settled."),
    )
    return redirect("participant:pair", pair.public_id)


def _check_in_page(request: HttpRequest, asked: CheckIn) -> HttpResponse:
    who: Person = asked.person
    form = CheckInForm(sent(request), initial={"mood": asked.mood})
    given = request.method == "POST" and done(
        form, lambda data: checkins.answer_check_in(check_in=asked, by=who, mood=data["mood"])
    )
    context = {
        "form": form,
        "pair": asked.pair,
        "other": asked.pair.other(who),
        "given": given,
        "moods": CheckInMood.choices,
        "asks_help": given and form.cleaned_data["mood"] == CheckInMood.HELP,
    }
    return render(request, "participant/help/check_in.html", context, status=status(form))
