"""Enrol: join, fill in step by step, send, follow, change, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.programmes import rules, selectors, services
from ithaque.programmes.doors import COHORT_TO_JOIN, OWN_ENROLMENT
from ithaque.programmes.enums import EnrolmentStatus
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.questionnaires.services import IncompleteAnswers
from ithaque.web.participant.enrolment.filling import keep_up
from ithaque.web.participant.enrolment.forms import GuardianForm
from ithaque.web.participant.enrolment.pages import GUARDIAN, REVIEW, EnrolmentPage
from ithaque.web.participant.enrolment.status import StatusPage

FOLDER = "participant/enrolment"
READ_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(READ_WRITE)
@opens(COHORT_TO_JOIN)
def start(request: HttpRequest, found: tuple[Cohort, str]) -> HttpResponse:
    """Say what enrolling asks and who reads it, then open the form by POST."""
    cohort, side = found
    token = request.POST.get("invitation", "") or request.GET.get("invitation", "")
    invited = bool(token) and services.is_invited(cohort, side, token)
    referral = (request.POST.get("referral", "") or request.GET.get("referral", ""))[:12]
    known = selectors.enrolment_for(_person(request), cohort, side)
    if request.method != "POST" and known is not None and known.status != EnrolmentStatus.WITHDRAWN:
        return redirect("participant:enrolment", known.public_id)
    refusal = None
    if request.method == "POST":
        try:
            made = services.start_enrolment(
                cohort=cohort,
                person=_person(request),
                side=side,
                invited=invited,
                referral=referral,
            )
            return redirect("participant:enrolment", made.public_id)
        except Refusal as error:
            refusal = error
    context = {
        "cohort": cohort,
        "programme": cohort.programme,
        "settings": selectors.settings_of(cohort.programme),
        "side": side,
        "token": token if invited else "",
        "referral": referral,
        "closed": ""
        if rules.can_enrol(cohort, invited=invited)
        else services.window_sentence(cohort),
        "refusal": refusal,
    }
    return render(request, f"{FOLDER}/start.html", context, status=409 if refusal else 200)


@require_safe
@opens(OWN_ENROLMENT)
def enrolment(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Show where an enrolment stands; take a form in progress up where it was left."""
    if enrolment.status == EnrolmentStatus.DRAFT:
        keep_up(request, enrolment)
        return redirect(EnrolmentPage(enrolment).resume_url)
    return render(
        request, f"{FOLDER}/status.html", {"page": StatusPage(enrolment), "enrolment": enrolment}
    )


@require_http_methods(READ_WRITE)
@opens(OWN_ENROLMENT)
def guardian(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Ask a minor who is responsible for them."""
    if not rules.can_edit_answers(_person(request), enrolment):
        return redirect("participant:enrolment", enrolment.public_id)
    page = EnrolmentPage(enrolment, GUARDIAN)
    if not page.wants_guardian:
        return redirect(page.url(REVIEW))
    form = GuardianForm(
        request.POST if request.method == "POST" else None,
        instance=getattr(enrolment, "guardian", None),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.name_guardian(enrolment=enrolment, **form.cleaned_data, by=_person(request))
            return redirect(page.url(REVIEW))
        except Refusal as refusal:
            form.add_error("email", str(refusal))
    context = {"page": page, "form": form, "enrolment": enrolment}
    return render(request, f"{FOLDER}/guardian.html", context, status=422 if form.errors else 200)


@require_http_methods(READ_WRITE)
@opens(OWN_ENROLMENT)
def review(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Show everything before sending; send by POST."""
    if not rules.can_edit_answers(_person(request), enrolment):
        return redirect("participant:enrolment", enrolment.public_id)
    if request.method != "POST":
        keep_up(request, enrolment)
    page = EnrolmentPage(enrolment, REVIEW)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            services.submit_enrolment(enrolment=enrolment, by=_person(request))
            return redirect("participant:enrolment", enrolment.public_id)
        except IncompleteAnswers as error:
            refusal = error
        except Refusal as error:
            if error.code == "guardian_needed":
                return redirect(page.url(GUARDIAN))
            refusal = error
    context = {"page": page, "enrolment": enrolment, "refusal": refusal}
    return render(request, f"{FOLDER}/review.html", context, status=422 if refusal else 200)


@require_POST
@opens(OWN_ENROLMENT)
def edit(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Open answers already sent, while nobody has decided."""
    try:
        services.reopen_enrolment(enrolment=enrolment, by=_person(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("participant:enrolment", enrolment.public_id)
    messages.info(
        request, _("Your answers can be changed. Send them again when you have finished.")
    )
    return redirect(EnrolmentPage(enrolment).url(REVIEW))


@require_http_methods(READ_WRITE)
@opens(OWN_ENROLMENT)
def withdraw(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Say what leaving means, and leave by POST."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            services.withdraw_enrolment(enrolment=enrolment, by=_person(request))
            return redirect("participant:enrolment", enrolment.public_id)
        except Refusal as error:
            refusal = error
    page = StatusPage(enrolment)
    if not page.can_withdraw:
        return redirect("participant:enrolment", enrolment.public_id)
    context = {"page": page, "enrolment": enrolment, "refusal": refusal}
    return render(request, f"{FOLDER}/withdraw.html", context, status=409 if refusal else 200)


def _person(request: HttpRequest) -> Person:
    """Return who is signed in: the door has checked that someone is."""
    assert isinstance(request.user, Person)
    return request.user
