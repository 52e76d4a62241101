"""Enrolments as coordinators read and decide them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.kernel.spreadsheets import csv_response
from ithaque.people.models import Person
from ithaque.programmes import services
from ithaque.programmes.doors import TEAM_COHORT, TEAM_ENROLMENT
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.web.coordination.enrolments.forms import CompleteForm, RefuseForm, VettingForm
from ithaque.web.coordination.enrolments.pages import EnrolmentPage, ListPage

FOLDER = "coordination/enrolments"


@require_safe
@opens(TEAM_COHORT)
def enrolments(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """List the enrolments of a cohort by step."""
    page = ListPage(cohort, _person(request), request.GET)
    return render(request, f"{FOLDER}/list.html", {"page": page})


@require_safe
@opens(TEAM_COHORT)
def export(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Give what the list shows as a table."""
    page = ListPage(cohort, _person(request), request.GET)
    return csv_response(
        f"{cohort.programme.slug}-{cohort.starts_on:%Y-%m}", page.header(), page.rows()
    )


@require_POST
@opens(TEAM_COHORT)
def validate_several(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Validate the enrolments ticked; say which ones could not be."""
    page = ListPage(cohort, _person(request), {})
    chosen = page.found.filter(public_id__in=_uuids(request.POST.getlist("enrolment")))
    done, refused = 0, []
    for enrolment in chosen:
        try:
            services.validate_enrolment(enrolment=enrolment, by=_person(request))
            done += 1
        except Refusal as refusal:
            refused.append(f"{enrolment.person.get_full_name()} : {refusal}")
    if done:
        sentence = ngettext(
            "%(n)d enrolment is validated.", "%(n)d enrolments are validated.", done
        )
        messages.success(request, sentence % {"n": done})
    for sentence in refused:
        messages.warning(request, sentence)
    if not done and not refused:
        messages.info(request, _("Tick at least one enrolment to validate."))
    return redirect("coordination:enrolments", cohort.public_id)


@require_safe
@opens(TEAM_ENROLMENT)
def enrolment(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Show one enrolment with all its answers."""
    return _page(request, enrolment)


@require_POST
@opens(TEAM_ENROLMENT)
def validate(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Make the person available."""
    return _act(
        request,
        enrolment,
        _("The enrolment is validated, and the person has been told."),
        services.validate_enrolment,
    )


@require_POST
@opens(TEAM_ENROLMENT)
def refuse(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Decline, with a word."""
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, enrolment, refuse=form)
    return _act(
        request,
        enrolment,
        _("The enrolment is declined; the person has received your words."),
        services.refuse_enrolment,
        reason=form.cleaned_data["word"],
    )


@require_POST
@opens(TEAM_ENROLMENT)
def complete(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Give the form back, with a question."""
    form = CompleteForm(request.POST)
    if not form.is_valid():
        return _page(request, enrolment, complete=form)
    return _act(
        request,
        enrolment,
        _("The form is open again; the person has received your question."),
        services.ask_to_complete,
        sentence=form.cleaned_data["word"],
    )


@require_POST
@opens(TEAM_ENROLMENT)
def withdraw(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Take the person out of the cohort."""
    return _act(
        request,
        enrolment,
        _("The person is no longer enrolled, and has been told."),
        services.withdraw_enrolment,
    )


@require_POST
@opens(TEAM_ENROLMENT)
def vetting(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Note the training followed and a check seen."""
    form = VettingForm(request.POST)
    if not form.is_valid():
        return _page(request, enrolment, vetting=form)
    return _act(request, enrolment, _("Noted."), services.note_vetting, **form.cleaned_data)


def _act(
    request: HttpRequest,
    enrolment: Enrolment,
    done: str,
    service: Callable[..., Any],
    **values: Any,
) -> HttpResponse:
    """Call one service for this enrolment, then show it again with what happened."""
    try:
        service(enrolment=enrolment, by=_person(request), **values)
    except Refusal as refusal:
        enrolment.refresh_from_db()
        return _page(request, enrolment, refusal=refusal)
    messages.success(request, done)
    return redirect("coordination:enrolment", enrolment.public_id)


def _page(
    request: HttpRequest, enrolment: Enrolment, *, refusal: Refusal | None = None, **bound: Form
) -> HttpResponse:
    noted = {"trained_on": enrolment.trained_on, "check_valid_until": enrolment.check_valid_until}
    forms: dict[str, Form] = {
        "refuse": RefuseForm(), "complete": CompleteForm(), "vetting": VettingForm(initial=noted), **bound
    }  # fmt: skip
    context = {
        "page": EnrolmentPage(enrolment),
        "enrolment": enrolment,
        "forms": forms,
        "refusal": refusal,
        "bound": list(bound),
    }
    status = 409 if refusal else 422 if bound else 200
    return render(request, f"{FOLDER}/enrolment.html", context, status=status)


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts[:500]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _person(request: HttpRequest) -> Person:
    """Return who is signed in: the door has checked that someone is."""
    assert isinstance(request.user, Person)
    return request.user
