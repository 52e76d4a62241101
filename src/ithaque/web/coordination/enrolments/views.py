"""Enrolments as coordinators look at them: table, board, saved views, acts on several at once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.matching import exports
from ithaque.people.models import Person
from ithaque.programmes import services
from ithaque.programmes.doors import TEAM_COHORT
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.web.coordination.enrolments import bulk, looks
from ithaque.web.coordination.enrolments.forms import LettersForm
from ithaque.web.coordination.enrolments.lists import BoardPage, ListPage

FOLDER = "coordination/enrolments"


@require_safe
@opens(TEAM_COHORT)
def enrolments(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """List the enrolments of a cohort by step, as a page or as a file."""
    page = ListPage(cohort, _person(request), request.GET)
    if exports.is_asked(request):
        name = f"{cohort.programme.slug}-{cohort.starts_on:%Y-%m}"
        return exports.table_response(request, name, page.header(), page.rows())
    return render(request, f"{FOLDER}/list.html", {"page": page})


@require_safe
@opens(TEAM_COHORT)
def board(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Show the same enrolments as a board, a column for each step."""
    page = BoardPage(cohort, _person(request), request.GET)
    return render(request, f"{FOLDER}/board.html", {"page": page})


@require_POST
@opens(TEAM_COHORT)
def save_view(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Keep the present filters, sort and columns under a name."""
    query = looks.cleaned(request.POST.get("query", ""))
    try:
        view = services.save_view(
            programme=cohort.programme,
            name=request.POST.get("name", ""),
            query=query,
            by=_person(request),
        )
        messages.success(request, _("The view “%(name)s” is kept.") % {"name": view.name})
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return _list(cohort, query)


@require_POST
@opens(TEAM_COHORT)
def forget_view(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Forget a view; the enrolments stay as they are."""
    services.forget_view(
        programme=cohort.programme, name=request.POST.get("name", ""), by=_person(request)
    )
    messages.success(request, _("The view is forgotten; nothing else changed."))
    return _list(cohort, "")


@require_POST
@opens(TEAM_COHORT)
def several(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Say what an act will do to the people ticked; do it once confirmed, and say what could not be done."""
    query = looks.cleaned(request.POST.get("query", ""))
    action = bulk.ACTIONS.get(request.POST.get("action", ""))
    chosen = _chosen(request, cohort)
    if action is None or not chosen:
        messages.info(request, _("Tick at least one person, and choose what to do."))
        return _list(cohort, query)
    confirmed = request.POST.get("confirmed") == "yes"
    form = _letters(request, action, confirmed)
    if not confirmed or (form is not None and not form.is_valid()):
        context = {
            "cohort": cohort,
            "programme": cohort.programme,
            "action": action,
            "key": request.POST["action"],
            "chosen": chosen,
            "query": query,
            "form": form,
        }
        status = 422 if form is not None and form.errors else 200
        return render(request, f"{FOLDER}/several.html", context, status=status)
    data = form.cleaned_data if form is not None else {}
    outcome = bulk.perform(
        action, chosen, by=_person(request), letters=data, cause=data.get("cause", "other")
    )
    _say(request, action, outcome)
    return _list(cohort, query)


def _letters(request: HttpRequest, action: bulk.Action, confirmed: bool) -> LettersForm | None:
    if not action.asks_words:
        return None
    return (
        LettersForm(request.POST) if confirmed else LettersForm(cause=request.POST.get("cause", ""))
    )


def _say(request: HttpRequest, action: bulk.Action, outcome: bulk.Outcome) -> None:
    n = len(outcome.done)
    if n:
        sentence = ngettext("%(act)s: done for %(n)d person.", "%(act)s: done for %(n)d people.", n)
        messages.success(request, sentence % {"act": action.label, "n": n})
    for name, reason in outcome.refused:
        messages.warning(request, _("%(name)s: %(reason)s") % {"name": name, "reason": reason})


def _chosen(request: HttpRequest, cohort: Cohort) -> list[Enrolment]:
    page = ListPage(cohort, _person(request), request.GET)
    ids = _uuids(request.POST.getlist("enrolment"))
    return list(page.found.filter(public_id__in=ids))


def _list(cohort: Cohort, query: str) -> HttpResponse:
    answer = redirect("coordination:enrolments", cohort.public_id)
    if query:
        answer["Location"] += f"?{query}"
    return answer


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts[: bulk.MOST]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _person(request: HttpRequest) -> Person:
    """Return who is signed in: the door has checked that someone is."""
    assert isinstance(request.user, Person)
    return request.user
