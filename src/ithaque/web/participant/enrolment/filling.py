"""Fill a form in, step by step: what is typed is kept at once, files are sent apart, nothing is lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ithaque.kernel import files
from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.people.services import update_profile
from ithaque.programmes import rules
from ithaque.programmes.doors import OWN_ENROLMENT
from ithaque.programmes.models import Enrolment
from ithaque.questionnaires import services
from ithaque.questionnaires.schema import Section
from ithaque.questionnaires.selectors import file_of
from ithaque.web.participant.enrolment.forms import ZONE, StepForm, whatever_was_typed
from ithaque.web.participant.enrolment.pages import EnrolmentPage

FOLDER = "participant/enrolment"
READ_WRITE = ["GET", "HEAD", "POST"]


def keep_up(request: HttpRequest, enrolment: Enrolment) -> None:
    """Bring a form in progress to the version people answer now, and say kindly what changed."""
    if enrolment.sheet is None or not rules.can_edit_answers(_person(request), enrolment):
        return
    carried = services.carry_over(sheet=enrolment.sheet)
    if not carried:
        return
    parts = [_("The team changed this form since your last visit. Your answers are kept.")]
    if carried.added:
        parts.append(
            ngettext(
                "%(count)d new question: %(labels)s.",
                "%(count)d new questions: %(labels)s.",
                len(carried.added),
            )
            % {"count": len(carried.added), "labels": ", ".join(carried.added)}
        )
    if carried.asked_again:
        parts.append(
            _("To look at again: %(labels)s.") % {"labels": ", ".join(carried.asked_again)}
        )
    if carried.gone:
        parts.append(_("No longer asked: %(labels)s.") % {"labels": ", ".join(carried.gone)})
    messages.info(request, " ".join(parts))


@require_http_methods(READ_WRITE)
@opens(OWN_ENROLMENT)
def step(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Ask the questions of one step; keep what is typed, then go on."""
    key = request.resolver_match.kwargs["section"] if request.resolver_match else ""
    if not rules.can_edit_answers(_person(request), enrolment):
        return redirect("participant:enrolment", enrolment.public_id)
    if request.method != "POST":
        keep_up(request, enrolment)
    page = EnrolmentPage(enrolment, key)
    section = page.schema.section(key)
    if request.method == "POST":
        return _send(request, page, section)
    if section is None or key not in page.keys:
        return redirect(page.resume_url)
    return _show(request, page, _form(request, page, section))


def _send(request: HttpRequest, page: EnrolmentPage, section: Section | None) -> HttpResponse:
    """Keep what a step holds, whatever happened to that step since, then go on."""
    sheet, person = page.sheet, _person(request)
    if section is None:
        typed = whatever_was_typed(page.schema.questions(), request.POST)
        services.save_answers(sheet=sheet, answers=typed, by=person)
        return redirect("participant:enrolment", page.enrolment.public_id)
    form = _form(request, page, section, data=request.POST)
    refused = _take_files(request, page, form)
    errors = services.save_answers(sheet=sheet, answers=form.typed(), by=person)
    _take_zone(request, person)
    if request.headers.get("HX-Request"):
        return render(request, f"{FOLDER}/saved.html", {"at": sheet.saved_at, "errors": errors})
    if request.POST.get("go") == "later":
        messages.success(
            request, _("Everything is saved. Come back when you like: the form waits for you.")
        )
        return redirect("participant:home")
    if request.POST.get("go") == "elsewhere":
        return redirect("participant:enrolment-elsewhere", page.enrolment.public_id)
    page = EnrolmentPage(page.enrolment, section.key)
    if "remove" in request.POST:
        return redirect(f"{page.url(section.key)}#q_{request.POST['remove']}_group")
    if section.key not in page.keys:
        return redirect(page.resume_url)
    form = _form(request, page, section, data=request.POST)
    for name, sentence in refused.items():
        form.add_error(name, sentence)
    return redirect(page.url_after(section.key)) if form.is_valid() else _show(request, page, form)


def _form(
    request: HttpRequest, page: EnrolmentPage, section: Section, data: Any = None
) -> StepForm:
    return StepForm(
        section,
        answers=page.answers,
        asked=page.asked,
        shown=page.questions_of(section),
        data=data,
        time_zone=_person(request).time_zone,
    )


def _take_files(request: HttpRequest, page: EnrolmentPage, form: StepForm) -> dict[str, str]:
    """Keep the files sent, take away the one to remove; return the sentence for each refused."""
    refused = {}
    for name in form.files_asked:
        upload = request.FILES.get(name)
        if upload is None:
            continue
        try:
            services.attach_file(
                sheet=page.sheet,
                question=name,
                content=upload.read(),
                name=upload.name or "",
                by=_person(request),
            )
        except Refusal as refusal:
            refused[name] = str(refusal)
    if request.POST.get("remove") in form.files_asked:
        services.remove_file(sheet=page.sheet, question=request.POST["remove"], by=_person(request))
    return refused


def _take_zone(request: HttpRequest, person: Person) -> None:
    """Note the time zone the free hours are told in; one that does not exist changes nothing."""
    zone = request.POST.get(ZONE)
    if zone and zone != person.time_zone:
        try:
            update_profile(person=person, by=person, time_zone=zone)
        except Refusal:
            return


@require_safe
@opens(OWN_ENROLMENT)
def file(request: HttpRequest, enrolment: Enrolment) -> HttpResponseBase:
    """Give a person the file they sent as an answer."""
    key = request.resolver_match.kwargs["question"] if request.resolver_match else ""
    found = file_of(enrolment.sheet, key) if enrolment.sheet else None
    if found is None:
        raise Http404
    return files.response(found)


def _show(request: HttpRequest, page: EnrolmentPage, form: StepForm) -> HttpResponse:
    context = {"page": page, "form": form, "blocks": page.blocks(form), "enrolment": page.enrolment}
    return render(request, f"{FOLDER}/step.html", context, status=422 if form.errors else 200)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
