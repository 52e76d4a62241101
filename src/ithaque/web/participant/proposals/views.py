"""The person proposed to someone: read why, say yes or no, in the product or from a mail's link."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

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
from ithaque.matching.own_wishes import enrolments_that_wish
from ithaque.matching.services import answer_proposal, ask_question
from ithaque.matching.services.announcements import ANSWER
from ithaque.matching.slots import agreed, to_come
from ithaque.people.models import Person
from ithaque.web.participant.proposals.forms import AnswerForm, QuestionForm
from ithaque.web.participant.proposals.pages import ProposalPage, shelf

LINK_AGE = timedelta(days=120)
"""Longer than any proposal: a page then says in words that it is closed."""


@require_safe
@opens(SIGNED_IN)
def proposals(request: HttpRequest) -> HttpResponse:
    """List what was proposed to the person, those awaiting an answer first."""
    person = _person(request)
    context = {
        "pages": shelf(selectors.proposals_told_to(person), person),
        "wishing": enrolments_that_wish(person),
    }
    return render(request, "participant/proposals/list.html", context)


@require_safe
@opens(OWN_PROPOSAL)
def proposal(request: HttpRequest, found: Proposal) -> HttpResponse:
    """Show the person proposed, why, and how to answer."""
    return _page(request, found, _person(request))


@require_POST
@opens(OWN_PROPOSAL)
def ask(request: HttpRequest, found: Proposal) -> HttpResponse:
    """Ask the coordinators before answering."""
    form = QuestionForm(request.POST)
    if _ask(form, found, _person(request)):
        messages.success(request, _asked())
        return redirect("participant:proposal", proposal_id=found.public_id)
    return _page(request, found, _person(request), question=form, status=422)


@require_POST
@opens(OWN_PROPOSAL)
def answer(request: HttpRequest, found: Proposal) -> HttpResponse:
    """Record the answer of the person signed in."""
    form = _answer_form(found, request.POST)
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
    if request.method != "POST":
        return _page(request, found, person, linked=True)
    if "about" in request.POST:
        question = QuestionForm(request.POST)
        if _ask(question, found, person):
            messages.success(request, _asked())
            return redirect(request.path)
        return _page(request, found, person, question=question, linked=True, status=422)
    form = _answer_form(found, request.POST)
    said = _answer(form, found, person)
    if said is not None:
        messages.success(request, said)
        return redirect(request.path)
    return _page(request, found, person, form, linked=True, status=422)


def _answer_form(found: Proposal, data: Any = None) -> AnswerForm:
    return AnswerForm(data, slots=to_come(found.slots))


def _ask(form: QuestionForm, found: Proposal, person: Person) -> bool:
    """Ask and tell whether it was done; a refusal joins the form's errors, and nothing typed is lost."""
    if not form.is_valid():
        return False
    try:
        ask_question(proposal=found, person=person, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _asked() -> str:
    return _(
        "Your question is with the coordinators: they reply by mail. You both have a week at least to answer."
    )


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
            slots=form.cleaned_data["slots"],
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    if not form.accepts:
        return _("Your answer is noted. Thank you for saying so.")
    if done.pair is not None:
        if agreed(done) is not None:
            return _("You both said yes: your space is open, and your first meeting is in it.")
        return _("You both said yes: your space is open.")
    return _("Your yes is noted. We tell you as soon as the other answers.")


def _page(
    request: HttpRequest,
    found: Proposal,
    person: Person,
    form: AnswerForm | None = None,
    *,
    question: QuestionForm | None = None,
    linked: bool = False,
    status: int = 200,
) -> HttpResponse:
    form, question = form or _answer_form(found), question or QuestionForm()
    page = ProposalPage(found, person, form, linked=linked)
    context = {
        "page": page,
        "form": form,
        "question": question,
        "asked": selectors.questions_of(found, person),
    }
    return render(request, "participant/proposals/proposal.html", context, status=status)


def _closed(request: HttpRequest, why: str, *, status: int) -> HttpResponse:
    return render(request, "participant/proposals/closed.html", {"why": why}, status=status)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
