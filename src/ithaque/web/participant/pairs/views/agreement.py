"""The agreement: read, change its terms, sign, keep the PDF."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as says
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ithaque.kernel import files
from ithaque.kernel.access import opens
from ithaque.mentoring import documents, selectors, services
from ithaque.mentoring.doors import GUARDIAN_AGREEMENT, PAIR, SEALED_AGREEMENT, GuardianLink
from ithaque.mentoring.models import Pair, SealedAgreement
from ithaque.mentoring.parties import Party
from ithaque.programmes.selectors import coordinators_of
from ithaque.web.participant.pairs import pages
from ithaque.web.participant.pairs.acting import done, person, sent, status
from ithaque.web.participant.pairs.signing_forms import (
    GuardianNoForm,
    GuardianSignForm,
    SignForm,
    TermsForm,
)


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
        "changes": pages.changes(state, pair),
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
    initial["goals"] = initial["goals"] or selectors.goals_in_a_line(pair)
    minor = any(one.is_minor for one in pair.people)
    form = TermsForm(sent(request), modalities=offered, minor=minor, initial=initial)

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
    """Hand over the agreement as everyone signed it."""
    if sealed.file is None:
        raise Http404
    return files.response(sealed.file, inline=True)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(GUARDIAN_AGREEMENT)
def guardian(request: HttpRequest, link: GuardianLink) -> HttpResponse:
    """Let the guardian of a minor read, sign, say no, or take back, without account; the link opens nothing else."""
    if link.pair is None or link.guardian is None:
        return render(request, "participant/pairs/guardian_expired.html", status=410)
    pair, who = link.pair, link.guardian
    with translation.override(who.enrolment.person.locale):
        no = request.POST.get("act") == "no"
        state = selectors.agreement_state(pair)
        start = {"name": who.name, "digest": state.digest}
        sign = GuardianSignForm(None if no else sent(request), initial=start)
        refuse = GuardianNoForm(request.POST if no else None)

        def signing(data: dict[str, Any]) -> None:
            services.sign_as_guardian(
                pair=pair, guardian=who, name=data["name"], digest=data["digest"]
            )

        def refusing(data: dict[str, Any]) -> None:
            services.refuse_as_guardian(pair=pair, guardian=who, words=data["words"])

        form, act = (refuse, refusing) if no else (sign, signing)
        if request.method == "POST" and done(form, act):
            return redirect(request.path)
        state = selectors.agreement_state(pair)
        sign.read_again(state.digest)
        mine = Party("guardian", guardian=who)
        context = {
            "pair": pair,
            "guardian": who,
            "child": who.enrolment.person,
            "other": pair.other(who.enrolment.person),
            "state": state,
            "paragraphs": documents.paragraphs(state.agreement.text),
            "terms": documents.terms_in_words(state.agreement, pair),
            "signature": mine.signed_in(state.signatures),
            "refusal": next((one for one in state.refusals if one.guardian_id == who.pk), None),
            "may_sign": any(one.guardian == who for one in state.due),
            "form": sign,
            "no_form": refuse,
        }
        return render(request, "participant/pairs/guardian.html", context, status=status(form))
