"""The questions of a form as data: what a template writes, a version stores, a page asks.

`FormSchema` is validated JSON. A question's `key` names its answer in `AnswerSheet.answers`; its `field`
names what matching reads it as, so that a coordinator may reword or reorder without breaking anything.
A form being designed may be incomplete: `draft_schema` reads it without asking that it can be published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    model_validator,
)

from ithaque.kernel.bilingual import Bilingual
from ithaque.questionnaires import checks
from ithaque.questionnaires.enums import Asks, Direction, QuestionType, Reader, Use

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
SectionKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Value = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]


def _is_draft(info: ValidationInfo) -> bool:
    return isinstance(info.context, Mapping) and bool(info.context.get("draft"))


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(_Part):
    """A choice: the value stored and the words shown."""

    value: Value
    label: Bilingual


class StyleItem(_Part):
    """Two sentences, neither better; the answer is a place between them, 1 (left) to 5 (right).

    `name` is what the item is about, in two or three words, for the reasons of a match.
    """

    key: Key
    name: Bilingual = Bilingual()
    left: Bilingual
    right: Bilingual


class Condition(_Part):
    """Something asked of the answer to an earlier question; `value` is compared as stored."""

    question: Key
    asks: Asks
    value: Annotated[str, StringConstraints(max_length=200)] = ""


class _Shown(_Part):
    """What is asked only when conditions hold: all of them, or one with `any_of`."""

    shown_if: tuple[Condition, ...] = Field(default=(), max_length=5)
    any_of: bool = False


class Question(_Shown):
    """One question.

    `options` serve choice, several, ranked and languages; `items` style; `rows` and `columns` matrix; `left`
    and `right` scale; `minimum`, `maximum` and `unit` a number; `limit` is how many skills or choices, how many
    characters of a text (above 200 the text gets several lines), or how many megabytes of a file; `levels` asks
    a level beside each skill or language; `direction` says which way skills go; `radius` asks how far one would
    travel; `images` lets a file be a picture too.
    """

    key: Key
    type: QuestionType
    label: Bilingual
    help: Bilingual = Bilingual()
    required: bool = False
    options: tuple[Option, ...] = Field(default=(), max_length=checks.MOST_OPTIONS)
    items: tuple[StyleItem, ...] = Field(default=(), max_length=checks.MOST_OPTIONS)
    rows: tuple[Option, ...] = Field(default=(), max_length=checks.MOST_OPTIONS)
    columns: tuple[Option, ...] = Field(default=(), max_length=checks.MOST_COLUMNS)
    left: Bilingual = Bilingual()
    right: Bilingual = Bilingual()
    unit: Bilingual = Bilingual()
    minimum: int | None = None
    maximum: int | None = None
    limit: int | None = Field(default=None, ge=1, le=5000)
    levels: bool = False
    direction: Direction | None = None
    radius: bool = False
    images: bool = False
    field: str | None = None
    used_for: Use | None = None
    readers: tuple[Reader, ...] = (Reader.COORDINATORS,)

    @model_validator(mode="after")
    def _is_askable(self, info: ValidationInfo) -> Self:
        if not _is_draft(info):
            checks.refuse(checks.of_question(self))
        return self

    @property
    def purpose(self) -> Use:
        """Return what the answer serves; a question matching reads serves matching."""
        return self.used_for or (Use.MATCHING if self.field else Use.NOTHING)

    def option_label(self, value: str) -> str:
        """Return the words of a stored choice; the value itself when the option is gone."""
        return next((str(option.label) for option in self.options if option.value == value), value)


class Section(_Shown):
    """A step of the form: a few questions on one subject."""

    key: SectionKey
    title: Bilingual
    intro: Bilingual = Bilingual()
    questions: tuple[Question, ...] = ()


class FormSchema(_Part):
    """A whole form, in steps."""

    sections: tuple[Section, ...] = Field(min_length=1, max_length=checks.MOST_SECTIONS)

    @model_validator(mode="after")
    def _can_be_asked(self, info: ValidationInfo) -> Self:
        checks.refuse(checks.keys_used_twice(self))
        if not _is_draft(info):
            checks.refuse(checks.of_form(self))
        return self

    def questions(self) -> Iterator[Question]:
        """Give every question in the order asked."""
        for section in self.sections:
            yield from section.questions

    @property
    def size(self) -> int:
        """Return how many questions there are."""
        return sum(len(section.questions) for section in self.sections)

    def section(self, key: str) -> Section | None:
        """Return the step of this key, None when there is none."""
        return next((section for section in self.sections if section.key == key), None)

    def question(self, key: str) -> Question | None:
        """Return the question of this key, None when there is none."""
        return next((question for question in self.questions() if question.key == key), None)

    def section_of(self, key: str) -> Section | None:
        """Return the step in which a question is asked."""
        return next(
            (one for one in self.sections if any(q.key == key for q in one.questions)), None
        )

    def asking(self, field: str) -> Question | None:
        """Return the first question that matching reads as `field`."""
        return next((question for question in self.questions() if question.field == field), None)

    def document(self) -> dict[str, Any]:
        """Return the form as stored: JSON, defaults left out."""
        return self.model_dump(mode="json", exclude_defaults=True)


def draft_schema(document: Any) -> FormSchema:
    """Return a form being designed, which may not be ready to be asked; raises pydantic's ValidationError."""
    return FormSchema.model_validate(document, context={"draft": True})


def draft_question(document: Any) -> Question:
    """Return a question being designed, which may not be ready to be asked; raises ValidationError."""
    return Question.model_validate(document, context={"draft": True})
