"""What someone says of when they can meet."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.ui.forms import AvailabilityField


class AddressForm(forms.Form):
    """The private address of a calendar."""

    address = forms.CharField(
        label=_("Private address of your calendar"),
        max_length=2000,
        help_text=_("It starts with https:// or webcal://, and often ends with .ics."),
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )


class WeekForm(forms.Form):
    """One's usual hours, in one's own zone."""

    hours = AvailabilityField(label=_("Hours at which you can usually meet"), required=False)
