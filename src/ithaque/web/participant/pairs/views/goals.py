"""Goals and actions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import selectors, services
from ithaque.mentoring.doors import ACTION, GOAL, PAIR
from ithaque.mentoring.models import Action, Goal, Pair
from ithaque.web.participant.pairs import pages
from ithaque.web.participant.pairs.acting import attempt, done, person, sent, status
from ithaque.web.participant.pairs.forms import ActionForm, GoalForm, LevelForm


@require_http_methods(["GET", "HEAD", "POST"])
@opens(PAIR)
def new(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Write a goal together."""
    me = person(request)
    form = GoalForm(sent(request))
    if request.method == "POST" and done(
        form, lambda data: services.add_goal(pair=pair, by=me, **form.words())
    ):
        return redirect(_room(pair, "goals"))
    context = {**pages.head(pair, me, "pair"), "form": form, "guide": selectors.goal_guide()}
    return render(request, "participant/pairs/goal.html", context, status=status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@opens(GOAL)
def goal(request: HttpRequest, goal: Goal) -> HttpResponse:
    """Reword a goal, see its curve, note its level."""
    me = person(request)
    form = GoalForm(sent(request), instance=goal)
    if request.method == "POST" and done(
        form, lambda data: services.edit_goal(goal=goal, by=me, **form.words())
    ):
        return redirect(_room(goal.pair, "goals"))
    goal.refresh_from_db(fields=["title", "levels", "level", "due_on", "weight"])
    context = {
        **pages.head(goal.pair, me, "pair"),
        "form": form,
        "goal": goal,
        "levels": pages.levels(goal),
        "reviews": selectors.reviews_of(goal),
        "guide": selectors.goal_guide(),
    }
    return render(request, "participant/pairs/goal.html", context, status=status(form))


@require_POST
@opens(GOAL)
def level(request: HttpRequest, goal: Goal) -> HttpResponse:
    """Note the level reached today."""
    form = LevelForm(request.POST)
    value = form.cleaned_data["level"] if form.is_valid() else 9
    attempt(
        request,
        lambda: services.review_goal(goal=goal, by=person(request), level=value),
        said=_("The level is noted."),
    )
    return redirect(_room(goal.pair, "goals"))


@require_POST
@opens(GOAL)
def drop(request: HttpRequest, goal: Goal) -> HttpResponse:
    """Set a goal aside."""
    attempt(
        request,
        lambda: services.drop_goal(goal=goal, by=person(request)),
        said=_("The goal is set aside."),
    )
    return redirect(_room(goal.pair, "goals"))


@require_http_methods(["GET", "HEAD", "POST"])
@opens(PAIR)
def new_action(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Write an action, perhaps from a meeting's page."""
    me = person(request)
    meeting = selectors.meeting_of(pair, request.GET.get("meeting", ""))
    form = ActionForm(sent(request), pair=pair, initial={"owner": str(me.public_id)})
    if request.method == "POST" and done(
        form, lambda data: services.add_action(pair=pair, by=me, meeting=meeting, **data)
    ):
        if meeting is not None:
            return redirect("participant:meeting", meeting.public_id)
        return redirect(_room(pair, "actions"))
    context = {**pages.head(pair, me, "pair"), "form": form, "meeting": meeting}
    return render(request, "participant/pairs/action.html", context, status=status(form))


@require_POST
@opens(ACTION)
def toggle_action(request: HttpRequest, action: Action) -> HttpResponse:
    """Tick an action, or reopen it: what was asked, however many times."""
    verb = services.reopen_action if request.POST.get("done") == "no" else services.complete_action
    try:
        action = verb(action=action, by=person(request))
    except Refusal as refusal:
        context = {"action": action, "refusal": str(refusal)}
        return render(request, "participant/pairs/parts/action.html", context, status=409)
    if request.headers.get("HX-Request"):
        return render(request, "participant/pairs/parts/action.html", {"action": action})
    return redirect(_room(action.pair, "actions"))


def _room(pair: Pair, part: str) -> str:
    return f"{reverse('participant:pair', args=[pair.public_id])}#{part}"
