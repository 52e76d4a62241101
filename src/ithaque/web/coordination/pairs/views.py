"""The pairs of a programme, and one pair as its coordinator may see it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ithaque.kernel import clock
from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.matching import exports
from ithaque.matching import selectors as matching
from ithaque.mentoring import selectors, services
from ithaque.mentoring.doors import COORDINATED_PAIR, TEAM_PAIR
from ithaque.mentoring.models import Pair
from ithaque.people.models import Person
from ithaque.programmes.doors import COORDINATOR, TEAM_PROGRAMME
from ithaque.programmes.models import Programme
from ithaque.programmes.selectors import programmes_of_team
from ithaque.web.coordination.following.frame import frame_of
from ithaque.web.coordination.pairs import pages
from ithaque.web.coordination.pairs.forms import CloseForm, ExtendForm, InterviewForm, WriteForm

PER_PAGE = 25


@require_safe
@opens(COORDINATOR)
def choose(request: HttpRequest) -> HttpResponse:
    """Lead to the pairs of one's only programme, or let one choose."""
    programmes = list(programmes_of_team(_person(request)))
    if len(programmes) == 1:
        return redirect("coordination:programme-pairs", programmes[0].public_id)
    return render(request, "coordination/pairs/choose.html", {"programmes": programmes})


@require_safe
@opens(TEAM_PROGRAMME)
def pairs(request: HttpRequest, programme: Programme) -> HttpResponse:
    """List the pairs: searched, filtered, sorted, by pages or as a file of dates and counts."""
    found = _found(request, programme)
    if exports.is_asked(request):
        return exports.table_response(
            request, programme.slug, pages.header(programme), pages.rows(found)
        )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": programme,
        "page": page,
        "sides": pages.sides(programme),
        "attainment": selectors.attainment_of(programme, _person(request)),
        "search": request.GET.get("q", ""),
        "state": request.GET.get("state", ""),
        "states": pages.states(selectors.figures_of(programme, _person(request))),
    }
    return render(request, "coordination/pairs/pairs.html", context)


@require_safe
@opens(TEAM_PAIR)
def pair(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Show dates, goals, counts, the agreement's state and what happened; never the words."""
    seen = selectors.team_pair(pair)
    frame = frame_of(_person(request), pair.programme)
    context = {
        "pair": pair,
        "seen": seen,
        "ends": pages.ends(pair),
        "goals": [(goal, pages.levels(goal)) for goal in seen.goals],
        "interviews": selectors.interviews_of(pair) if seen.closure else [],
        **frame,
        "brought": matching.note_brought(pair) if frame["coordinates"] else "",
        "brought_readers": ([_("The coordinators of the programme")], [_("Those in it")]),
        "unseen": [
            _("Their messages"),
            _("Their shared note"),
            _("What they wrote after a meeting"),
        ],
    }
    return render(request, "coordination/pairs/pair.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(TEAM_PAIR)
def write(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Write to everyone in it."""
    form = WriteForm(_sent(request))

    def act(data: dict[str, Any]) -> None:
        services.write_to_both(pair=pair, by=_person(request), **data)

    return _act(request, pair, form, act, "write", _("Your message has left."))


@require_http_methods(["GET", "HEAD", "POST"])
@opens(COORDINATED_PAIR)
def extend(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Give the pair another last day."""
    form = ExtendForm(_sent(request), initial={"ends_on": pair.ends_on})

    def act(data: dict[str, Any]) -> None:
        services.extend_pair(pair=pair, ends_on=data["ends_on"], by=_person(request))

    return _act(
        request, pair, form, act, "extend", _("The last day has moved. Everyone has been told.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens(COORDINATED_PAIR)
def close(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Open the ending of a pair, or complete it."""
    asked = pair.status != "active"
    form = CloseForm(_sent(request), asked=asked)

    def act(data: dict[str, Any]) -> None:
        by = _person(request)
        if not asked:
            services.ask_closure(
                pair=pair,
                by=by,
                path=data["path"],
                reason=data["reason"],
                cancel_meetings=data["meetings"] == "cancel",
            )
        if data["now"]:
            services.complete_closure(pair=pair, by=by)

    return _act(request, pair, form, act, "close", _("It is done. Everyone has been told."))


@require_http_methods(["GET", "HEAD", "POST"])
@opens(COORDINATED_PAIR)
def interview(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Note a talk had after the end with one of the pair."""
    form = InterviewForm(_sent(request), pair=pair, initial={"held_on": clock.today()})

    def act(data: dict[str, Any]) -> None:
        services.note_exit_interview(pair=pair, by=_person(request), **data)

    return _act(request, pair, form, act, "interview", _("The talk is noted."))


@require_safe
@opens(TEAM_PROGRAMME)
def endings(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Show the endings under way, what people say of the programme, the talks still to have."""
    me = _person(request)
    context = {
        "programme": programme,
        "under_way": selectors.endings_under_way(programme, me),
        "surveys": selectors.exit_surveys(programme, me),
        "talks": selectors.talks_to_have(programme, me),
    }
    return render(request, "coordination/pairs/endings.html", context)


def _act(
    request: HttpRequest, pair: Pair, form: Any, act: Any, page: str, said: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("coordination:pair", pair.public_id)
    context = {
        "pair": pair,
        "form": form,
        "title": pages.ends(pair),
        **pages.ACTS[page],
        **frame_of(_person(request), pair.programme),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "coordination/pairs/act.html", context, status=status)


def _found(request: HttpRequest, programme: Programme) -> Any:
    get = request.GET.get
    return selectors.coordinated_pairs(
        programme,
        _person(request),
        search=get("q", ""),
        state=get("state", ""),
        sort=get("sort", ""),
    )


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
