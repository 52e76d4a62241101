"""Goals and actions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.library import selectors as library_of_goals
from ithaque.mentoring import selectors, services
from ithaque.mentoring.doors import ACTION, GOAL, GOAL_STEP, PAIR
from ithaque.mentoring.models import Action, Goal, GoalStep, Pair
from ithaque.web.participant.pairs import pages
from ithaque.web.participant.pairs.acting import attempt, done, person, sent, status
from ithaque.web.participant.pairs.forms import ActionForm, GoalForm, LevelForm, StepForm


@require_safe
@opens(PAIR)
def library(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Show the goals to start from, by theme."""
    theme, locale = request.GET.get("theme", ""), get_language() or "fr"
    context = {
        **pages.head(pair, person(request), "pair"),
        "subjects": library_of_goals.goal_themes(),
        "subject": theme,
        "ideas": [
            (
                one,
                one.worded(locale),
                list(zip(pages.GAS_LEVELS, one.worded(locale).levels, strict=True)),
            )
            for one in library_of_goals.goal_ideas(theme)
        ],
    }
    return render(request, "participant/pairs/goal_library.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(PAIR)
def new(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Write a goal together, perhaps from one of the library."""
    me = person(request)
    idea = library_of_goals.goal_idea(request.GET.get("from", ""))
    start = idea.worded(get_language() or "fr").model_dump() if idea else {}
    form = GoalForm(sent(request), initial=start)
    if request.method == "POST" and done(
        form, lambda data: services.add_goal(pair=pair, by=me, **form.words())
    ):
        return redirect(_room(pair, "goals"))
    context = {**pages.head(pair, me, "pair"), "form": form, "guide": selectors.goal_guide()}
    return render(request, "participant/pairs/goal.html", context, status=status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@opens(GOAL)
def goal(request: HttpRequest, goal: Goal) -> HttpResponse:
    """Reword a goal, see its curve and its steps, note its level."""
    form = GoalForm(sent(request), instance=goal)
    if request.method == "POST" and done(
        form, lambda data: services.edit_goal(goal=goal, by=person(request), **form.words())
    ):
        return redirect(_room(goal.pair, "goals"))
    return _page(request, goal, form, StepForm())


@require_POST
@opens(GOAL)
def new_step(request: HttpRequest, goal: Goal) -> HttpResponse:
    """Write a step."""
    form = StepForm(request.POST)
    if done(form, lambda data: services.add_step(goal=goal, by=person(request), **data)):
        return redirect(f"{reverse('participant:goal', args=[goal.public_id])}#steps")
    return _page(request, goal, GoalForm(instance=goal), form)


@require_POST
@opens(GOAL_STEP)
def toggle_step(request: HttpRequest, step: GoalStep) -> HttpResponse:
    """Tick a step, reopen it, or take it out: what was asked, however many times."""
    me, asked = person(request), request.POST.get("done", "yes")
    here = f"{reverse('participant:goal', args=[step.goal.public_id])}#steps"
    if asked == "drop":
        attempt(request, lambda: services.drop_step(step=step, by=me), said=_("The step is out."))
        return redirect(here)
    try:
        step = services.tick_step(step=step, by=me, done=asked != "no")
    except Refusal as refusal:
        context = {"step": step, "refusal": str(refusal)}
        return render(request, "participant/pairs/parts/step.html", context, status=409)
    if request.headers.get("HX-Request"):
        return render(request, "participant/pairs/parts/step.html", {"step": step})
    return redirect(here)


def _page(request: HttpRequest, goal: Goal, form: GoalForm, step_form: StepForm) -> HttpResponse:
    goal.refresh_from_db(fields=["title", "levels", "level", "due_on", "weight", "skills"])
    reviews, steps = selectors.reviews_of(goal), selectors.steps_of(goal)
    context = {
        **pages.head(goal.pair, person(request), "pair"),
        "form": form,
        "goal": goal,
        "levels": pages.levels(goal),
        "curve": pages.curve(reviews),
        "steps": steps,
        "voyage": pages.voyage(steps),
        "step_form": step_form,
        "guide": selectors.goal_guide(),
    }
    code = max(status(form), status(step_form))
    return render(request, "participant/pairs/goal.html", context, status=code)


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
