"""The end of a trial in one tap, signed in or from the mail; then a few words after a pair."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from ithaque.kernel.access import opens
from ithaque.mentoring import services
from ithaque.mentoring.doors import PAIR, TRIAL_LINK, TrialLink
from ithaque.mentoring.enums import PairStatus
from ithaque.mentoring.models import Pair, TrialPeriod
from ithaque.mentoring.selectors import trials as selectors
from ithaque.people.models import Person
from ithaque.web.participant.pairs.acting import done, person, sent, status
from ithaque.web.participant.trials.forms import DebriefForm, TrialForm

FOLDER = "participant/trials"


@require_http_methods(["GET", "HEAD", "POST"])
@opens(PAIR)
def trial(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Say whether to go on, signed in."""
    found = selectors.trial_of(pair)
    if found is None:
        raise Http404
    found.pair = pair
    return _page(request, found, person(request), linked=False)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(TRIAL_LINK)
def linked(request: HttpRequest, link: TrialLink) -> HttpResponse:
    """Say it from the mail; nothing changes before a confirmation by POST."""
    if link.trial is None or link.person is None:
        return render(request, f"{FOLDER}/expired.html", {"why": "expired"}, status=410)
    if request.user.is_authenticated and request.user.pk != link.person.pk:
        return render(request, f"{FOLDER}/expired.html", {"why": "forwarded"}, status=403)
    with override(link.person.locale), timezone.override(link.person.time_zone):
        return _page(request, link.trial, link.person, linked=True)


def _page(request: HttpRequest, found: TrialPeriod, me: Person, *, linked: bool) -> HttpResponse:
    form = TrialForm(sent(request))

    def act(data: dict[str, Any]) -> None:
        services.answer_trial(
            trial=found, by=me, goes_on=form.goes_on, reason=data["reason"], note=data["note"]
        )

    if request.method == "POST" and done(form, act):
        messages.success(
            request,
            _("Your answer is kept: you go on.")
            if form.goes_on
            else _("Your answer is kept. Your mentoring stops here, without blame."),
        )
        return redirect(request.path)
    pair = found.pair
    context = {
        "form": form,
        "trial": found,
        "pair": pair,
        "other": pair.other(me),
        "said": selectors.trial_answer_of(found, me),
        "closed": pair.status == PairStatus.CLOSED,
        "layout": f"ui/layouts/{'focus' if linked else 'participant'}.html",
    }
    return render(request, f"{FOLDER}/trial.html", context, status=status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@opens(PAIR)
def debrief(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Say what one draws from a pair that ended, and what one would like now."""
    if pair.status != PairStatus.CLOSED:
        return redirect("participant:pair", pair.public_id)
    me = person(request)
    known = selectors.debrief_of(pair, me)
    written = (
        {name: getattr(known, name) for name in ("wants", "helped", "differently")} if known else {}
    )
    form = DebriefForm(sent(request), initial=written)
    if request.method == "POST" and done(
        form, lambda data: services.write_debrief(pair=pair, person=me, by=me, **data)
    ):
        messages.success(request, _("Thank you: the coordination takes it into account."))
        return redirect("participant:home")
    context = {"form": form, "pair": pair, "other": pair.other(me), "known": known}
    return render(request, f"{FOLDER}/debrief.html", context, status=status(form))
