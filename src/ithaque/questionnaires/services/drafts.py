"""Design the next version of a form, several people at once: each change is small, merged and can be undone.

Every function takes the draft as it is at that moment, held until the change is written; the first one
opens it from the version people answer.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import clock
from ithaque.kernel.bilingual import Bilingual
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.questionnaires import checks, design
from ithaque.questionnaires.enums import Change
from ithaque.questionnaires.models import DraftChange, Form, FormDraft, FormVersion
from ithaque.questionnaires.schema import (
    FormSchema,
    Question,
    Section,
    draft_question,
    draft_schema,
)
from ithaque.questionnaires.selectors import latest_version

CHANGES_KEPT = 100
ONE_GO = timedelta(minutes=10)
"""Saves of the same question by the same person within this time are undone together."""
COPY = {"fr": "(copie)", "en": "(copy)"}


class StaleEdit(Refusal):
    """Two people changed the same words of a question: `theirs` is what it says now, `clashes` where.

    Nothing was saved. Saving again with `theirs` as the base keeps one's own words, knowingly.
    """

    def __init__(self, theirs: Question | Section, clashes: list[str], by: Person | None) -> None:
        who = by.get_full_name() if by else _("Someone")
        super().__init__(
            "stale_edit",
            _(
                "%(who)s changed the same words while you were writing. Yours are still here, not saved."
            )
            % {"who": who},
        )
        self.theirs, self.clashes = theirs, clashes


@transaction.atomic
def add_question(*, form: Form, question: Question, section: str, by: Person) -> FormDraft:
    """Add a question at the end of a step. Refuses a form that asks 300 questions already."""
    draft, schema = _held(form)
    if sum(1 for _one in schema.questions()) >= checks.MOST_QUESTIONS:
        raise _full()
    after = design.insert_question(schema, question, section=section)
    return _keep(draft, Change.ADDED, question.key, question.label, after, by)


@transaction.atomic
def duplicate_question(*, form: Form, key: str, by: Person) -> Question:
    """Copy a question just after itself and return the copy; matching does not read the copy."""
    draft, schema = _held(form)
    question = _question(schema, key)
    if sum(1 for _one in schema.questions()) >= checks.MOST_QUESTIONS:
        raise _full()
    after, copy = design.duplicate(schema, key, COPY)
    _keep(draft, Change.DUPLICATED, copy.key, question.label, after, by)
    return copy


@transaction.atomic
def write_question(
    *, form: Form, question: Question, base: dict[str, Any] | None, by: Person, again: str = ""
) -> Question:
    """Save a question as written, merged with what others changed in it since `base`; return it as kept.

    `base` is the question as its author saw it. `again` is the step in which to put a question that someone
    deleted meanwhile; without it, that is refused. Raises StaleEdit where both changed the same words.
    """
    draft, schema = _held(form)
    current = schema.question(question.key)
    if current is None:
        if not again:
            raise Refusal(
                "deleted_meanwhile",
                _(
                    "Someone deleted this question while you were writing. Your words are still here."
                ),
            )
        after = design.insert_question(schema, question, section=again)
        _keep(draft, Change.ADDED, question.key, question.label, after, by)
        return question
    kept = draft_question(_merged(draft, current, question, base, by))
    if kept != current:
        after = design.replace_question(schema, kept)
        _keep(draft, Change.REWORDED, kept.key, kept.label, after, by)
    return kept


@transaction.atomic
def add_section(*, form: Form, section: Section, by: Person) -> FormDraft:
    """Add a step at the end. Refuses beyond 40."""
    draft, schema = _held(form)
    if len(schema.sections) >= checks.MOST_SECTIONS:
        raise Refusal(
            "too_many_sections",
            _("A form has %(most)d steps at most.") % {"most": checks.MOST_SECTIONS},
        )
    after = design.insert_section(schema, section)
    return _keep(draft, Change.ADDED, section.key, section.title, after, by)


@transaction.atomic
def write_section(
    *, form: Form, section: Section, base: dict[str, Any] | None, by: Person
) -> Section:
    """Save the title, introduction and conditions of a step, merged as a question is; return it as kept."""
    draft, schema = _held(form)
    current = schema.section(section.key)
    if current is None:
        raise _gone()
    bare = current.model_copy(update={"questions": ()})
    kept = Section.model_validate(_merged(draft, bare, section, base, by))
    if kept != bare:
        after = design.replace_section(schema, kept)
        _keep(draft, Change.REWORDED, kept.key, kept.title, after, by)
    return kept


@transaction.atomic
def move_part(
    *, form: Form, key: str, by: Person, step: int = 0, section: str = "", place: int = 0
) -> FormDraft:
    """Move a question or a step by one (`step` -1 or 1), or a question to a place of a step."""
    draft, schema = _held(form)
    part = schema.section(key)
    if part is not None:
        return _keep(
            draft, Change.MOVED, key, part.title, design.step_section(schema, key, step), by
        )
    question = _question(schema, key)
    if step:
        after = design.step_question(schema, key, step)
    elif schema.section(section) is None:
        raise _gone()
    else:
        after = design.move_question(schema, key, section=section, place=place)
    return _keep(draft, Change.MOVED, key, question.label, after, by)


@transaction.atomic
def delete_part(*, form: Form, key: str, by: Person) -> FormDraft:
    """Delete a question, or a step with its questions; deleting twice changes nothing.

    Refuses the last step. Answers already given stay in the version they answered.
    """
    draft, schema = _held(form)
    part = schema.section(key)
    if part is not None:
        if len(schema.sections) == 1:
            raise Refusal("last_section", _("A form keeps one step at least: change this one."))
        return _keep(draft, Change.DELETED, key, part.title, design.remove_section(schema, key), by)
    question = schema.question(key)
    if question is None:
        return draft
    return _keep(
        draft, Change.DELETED, key, question.label, design.remove_question(schema, key), by
    )


@transaction.atomic
def undo_change(*, form: Form, change: int, by: Person) -> FormDraft:
    """Put back what was before the last change; refuses when `change` is no longer the last one."""
    draft, _schema = _held(form)
    last = draft.changes.filter(undone=False).last()
    if last is None or last.pk != change:
        raise Refusal(
            "changed_since",
            _("Someone changed the form since: look at the last change, then undo."),
        )
    last.undone = True
    last.save(update_fields=["undone"])
    return _write(draft, last.before, by)


@transaction.atomic
def restart_from(*, version: FormVersion, by: Person) -> FormDraft:
    """Make the draft what a version asked; undoing brings the draft back."""
    draft, _schema = _held(version.form)
    after = draft_schema(version.schema)
    return _keep(draft, Change.RESTARTED, str(version.number), Bilingual(), after, by)


def _held(form: Form) -> tuple[FormDraft, FormSchema]:
    """Return the draft, opened if need be, and its questions; others wait until this change is written."""
    Form.objects.select_for_update().get(pk=form.pk)
    draft = FormDraft.objects.filter(form=form).select_related("saved_by").first()
    if draft is None:
        draft = FormDraft.objects.create(form=form, document=latest_version(form).schema)
    return draft, draft_schema(draft.document)


def _keep(
    draft: FormDraft, kind: Change, part: str, words: Bilingual, after: FormSchema, by: Person
) -> FormDraft:
    document = after.document()
    if document == draft.document:
        return draft
    last = draft.changes.filter(undone=False).last()
    goes_on = (
        kind == Change.REWORDED
        and last is not None
        and (last.part, last.by_id) == (part, by.pk)
        and last.kind in (Change.REWORDED, Change.ADDED)
        and clock.now() - last.at < ONE_GO
    )
    if goes_on and last is not None:
        last.words = words.model_dump()
        last.save(update_fields=["words"])
    else:
        draft.changes.create(
            kind=kind, part=part, words=words.model_dump(), before=draft.document, by=by
        )
        _forget_old(draft)
    return _write(draft, document, by)


def _write(draft: FormDraft, document: dict[str, Any], by: Person) -> FormDraft:
    draft_schema(document)
    draft.document, draft.revision = document, draft.revision + 1
    draft.saved_at, draft.saved_by = clock.now(), by
    draft.save()
    return draft


def _forget_old(draft: FormDraft) -> None:
    kept = draft.changes.order_by("-pk").values_list("pk", flat=True)[:CHANGES_KEPT]
    DraftChange.objects.filter(draft=draft).exclude(pk__in=list(kept)).delete()


def _merged(
    draft: FormDraft,
    current: Question | Section,
    mine: Question | Section,
    base: dict[str, Any] | None,
    by: Person,
) -> dict[str, Any]:
    """Return what is kept of a part that two people may have changed.

    Words saved a moment ago by the same person (a save under way while they go on typing) are no clash.
    """
    theirs, wanted = _document(current), _document(mine)
    merged, clashes = design.merge(theirs if base is None else base, theirs, wanted)
    if not clashes:
        return dict(merged)
    last = draft.changes.select_related("by").filter(part=mine.key, undone=False).last()
    if last is not None and last.by_id == by.pk:
        return wanted
    raise StaleEdit(current, clashes, last.by if last else draft.saved_by)


def _document(part: Question | Section) -> dict[str, Any]:
    return part.model_dump(mode="json", exclude_defaults=True)


def _question(schema: FormSchema, key: str) -> Question:
    question = schema.question(key)
    if question is None:
        raise _gone()
    return question


def _gone() -> Refusal:
    return Refusal("part_gone", _("Someone deleted this meanwhile. Nothing was changed."))


def _full() -> Refusal:
    return Refusal(
        "too_many_questions",
        _("Keep %(most)d questions at most: nobody would finish.")
        % {"most": checks.MOST_QUESTIONS},
    )
