"""Criteria, rules and objective of a programme, their effect seen before they are saved."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.matching import services
from ithaque.matching.doors import OWN_TRIAL
from ithaque.matching.models import Trial
from ithaque.people.models import Person
from ithaque.programmes.doors import TEAM_COHORT
from ithaque.programmes.models import Cohort
from ithaque.web.coordination.runs import criteria_pages as pages


@require_http_methods(["GET", "HEAD", "POST"])
@opens(TEAM_COHORT)
def criteria(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Choose criteria, rules and objective; by POST, ask what they would change. Nothing is saved here."""
    page = pages.CriteriaPage(
        cohort, _person(request), request.POST if request.method == "POST" else None
    )
    refusal = ""
    if request.method == "POST" and page.form.is_valid():
        try:
            trial = services.ask_trial(
                cohort=cohort, matching=page.form.matching(), by=_person(request)
            )
        except Refusal as refused:
            refusal = str(refused)
        else:
            return redirect("coordination:trial", trial_id=trial.public_id)
    wrong = bool(refusal or page.form.errors)
    context = {"page": page, "cohort": cohort, "refusal": refusal}
    return render(request, "coordination/runs/criteria.html", context, status=422 if wrong else 200)


@require_safe
@opens(OWN_TRIAL)
def trial(request: HttpRequest, found: Trial) -> HttpResponse:
    """Show what the settings tried would change, or where the computation is."""
    return render(
        request, "coordination/runs/trial.html", {"page": pages.TrialPage(found, request.GET)}
    )


@require_safe
@opens(OWN_TRIAL)
def trial_progress(request: HttpRequest, found: Trial) -> HttpResponse:
    """Give the progress as it is now; once done, ask the page to show the effect."""
    if found.at_work:
        page = pages.TrialPage(found, request.GET)
        return render(request, "coordination/runs/trial_progress.html", {"page": page})
    if not getattr(request, "htmx", False):
        return redirect("coordination:trial", trial_id=found.public_id)
    answer = HttpResponse(status=204)
    answer["HX-Refresh"] = "true"
    return answer


@require_POST
@opens(OWN_TRIAL)
def trial_save(request: HttpRequest, found: Trial) -> HttpResponse:
    """Save the settings tried; with “run”, compute a run with them at once."""
    cohort = found.cohort
    try:
        services.save_trial(trial=found, by=_person(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("coordination:trial", trial_id=found.public_id)
    messages.success(request, _("The criteria are saved: the next runs follow them."))
    if "run" not in request.POST:
        return redirect("coordination:criteria", cohort_id=cohort.public_id)
    try:
        asked = services.ask_run(cohort=cohort, by=_person(request))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("coordination:run-list", cohort_id=cohort.public_id)
    return redirect("coordination:run", run_id=asked.public_id)


@require_POST
@opens(OWN_TRIAL)
def trial_drop(request: HttpRequest, found: Trial) -> HttpResponse:
    """Give the settings tried up, computed or not."""
    cohort = found.cohort
    services.drop_trial(trial=found)
    messages.success(request, _("Nothing was saved: the criteria in force stay."))
    return redirect("coordination:criteria", cohort_id=cohort.public_id)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
