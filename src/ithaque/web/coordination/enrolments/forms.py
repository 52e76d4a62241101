"""What a coordinator writes about an enrolment."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.ui.forms import DateInput


class WordForm(forms.Form):
    """A sentence the person will read."""

    word = forms.CharField(
        label=_("Your sentence, which the person reads as it is"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write a sentence: the person will read it.")},
    )


class RefuseForm(WordForm):
    """Why not this time."""

    prefix = "refuse"


class CompleteForm(WordForm):
    """What is missing."""

    prefix = "complete"


class VettingForm(forms.Form):
    """What the team saw, and until when it holds."""

    prefix = "vetting"
    trained_on = forms.DateField(label=_("Training followed on"), required=False, widget=DateInput)
    check_valid_until = forms.DateField(
        label=_("Check seen, valid until"),
        help_text=_("Only the date is kept: never a copy of the document, nor what it says."),
        required=False,
        widget=DateInput,
    )
