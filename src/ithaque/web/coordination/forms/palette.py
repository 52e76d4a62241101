"""What can be asked: each entry of the palette with its icon, and the question it starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ithaque.questionnaires.design import blank_question
from ithaque.questionnaires.enums import Direction, QuestionType
from ithaque.questionnaires.schema import Question

Type = QuestionType
LONG = 1000


@dataclass(frozen=True)
class Entry:
    """A kind of question, as people call it."""

    key: str
    words: str | Promise
    icon: str
    type: QuestionType
    shape: Mapping[str, Any] = field(default_factory=dict)

    def question(self) -> Question:
        """Return a new question of this kind, still without words."""
        return blank_question(self.type, **self.shape)


PALETTE = (
    Entry("short-text", _("Short text"), "pencil", Type.TEXT),
    Entry("long-text", _("Long text"), "file-text", Type.TEXT, {"limit": LONG}),
    Entry("choice", _("One choice"), "circle-check", Type.CHOICE),
    Entry("several", _("Several choices"), "list-checks", Type.SEVERAL),
    Entry("ranked", _("Choices in order"), "arrow-up-down", Type.RANKED),
    Entry("scale", _("Scale"), "sliders-horizontal", Type.SCALE),
    Entry("style", _("Lines between two sentences"), "scale", Type.STYLE),
    Entry("matrix", _("Table of lines and columns"), "table", Type.MATRIX),
    Entry("number", _("Number"), "chart-column", Type.NUMBER),
    Entry("date", _("Date"), "calendar", Type.DATE),
    Entry("file", _("File"), "paperclip", Type.FILE),
    Entry("learn", _("Skills to learn, ranked"), "graduation-cap", Type.SKILLS),
    Entry(
        "share",
        _("Skills to share"),
        "hand-heart",
        Type.SKILLS,
        {"direction": Direction.SHARE, "limit": 12},
    ),
    Entry("availability", _("Free hours of the week"), "calendar-clock", Type.AVAILABILITY),
    Entry("place", _("Place, with a distance"), "map-pin", Type.PLACE, {"radius": True}),
    Entry("languages", _("Languages, with a level"), "languages", Type.LANGUAGES, {"levels": True}),
)
BY_KEY = {entry.key: entry for entry in PALETTE}


def entry_of(question: Question) -> Entry:
    """Return the entry a question looks like."""
    if question.type == Type.TEXT and (question.limit or LONG) > 200:
        return BY_KEY["long-text"]
    if question.type == Type.SKILLS and question.direction == Direction.SHARE:
        return BY_KEY["share"]
    return next(entry for entry in PALETTE if entry.type == question.type)
