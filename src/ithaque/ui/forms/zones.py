"""A time zone, among those where people live."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

CONTINENTS = (
    "Africa/",
    "America/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


class TimeZoneField(forms.ChoiceField):
    """A zone of the tz database by its name; the present one is offered whatever it is."""

    def __init__(self, *, present: str, **kwargs: Any) -> None:
        zones = {zone for zone in zoneinfo.available_timezones() if zone.startswith(CONTINENTS)}
        choices = [(zone, zone.replace("_", " ")) for zone in sorted(zones | {present})]
        kwargs.setdefault("label", _("Time zone"))
        super().__init__(choices=choices, initial=present, **kwargs)
