"""Go on, or leave with a reason the coordination alone reads; say what one would like after a pair."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.mentoring.enums import TrialReason, Wants
from ithaque.mentoring.models.trials import NOTE_MAX


class TrialForm(forms.Form):
    """`answer` is the button pressed; a reason goes with leaving."""

    answer = forms.ChoiceField(choices=[("on", ""), ("leave", "")], widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("What makes you stop here?"),
        choices=TrialReason.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(
        label=_("Something to add for the coordination"),
        help_text=_("Optional. The other person never reads it."),
        max_length=NOTE_MAX,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of leaving."""
        data = super().clean() or {}
        if data.get("answer") == "leave" and not data.get("reason") and "reason" not in self.errors:
            self.add_error(
                "reason",
                _("Choose a reason: the coordination alone reads it. Nothing was sent yet."),
            )
        return data

    @property
    def goes_on(self) -> bool:
        """Tell whether the answer is to go on."""
        return self.cleaned_data["answer"] == "on"


class DebriefForm(forms.Form):
    """Two lines to learn from, and what comes next."""

    wants = forms.ChoiceField(
        label=_("What would you like now?"), choices=Wants.choices, widget=forms.RadioSelect
    )
    helped = forms.CharField(
        label=_("What helped, even a little"),
        max_length=NOTE_MAX,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    differently = forms.CharField(
        label=_("What you would like to be different next time"),
        max_length=NOTE_MAX,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
