"""The numbers one calls first, in France. Public services; free of charge."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Line:
    """A number, what it is for, and when it answers."""

    number: str
    what: str | Promise


LINES = (
    Line("17", _("Police and gendarmerie: danger now")),
    Line("112", _("European emergency number")),
    Line(
        "114", _("Emergency by text message or video, for people who do not hear or cannot speak")
    ),
    Line("119", _("Children in danger: day and night, not shown on phone bills")),
    Line("3018", _("Online violence and harassment at school: every day, 9 am to 11 pm")),
    Line("3114", _("Suicide prevention: day and night")),
)
