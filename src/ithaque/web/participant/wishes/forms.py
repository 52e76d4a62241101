"""Rank the people suggested."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.matching.own_wishes import OwnWishes
from ithaque.ui.forms import RankedField


class WishesForm(forms.Form):
    """The order of those one would like to meet, most wanted first; nobody is compulsory."""

    def __init__(self, own: OwnWishes, data: Any = None) -> None:
        super().__init__(data, initial={"order": own.ranked})
        self.fields["order"] = RankedField(
            label=_("Whom would you like to meet first?"),
            choices=[(one.key, one.name) for one in own.suggested],
            limit=own.settings.wishes.most,
            required=False,
        )
