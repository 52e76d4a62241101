"""Changing a form as data: each function takes a form and returns another, never half done.

Keys are made here and never shown: rewording, moving or duplicating a question never changes the answers
already given to another.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from typing import Any

from ithaque.kernel.bilingual import Bilingual
from ithaque.questionnaires.enums import WITH_OPTIONS, Direction, QuestionType
from ithaque.questionnaires.schema import FormSchema, Question, Section, draft_question

SHORT_TEXT = 200
FEW_SKILLS = 5
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def new_key(prefix: str) -> str:
    """Return a key nobody uses: `q_k3f7xw2a`."""
    return f"{prefix}_{''.join(secrets.choice(LETTERS) for _one in range(8))}"


def blank_question(type_: QuestionType, **more: Any) -> Question:
    """Return a question of a type, with what it needs to be drawn; its words are still to be written."""
    shape: dict[str, Any] = {}
    match type_:
        case QuestionType.TEXT:
            shape = {"limit": SHORT_TEXT}
        case QuestionType.SKILLS:
            shape = {"levels": True, "limit": FEW_SKILLS, "direction": Direction.LEARN}
        case QuestionType.MATRIX:
            shape = {"rows": [_blank("l")], "columns": [_blank("c"), _blank("c")]}
        case QuestionType.STYLE:
            shape = {"items": [{"key": new_key("i"), "left": {}, "right": {}}]}
        case _ if type_ in WITH_OPTIONS:
            shape = {"options": [_blank("o"), _blank("o")]}
    return draft_question({"key": new_key("q"), "type": type_, "label": {}, **shape, **more})


def _blank(prefix: str) -> dict[str, Any]:
    return {"value": new_key(prefix), "label": {}}


def blank_section() -> Section:
    """Return an empty step."""
    return Section(key=new_key("s").replace("_", "-"), title=Bilingual())


def insert_question(
    schema: FormSchema, question: Question, *, section: str, place: int | None = None
) -> FormSchema:
    """Return the form with a question more, at the end of a step when no place is given.

    A step that is gone is replaced by the last one.
    """
    known = {one.key for one in schema.sections}
    target = section if section in known else schema.sections[-1].key

    def insert(one: Section) -> Section:
        if one.key != target:
            return one
        questions = list(one.questions)
        questions.insert(len(questions) if place is None else max(0, place), question)
        return one.model_copy(update={"questions": tuple(questions)})

    return _with(schema, map(insert, schema.sections))


def replace_question(schema: FormSchema, question: Question) -> FormSchema:
    """Return the form with a question written anew, where it was."""
    return _each_question(schema, lambda one: question if one.key == question.key else one)


def remove_question(schema: FormSchema, key: str) -> FormSchema:
    """Return the form without a question; conditions that depend on it stay, and are pointed out."""
    return _each_question(schema, lambda one: None if one.key == key else one)


def duplicate(
    schema: FormSchema, key: str, copy_words: dict[str, str]
) -> tuple[FormSchema, Question]:
    """Return the form with a copy just after a question, and the copy; `copy_words` follows its label.

    Matching does not read the copy: two questions read as the same thing would be added up.
    """
    section = schema.section_of(key)
    question = schema.question(key)
    assert section is not None
    assert question is not None
    label = Bilingual(
        fr=f"{question.label.fr} {copy_words['fr']}" if question.label.fr else "",
        en=f"{question.label.en} {copy_words['en']}" if question.label.en else "",
    )
    copy = question.model_copy(update={"key": new_key("q"), "label": label, "field": None})
    place = [one.key for one in section.questions].index(key) + 1
    return insert_question(schema, copy, section=section.key, place=place), copy


def move_question(schema: FormSchema, key: str, *, section: str, place: int) -> FormSchema:
    """Return the form with a question at a place of a step, counted from 0."""
    question = schema.question(key)
    assert question is not None
    return insert_question(remove_question(schema, key), question, section=section, place=place)


def step_question(schema: FormSchema, key: str, step: int) -> FormSchema:
    """Return the form with a question one place up (-1) or down (1), through the steps."""
    section = schema.section_of(key)
    assert section is not None
    sections = [one.key for one in schema.sections]
    number = sections.index(section.key)
    place = [one.key for one in section.questions].index(key) + step
    if 0 <= place < len(section.questions):
        return move_question(schema, key, section=section.key, place=place)
    number += step
    if not 0 <= number < len(sections):
        return schema
    other = schema.sections[number]
    place = len(other.questions) if step < 0 else 0
    return move_question(schema, key, section=other.key, place=place)


def insert_section(schema: FormSchema, section: Section) -> FormSchema:
    """Return the form with a step more, at its end."""
    return _with(schema, (*schema.sections, section))


def replace_section(schema: FormSchema, section: Section) -> FormSchema:
    """Return the form with the title, introduction and conditions of a step written anew."""
    kept = {one.key: one.questions for one in schema.sections}
    fresh = section.model_copy(update={"questions": kept.get(section.key, ())})
    return _with(schema, (fresh if one.key == section.key else one for one in schema.sections))


def remove_section(schema: FormSchema, key: str) -> FormSchema:
    """Return the form without a step and its questions."""
    return _with(schema, (one for one in schema.sections if one.key != key))


def step_section(schema: FormSchema, key: str, step: int) -> FormSchema:
    """Return the form with a step one place earlier (-1) or later (1)."""
    sections = list(schema.sections)
    place = [one.key for one in sections].index(key)
    if 0 <= place + step < len(sections):
        sections.insert(place + step, sections.pop(place))
    return _with(schema, sections)


def merge(base: Any, theirs: Any, mine: Any) -> tuple[Any, list[str]]:
    """Return what two people made of the same document, and the names of what both changed differently.

    Whatever one of them alone changed is kept; where both did, theirs stays and its name is returned.
    """
    if not (isinstance(base, dict) and isinstance(theirs, dict) and isinstance(mine, dict)):
        if mine in (base, theirs):
            return theirs, []
        return (mine, []) if theirs == base else (theirs, [""])
    merged, clashes = {}, []
    for name in dict.fromkeys([*theirs, *mine, *base]):
        missing = object()
        parts = [one.get(name, missing) for one in (base, theirs, mine)]
        if any(isinstance(one, dict) for one in parts):
            parts = [{} if one is missing else one for one in parts]
        value, inner = merge(*parts)
        if value is not missing:
            merged[name] = value
        clashes += [f"{name}.{one}" if one else name for one in inner]
    return merged, clashes


def _each_question(schema: FormSchema, change: Callable[[Question], Question | None]) -> FormSchema:
    return _with(
        schema,
        (
            section.model_copy(
                update={
                    "questions": tuple(
                        changed for one in section.questions if (changed := change(one)) is not None
                    )
                }
            )
            for section in schema.sections
        ),
    )


def _with(schema: FormSchema, sections: Iterable[Section]) -> FormSchema:
    return schema.model_copy(update={"sections": tuple(sections)})
