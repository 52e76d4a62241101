"""Form fields for the widgets of the product: they read, check and return plain values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ithaque.ui.forms import widgets
from ithaque.ui.navigation import Text

LABEL_MAX = 120
LEVELS = (1, 2, 3)


class FilesField(forms.FileField):
    """Several files at once, as a list; empty ones are left for who receives them to refuse by name."""

    widget = widgets.FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files sent, none when there are none."""
        sent = data if isinstance(data, (list, tuple)) else [data] if data else []
        if self.required and not sent:
            raise ValidationError(self.error_messages["required"], code="required")
        return list(sent)


class SkillsField(forms.Field):
    """Skills in order, as `[{"id": str | None, "label": str, "level": int}]`, without repeats.

    Accepts the picker's JSON or plain words separated by commas. A skill without level gets 2 (“at ease”).
    """

    default_error_messages = {
        "unreadable": _("The list of skills could not be read. Write them separated by commas."),
        "too_many": ngettext_lazy(
            "Keep %(limit)d skill at most.", "Keep %(limit)d skills at most.", "limit"
        ),
        "too_long": _("“%(label)s…” is too long: %(max)d characters at most for one skill."),
    }

    def __init__(
        self, *, data_url: str, levels: bool = True, limit: int = 12, **kwargs: Any
    ) -> None:
        kwargs.setdefault("widget", widgets.SkillsInput(data_url, levels=levels, limit=limit))
        super().__init__(**kwargs)
        self.limit = limit

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        """Return the skills read, each once."""
        skills: dict[str, dict[str, Any]] = {}
        for entry in self._entries(value):
            skill = self._skill(entry)
            if skill["label"]:
                skills.setdefault(skill["label"].casefold(), skill)
        if len(skills) > self.limit:
            raise ValidationError(
                self.error_messages["too_many"], "too_many", {"limit": self.limit}
            )
        return list(skills.values())

    def _entries(self, value: Any) -> list[Any]:
        if isinstance(value, list):
            return value
        text = str(value or "").strip()
        if not text.startswith("["):
            return [{"label": word} for word in text.split(",")]
        try:
            read = json.loads(text)
        except ValueError as error:
            raise ValidationError(self.error_messages["unreadable"], "unreadable") from error
        if not isinstance(read, list) or not all(isinstance(entry, dict) for entry in read):
            raise ValidationError(self.error_messages["unreadable"], "unreadable")
        return read

    def _skill(self, entry: dict[str, Any]) -> dict[str, Any]:
        label = " ".join(str(entry.get("label") or "").split())
        if len(label) > LABEL_MAX:
            values = {"label": label[:30], "max": LABEL_MAX}
            raise ValidationError(self.error_messages["too_long"], "too_long", values)
        level = entry.get("level")
        identifier = entry.get("id")
        return {
            "id": str(identifier) if identifier else None,
            "label": label,
            "level": level if level in LEVELS else 2,
        }

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show again what was sent, read when it can be."""
        try:
            return self.to_python(data)
        except ValidationError:
            return data


class RankedField(forms.Field):
    """Choices in order of importance, as a list of keys."""

    default_error_messages = {
        "number": _("Write a number in front of each choice you keep: 1 for the most important."),
        "twice": _("Two choices have the number %(rank)d. Give each its own."),
        "too_many": ngettext_lazy(
            "Keep %(limit)d choice at most.", "Keep %(limit)d choices at most.", "limit"
        ),
    }

    def __init__(
        self, *, choices: Iterable[tuple[str, Text]], limit: int | None = None, **kwargs: Any
    ) -> None:
        self.choices, self.limit = list(choices), limit
        kwargs.setdefault("widget", widgets.RankedInput(self.choices, limit=limit))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> list[str]:
        """Return the keys from the most to the least important."""
        if not isinstance(value, dict):
            return list(value or [])
        ranked: dict[int, str] = {}
        for key, typed in value.items():
            if not typed.isdecimal() or not 1 <= int(typed) <= len(self.choices):
                raise ValidationError(self.error_messages["number"], "number")
            if int(typed) in ranked:
                raise ValidationError(self.error_messages["twice"], "twice", {"rank": int(typed)})
            ranked[int(typed)] = key
        if self.limit is not None and len(ranked) > self.limit:
            raise ValidationError(
                self.error_messages["too_many"], "too_many", {"limit": self.limit}
            )
        return [ranked[rank] for rank in sorted(ranked)]


class AvailabilityField(forms.Field):
    """Free hours of a week, as a list of slots such as `"mon-18"` in the order of the week."""

    default_error_messages = {
        "unknown": _("One of the hours does not exist. Tick the table again.")
    }

    def __init__(self, *, hours: Sequence[int] = tuple(range(8, 22)), **kwargs: Any) -> None:
        kwargs.setdefault("widget", widgets.AvailabilityGrid(hours=hours))
        super().__init__(**kwargs)
        self.slots = [f"{day}-{hour}" for day in widgets.DAYS for hour in hours]

    def to_python(self, value: Any) -> list[str]:
        """Return the slots ticked, each once, in order."""
        chosen = set(value or [])
        if not chosen <= set(self.slots):
            raise ValidationError(self.error_messages["unknown"], "unknown")
        return [slot for slot in self.slots if slot in chosen]


class ScaleField(forms.TypedChoiceField):
    """A place between two sentences, as a number from 1 to 5."""

    def __init__(self, *, left: Text, right: Text, **kwargs: Any) -> None:
        widget = widgets.ScaleInput(left, right)
        choices = [(point, str(point)) for point in range(1, widget.points + 1)]
        super().__init__(
            **{"choices": choices, "coerce": int, "empty_value": None, "widget": widget, **kwargs}
        )


class PulseField(forms.Field):
    """Answers from 1 to 5 to a few short questions, as `{"key": int}`; every question wants its answer."""

    default_error_messages = {
        "missing": _("One answer is missing. One tap per line is enough."),
        "outside": _("Answer each line from 1 to 5."),
    }

    def __init__(self, *, questions: Iterable[tuple[str, Text]], **kwargs: Any) -> None:
        self.questions = list(questions)
        kwargs.setdefault("widget", widgets.PulseInput(self.questions))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dict[str, int]:
        """Return the answers as numbers."""
        given = dict(value or {})
        if any(str(answer) not in {"1", "2", "3", "4", "5"} for answer in given.values()):
            raise ValidationError(self.error_messages["outside"], "outside")
        return {key: int(answer) for key, answer in given.items()}

    def validate(self, value: dict[str, int]) -> None:
        """Refuse a half-answered pulse; an empty one only when it is required."""
        super().validate(value)
        if value and len(value) < len(self.questions):
            raise ValidationError(self.error_messages["missing"], "missing")


class LanguagesField(forms.Field):
    """Languages spoken: codes of the boxes ticked, then other languages as written."""

    default_error_messages = {"too_long": _("A language has %(max)d letters at most.")}
    letters = 40

    def __init__(self, *, choices: Iterable[tuple[str, Text]], **kwargs: Any) -> None:
        kwargs.setdefault("widget", widgets.LanguagesInput(choices=list(choices)))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> list[str]:
        """Return each language once."""
        spoken = list(dict.fromkeys(value or []))
        if any(len(language) > self.letters for language in spoken):
            raise ValidationError(
                self.error_messages["too_long"], "too_long", {"max": self.letters}
            )
        return spoken
