"""The agreement: read, change its terms, sign, keep the PDF."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as says
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ithaque.kernel import files
from ithaque.kernel.access import opens
from ithaque.mentoring import documents, selectors, services
from ithaque.mentoring.doors import PAIR, SEALED_AGREEMENT
from ithaque.mentoring.models import Pair, SealedAgreement
from ithaque.programmes.selectors import coordinators_of
from ithaque.web.participant.pairs import pages
from ithaque.web.participant.pairs.acting import done, person, sent, status
from ithaque.web.participant.pairs.forms import SignForm, TermsForm


@require_http_methods(["GET", "HEAD", "POST"])
@opens(PAIR)
def agreement(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Read the agreement and sign it."""
    me = person(request)
    form = SignForm(request.POST) if request.method == "POST" else None

    def act(data: dict[str, Any]) -> None:
        services.sign_agreement(pair=pair, by=me, name=data["name"], digest=data["digest"])

    if form is not None and done(form, act):
        says.success(request, _("Your signature is kept, with the date and these very words."))
        return redirect("participant:pair-agreement", pair.public_id)
    state = selectors.agreement_state(pair)
    fresh = SignForm(
        initial={"digest": state.digest, "name": form.data.get("name", "") if form else ""}
    )
    context = {
        **pages.head(pair, me, "pair-agreement"),
        "state": state,
        "paragraphs": documents.paragraphs(state.agreement.text),
        "terms": documents.terms_in_words(state.agreement, pair),
        "signed": state.signed_by(me),
        "form": form if form is not None and form.data.get("digest") == state.digest else fresh,
        "stale": form if form is not None and form.data.get("digest") != state.digest else None,
        "both": pages.both_readers(pair),
        "team": pages.team_readers(coordinators_of(pair.programme)),
    }
    code = 409 if context["stale"] else (status(form) if form else 200)
    return render(request, "participant/pairs/agreement.html", context, status=code)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(PAIR)
def terms(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Change the terms; once somebody signed, this makes a new version."""
    me = person(request)
    state = selectors.agreement_state(pair)
    offered = selectors.pair_settings(pair).modalities
    initial = {**state.terms.model_dump(), "digest": state.digest}
    form = TermsForm(sent(request), modalities=offered, initial=initial)

    def act(data: dict[str, Any]) -> None:
        services.amend_agreement(pair=pair, by=me, terms=form.terms(), digest=data["digest"])

    if request.method == "POST" and done(form, act):
        says.success(request, _("The terms are changed. Read them again together, then sign."))
        return redirect("participant:pair-agreement", pair.public_id)
    context = {**pages.head(pair, me, "pair-agreement"), "form": form, "state": state}
    return render(request, "participant/pairs/terms.html", context, status=status(form))


@require_safe
@opens(SEALED_AGREEMENT)
def pdf(request: HttpRequest, sealed: SealedAgreement) -> FileResponse:
    """Hand over the agreement as both signed it."""
    if sealed.file is None:
        raise Http404
    return files.response(sealed.file, inline=True)
