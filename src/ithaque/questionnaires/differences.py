"""What changed between two versions of a form, in words a coordinator reads before publishing."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ithaque.questionnaires.schema import FormSchema, Question, Section


def differences(before: FormSchema, after: FormSchema) -> list[str]:
    """Return one sentence per difference, in the order of the form; empty when nothing changed."""
    return [*_sections(before, after), *_questions(before, after), *_order(before, after)]


def _sections(before: FormSchema, after: FormSchema) -> Iterator[str]:
    old = {section.key: section for section in before.sections}
    new = {section.key: section for section in after.sections}
    for key, section in new.items():
        if key not in old:
            yield _("New step: “%(title)s”.") % {"title": section.title}
        elif _bare(section) != _bare(old[key]):
            yield _("Step “%(title)s”: title, introduction or conditions changed.") % {
                "title": section.title
            }
    for key, section in old.items():
        if key not in new:
            yield _("Step deleted: “%(title)s”.") % {"title": section.title}


def _bare(section: Section) -> Section:
    return section.model_copy(update={"questions": ()})


def _questions(before: FormSchema, after: FormSchema) -> Iterator[str]:
    old = {question.key: question for question in before.questions()}
    new = {question.key: question for question in after.questions()}
    for key, question in new.items():
        if key not in old:
            yield _("New question: “%(label)s”.") % {"label": question.label}
        elif parts := list(_parts(old[key], question)):
            yield _("“%(label)s”: %(parts)s.") % {
                "label": question.label,
                "parts": ", ".join(parts),
            }
    for key, question in old.items():
        if key not in new:
            yield _(
                "Question deleted: “%(label)s”. Answers given stay in the version they answered."
            ) % {"label": question.label}


def _parts(old: Question, new: Question) -> Iterator[str]:
    if old.type != new.type:
        yield _("another type of answer")
    if old.label != new.label or old.help != new.help:
        yield _("reworded")
    if old.required != new.required:
        yield _("now required") if new.required else _("now optional")
    yield from _choices(old, new)
    if (old.shown_if, old.any_of) != (new.shown_if, new.any_of):
        yield _("asked under other conditions")
    if old.readers != new.readers:
        yield _("read by other people")
    if (old.purpose, old.field) != (new.purpose, new.field):
        yield _("serves something else")
    names = ("left", "right", "unit", "minimum", "maximum", "limit", "levels", "direction")
    if any(getattr(old, name) != getattr(new, name) for name in (*names, "radius", "images")):
        yield _("other limits or words around the answer")


def _choices(old: Question, new: Question) -> Iterator[str]:
    before = {one.value: one.label for one in (*old.options, *old.rows, *old.columns)}
    after = {one.value: one.label for one in (*new.options, *new.rows, *new.columns)}
    if added := len(after.keys() - before.keys()):
        yield ngettext("%(count)d choice added", "%(count)d choices added", added) % {
            "count": added
        }
    if gone := len(before.keys() - after.keys()):
        yield ngettext("%(count)d choice removed", "%(count)d choices removed", gone) % {
            "count": gone
        }
    reworded = any(after[value] != before[value] for value in after.keys() & before.keys())
    if reworded or old.items != new.items:
        yield _("choices reworded")
    if not added and not gone and list(before) != list(after):
        yield _("choices in another order")


def _order(before: FormSchema, after: FormSchema) -> Iterator[str]:
    old = [question.key for question in before.questions()]
    new = [question.key for question in after.questions()]
    places = {q.key: s.key for s in before.sections for q in s.questions}
    moved = any(
        places.get(question.key, section.key) != section.key
        for section in after.sections
        for question in section.questions
    )
    if moved or [key for key in old if key in new] != [key for key in new if key in old]:
        yield _("Questions are asked in another order.")
