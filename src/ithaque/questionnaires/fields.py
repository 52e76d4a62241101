"""One Django field per type of question: it draws the question, reads what was sent, and checks it.

The same field reads a browser's data and plain values (an import, the demo). Stored shapes: skills
`[{"id", "label", "level"}]` in order, text `str`, choice `str`, several `[str]`, scale `int`, number `int`,
date ISO `str`, file `{"id", "name", "size"}`, availability `["mon-18"]`, languages `["fr"]` (`{"fr": 1..4}` with
levels), style `{item: 1..5}`, matrix `{row: column}`, ranked `[str]` in order, place `str`
(`{"town", "radius", "at"}` with a radius).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ithaque.questionnaires.enums import Direction, QuestionType
from ithaque.questionnaires.schema import Option, Question, StyleItem
from ithaque.questionnaires.uploads import accept_of, most_bytes
from ithaque.ui import forms as ui
from ithaque.ui.forms.widgets import AIMED_LEVELS, SKILL_LEVELS

LONG_TEXT = 200
TEXT_LIMIT = 1000
SKILLS_LIMIT = 12


class SkillsField(ui.SkillsField):
    """Skills in order; without levels asked, the level stays unknown."""

    def __init__(self, *, levels: bool, **kwargs: Any) -> None:
        super().__init__(levels=levels, **kwargs)
        self.levels = levels

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        """Return the skills read, each once."""
        skills = super().to_python(value)
        return skills if self.levels else [{**skill, "level": None} for skill in skills]


class SeveralField(forms.MultipleChoiceField):
    """Some of the choices, at most `limit`."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, limit: int | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit = limit

    def validate(self, value: list[str]) -> None:
        """Refuse more choices than asked."""
        super().validate(value)
        if self.limit is not None and len(value) > self.limit:
            message = ngettext_lazy(
                "Keep %(limit)d choice at most.", "Keep %(limit)d choices at most.", "limit"
            )
            raise ValidationError(message, "too_many", {"limit": self.limit})


class RankedField(ui.RankedField):
    """Choices put in order; those the question no longer offers are refused, not stored."""

    default_error_messages = {
        "unknown": _("One of the choices is no longer offered. Put them in order again.")
    }

    def to_python(self, value: Any) -> list[str]:
        """Return the choices from the most to the least important, each once."""
        if isinstance(value, Mapping):
            value = {str(key): str(rank) for key, rank in value.items()}
        elif not isinstance(value, list | tuple):
            value = [value] if value else []
        ranked = list(dict.fromkeys(str(one) for one in super().to_python(value)))
        if not set(ranked) <= {str(key) for key, _label in self.choices}:
            raise ValidationError(self.error_messages["unknown"], "unknown")
        if self.limit is not None and len(ranked) > self.limit:
            raise ValidationError(
                self.error_messages["too_many"], "too_many", {"limit": self.limit}
            )
        return ranked


class StyleInput(forms.Widget):
    """Several scales of five points, each between two sentences, valued as `{item: 4}`."""

    template_name = "questionnaires/widgets/style.html"
    use_fieldset = True
    composed = True

    def __init__(self, items: tuple[StyleItem, ...], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.items = items

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        """Return the answers given."""
        typed = {item.key: str(data.get(f"{name}-{item.key}", "")) for item in self.items}
        return {key: value for key, value in typed.items() if value}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Tell whether no answer at all was sent."""
        return not any(f"{name}-{item.key}" in data for item in self.items)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add one scale per item, drawn by the product's own widget."""
        context = super().get_context(name, value, attrs)
        given = value if isinstance(value, Mapping) else {}
        context["widget"]["scales"] = [
            self._scale(
                item, f"{name}-{item.key}", given.get(item.key), str((attrs or {}).get("id", name))
            )
            for item in self.items
        ]
        return context

    @staticmethod
    def _scale(item: StyleItem, name: str, value: Any, prefix: str) -> dict[str, Any]:
        scale = ui.ScaleInput(str(item.left), str(item.right))
        scale_context = scale.get_context(name, value, {"id": f"{prefix}_{item.key}"})
        widget: dict[str, Any] = scale_context["widget"]
        return widget


class StyleField(forms.Field):
    """Places between two sentences, as `{item: 1..5}`; every item asked when required."""

    default_error_messages = {
        "outside": _("One of these answers is not on the scale. Tick one point per line."),
        "missing": ngettext_lazy(
            "%(count)d line has no answer yet: tick one point per line.",
            "%(count)d lines have no answer yet: tick one point per line.",
            "count",
        ),
    }

    def __init__(self, *, items: tuple[StyleItem, ...], **kwargs: Any) -> None:
        super().__init__(widget=StyleInput(items), **kwargs)
        self.keys = [item.key for item in items]

    def to_python(self, value: Any) -> dict[str, int]:
        """Return the answers as numbers; items the form does not ask are left out."""
        given = value if isinstance(value, Mapping) else {}
        kept = {key: str(given[key]) for key in self.keys if given.get(key) not in (None, "")}
        if any(answer not in {"1", "2", "3", "4", "5"} for answer in kept.values()):
            raise ValidationError(self.error_messages["outside"], "outside")
        return {key: int(answer) for key, answer in kept.items()}

    def validate(self, value: dict[str, int]) -> None:
        """Ask for the missing lines when the scale is required."""
        super().validate(value)
        if self.required and len(value) < len(self.keys):
            missing = len(self.keys) - len(value)
            raise ValidationError(self.error_messages["missing"], "missing", {"count": missing})


class IsoDateField(forms.DateField):
    """A day, stored in ISO 8601."""

    widget = ui.DateInput

    def clean(self, value: Any) -> str | None:
        """Return the day as `2008-05-17`."""
        day: dt.date | None = super().clean(value if value is None else str(value))
        return day.isoformat() if day else None


class FileInput(ui.FileInput):
    """A file to send, beside the one kept; what is kept is shown by the page, not by the field."""

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Tell whether no file was sent."""
        return name not in (files or {})


class FileField(forms.Field):
    """A file already kept, as `{"id", "name", "size"}`; the bytes come by `services.attach_file`."""

    def to_python(self, value: Any) -> dict[str, Any]:
        """Return the file kept; anything else is no file."""
        return dict(value) if isinstance(value, Mapping) and value.get("id") else {}


def field_for(question: Question, *, required: bool | None = None) -> forms.Field:
    """Return the field that asks a question; `required` overrides the question's own word (drafts)."""
    common = {
        "label": str(question.label),
        "help_text": escape(str(question.help)),
        "required": question.required if required is None else required,
    }
    return _FIELDS[question.type](question, common)


def skill_levels(question: Question) -> tuple[tuple[int, Any], ...]:
    """Return the levels offered beside each skill: those aimed at, or those one has."""
    return AIMED_LEVELS if question.direction == Direction.LEARN else SKILL_LEVELS


def _choices(options: tuple[Option, ...]) -> list[tuple[str, str]]:
    return [(option.value, str(option.label)) for option in options]


def _skills(question: Question, common: dict[str, Any]) -> forms.Field:
    url = reverse("public:skill-search")
    if question.field == "path":
        url = f"{url}?kind=occupation"
    limit = question.limit or SKILLS_LIMIT
    widget = ui.SkillsInput(url, levels=question.levels, limit=limit, words=skill_levels(question))
    return SkillsField(data_url=url, levels=question.levels, limit=limit, widget=widget, **common)


def _text(question: Question, common: dict[str, Any]) -> forms.Field:
    limit = question.limit or TEXT_LIMIT
    widget = forms.Textarea({"rows": 4}) if limit > LONG_TEXT else forms.TextInput()
    return forms.CharField(max_length=limit, widget=widget, **common)


def _choice(question: Question, common: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=_choices(question.options), widget=forms.RadioSelect, **common)


def _several(question: Question, common: dict[str, Any]) -> forms.Field:
    return SeveralField(choices=_choices(question.options), limit=question.limit, **common)


def _scale(question: Question, common: dict[str, Any]) -> forms.Field:
    return ui.ScaleField(left=str(question.left), right=str(question.right), **common)


def _number(question: Question, common: dict[str, Any]) -> forms.Field:
    return forms.IntegerField(
        widget=ui.NumberInput({"inputmode": "numeric"}, unit=str(question.unit)),
        min_value=0 if question.minimum is None else question.minimum,
        max_value=10_000 if question.maximum is None else question.maximum,
        **common,
    )


def _availability(question: Question, common: dict[str, Any]) -> forms.Field:
    return ui.AvailabilityField(**common)


def _languages(question: Question, common: dict[str, Any]) -> forms.Field:
    field = ui.LanguageLevelsField if question.levels else ui.LanguagesField
    return field(choices=_choices(question.options), **common)


def _ranked(question: Question, common: dict[str, Any]) -> forms.Field:
    return RankedField(choices=_choices(question.options), limit=question.limit, **common)


def _matrix(question: Question, common: dict[str, Any]) -> forms.Field:
    return ui.MatrixField(
        rows=_choices(question.rows), columns=_choices(question.columns), **common
    )


def _place(question: Question, common: dict[str, Any]) -> forms.Field:
    if question.radius:
        return ui.PlaceField(**common)
    return forms.CharField(max_length=question.limit or 120, **common)


def _file(question: Question, common: dict[str, Any]) -> forms.Field:
    widget = FileInput(accept=accept_of(question), max_bytes=most_bytes(question))
    return FileField(widget=widget, **common)


_FIELDS: dict[QuestionType, Callable[[Question, dict[str, Any]], forms.Field]] = {
    QuestionType.SKILLS: _skills,
    QuestionType.TEXT: _text,
    QuestionType.PLACE: _place,
    QuestionType.CHOICE: _choice,
    QuestionType.SEVERAL: _several,
    QuestionType.RANKED: _ranked,
    QuestionType.SCALE: _scale,
    QuestionType.NUMBER: _number,
    QuestionType.DATE: lambda question, common: IsoDateField(**common),
    QuestionType.FILE: _file,
    QuestionType.MATRIX: _matrix,
    QuestionType.AVAILABILITY: _availability,
    QuestionType.LANGUAGES: _languages,
    QuestionType.STYLE: lambda question, common: StyleField(items=question.items, **common),
}
