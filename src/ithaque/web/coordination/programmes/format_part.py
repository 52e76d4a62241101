"""How people meet: two by two, in circles, in teams, between equals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.programmes.enums import PairFormat
from ithaque.programmes.settings import ProgrammeSettings
from ithaque.web.coordination.programmes.part import PartForm

CHOICES = [(one.value, one.label) for one in PairFormat if one != PairFormat.FLASH]


class FormatForm(PartForm):
    """The format of the programme, and the sizes of its circles."""

    title = _("How people meet")
    lede = _(
        "Pairs and circles already open keep theirs. Circles and teams may also be opened beside, for those who wait."
    )
    format = forms.ChoiceField(label=_("Format"), choices=CHOICES, widget=forms.RadioSelect)
    circle_least = forms.IntegerField(
        label=_("Mentees of a circle, at least"), min_value=2, max_value=12
    )
    circle_most = forms.IntegerField(
        label=_("Mentees of a circle, at most"), min_value=2, max_value=12
    )

    def read(self, settings: ProgrammeSettings) -> dict[str, Any]:
        """Return the present values."""
        return {name: getattr(settings, name) for name in self.base_fields}

    def clean(self) -> dict[str, Any]:
        """Ask for sizes in order."""
        data = super().clean() or {}
        if not self.errors and data["circle_least"] > data["circle_most"]:
            self.add_error("circle_most", _("Give a number at least as large as the other."))
        return data
