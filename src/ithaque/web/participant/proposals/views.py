"""The person proposed to someone: read why, say yes or no, in the product or from a mail's link."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ithaque.kernel import links
from ithaque.kernel.access import SIGNED_IN, opens
from ithaque.kernel.errors import Refusal
from ithaque.matching import selectors
from ithaque.matching.doors import OWN_PROPOSAL, SIGNED_LINK
from ithaque.matching.models import Proposal
from ithaque.matching.services import answer_proposal
from ithaque.matching.services.announcements import ANSWER
from ithaque.people.models import Person
from ithaque.web.participant.proposals.forms import AnswerForm
from ithaque.web.participant.proposals.pages import ProposalPage, shelf

LINK_AGE = timedelta(days=120)
"""Longer than any proposal: a page then says in words that it is closed."""


@require_safe
@opens(SIGNED_IN)
def proposals(request: HttpRequest) -> HttpResponse:
    """List what was proposed to the person, those awaiting an answer first."""
    person = _person(request)
    found = shelf(selectors.proposals_told_to(person), person)
    return render(request, "participant/proposals/list.html", {"pages": found})


@require_safe
@opens(OWN_PROPOSAL)
def proposal(request: HttpRequest, found: Proposal) -> HttpResponse:
    """Show the person proposed, why, and how to answer."""
    return _page(request, found, _person(request), AnswerForm())


@require_POST
@opens(OWN_PROPOSAL)
def answer(request: HttpRequest, found: Proposal) -> HttpResponse:
    """Record the answer of the person signed in."""
    form = AnswerForm(request.POST)
    said = _answer(form, found, _person(request))
    if said is None:
        return _page(request, found, _person(request), form, status=422)
    messages.success(request, said)
    return redirect("participant:proposal", proposal_id=found.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(SIGNED_LINK)
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Open the proposal a mail speaks of; nothing changes before a confirmation by POST."""
    try:
        link = links.read(ANSWER, token, max_age=LINK_AGE)
    except links.LinkError as error:
        return _closed(
            request, "expired" if error.expired else "invalid", status=410 if error.expired else 404
        )
    found = selectors.proposal_by_link(link.target, link.person)
    if found is None:
        return _closed(request, "gone", status=410)
    if request.user.is_authenticated and request.user.public_id != link.person:
        return _closed(request, "forwarded", status=403)
    with override(found[1].locale), timezone.override(found[1].time_zone):
        return _linked(request, *found)


def _linked(request: HttpRequest, found: Proposal, person: Person) -> HttpResponse:
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        said = _answer(form, found, person)
        if said is not None:
            messages.success(request, said)
            return redirect(request.path)
        return _page(request, found, person, form, linked=True, status=422)
    return _page(request, found, person, AnswerForm(), linked=True)


def _answer(form: AnswerForm, found: Proposal, person: Person) -> str | None:
    """Answer and return what to say about it; None when the form must be shown again."""
    if not form.is_valid():
        return None
    try:
        done = answer_proposal(
            proposal=found,
            person=person,
            accept=form.accepts,
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    if not form.accepts:
        return _("Your answer is noted. Thank you for saying so.")
    if done.pair is not None:
        return _("You both said yes: your space is open.")
    return _("Your yes is noted. We tell you as soon as the other answers.")


def _page(
    request: HttpRequest,
    found: Proposal,
    person: Person,
    form: AnswerForm,
    *,
    linked: bool = False,
    status: int = 200,
) -> HttpResponse:
    page = ProposalPage(found, person, form, linked=linked)
    return render(
        request, "participant/proposals/proposal.html", {"page": page, "form": form}, status=status
    )


def _closed(request: HttpRequest, why: str, *, status: int) -> HttpResponse:
    return render(request, "participant/proposals/closed.html", {"why": why}, status=status)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
