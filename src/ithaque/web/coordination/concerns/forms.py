"""How a file ends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.safeguarding.enums import ConcernOutcome


class CloseForm(forms.Form):
    """The outcome, and what must be remembered."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=ConcernOutcome.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What must be remembered"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Facts, dates, whom you told. Sealed with the file."),
    )
