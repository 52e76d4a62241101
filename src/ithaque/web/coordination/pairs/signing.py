"""Agreements the coordination reads and signs, one by one or several at once."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ithaque.kernel import files
from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import documents, selectors, services
from ithaque.mentoring.doors import COORDINATED_PAIR, COORDINATED_SEALED
from ithaque.mentoring.models import Pair, SealedAgreement
from ithaque.people.models import Person
from ithaque.programmes.doors import TEAM_PROGRAMME
from ithaque.programmes.models import Programme
from ithaque.web.coordination.pairs.forms import SeveralForm, SignForm


@require_http_methods(["GET", "HEAD", "POST"])
@opens(TEAM_PROGRAMME)
def several(request: HttpRequest, programme: Programme) -> HttpResponse:
    """List the agreements that wait for a signature; sign those chosen, as they were read."""
    me = cast(Person, request.user)
    waiting = selectors.agreements_waiting(programme, me)
    ready = {
        str(state.agreement.pair.public_id): state for state in waiting if state.waits_for_team
    }
    form = SeveralForm(
        request.POST if request.method == "POST" else None,
        ready=ready,
        initial={"name": me.get_full_name()},
    )
    if request.method == "POST" and form.is_valid():
        outcome = services.countersign_several(
            signed=form.chosen(), by=me, name=form.cleaned_data["name"]
        )
        _say(request, outcome)
        return redirect("coordination:agreements", programme.public_id)
    context = {"programme": programme, "waiting": waiting, "ready": ready, "form": form}
    code = 422 if form.is_bound else 200
    return render(request, "coordination/pairs/agreements.html", context, status=code)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(COORDINATED_PAIR)
def one(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Read one agreement with what changed in it, and sign it for the coordination."""
    me = cast(Person, request.user)
    form = SignForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid() and _signed(form, pair, me):
        messages.success(request, _("The agreement is signed for the coordination."))
        return redirect("coordination:pair-agreement", pair.public_id)
    state = selectors.agreement_state(pair)
    if form is not None:
        form.read_again(state.digest)
    else:
        form = SignForm(initial={"digest": state.digest, "name": me.get_full_name()})
    context = {
        "pair": pair,
        "state": state,
        "form": form,
        "paragraphs": documents.paragraphs(state.agreement.text),
        "terms": documents.terms_in_words(state.agreement, pair),
        "changes": [
            (change, documents.differences(change.before, change.after, pair))
            for change in selectors.amendments_of(state.agreement)
        ],
    }
    code = 422 if form.is_bound else 200
    return render(request, "coordination/pairs/agreement.html", context, status=code)


@require_safe
@opens(COORDINATED_SEALED)
def pdf(request: HttpRequest, sealed: SealedAgreement) -> FileResponse:
    """Hand over an agreement as everyone signed it."""
    if sealed.file is None:
        raise Http404
    return files.response(sealed.file, inline=True)


def _signed(form: SignForm, pair: Pair, me: Person) -> bool:
    data: dict[str, Any] = form.cleaned_data
    try:
        services.countersign(pair=pair, by=me, name=data["name"], digest=data["digest"])
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _say(request: HttpRequest, outcome: services.SignedTogether) -> None:
    count = len(outcome.signed)
    if count:
        said = ngettext("%(count)d agreement is signed.", "%(count)d agreements are signed.", count)
        messages.success(request, said % {"count": count})
    for pair, why in outcome.refused:
        messages.error(request, f"{pair.mentee.person.get_full_name()} : {why}")
