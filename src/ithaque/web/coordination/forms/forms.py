"""A question and a step as a coordinator writes them: each form reads itself from, and gives back, a document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ithaque.questionnaires import checks, criteria
from ithaque.questionnaires.design import new_key
from ithaque.questionnaires.enums import (
    WITH_OPTIONS,
    Direction,
    QuestionType,
    Reader,
    Use,
)
from ithaque.questionnaires.schema import FormSchema, Question, Section, draft_question
from ithaque.web.coordination.forms import rows
from ithaque.web.coordination.forms.asking import CONDITION_PARTS, condition_rows, conditions_of
from ithaque.web.coordination.forms.reading import reading_choices

Type = QuestionType
WORDS = ("fr", "en")
TEXTS = {
    "label": (checks.LONGEST_LABEL, _("Question"), 2),
    "help": (checks.LONGEST_HELP, _("Help under the question"), 2),
    "left": (checks.LONGEST_OPTION, _("Left end of the scale"), 0),
    "right": (checks.LONGEST_OPTION, _("Right end of the scale"), 0),
    "unit": (40, _("Unit"), 0),
    "title": (checks.LONGEST_OPTION, _("Title of the step"), 0),
    "intro": (checks.LONGEST_HELP, _("Introduction"), 2),
}
ROWS_OF: dict[QuestionType, tuple[str, ...]] = {
    **dict.fromkeys(WITH_OPTIONS, ("options",)),
    Type.MATRIX: ("rows", "columns"),
    Type.STYLE: ("items",),
}
OPTION_PARTS = ("value", "fr", "en")
ITEM_PARTS = ("key", "name_fr", "name_en", "left_fr", "left_en", "right_fr", "right_en")
LIMITS = {
    Type.TEXT: (_("Characters at most (above 200, several lines)"), 5000),
    Type.SEVERAL: (_("Choices at most"), checks.MOST_OPTIONS),
    Type.RANKED: (_("Choices at most"), checks.MOST_OPTIONS),
    Type.SKILLS: (_("Skills at most"), 30),
    Type.FILE: (_("Megabytes at most"), 50),
}
READERS = {
    "team": ((Reader.COORDINATORS,), _("The team")),
    "both": ((Reader.COORDINATORS, Reader.PARTNER), _("The team, then the pair once both accept")),
    "pair": ((Reader.PARTNER,), _("The pair once both accept, not the team")),
    "nobody": ((), _("Nobody but the person: counted in reports, never read one by one")),
}
USES = (
    (Use.MATCHING, _("Matching: it may count in who is proposed to whom")),
    (Use.FOLLOW_UP, _("Follow-up of the pair")),
    (Use.REPORTING, _("Reports only: counted, never used to choose or refuse anyone")),
    (Use.NOTHING, _("Nothing else than knowing each other better")),
)
KINDS = (
    (Type.CHOICE, _("One choice")),
    (Type.SEVERAL, _("Several choices")),
    (Type.RANKED, _("Choices in order")),
)


class PartForm(forms.Form):
    """What a question and a step share: words in both languages, conditions, what its author saw."""

    texts: tuple[str, ...] = ()

    def __init__(self, schema: FormSchema, part: Question | Section, data: Any = None) -> None:
        self.schema, self.part = schema, part
        super().__init__(data, initial=self.read(), auto_id=f"{part.key}_%s")
        for name in self.texts:
            longest, label, lines = TEXTS[name]
            for code in WORDS:
                widget: Any = forms.Textarea({"rows": lines}) if lines else forms.TextInput()
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=label, max_length=longest, required=False, widget=widget
                )
        self.fields["any_of"] = forms.ChoiceField(
            label=_("When there are several"),
            choices=[("", _("all must hold")), ("on", _("one is enough"))],
            required=False,
        )
        self.rows: dict[str, list[rows.Row]] = {"shown_if": self._conditions()}

    def read(self) -> dict[str, Any]:
        """Return the present values, by field."""
        found: dict[str, Any] = {"any_of": "on" if self.part.any_of else ""}
        for name in self.texts:
            text = getattr(self.part, name)
            found |= {f"{name}_fr": text.fr, f"{name}_en": text.en}
        return found

    def _conditions(self) -> list[rows.Row]:
        if self.is_bound:
            return rows.read(self.data, "shown_if", CONDITION_PARTS)
        return [
            {"question": one.question, "asks": one.asks, "value": one.value}
            for one in self.part.shown_if
        ]

    @property
    def base(self) -> dict[str, Any] | None:
        """Return the document as its author saw it, None when that cannot be read."""
        try:
            found = json.loads(self.data.get("base", ""))
        except ValueError:
            return None
        return found if isinstance(found, dict) else None

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the words, French and English side by side."""
        return [(self[f"{name}_fr"], self[f"{name}_en"]) for name in self.texts]

    @property
    def condition_rows(self) -> list[dict[str, Any]]:
        """Return the conditions as drawn: what may be chosen, what is, and one row to add another."""
        return condition_rows(self.schema, self.part, self.rows["shown_if"])

    def press(self, pressed: str) -> None:
        """Apply a button of the rows, `up:options:2`: the rows sent are changed before they are saved."""
        verb, _colon, rest = pressed.partition(":")
        name, _colon, place = rest.partition(":")
        if name in self.rows and place.isdecimal():
            self.rows[name] = rows.act(self.rows[name], verb, int(place[:4]))

    def text(self, name: str) -> dict[str, str]:
        """Return a text as typed in both languages, an empty one left out."""
        typed = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in WORDS}
        return {code: words for code, words in typed.items() if words}

    def shown(self) -> dict[str, Any]:
        """Return when the part is asked."""
        return {
            "shown_if": conditions_of(self.schema, self.rows["shown_if"]),
            "any_of": self.cleaned_data["any_of"] == "on",
        }


class SectionForm(PartForm):
    """A step: its title, its introduction, when it is asked."""

    texts = ("title", "intro")

    def written(self) -> Section:
        """Return the step as written; raises ValidationError for what no page of ours sends."""
        return Section.model_validate(
            {
                "key": self.part.key,
                "title": self.text("title"),
                "intro": self.text("intro"),
                **self.shown(),
            }
        )


class QuestionForm(PartForm):
    """A question: its words, its answer, when it is asked, who reads it, what it serves."""

    def __init__(
        self,
        schema: FormSchema,
        part: Question,
        data: Any = None,
        *,
        other: FormSchema | None = None,
    ) -> None:
        self.question = part
        around = {Type.SCALE: ("left", "right"), Type.NUMBER: ("unit",)}
        self.texts = ("label", "help", *around.get(part.type, ()))
        super().__init__(schema, part, data)
        self._add_answer_fields()
        self.fields["required"] = forms.BooleanField(
            label=_("An answer is required"), required=False
        )
        self.fields["readers"] = forms.ChoiceField(
            label=_("Who reads the answer, beside the person"),
            choices=[(key, words) for key, (_readers, words) in READERS.items()],
            widget=forms.RadioSelect,
        )
        self.fields["used_for"] = forms.ChoiceField(
            label=_("What the answer serves"), choices=USES, widget=forms.RadioSelect
        )
        readings = reading_choices(part, schema, other)
        if len(readings) > 1:
            self.fields["field"] = forms.ChoiceField(
                label=_("How matching reads it"), choices=readings, required=False
            )
        for name in ROWS_OF.get(part.type, ()):
            self.rows[name] = self._rows(name)

    def _add_answer_fields(self) -> None:
        type_ = self.question.type
        if type_ in dict(KINDS):
            self.fields["type"] = forms.ChoiceField(label=_("How one answers"), choices=KINDS)
        if type_ in LIMITS:
            label, most = LIMITS[type_]
            self.fields["limit"] = forms.IntegerField(
                label=label, min_value=1, max_value=most, required=False
            )
        if type_ == Type.NUMBER:
            for name, words in (("minimum", _("Smallest")), ("maximum", _("Largest"))):
                self.fields[name] = forms.IntegerField(
                    label=words, min_value=-1_000_000, max_value=1_000_000, required=False
                )
        if type_ == Type.SKILLS:
            self.fields["direction"] = forms.ChoiceField(
                label=_("Which way"),
                required=False,
                choices=[
                    ("", _("not said")),
                    (Direction.LEARN, _("I want to learn")),
                    (Direction.SHARE, _("I can share")),
                ],
            )
        flags = {
            Type.SKILLS: ("levels", _("Ask a level beside each skill")),
            Type.LANGUAGES: ("levels", _("Ask how well each language is spoken")),
            Type.PLACE: ("radius", _("Ask how many kilometres one would travel")),
            Type.FILE: ("images", _("Let people send a picture too")),
        }
        if type_ in flags:
            name, words = flags[type_]
            self.fields[name] = forms.BooleanField(label=words, required=False)

    def read(self) -> dict[str, Any]:
        """Return the present values, by field."""
        names = ("type", "limit", "minimum", "maximum", "direction", "levels", "radius", "images")
        return {
            **super().read(),
            **{name: getattr(self.question, name) for name in (*names, "required")},
            "direction": self.question.direction or "",
            "readers": readers_key(self.question),
            "used_for": self.question.purpose,
            "field": self.question.field or "",
        }

    @property
    def kinds_of_rows(self) -> list[dict[str, Any]]:
        """Return the rows of the answer as drawn, each with two empty ones at its end."""
        titles = {
            "options": _("Choices"),
            "rows": _("Lines"),
            "columns": pgettext_lazy("a table of answers", "Columns"),
            "items": _("Lines, each between two sentences"),
        }
        return [
            {"name": name, "title": titles[name], "rows": self._drawn(name)}
            for name in ROWS_OF.get(self.question.type, ())
        ]

    def _drawn(self, name: str) -> list[dict[str, str]]:
        parts = ITEM_PARTS if name == "items" else OPTION_PARTS
        blank = dict.fromkeys(parts, "")
        known = [
            {**row, "said": row.get("fr") or row.get("left_fr") or "·"} for row in self.rows[name]
        ]
        return [*known, blank | {"said": ""}, blank | {"said": ""}]

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        """Return the fields about the answer."""
        names = ("type", "direction", "levels", "limit", "minimum", "maximum", "radius", "images")
        return [self[name] for name in names if name in self.fields]

    @property
    def verdict(self) -> criteria.Candidate:
        """Return whether the question may serve as a criterion, and why not."""
        return criteria.candidate(self.question)

    def _rows(self, name: str) -> list[rows.Row]:
        if self.is_bound:
            parts = ITEM_PARTS if name == "items" else OPTION_PARTS
            found = rows.filled(rows.read(self.data, name, parts), parts[1:])
            pasted = str(self.data.get(f"{name}-pasted", "")).splitlines()
            return [
                *found,
                *({"value": "", "fr": one.strip(), "en": ""} for one in pasted if one.strip()),
            ]
        if name == "items":
            return [
                {
                    "key": one.key,
                    **{
                        f"{side}_{code}": getattr(getattr(one, side), code)
                        for side in ("name", "left", "right")
                        for code in WORDS
                    },
                }
                for one in self.question.items
            ]
        return [
            {"value": one.value, "fr": one.label.fr, "en": one.label.en}
            for one in getattr(self.question, name)
        ]

    def written(self) -> Question:
        """Return the question as written; raises ValidationError for what no page of ours sends."""
        return draft_question(self._document())

    def _document(self) -> dict[str, Any]:
        data = self.cleaned_data
        use = Use(data["used_for"])
        names = (
            "limit",
            "minimum",
            "maximum",
            "levels",
            "radius",
            "images",
            "direction",
            "required",
        )
        return {
            **{name: self.text(name) for name in self.texts},
            **{name: data[name] for name in names if name in self.fields and data[name] != ""},
            **{name: self._parts(name) for name in ROWS_OF.get(self.question.type, ())},
            **self.shown(),
            "key": self.question.key,
            "type": data.get("type") or self.question.type,
            "readers": READERS[data["readers"]][0],
            "used_for": self.question.used_for if use == self.question.purpose else use,
            "field": (data.get("field") or None) if use == Use.MATCHING else None,
        }

    def _parts(self, name: str) -> list[dict[str, Any]]:
        found = self.rows[name][: checks.MOST_COLUMNS if name == "columns" else checks.MOST_OPTIONS]
        if name == "items":
            return [
                {
                    "key": row["key"] or new_key("i"),
                    **{side: _both(row, side) for side in ("name", "left", "right")},
                }
                for row in found
            ]
        return [{"value": row["value"] or new_key("o"), "label": _both(row, "")} for row in found]


Editor = QuestionForm | SectionForm


def readers_key(question: Question) -> str:
    """Return the choice that says who reads a question."""
    held = set(question.readers)
    return next(key for key, (readers, _words) in READERS.items() if set(readers) == held)


def _both(row: Mapping[str, str], side: str) -> dict[str, str]:
    prefix = f"{side}_" if side else ""
    return {
        code: words
        for code in WORDS
        if (words := row.get(f"{prefix}{code}", "")[: checks.LONGEST_OPTION])
    }
