"""Meetings by video: our own room, the institution's service, or the link of each pair."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.programmes.settings import ProgrammeSettings
from ithaque.web.coordination.programmes.part import PartForm

PLACES = (
    ("here", _("In Ithaque’s own room, for two, opened from the page of the meeting")),
    ("address", _("On your institution’s service (Jitsi, BigBlueButton…): write its address")),
    ("theirs", _("Wherever each pair wishes: they write their own link (Zoom, Teams, Meet…)")),
)


class VideoForm(PartForm):
    """Where meetings at a distance take place."""

    title = _("Meetings by video")
    lede = _(
        "Nothing is recorded in Ithaque’s room. A link that a pair writes for a meeting always comes first."
    )
    kind = forms.ChoiceField(
        label=_("Where meetings by video take place"), choices=PLACES, widget=forms.RadioSelect
    )
    address = forms.URLField(
        label=_("Address of your service"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_(
            "Write {room} where the name of the room goes: each meeting gets one that nobody can guess. Example: https://meet.example.org/{room}"
        ),
    )

    def read(self, settings: ProgrammeSettings) -> dict[str, Any]:
        """Return the present values."""
        return settings.video.model_dump()

    def clean(self) -> dict[str, Any]:
        """Ask for a safe address where the service is the institution's."""
        data = super().clean() or {}
        is_safe = data.get("address", "").startswith("https://")
        if data.get("kind") == "address" and "address" not in self.errors and not is_safe:
            self.add_error(
                "address", _("Write the address of your service, starting with https://.")
            )
        return data

    def changes(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the two values together: one is checked with the other."""
        return {"video": {"kind": data["kind"], "address": data["address"]}}
