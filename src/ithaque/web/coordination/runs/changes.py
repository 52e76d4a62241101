"""Changes by hand in a draft: another mentor with its price, locks, refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.kernel.text import typed
from ithaque.matching import selectors, services
from ithaque.matching.doors import TEAM_DECISION, TEAM_PROPOSAL, TEAM_RUN_MENTEE
from ithaque.matching.models import Decision, MatchRun, Proposal
from ithaque.people.models import Person
from ithaque.programmes.models import Enrolment
from ithaque.web.coordination.runs import prices


@require_safe
@opens(TEAM_RUN_MENTEE)
def others(request: HttpRequest, found: tuple[MatchRun, Enrolment]) -> HttpResponse:
    """Show the price of another mentor for a mentee: one asked for, or those that cost least."""
    run, mentee = found
    page = prices.OthersPage(run, mentee, request.GET)
    return _priced(request, page)


@require_POST
@opens(TEAM_RUN_MENTEE)
def choose(request: HttpRequest, found: tuple[MatchRun, Enrolment]) -> HttpResponse:
    """Give the mentee the mentor chosen, at the price shown; a draft that moved on shows its new price."""
    run, mentee = found
    mentor = selectors.mentor_of_run(run, request.POST.get("mentor", ""))
    if mentor is None:
        raise Http404
    try:
        services.choose_mentor(
            run=run,
            mentee=mentee,
            mentor=mentor,
            by=_person(request),
            reason=typed(request.POST.get("reason", "")),
            seen=_seen(request),
        )
    except Refusal as refusal:
        run.refresh_from_db()
        page = prices.OthersPage(run, mentee, QueryDict(f"mentor={mentor.public_id}"))
        page.refusal = str(refusal)
        return _priced(request, page, status=409)
    names = {"mentee": mentee.person.get_short_name(), "mentor": mentor.person.get_short_name()}
    said = _(
        "%(mentee)s goes with %(mentor)s, locked. The other pairs moved as little as possible."
    )
    messages.success(request, said % names)
    return redirect("coordination:run", run_id=run.public_id)


def _priced(request: HttpRequest, page: prices.OthersPage, status: int = 200) -> HttpResponse:
    name = "others_part.html" if getattr(request, "htmx", False) else "others.html"
    context = {"page": page, "run": page.run}
    return render(request, f"coordination/runs/{name}", context, status=status)


def _seen(request: HttpRequest) -> int | None:
    """Return the version of the run the page showed, None when the form does not say."""
    said = request.POST.get("seen", "")
    return int(said) if said.isdecimal() and len(said) < 10 else None


@require_POST
@opens(TEAM_PROPOSAL)
def lock(request: HttpRequest, found: Proposal) -> HttpResponse:
    """Keep a pair in this run and the next ones."""
    done = _("The pair is locked: later runs keep it.")
    return _act(
        request, found.run, lambda: services.lock_pair(proposal=found, by=_person(request)), done
    )


@require_POST
@opens(TEAM_PROPOSAL)
def unlock(request: HttpRequest, found: Proposal) -> HttpResponse:
    """Let later runs change a pair again."""
    done = _("The pair is unlocked: later runs may change it.")
    return _act(
        request, found.run, lambda: services.unlock(proposal=found, by=_person(request)), done
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens(TEAM_PROPOSAL)
def forbid(request: HttpRequest, found: Proposal) -> HttpResponse:
    """Rule a pair out, after a word on what that means."""
    refusal, reason = "", typed(request.POST.get("reason", ""))
    if request.method == "POST":
        try:
            services.forbid_pair(
                proposal=found, by=_person(request), reason=reason, seen=_seen(request)
            )
        except Refusal as refused:
            refusal = str(refused)
            found.run.refresh_from_db()
        else:
            messages.success(
                request,
                _(
                    "The pair is ruled out, now and later. The other pairs moved as little as possible."
                ),
            )
            return redirect("coordination:run", run_id=found.run.public_id)
    context = {"proposal": found, "run": found.run, "refusal": refusal, "reason": reason}
    return render(request, "coordination/runs/forbid.html", context, status=409 if refusal else 200)


@require_POST
@opens(TEAM_DECISION)
def lift(request: HttpRequest, found: Decision) -> HttpResponse:
    """Lift a decision taken by hand."""
    cohort = found.cohort
    services.allow_pair(decision=found, by=_person(request))
    messages.success(
        request, _("The decision is lifted: the next run is free to pair them, or not.")
    )
    return redirect("coordination:run-list", cohort_id=cohort.public_id)


def _act(request: HttpRequest, run: MatchRun, act: Callable[[], Any], done: str) -> HttpResponse:
    """Do something to a draft, say it, and go back to the run; a refusal is said there too."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("coordination:run", run_id=run.public_id)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
