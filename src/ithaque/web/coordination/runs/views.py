"""Match runs: list, ask, follow, cancel, review, compare, prove, set aside."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.matching import exports, selectors, services
from ithaque.matching.comparing import runs_to_compare
from ithaque.matching.doors import TEAM_RUN
from ithaque.matching.enums import RunStatus
from ithaque.matching.models import MatchRun
from ithaque.matching.services.runs import record_document
from ithaque.people.models import Person
from ithaque.programmes.doors import COORDINATOR, TEAM_COHORT
from ithaque.programmes.models import Cohort
from ithaque.web.coordination.runs import certificate, comparison, fairness, files, pages, workbench

PER_PAGE = 20


@require_safe
@opens(COORDINATOR)
def runs(request: HttpRequest) -> HttpResponse:
    """List the cohorts the person coordinates, each with its latest run."""
    found = Paginator(selectors.cohorts_to_match(_person(request)), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request, "coordination/runs/cohorts.html", {"page": found, "rows": pages.cohort_rows(found)}
    )


@require_safe
@opens(TEAM_COHORT)
def run_list(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """List the runs of a cohort, and offer to ask one."""
    if exports.is_asked(request):
        return files.runs(request, selectors.runs_of(cohort))
    found = Paginator(selectors.runs_of(cohort), PER_PAGE).get_page(request.GET.get("page"))
    context = {"cohort": cohort, "page": found, "waiting": selectors.waiting_counts(cohort)}
    return render(request, "coordination/runs/list.html", context)


@require_POST
@opens(TEAM_COHORT)
def ask(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Start a run and go to it."""
    try:
        asked = services.ask_run(cohort=cohort, by=_person(request))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("coordination:run-list", cohort_id=cohort.public_id)
    return redirect("coordination:run", run_id=asked.public_id)


@require_safe
@opens(TEAM_RUN)
def run(request: HttpRequest, found: MatchRun) -> HttpResponse:
    """Show a run: its progress, its failure, or its proposals to review."""
    if found.status in (RunStatus.WAITING, RunStatus.RUNNING, RunStatus.FAILED):
        return render(request, "coordination/runs/at_work.html", {"page": pages.WorkPage(found)})
    page = workbench.Workbench(found, request.GET)
    if exports.is_asked(request):
        return files.proposals(request, page)
    return render(request, "coordination/runs/run.html", {"page": page, "run": found})


@require_safe
@opens(TEAM_RUN)
def progress(request: HttpRequest, found: MatchRun) -> HttpResponse:
    """Give the progress as it is now; once done, ask the page to show the result."""
    if found.at_work:
        return render(request, "coordination/runs/progress.html", {"page": pages.WorkPage(found)})
    if not getattr(request, "htmx", False):
        return redirect("coordination:run", run_id=found.public_id)
    answer = HttpResponse(status=204)
    answer["HX-Refresh"] = "true"
    return answer


@require_POST
@opens(TEAM_RUN)
def cancel(request: HttpRequest, found: MatchRun) -> HttpResponse:
    """Stop a run at work and go back to the draft before it; one that has just ended is shown instead."""
    if not found.at_work:
        messages.warning(request, _("The run had just ended: here it is. Nothing was cancelled."))
        return redirect("coordination:run", run_id=found.public_id)
    services.discard_run(run=found, by=_person(request))
    messages.success(request, _("The run is cancelled. Everything is as it was before."))
    return redirect("coordination:run-list", cohort_id=found.cohort.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(TEAM_RUN)
def discard(request: HttpRequest, found: MatchRun) -> HttpResponse:
    """Set a run aside, after a word on what that means."""
    refusal = ""
    if request.method == "POST":
        try:
            services.discard_run(run=found, by=_person(request))
        except Refusal as refused:
            refusal = str(refused)
        else:
            messages.success(
                request,
                _("The run is set aside. Nobody was written to; your locks and refusals stay."),
            )
            return redirect("coordination:run-list", cohort_id=found.cohort.public_id)
    context = {"run": found, "refusal": refusal}
    return render(
        request, "coordination/runs/discard.html", context, status=409 if refusal else 200
    )


@require_safe
@opens(TEAM_RUN)
def equity(request: HttpRequest, found: MatchRun) -> HttpResponse:
    """Show how the run treats groups of people, as a page or as the part of one."""
    page = fairness.EquityPage(found)
    if exports.is_asked(request):
        return files.groups(request, page)
    name = "equity_part.html" if getattr(request, "htmx", False) else "equity.html"
    return render(request, f"coordination/runs/{name}", {"page": page, "run": found})


@require_safe
@opens(TEAM_RUN)
def compare(request: HttpRequest, found: MatchRun) -> HttpResponse:
    """Set a run beside another one of its cohort."""
    others, wanted = runs_to_compare(found), request.GET.get("with", "")
    other = selectors.run_to_compare(found, wanted) if wanted else next(iter(others), None)
    if wanted and other is None:
        raise Http404
    page = comparison.ComparePage(other, found, request.GET) if other else None
    if page and exports.is_asked(request):
        return files.differences(request, page)
    context = {"page": page, "run": found, "others": others}
    return render(request, "coordination/runs/compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(TEAM_RUN)
def proof(request: HttpRequest, found: MatchRun) -> HttpResponse:
    """Explain the proof of a run; by POST, ask for it to be computed again from its record."""
    refusal = ""
    if request.method == "POST":
        try:
            services.ask_replay(run=found, by=_person(request))
        except Refusal as refused:
            refusal = str(refused)
        else:
            return redirect("coordination:run-proof", run_id=found.public_id)
    page = certificate.ProofPage(found, refusal)
    status = 409 if refusal else 200
    return render(
        request, "coordination/runs/proof.html", {"page": page, "run": found}, status=status
    )


@require_safe
@opens(TEAM_RUN)
def replay(request: HttpRequest, found: MatchRun) -> HttpResponse:
    """Give the replay at work; once done, ask the page to show what it says."""
    page = certificate.ProofPage(found)
    if page.replaying:
        return render(request, "coordination/runs/replaying.html", {"page": page, "run": found})
    if not getattr(request, "htmx", False):
        return redirect("coordination:run-proof", run_id=found.public_id)
    answer = HttpResponse(status=204)
    answer["HX-Refresh"] = "true"
    return answer


@require_safe
@opens(TEAM_RUN)
def record(request: HttpRequest, found: MatchRun) -> HttpResponse:
    """Hand over the record of a run as JSON."""
    document = record_document(found)
    if document is None:
        raise Http404
    answer = HttpResponse(document, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="ithaque-run-{found.number}.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
