"""Write a question or a step in place: saved while typing, merged with what others write, never lost."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from pydantic import ValidationError

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.questionnaires import selectors, services
from ithaque.questionnaires.schema import FormSchema, Question, Section, draft_question
from ithaque.questionnaires.services import StaleEdit
from ithaque.web.coordination.forms.doors import FORM_OF_TEAM, Designed
from ithaque.web.coordination.forms.forms import Editor, QuestionForm, SectionForm
from ithaque.web.coordination.forms.pages import DesignerPage, base_of, outline_context

FOLDER = "coordination/forms"


def form_of(page: DesignerPage, data: Any = None, gone: Question | None = None) -> Editor | None:
    """Return the form of the part that is open, None when it is gone."""
    section = page.schema.section(page.opened)
    if section is not None:
        return SectionForm(page.schema, section, data)
    question = page.schema.question(page.opened) or gone
    if question is None:
        return None
    return QuestionForm(page.schema, question, data, other=_other(page))


def _other(page: DesignerPage) -> FormSchema:
    return selectors.schema_of(selectors.latest_version(page.designed.other_form))


@require_POST
@opens(FORM_OF_TEAM)
def write(request: HttpRequest, designed: Designed) -> HttpResponse:
    """Save what is written of a part: while typing (a sentence answers), or by a button (the outline does)."""
    key = request.resolver_match.kwargs["key"] if request.resolver_match else ""
    page = DesignerPage(designed, key)
    form = form_of(page, request.POST, gone=_as_sent(request, key))
    pressed = request.POST.get("act", "")[:80]
    typing = "HX-Request" in request.headers and not pressed
    if form is None:
        return redirect(page.home)
    form.press(pressed)
    if not form.is_valid():
        return _told(request, page, form) if typing else _shown(request, page, form)
    try:
        kept = _save(designed, form, _person(request), again=request.POST.get("again", ""))
    except Refusal as refusal:
        return (
            _told(request, page, form, refusal) if typing else _shown(request, page, form, refusal)
        )
    if typing:
        return _told(request, page, form, kept=kept)
    page = DesignerPage(designed, "" if pressed in ("", "done") else key)
    return _shown(request, page, form_of(page) if page.opened else None, focus=key)


def _save(designed: Designed, form: Editor, by: Person, *, again: str) -> Question | Section:
    """Save a part; refuses what no page of ours sends."""
    try:
        part = form.written()
    except ValidationError as error:
        raise Refusal(
            "unreadable",
            _("Something in this form could not be read. Nothing was saved."),
            conflict=False,
        ) from error
    if isinstance(part, Section):
        return services.write_section(form=designed.form, section=part, base=form.base, by=by)
    return services.write_question(
        form=designed.form, question=part, base=form.base, by=by, again=again
    )


def _as_sent(request: HttpRequest, key: str) -> Question | None:
    """Return the question as its author saw it, for one that somebody deleted meanwhile."""
    try:
        found = draft_question(json.loads(request.POST.get("base", "")))
    except (ValueError, ValidationError):
        return None
    return found if found.key == key else None


def _told(
    request: HttpRequest,
    page: DesignerPage,
    form: Editor,
    refusal: Refusal | None = None,
    kept: Question | Section | None = None,
) -> HttpResponse:
    """Answer a page that saves while one types: a sentence, and what the next save starts from."""
    context = {
        "form": form,
        "refusal": refusal,
        "saved": kept is not None,
        "base": base_of(kept) if kept else request.POST.get("base", ""),
        "draft": selectors.draft_of(page.designed.form),
    }
    return render(request, f"{FOLDER}/saved.html", context)


def _shown(
    request: HttpRequest,
    page: DesignerPage,
    form: Editor | None,
    refusal: Refusal | None = None,
    focus: str = "",
) -> HttpResponse:
    partial = "HX-Request" in request.headers
    wrong = refusal is not None or (form is not None and form.is_bound and not form.is_valid())
    if not partial and not wrong:
        return redirect(page.open_url(page.opened) if page.opened else f"{page.home}#part-{focus}")
    theirs = refusal.theirs if isinstance(refusal, StaleEdit) else None
    context = outline_context(
        page,
        form,
        edit_refusal=refusal,
        theirs=_words(theirs) if theirs else "",
        lost=bool(refusal and refusal.code == "deleted_meanwhile"),
        focus=f"open:{focus}",
    )
    if wrong:
        context["base"] = base_of(theirs) if theirs else request.POST.get("base", "")
    status = (409 if refusal else 422) if wrong else 200
    return render(
        request, f"{FOLDER}/{'outline' if partial else 'design'}.html", context, status=status
    )


def _words(part: Question | Section) -> str:
    return str(part.title if isinstance(part, Section) else part.label)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
