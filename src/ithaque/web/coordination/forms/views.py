"""Draw a form: look at it, add, move, copy, delete, undo. Each act answers with the outline as it is now."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.programmes.doors import TEAM_PROGRAMME
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Programme
from ithaque.questionnaires import selectors, services
from ithaque.questionnaires.conditions_in_words import depending_on
from ithaque.questionnaires.design import blank_section
from ithaque.web.coordination.forms.doors import FORM_OF_TEAM, Designed
from ithaque.web.coordination.forms.editing import form_of
from ithaque.web.coordination.forms.pages import DesignerPage, outline_context
from ithaque.web.coordination.forms.palette import BY_KEY
from ithaque.web.coordination.forms.reading import depending

FOLDER = "coordination/forms"
READ_WRITE = ["GET", "HEAD", "POST"]


@require_safe
@opens(TEAM_PROGRAMME)
def forms(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Show both forms of a programme: what is asked, what is being changed."""
    pages = [
        DesignerPage(Designed(programme, side, form))
        for side, form in (
            (Side.MENTEE, programme.mentee_form),
            (Side.MENTOR, programme.mentor_form),
        )
    ]
    return render(request, f"{FOLDER}/forms.html", {"programme": programme, "pages": pages})


@require_safe
@opens(FORM_OF_TEAM)
def design(request: HttpRequest, designed: Designed) -> HttpResponse:
    """Show the outline, one part open when asked."""
    return show(request, DesignerPage(designed, request.GET.get("open", "")[:40]))


@require_POST
@opens(FORM_OF_TEAM)
def add(request: HttpRequest, designed: Designed) -> HttpResponse:
    """Add a question of a kind, or a step, and open it."""
    kind, by = request.POST.get("kind", ""), person(request)
    if kind == "section":
        section = blank_section()
        return _act(
            request,
            designed,
            section.key,
            lambda: services.add_section(form=designed.form, section=section, by=by),
        )
    if kind not in BY_KEY:
        raise Http404
    question = BY_KEY[kind].question()
    where = request.POST.get("section", "")
    return _act(
        request,
        designed,
        question.key,
        lambda: services.add_question(form=designed.form, question=question, section=where, by=by),
    )


@require_POST
@opens(FORM_OF_TEAM)
def act(request: HttpRequest, designed: Designed) -> HttpResponse:
    """Do what a button of the outline says: `up:key`, `down:key`, `copy:key`, `drop:key:section:place`, `undo:number`."""
    verb, *words = request.POST.get("do", "")[:200].split(":")
    form, by = designed.form, person(request)
    match verb, words:
        case (("up" | "down"), [key]):
            step = -1 if verb == "up" else 1
            return _act(
                request,
                designed,
                "",
                lambda: services.move_part(form=form, key=key, step=step, by=by),
                focus=f"{verb}:{key}",
            )
        case "copy", [key]:
            return _act(
                request,
                designed,
                "",
                lambda: services.duplicate_question(form=form, key=key, by=by),
            )
        case "drop", [key, section, place] if place.isdecimal():
            return _act(
                request,
                designed,
                "",
                lambda: services.move_part(
                    form=form, key=key, section=section, place=int(place[:4]), by=by
                ),
                focus=f"down:{key}",
            )
        case "undo", [number] if number.isdecimal():
            return _act(
                request,
                designed,
                "",
                lambda: services.undo_change(form=form, change=int(number[:12]), by=by),
            )
        case _:
            raise Http404


@require_http_methods(READ_WRITE)
@opens(FORM_OF_TEAM)
def delete(request: HttpRequest, designed: Designed) -> HttpResponse:
    """Say what deleting a question or a step means, and delete by POST."""
    key = request.resolver_match.kwargs["key"] if request.resolver_match else ""
    page = DesignerPage(designed)
    section, question = page.schema.section(key), page.schema.question(key)
    if section is None and question is None:
        return redirect(page.home)
    questions = list(section.questions) if section else [question] if question else []
    if request.method == "POST":
        return _act(
            request,
            designed,
            "",
            lambda: services.delete_part(form=designed.form, key=key, by=person(request)),
        )
    context = {
        "page": page,
        "words": (section.title if section else question.label if question else "")
        or _("a question without words"),
        "is_section": section is not None,
        "count": len(questions),
        "criteria": [
            one for asked in questions for one in depending(designed.programme, asked.field)
        ],
        "conditions": depending_on(page.schema, {asked.key for asked in questions}),
        "answered": max(
            (selectors.answered_by(designed.form, asked.key) for asked in questions[:1]), default=0
        ),
    }
    return render(request, f"{FOLDER}/delete.html", context)


@require_safe
@opens(FORM_OF_TEAM)
def state(request: HttpRequest, designed: Designed) -> HttpResponse:
    """Tell a page whether the form it shows is still the one that is."""
    page = DesignerPage(designed)
    if request.GET.get("revision", "") == str(page.revision):
        return HttpResponse(status=204)
    return render(request, f"{FOLDER}/changed.html", {"page": page})


def show(
    request: HttpRequest,
    page: DesignerPage,
    *,
    refusal: Refusal | None = None,
    focus: str = "",
) -> HttpResponse:
    """Render the designer, or its outline alone when the page asks for it."""
    whole = "HX-Request" not in request.headers
    editor = form_of(page) if page.opened else None
    context = outline_context(page, editor, refusal=refusal, focus=focus)
    status = 409 if refusal else 200
    return render(
        request, f"{FOLDER}/{'design' if whole else 'outline'}.html", context, status=status
    )


def _act(
    request: HttpRequest,
    designed: Designed,
    opened: str,
    do: Callable[[], object],
    *,
    focus: str = "",
) -> HttpResponse:
    """Do something to the draft; answer with the outline as it is now, or why it was not done."""
    try:
        do()
    except Refusal as refusal:
        return show(request, DesignerPage(designed), refusal=refusal)
    page = DesignerPage(designed, opened)
    if "HX-Request" in request.headers:
        return show(request, page, focus=focus)
    return redirect(page.open_url(opened) if opened else page.home)


def person(request: HttpRequest) -> Person:
    """Return who is signed in: the door has checked that someone is."""
    assert isinstance(request.user, Person)
    return request.user
