"""The questions of a form as data: what a template writes, a version stores, a page asks.

`FormSchema` is validated JSON. A question's `key` names its answer in `AnswerSheet.answers`; its `field`
names what matching reads it as, so that a coordinator may reword or reorder without breaking anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ithaque.kernel.bilingual import Bilingual
from ithaque.questionnaires.enums import QuestionType, Reader

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]

READ_BY_MATCHING = frozenset(
    [
        "needs",
        "offers",
        "path",
        "style",
        "interests",
        "languages",
        "availability",
        "modality",
        "capacity",
        "seniority",
        "organisation",
        "team",
        "manager",
        "excluded",
        "place",
        "text",
        "born_on",
    ]
)
EXPECTATION = re.compile(r"expectations\.[a-z_]+")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(_Part):
    """A choice: the value stored and the words shown."""

    value: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
    label: Bilingual


class StyleItem(_Part):
    """Two sentences, neither better; the answer is a place between them, 1 (left) to 5 (right).

    `name` is what the item is about, in two or three words, for the reasons of a match.
    """

    key: Key
    name: Bilingual = Bilingual()
    left: Bilingual
    right: Bilingual


class Question(_Part):
    """One question.

    `options` serve choice, several and languages; `items` style; `left` and `right` scale; `minimum` and
    `maximum` bound a number; `limit` is how many skills or choices, or how many characters of a text
    (above 200 the text gets several lines); `levels` asks a level beside each skill.
    """

    key: Key
    type: QuestionType
    label: Bilingual
    help: Bilingual = Bilingual()
    required: bool = False
    options: tuple[Option, ...] = ()
    items: tuple[StyleItem, ...] = ()
    left: Bilingual = Bilingual()
    right: Bilingual = Bilingual()
    minimum: int | None = None
    maximum: int | None = None
    limit: int | None = Field(default=None, ge=1, le=5000)
    levels: bool = False
    field: str | None = None
    readers: tuple[Reader, ...] = (Reader.COORDINATORS,)

    @model_validator(mode="after")
    def _is_askable(self) -> Self:
        if (
            self.type in (QuestionType.CHOICE, QuestionType.SEVERAL, QuestionType.LANGUAGES)
            and not self.options
        ):
            raise ValueError(f"{self.key}: a question of type {self.type} needs options")
        if self.type == QuestionType.STYLE and not self.items:
            raise ValueError(f"{self.key}: a style scale needs items")
        if (
            self.field
            and self.field not in READ_BY_MATCHING
            and not EXPECTATION.fullmatch(self.field)
        ):
            raise ValueError(f"{self.key}: unknown field {self.field!r}")
        return self

    def option_label(self, value: str) -> str:
        """Return the words of a stored choice; the value itself when the option is gone."""
        return next((str(option.label) for option in self.options if option.value == value), value)


class Section(_Part):
    """A step of the form: a few questions on one subject."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    title: Bilingual
    intro: Bilingual = Bilingual()
    questions: tuple[Question, ...] = Field(min_length=1)


class FormSchema(_Part):
    """A whole form, in steps."""

    sections: tuple[Section, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _keys_are_used_once(self) -> Self:
        keys = Counter([q.key for q in self.questions()] + [s.key for s in self.sections])
        if repeated := [key for key, count in keys.items() if count > 1]:
            raise ValueError(f"used twice: {', '.join(repeated)}")
        return self

    def questions(self) -> Iterator[Question]:
        """Give every question in the order asked."""
        for section in self.sections:
            yield from section.questions

    def section(self, key: str) -> Section | None:
        """Return the step of this key, None when there is none."""
        return next((section for section in self.sections if section.key == key), None)

    def question(self, key: str) -> Question | None:
        """Return the question of this key, None when there is none."""
        return next((question for question in self.questions() if question.key == key), None)

    def asking(self, field: str) -> Question | None:
        """Return the first question that matching reads as `field`."""
        return next((question for question in self.questions() if question.field == field), None)
