"""Widgets beyond Django's: each works without a script, and better with one (a custom element around it)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from ithaque.ui import dates
from ithaque.ui.navigation import Text

Data = Mapping[str, Any]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SKILL_LEVELS: tuple[tuple[int, Text], ...] = (
    (1, _("I am starting")),
    (2, _("I am at ease")),
    (3, _("I could teach it")),
)

AIMED_LEVELS: tuple[tuple[int, Text], ...] = (
    (1, _("to discover it")),
    (2, _("to be at ease")),
    (3, _("to master it")),
)
"""The level one would like to reach, beside a skill to learn."""

NOT_AT_ALL, COMPLETELY = _("not at all"), _("completely")


def _values(data: Data, name: str) -> list[str]:
    if isinstance(data, MultiValueDict):
        return [str(value) for value in data.getlist(name)]
    value = data.get(name, [])
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own clock, by five minutes."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"step": "300", **(attrs or {})}, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    """The browser's own calendar and clock."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class CodeInput(forms.TextInput):
    """The six figures sent by e-mail: one field, filled by the phone when it can."""

    template_name = "ui/forms/widgets/code.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, length: int = 6) -> None:
        helping = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "maxlength": length + 2,
            "spellcheck": "false",
        }
        super().__init__({**helping, "class": "code-input", **(attrs or {})})


class PasswordInput(forms.PasswordInput):
    """A password that can be looked at while it is typed."""

    template_name = "ui/forms/widgets/password.html"


class FileInput(forms.FileInput):
    """A file, with its name and size once chosen, and the limits said before: `kinds`, else the endings accepted."""

    template_name = "ui/forms/widgets/file.html"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        accept: str = "",
        kinds: Text = "",
        max_bytes: int | None = None,
    ) -> None:
        super().__init__({**({"accept": accept} if accept else {}), **(attrs or {})})
        self.kinds, self.max_bytes = kinds or accept.replace(",", " "), max_bytes

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the limits to say."""
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"kinds": self.kinds, "max_bytes": self.max_bytes}
        return context


class FilesInput(FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class SkillsInput(forms.Widget):
    """Skills with a level, in order: a combobox over `data_url`, a list separated by commas without a script.

    The endpoint answers `?q=` with `[{"id", "label", "lang", "kind"}]`. Free entries have no id.
    """

    template_name = "ui/forms/widgets/skills.html"

    def __init__(
        self,
        data_url: str,
        *,
        levels: bool = True,
        limit: int = 12,
        words: tuple[tuple[int, Text], ...] = SKILL_LEVELS,
        attrs: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs)
        self.data_url, self.levels, self.limit, self.words = data_url, levels, limit, words

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the chosen skills as words and as JSON."""
        context = super().get_context(name, value, attrs)
        skills = value if isinstance(value, list) else []
        context["widget"] |= {
            "words": value
            if isinstance(value, str)
            else ", ".join(str(skill.get("label", "")) for skill in skills),
            "json": json.dumps(skills, ensure_ascii=False),
            "data_url": str(self.data_url),
            "levels": self.words if self.levels else (),
            "limit": self.limit,
        }
        return context


class RankedInput(forms.Widget):
    """A choice put in order: numbers without a script, “up” and “down” buttons with one."""

    template_name = "ui/forms/widgets/ranked.html"
    use_fieldset = True
    composed = True

    def __init__(
        self,
        choices: Iterable[tuple[str, Text]] = (),
        *,
        limit: int | None = None,
        attrs: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs)
        self.choices, self.limit = list(choices), limit

    def value_from_datadict(self, data: Data, files: Any, name: str) -> dict[str, str]:
        """Return what was typed in front of each choice."""
        typed = {key: str(data.get(f"{name}-{key}", "")).strip() for key, _label in self.choices}
        return {key: rank for key, rank in typed.items() if rank}

    def value_omitted_from_data(self, data: Data, files: Any, name: str) -> bool:
        """Tell whether no rank at all was sent."""
        return not any(f"{name}-{key}" in data for key, _label in self.choices)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the choices, ranked ones first."""
        context = super().get_context(name, value, attrs)
        ranks = _ranks(value)
        rows = [
            {"key": key, "label": label, "rank": ranks.get(key, ""), "name": f"{name}-{key}"}
            for key, label in self.choices
        ]
        rows.sort(key=lambda row: (row["rank"] == "", _as_number(row["rank"])))
        context["widget"] |= {"rows": rows, "limit": self.limit or len(rows), "count": len(rows)}
        return context


def _ranks(value: Any) -> dict[str, str]:
    if isinstance(value, Mapping):
        return {str(key): str(rank) for key, rank in value.items()}
    return {str(key): str(rank) for rank, key in enumerate(value or [], start=1)}


def _as_number(rank: Any) -> int:
    return int(rank) if str(rank).isdecimal() else 0


class AvailabilityGrid(forms.Widget):
    """The free hours of a week: a table of boxes, seven days wide, valued as `["mon-18", …]`."""

    template_name = "ui/forms/widgets/availability.html"
    use_fieldset = True
    composed = True

    def __init__(
        self, *, hours: Sequence[int] = tuple(range(8, 22)), attrs: dict[str, Any] | None = None
    ) -> None:
        super().__init__(attrs)
        self.hours = tuple(hours)

    def value_from_datadict(self, data: Data, files: Any, name: str) -> list[str]:
        """Return the boxes ticked."""
        return _values(data, name)

    def value_omitted_from_data(self, data: Data, files: Any, name: str) -> bool:
        """Say no: a grid with no box ticked sends nothing and means “never”."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the rows of the table."""
        context = super().get_context(name, value, attrs)
        chosen = set(value or [])
        week = [
            {
                "key": day,
                "short": dates.weekday(number, short=True).rstrip("."),
                "long": dates.weekday(number),
            }
            for number, day in enumerate(DAYS)
        ]
        context["widget"] |= {
            "days": week,
            "rows": [
                {"label": dates.clock_hour(hour), "boxes": self._boxes(hour, week, chosen)}
                for hour in self.hours
            ],
        }
        return context

    @staticmethod
    def _boxes(hour: int, week: list[dict[str, str]], chosen: set[str]) -> list[dict[str, Any]]:
        slots = ((f"{day['key']}-{hour}", day["long"]) for day in week)
        return [{"value": slot, "day": day, "checked": slot in chosen} for slot, day in slots]


class ScaleInput(forms.RadioSelect):
    """Five points between two sentences, none of which is better."""

    template_name = "ui/forms/widgets/scale.html"
    composed = True
    points = 5

    def __init__(self, left: Text, right: Text, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            attrs, choices=[(point, str(point)) for point in range(1, self.points + 1)]
        )
        self.left, self.right = left, right

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add both sentences."""
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"left": self.left, "right": self.right}
        return context


class PulseInput(forms.Widget):
    """Short questions answered from 1 to 5 with one tap each, valued as `{"key": 4}`."""

    template_name = "ui/forms/widgets/pulse.html"
    use_fieldset = True
    composed = True
    points = 5

    def __init__(
        self,
        questions: Iterable[tuple[str, Text]],
        *,
        low: Text = NOT_AT_ALL,
        high: Text = COMPLETELY,
        attrs: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs)
        self.questions, self.low, self.high = list(questions), low, high

    def value_from_datadict(self, data: Data, files: Any, name: str) -> dict[str, str]:
        """Return the answers given."""
        typed = {key: str(data.get(f"{name}-{key}", "")) for key, _question in self.questions}
        return {key: value for key, value in typed.items() if value}

    def value_omitted_from_data(self, data: Data, files: Any, name: str) -> bool:
        """Tell whether no answer at all was sent."""
        return not any(f"{name}-{key}" in data for key, _question in self.questions)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the questions with their points."""
        context = super().get_context(name, value, attrs)
        given = value or {}
        context["widget"] |= {
            "low": self.low,
            "high": self.high,
            "questions": [
                {
                    "key": key,
                    "text": text,
                    "name": f"{name}-{key}",
                    "points": [
                        {"value": point, "checked": str(given.get(key, "")) == str(point)}
                        for point in range(1, self.points + 1)
                    ],
                }
                for key, text in self.questions
            ],
        }
        return context


class LanguagesInput(forms.CheckboxSelectMultiple):
    """The usual languages as boxes, and a line for the others."""

    template_name = "ui/forms/widgets/languages.html"

    def value_from_datadict(self, data: Data, files: Any, name: str) -> list[str]:
        """Return the boxes ticked, then the other languages, separated by commas, as typed."""
        others = (word.strip() for word in str(data.get(f"{name}-other", "")).split(","))
        return _values(data, name) + [word for word in others if word]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Put in the line what is not a box."""
        known = {str(key) for key, _label in self.choices}
        chosen = [str(item) for item in value or []]
        context = super().get_context(name, chosen, attrs)
        context["widget"]["other"] = ", ".join(item for item in chosen if item not in known)
        return context
