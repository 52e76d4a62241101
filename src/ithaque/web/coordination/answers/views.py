"""Answer the questions people ask before they decide; repair what fell through, in one click."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ithaque.kernel.access import SIGNED_IN, opens
from ithaque.kernel.errors import Refusal
from ithaque.matching import answers_to_give, services
from ithaque.matching.doors import TEAM_QUESTION, TEAM_REPAIR, TEAM_REPAIR_OPTION
from ithaque.matching.models import Question, Repair, RepairOption
from ithaque.mentoring.doors import COORDINATED_PAIR
from ithaque.mentoring.models import Pair
from ithaque.mentoring.selectors.trials import debriefs_to_have
from ithaque.mentoring.services import write_debrief
from ithaque.people.models import Person
from ithaque.web.coordination.answers.forms import DebriefForm, ReplyForm
from ithaque.web.coordination.answers.pages import DebriefPage, QuestionPage, RepairPage

FOLDER = "coordination/answers"


@require_safe
@opens(SIGNED_IN)
def answers(request: HttpRequest) -> HttpResponse:
    """List what waits: questions, then repairs; empty for who coordinates nothing."""
    person = _person(request)
    context = {
        "questions": answers_to_give.questions_waiting(person),
        "repairs": answers_to_give.repairs_waiting(person),
        "debriefs": debriefs_to_have(person),
    }
    return render(request, f"{FOLDER}/answers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(TEAM_QUESTION)
def question(request: HttpRequest, question: Question) -> HttpResponse:
    """Show a question with the proposal it is about; reply by mail."""
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.reply_question(
                question=question, reply=form.cleaned_data["reply"], by=_person(request)
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your reply is on its way."))
            return redirect("coordination:answers")
    context = {"page": QuestionPage(question), "form": form}
    status = 422 if form.errors else 200
    return render(request, f"{FOLDER}/question.html", context, status=status)


@require_safe
@opens(TEAM_REPAIR)
def repair(request: HttpRequest, repair: Repair) -> HttpResponse:
    """Show the ways to find someone, each with what it changes for the others."""
    return render(request, f"{FOLDER}/repair.html", {"page": RepairPage(repair)})


@require_POST
@opens(TEAM_REPAIR_OPTION)
def announce(request: HttpRequest, option: RepairOption) -> HttpResponse:
    """Announce a way to repair."""
    repair = option.repair
    try:
        services.accept_repair(option=option, by=_person(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        if refusal.code == "overtaken":
            services.prepare_again(repair=repair)
    else:
        messages.success(request, _("It is announced: each person has a message with the reasons."))
    return redirect("coordination:repair", repair.public_id)


@require_POST
@opens(TEAM_REPAIR)
def keep(request: HttpRequest, repair: Repair) -> HttpResponse:
    """Leave the mentee for the next run."""
    try:
        services.keep_for_next_run(repair=repair, by=_person(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("coordination:repair", repair.public_id)
    messages.success(
        request,
        _("%(name)s stays on the waiting list, at the same rank.")
        % {"name": repair.mentee.person.get_full_name()},
    )
    return redirect("coordination:answers")


@require_http_methods(["GET", "HEAD", "POST"])
@opens(COORDINATED_PAIR)
def debrief(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Read how a pair ended, note what each would like now."""
    form = DebriefForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        who = getattr(pair, data.pop("person")).person
        try:
            write_debrief(pair=pair, person=who, by=_person(request), **data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Noted for %(name)s.") % {"name": who.get_full_name()})
            return redirect("coordination:debrief", pair.public_id)
    context = {"page": DebriefPage(pair, form)}
    status = 422 if form.errors else 200
    return render(request, f"{FOLDER}/debrief.html", context, status=status)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
