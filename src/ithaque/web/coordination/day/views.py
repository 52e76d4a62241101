"""The coordinator's day, its cards, and the lists behind its figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ithaque.insight import indicators
from ithaque.insight.day import also_waiting, day_of, figures_for, scope_for
from ithaque.insight.selectors import rows_of
from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.matching import exports
from ithaque.mentoring.followup import selectors, services
from ithaque.mentoring.followup.doors import CARD
from ithaque.mentoring.followup.week import week_of
from ithaque.mentoring.models import FollowUpCard
from ithaque.people.models import Person
from ithaque.programmes.doors import COORDINATOR, TEAM
from ithaque.programmes.selectors import team_home_of
from ithaque.ui import dates
from ithaque.web.coordination.day import files, forms, pages
from ithaque.web.coordination.following.frame import frame_of

PER_PAGE = 25


@require_safe
@opens(TEAM)
def day(request: HttpRequest) -> HttpResponse:
    """Show what waits for the coordinator today; lead the rest of a team to what is theirs."""
    person = _person(request)
    scope = scope_for(person, request.GET.get("programme", ""))
    if not scope.programmes and (home := team_home_of(person)):
        return redirect(home)
    page = pages.DayPage(day_of(person, scope))
    return render(request, "coordination/day/day.html", {"page": page, "day": page.day})


@require_safe
@opens(COORDINATOR)
def also(request: HttpRequest) -> HttpResponse:
    """Show what waits outside follow-up: a page of its own, or the part of the day that asks for it."""
    person = _person(request)
    scope = scope_for(person, request.GET.get("programme", ""))
    return _part(request, "also", {"also": also_waiting(person, scope)})


@require_safe
@opens(COORDINATOR)
def figures(request: HttpRequest) -> HttpResponse:
    """Show how the programmes go: a page of its own, or the part of the day that asks for it."""
    person = _person(request)
    scope = scope_for(person, request.GET.get("programme", ""))
    return _part(request, "figures", {"page": pages.FiguresPage(figures_for(person, scope))})


@require_safe
@opens(COORDINATOR)
def cards(request: HttpRequest) -> HttpResponse:
    """List the cards: waiting, with colleagues, postponed, settled."""
    person = _person(request)
    scope = scope_for(person, request.GET.get("programme", ""))
    shelf = pages.shelf(request.GET.get("shelf", ""))
    found = selectors.cards_visible_to(person, scope.programmes)
    if exports.is_asked(request):
        cases = selectors.cases(shelf.take(person, found))
        return exports.table_response(
            request, str(shelf.label), files.case_header(), files.case_rows(cases)
        )
    shelved = shelf.take(person, found)
    page = Paginator(shelf.rows(shelved), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "cases": shelf.cases(shelved, page.object_list, several_programmes=scope.several),
        "tabs": pages.tabs(shelf, scope),
        "shelf": shelf,
        "week": week_of(found) if shelf.code == pages.SETTLED else None,
    }
    return render(request, "coordination/day/cards.html", context)


@require_safe
@opens(CARD)
def card(request: HttpRequest, card: FollowUpCard) -> HttpResponse:
    """Show one card with everything that can be done about it."""
    return _card_page(request, card)


@require_POST
@opens(CARD)
def hand_over(request: HttpRequest, card: FollowUpCard) -> HttpResponse:
    """Hand the card to a colleague."""
    people = selectors.colleagues_of(_person(request), card)
    form = forms.HandOverForm(request.POST, case=_case(card), people=people)

    def act(data: dict[str, Any]) -> str:
        services.assign_card(card=card, to=data["to"], by=_person(request), seen=data["seen"])
        return _("{name} has this situation in hand.").format(name=data["to"].get_short_name())

    return _act(request, card, "hand_over", form, act)


@require_POST
@opens(CARD)
def postpone(request: HttpRequest, card: FollowUpCard) -> HttpResponse:
    """Put the card away until a day."""
    form = forms.PostponeForm(request.POST, case=_case(card))

    def act(data: dict[str, Any]) -> str:
        services.snooze_card(card=card, until=data["until"], by=_person(request), seen=data["seen"])
        return pages.comes_back(data["until"])

    return _act(request, card, "postpone", form, act)


@require_POST
@opens(CARD)
def write(request: HttpRequest, card: FollowUpCard) -> HttpResponse:
    """Send the message to some or all of the pair."""
    case = pages.case_of(card)
    form = forms.WriteForm(
        request.POST, case=case, letters=pages.letters_for(case, _person(request))
    )

    def act(data: dict[str, Any]) -> str:
        services.write_from_card(
            card=card,
            letters=form.letters,
            to=data["to"],
            by=_person(request),
            look_again_on=data["look_again_on"],
            seen=data["seen"],
        )
        if data["look_again_on"]:
            back = dates.day(data["look_again_on"])
            return _("Your message has left. The situation comes back on {day}.").format(day=back)
        return _("Your message has left. The card stays here until you settle or postpone it.")

    return _act(request, card, "write", form, act)


@require_POST
@opens(CARD)
def call(request: HttpRequest, card: FollowUpCard) -> HttpResponse:
    """Note a call, and put the card away until the day to look again."""
    form = forms.CallForm(request.POST, case=pages.case_of(card))

    def act(data: dict[str, Any]) -> str:
        person, reached = data["call"]
        services.log_call(
            card=card,
            person=person,
            reached=reached,
            look_again_on=data["look_again_on"],
            by=_person(request),
            seen=data["seen"],
        )
        return pages.comes_back(data["look_again_on"])

    return _act(request, card, "call", form, act)


@require_POST
@opens(CARD)
def settle(request: HttpRequest, card: FollowUpCard) -> HttpResponse:
    """Close the card with its outcome."""
    form = forms.SettleForm(request.POST, case=pages.case_of(card))

    def act(data: dict[str, Any]) -> str:
        services.close_card(
            card=card,
            outcome=data["outcome"],
            note=data["note"],
            also=form.also_settled,
            by=_person(request),
            seen=data["seen"],
        )
        return _("Settled. The situation of {pair} left your list.").format(pair=_case(card).title)

    return _act(request, card, "settle", form, act)


@require_safe
@opens(COORDINATOR)
def figure(request: HttpRequest, code: str) -> HttpResponse:
    """List exactly what a figure counts, with its definition."""
    indicator = indicators.named(code)
    if indicator is None:
        raise Http404
    scope = scope_for(_person(request), request.GET.get("programme", ""))
    search = request.GET.get("q", "")[:80]
    rows = rows_of(indicator, scope.programmes, search)
    if exports.is_asked(request):
        header, lines = files.figure_table(indicator.rows, rows)
        return exports.table_response(request, str(indicator.label), header, lines)
    context = {
        "indicator": indicator,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "search": search,
        "scope": scope,
    }
    return render(request, "coordination/day/figure.html", context)


def _part(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    part = "_part" if "HX-Request" in request.headers else ""
    return render(request, f"coordination/day/{name}{part}.html", context)


def _act(
    request: HttpRequest,
    card: FollowUpCard,
    name: str,
    form: forms.CardForm,
    act: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    """Call the service when the form holds; else, or when it refuses, show the card with what was typed."""
    if not form.is_valid():
        return _card_page(request, card, status=422, **{name: form})
    try:
        said = act(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _card_page(request, card, status=409 if refusal.conflict else 422, **{name: form})
    messages.success(request, said)
    stays = name == "write" and not form.cleaned_data["look_again_on"]
    return redirect("coordination:card", card.public_id) if stays else redirect("coordination:day")


def _card_page(
    request: HttpRequest, card: FollowUpCard, status: int = 200, **bound: forms.CardForm
) -> HttpResponse:
    person = _person(request)
    fresh = selectors.card_for(person, card.public_id)
    if fresh is None:
        raise Http404
    change = request.GET.get("letter") == "change"
    context = pages.card_context(person, fresh, bound, change=change)
    context |= frame_of(person, fresh.pair.cohort.programme)
    return render(request, "coordination/day/card.html", context, status=status)


def _case(card: FollowUpCard) -> selectors.Case:
    return selectors.cases([card])[0]


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
