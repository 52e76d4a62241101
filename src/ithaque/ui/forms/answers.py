"""Widgets and fields for a place with how far one would go, languages with a level, and a table of answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from ithaque.ui.forms.widgets import Data
from ithaque.ui.navigation import Text

LANGUAGE_LEVELS: tuple[tuple[int, Text], ...] = (
    (1, pgettext_lazy("a language", "a few words")),
    (2, pgettext_lazy("a language", "enough for a conversation")),
    (3, pgettext_lazy("a language", "at ease")),
    (4, pgettext_lazy("a language", "my language")),
)
AT_EASE = 3
FARTHEST_KM = 200


class NumberInput(forms.NumberInput):
    """A number followed by its unit."""

    template_name = "ui/forms/widgets/number.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, unit: Text = "") -> None:
        super().__init__(attrs)
        self.unit = unit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the unit."""
        context = super().get_context(name, value, attrs)
        context["widget"]["unit"] = self.unit
        return context


class PlaceInput(forms.Widget):
    """A town, how many kilometres one would travel, and where one is (rounded, only when asked).

    Valued as `{"town": str, "radius": str, "at": "48.11,-1.68"}`, empty parts left out.
    """

    template_name = "ui/forms/widgets/place.html"
    use_fieldset = True
    composed = True
    parts = ("town", "radius", "at")

    def value_from_datadict(self, data: Data, files: Any, name: str) -> dict[str, str]:
        """Return what was typed."""
        typed = {part: str(data.get(f"{name}-{part}", "")).strip() for part in self.parts}
        return {part: value for part, value in typed.items() if value}

    def value_omitted_from_data(self, data: Data, files: Any, name: str) -> bool:
        """Tell whether nothing was sent."""
        return not any(f"{name}-{part}" in data for part in self.parts)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the parts."""
        context = super().get_context(name, value, attrs)
        given = value if isinstance(value, Mapping) else {"town": value or ""}
        at = given.get("at", "")
        context["widget"] |= {
            "town": given.get("town", ""),
            "radius": given.get("radius", ""),
            "at": at if isinstance(at, str) else ",".join(str(one) for one in at),
            "farthest": FARTHEST_KM,
        }
        return context


class PlaceField(forms.Field):
    """A town with a radius, as `{"town": str, "radius": int, "at": [latitude, longitude]}`.

    The radius is in kilometres; the position is in degrees, rounded to two decimals (about a kilometre).
    """

    widget = PlaceInput
    default_error_messages = {
        "town": _("Keep the name of the town under %(max)d characters."),
        "missing": _("Write the town too."),
        "radius": _("Write a distance from 0 to %(max)d km, in figures."),
    }
    letters = 120

    def to_python(self, value: Any) -> dict[str, Any]:
        """Return what was understood; a plain town is a place without radius."""
        given = dict(value) if isinstance(value, Mapping) else {"town": value or ""}
        town = " ".join(str(given.get("town", "")).split())
        if len(town) > self.letters:
            raise ValidationError(self.error_messages["town"], "town", {"max": self.letters})
        found: dict[str, Any] = {"town": town} if town else {}
        if given.get("radius") not in (None, ""):
            found["radius"] = self._kilometres(given["radius"])
        if found and not town:
            raise ValidationError(self.error_messages["missing"], "missing")
        if town and (at := _position(given.get("at"))):
            found["at"] = at
        return found

    def _kilometres(self, typed: Any) -> int:
        text = str(typed)
        if not (text.isascii() and text.isdecimal() and len(text) < 5 and int(text) <= FARTHEST_KM):
            raise ValidationError(self.error_messages["radius"], "radius", {"max": FARTHEST_KM})
        return int(text)


def _position(at: Any) -> list[float] | None:
    """Return a position when it is one; what a page made up is left aside rather than refused."""
    parts = at.split(",") if isinstance(at, str) else at
    try:
        latitude, longitude = (round(float(part), 2) for part in parts)
    except (TypeError, ValueError, OverflowError):
        return None
    possible = -90 <= latitude <= 90 and -180 <= longitude <= 180
    return [latitude, longitude] if possible else None


class LanguageLevelsInput(forms.Widget):
    """A level in front of each usual language, and a line for the others; valued as `{"fr": 3}`."""

    template_name = "ui/forms/widgets/language_levels.html"
    use_fieldset = True
    composed = True

    def __init__(
        self, choices: Iterable[tuple[str, Text]] = (), *, attrs: dict[str, Any] | None = None
    ) -> None:
        super().__init__(attrs)
        self.choices = list(choices)

    def value_from_datadict(self, data: Data, files: Any, name: str) -> dict[str, Any]:
        """Return the levels chosen, then the other languages as typed."""
        typed: dict[str, Any] = {
            key: str(data.get(f"{name}-{key}", "")) for key, _label in self.choices
        }
        others = [word.strip() for word in str(data.get(f"{name}-other", "")).split(",")]
        return {key: level for key, level in typed.items() if level} | {
            word: AT_EASE for word in others if word
        }

    def value_omitted_from_data(self, data: Data, files: Any, name: str) -> bool:
        """Tell whether nothing was sent."""
        return not any(f"{name}-{key}" in data for key, _label in self.choices)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add one row per language."""
        context = super().get_context(name, value, attrs)
        given = value if isinstance(value, Mapping) else {}
        known = {key for key, _label in self.choices}
        context["widget"] |= {
            "rows": [
                {
                    "key": key,
                    "label": label,
                    "levels": [
                        {
                            "value": level,
                            "label": words,
                            "selected": str(given.get(key)) == str(level),
                        }
                        for level, words in LANGUAGE_LEVELS
                    ],
                }
                for key, label in self.choices
            ],
            "other": ", ".join(str(key) for key in given if key not in known),
        }
        return context


class LanguageLevelsField(forms.Field):
    """Languages with how well each is spoken, as `{"fr": 4, "en": 2}` (1 a few words to 4 my language)."""

    default_error_messages = {
        "too_long": _("A language has %(max)d letters at most."),
        "level": _("One of the levels does not exist. Choose again."),
    }
    letters = 40

    def __init__(self, *, choices: Iterable[tuple[str, Text]], **kwargs: Any) -> None:
        kwargs.setdefault("widget", LanguageLevelsInput(list(choices)))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dict[str, int]:
        """Return the levels as numbers; languages named without a level are spoken at ease."""
        if isinstance(value, Mapping):
            given: Mapping[Any, Any] = value
        else:
            named = value if isinstance(value, list | tuple | set | frozenset) else ()
            given = {str(language): AT_EASE for language in named}
        if any(len(str(language)) > self.letters for language in given):
            raise ValidationError(
                self.error_messages["too_long"], "too_long", {"max": self.letters}
            )
        known = {str(level) for level, _words in LANGUAGE_LEVELS}
        if any(str(level) not in known for level in given.values()):
            raise ValidationError(self.error_messages["level"], "level")
        return {str(language): int(level) for language, level in given.items()}


class MatrixInput(forms.Widget):
    """One point per line of a table, valued as `{"line": "column"}`."""

    template_name = "ui/forms/widgets/matrix.html"
    use_fieldset = True
    composed = True

    def __init__(
        self,
        rows: Sequence[tuple[str, Text]],
        columns: Sequence[tuple[str, Text]],
        attrs: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs)
        self.rows, self.columns = list(rows), list(columns)

    def value_from_datadict(self, data: Data, files: Any, name: str) -> dict[str, str]:
        """Return the points ticked."""
        typed = {key: str(data.get(f"{name}-{key}", "")) for key, _label in self.rows}
        return {key: value for key, value in typed.items() if value}

    def value_omitted_from_data(self, data: Data, files: Any, name: str) -> bool:
        """Tell whether no point was sent."""
        return not any(f"{name}-{key}" in data for key, _label in self.rows)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the lines with their points."""
        context = super().get_context(name, value, attrs)
        given = value if isinstance(value, Mapping) else {}
        context["widget"] |= {
            "columns": [label for _key, label in self.columns],
            "rows": [
                {
                    "key": key,
                    "label": label,
                    "points": [
                        {"value": column, "label": words, "checked": given.get(key) == column}
                        for column, words in self.columns
                    ],
                }
                for key, label in self.rows
            ],
        }
        return context


class MatrixField(forms.Field):
    """One column per line of a table, as `{"line": "column"}`; every line asked when required."""

    default_error_messages = {
        "outside": _("One of these answers is not in the table. Tick one point per line."),
        "missing": ngettext_lazy(
            "%(count)d line has no answer yet: tick one point per line.",
            "%(count)d lines have no answer yet: tick one point per line.",
            "count",
        ),
    }

    def __init__(
        self,
        *,
        rows: Sequence[tuple[str, Text]],
        columns: Sequence[tuple[str, Text]],
        **kwargs: Any,
    ) -> None:
        super().__init__(widget=MatrixInput(rows, columns), **kwargs)
        self.rows = [key for key, _label in rows]
        self.columns = {key for key, _label in columns}

    def to_python(self, value: Any) -> dict[str, str]:
        """Return the points; lines the table does not have are left out."""
        given = value if isinstance(value, Mapping) else {}
        kept = {key: str(given[key]) for key in self.rows if given.get(key) not in (None, "")}
        if not set(kept.values()) <= self.columns:
            raise ValidationError(self.error_messages["outside"], "outside")
        return kept

    def validate(self, value: dict[str, str]) -> None:
        """Ask for the missing lines when the table is required."""
        super().validate(value)
        missing = len(self.rows) - len(value)
        if self.required and missing:
            raise ValidationError(self.error_messages["missing"], "missing", {"count": missing})
