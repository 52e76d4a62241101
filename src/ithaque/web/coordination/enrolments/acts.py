"""One enrolment: read it, note its steps, decide; each act calls one service and says what happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.kernel.text import typed
from ithaque.people.models import Person
from ithaque.programmes import services
from ithaque.programmes.doors import TEAM_ENROLMENT, TEAM_INTERVIEW, TEAM_REFERENCE
from ithaque.programmes.enums import EnrolmentStatus, Stage
from ithaque.programmes.models import Enrolment, Interview, Reference
from ithaque.web.coordination.enrolments import forms
from ithaque.web.coordination.enrolments.pages import EnrolmentPage

FOLDER = "coordination/enrolments"


@require_safe
@opens(TEAM_ENROLMENT)
def enrolment(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Show one enrolment with all its answers and its vetting."""
    return _page(request, enrolment)


@require_POST
@opens(TEAM_ENROLMENT)
def move(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Bring the person to another step: a vetting stage, the waiting list, or validated."""
    to, name = request.POST.get("to", ""), enrolment.person.get_full_name()
    by, seen = _person(request), request.POST.get("seen") or None
    try:
        if to in Stage.values:
            services.move_enrolment(enrolment=enrolment, to=to, by=by, seen=seen)
            where = str(Stage(to).label)
        elif to == EnrolmentStatus.AVAILABLE:
            services.validate_enrolment(enrolment=enrolment, by=by)
            where = str(EnrolmentStatus.AVAILABLE.label)
        elif to == EnrolmentStatus.WAITING:
            services.put_on_waiting_list(enrolment=enrolment, by=by)
            where = str(EnrolmentStatus.WAITING.label)
        else:
            raise Refusal("unknown_step", _("Choose a step of the list."))
        messages.success(
            request, _("%(name)s is now at “%(step)s”.") % {"name": name, "step": where}
        )
    except Refusal as refusal:
        messages.warning(request, _("%(name)s: %(reason)s") % {"name": name, "reason": refusal})
    return _back(request, enrolment)


@require_POST
@opens(TEAM_ENROLMENT)
def validate(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Make the person available."""
    done = _("The enrolment is validated, and the person has been told.")
    return _act(request, enrolment, done, services.validate_enrolment)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(TEAM_ENROLMENT)
def refuse(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Decline, with words proposed for the reason and changed at will."""
    person = enrolment.person
    language = "en" if person.locale.startswith("en") else "fr"
    refusal = None
    if request.method == "POST":
        form = forms.RefuseForm(request.POST)
        if form.is_valid():
            try:
                services.refuse_enrolment(
                    enrolment=enrolment,
                    reason=form.cleaned_data["word"],
                    cause=form.cleaned_data["cause"],
                    by=_person(request),
                )
                messages.success(
                    request, _("The enrolment is declined; the person has received your words.")
                )
                return redirect("coordination:enrolment", enrolment.public_id)
            except Refusal as error:
                refusal = error
    else:
        form = forms.RefuseForm(cause=request.GET.get("cause", ""), language=language)
    context = {
        "page": EnrolmentPage(enrolment),
        "enrolment": enrolment,
        "form": form,
        "refusal": refusal,
        "language": language,
    }
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, f"{FOLDER}/refuse.html", context, status=status)


@require_POST
@opens(TEAM_ENROLMENT)
def complete(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Give the form back, with a question."""
    form = forms.CompleteForm(request.POST)
    if not form.is_valid():
        return _page(request, enrolment, complete=form)
    done = _("The form is open again; the person has received your question.")
    return _act(
        request, enrolment, done, services.ask_to_complete, sentence=form.cleaned_data["word"]
    )


@require_POST
@opens(TEAM_ENROLMENT)
def wait(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Put the person on the waiting list."""
    done = _("The person is on the waiting list, and knows their place and the date.")
    return _act(request, enrolment, done, services.put_on_waiting_list)


@require_POST
@opens(TEAM_ENROLMENT)
def pause(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Set the person aside until a day."""
    form = forms.PauseForm(request.POST)
    if not form.is_valid():
        return _page(request, enrolment, pause=form)
    done = _("The enrolment is paused; the person has been told.")
    return _act(request, enrolment, done, services.pause_enrolment, **form.cleaned_data)


@require_POST
@opens(TEAM_ENROLMENT)
def resume(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Bring the person back from a pause."""
    done = _("The person is back where they were.")
    return _act(request, enrolment, done, services.resume_enrolment)


@require_POST
@opens(TEAM_ENROLMENT)
def withdraw(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Take the person out of the cohort."""
    done = _("The person is no longer enrolled, and has been told.")
    return _act(request, enrolment, done, services.withdraw_enrolment)


@require_POST
@opens(TEAM_ENROLMENT)
def step(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Note how a step went."""
    form = forms.StepForm(EnrolmentPage(enrolment).notable, request.POST)
    if not form.is_valid():
        return _page(request, enrolment, step=form)
    return _act(
        request,
        enrolment,
        _("Noted."),
        services.record_step,
        bound={"step": form},
        **form.cleaned_data,
    )


@require_POST
@opens(TEAM_ENROLMENT)
def check(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Note that a document was seen, and until when it holds."""
    page = EnrolmentPage(enrolment)
    form = forms.CheckForm(page.settings.vetting.of(enrolment.side), request.POST)
    if not form.is_valid():
        return _page(request, enrolment, check=form)
    return _act(
        request,
        enrolment,
        _("Noted: only the dates are kept."),
        services.record_step,
        bound={"check": form},
        step=form.step,
        **form.cleaned_data,
    )


@require_POST
@opens(TEAM_ENROLMENT)
def promise(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Give a new date to someone who waits."""
    form = forms.PromiseForm(request.POST)
    if not form.is_valid():
        return _page(request, enrolment, promise=form)
    done = _("The person has received your words and the new date.")
    return _act(
        request,
        enrolment,
        done,
        services.promise_again,
        bound={"promise": form},
        **form.cleaned_data,
    )


@require_POST
@opens(TEAM_ENROLMENT)
def offer(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Offer something else meanwhile."""
    form = forms.FallbackForm(request.POST)
    if not form.is_valid():
        return _page(request, enrolment, fallback=form)
    done = _("The offer has left; the answer will be shown here.")
    return _act(request, enrolment, done, services.offer_fallback, **form.cleaned_data)


@require_POST
@opens(TEAM_ENROLMENT)
def guardian(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Write to the guardian again."""
    done = _("The guardian has received the message again, with a fresh link.")
    return _act(request, enrolment, done, services.ask_guardian_again)


@require_POST
@opens(TEAM_INTERVIEW)
def note_interview(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Note how an interview went."""
    form = forms.InterviewForm(request.POST)
    enrolment = interview.enrolment
    if not form.is_valid():
        return _page(request, enrolment, interview=form)
    return _answer(
        request,
        enrolment,
        _("Noted."),
        lambda: services.note_interview(
            interview=interview, by=_person(request), **form.cleaned_data
        ),
    )


@require_POST
@opens(TEAM_INTERVIEW)
def cancel_interview(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Cancel an interview; both calendars are told."""
    word = typed(request.POST.get("word", ""))
    return _answer(
        request,
        interview.enrolment,
        _("The interview is cancelled, and both calendars are told."),
        lambda: services.cancel_interview(interview=interview, by=_person(request), word=word),
    )


@require_POST
@opens(TEAM_REFERENCE)
def ask_again(request: HttpRequest, reference: Reference) -> HttpResponse:
    """Write to a referee again."""
    return _answer(
        request,
        reference.enrolment,
        _("A message with a fresh link has left."),
        lambda: services.ask_referee_again(reference=reference, by=_person(request)),
    )


@require_POST
@opens(TEAM_REFERENCE)
def remove_reference(request: HttpRequest, reference: Reference) -> HttpResponse:
    """Take a referee off the list."""
    return _answer(
        request,
        reference.enrolment,
        _("This person is off the list; their link opens nothing any more."),
        lambda: services.remove_referee(reference=reference, by=_person(request)),
    )


def _act(
    request: HttpRequest,
    enrolment: Enrolment,
    done: str,
    service: Callable[..., Any],
    bound: dict[str, Form] | None = None,
    **values: Any,
) -> HttpResponse:
    """Call one service for this enrolment, then show it again with what happened."""
    return _answer(
        request,
        enrolment,
        done,
        lambda: service(enrolment=enrolment, by=_person(request), **values),
        bound,
    )


def _answer(
    request: HttpRequest,
    enrolment: Enrolment,
    done: str,
    act: Callable[[], Any],
    bound: dict[str, Form] | None = None,
) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        enrolment.refresh_from_db()
        return _page(request, enrolment, refusal=refusal, **(bound or {}))
    messages.success(request, done)
    return redirect("coordination:enrolment", enrolment.public_id)


def _page(
    request: HttpRequest, enrolment: Enrolment, *, refusal: Refusal | None = None, **bound: Form
) -> HttpResponse:
    page = EnrolmentPage(enrolment)
    shown: dict[str, Form] = {
        "complete": forms.CompleteForm(),
        "step": forms.StepForm(page.notable, initial={"step": enrolment.stage}),
        "check": forms.CheckForm(page.settings.vetting.of(enrolment.side)),
        "pause": forms.PauseForm(),
        "promise": forms.PromiseForm(),
        "fallback": forms.FallbackForm(),
        "interview": forms.InterviewForm(),
        **bound,
    }
    context = {
        "page": page,
        "enrolment": enrolment,
        "forms": shown,
        "refusal": refusal,
        "bound": list(bound),
    }
    conflict = refusal is not None and refusal.conflict
    status = 409 if conflict else 422 if bound or refusal else 200
    return render(request, f"{FOLDER}/enrolment.html", context, status=status)


def _back(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Return to the board or the page the act came from."""
    back = request.POST.get("next", "")
    if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect("coordination:enrolment", enrolment.public_id)


def _person(request: HttpRequest) -> Person:
    """Return who is signed in: the door has checked that someone is."""
    assert isinstance(request.user, Person)
    return request.user
