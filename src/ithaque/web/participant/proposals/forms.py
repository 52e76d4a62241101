"""Say yes, or no with a reason that only coordinators read."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.matching.enums import DeclineReason
from ithaque.matching.services.answers import NOTE_MAX


class AnswerForm(forms.Form):
    """`answer` is the button pressed; a reason goes with a no."""

    answer = forms.ChoiceField(choices=[("yes", ""), ("no", "")], widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("What makes you say no?"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(
        label=_("Something to add for the coordinators"),
        help_text=_("Optional. The person proposed to you never reads it."),
        max_length=NOTE_MAX,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self) -> dict[str, object]:
        """Ask for the reason of a no."""
        data = super().clean() or {}
        if data.get("answer") == "no" and not data.get("reason") and "reason" not in self.errors:
            self.add_error(
                "reason", _("Choose a reason: only the coordinators read it. Nothing was sent yet.")
            )
        return data

    @property
    def accepts(self) -> bool:
        """Tell whether the answer is yes."""
        return self.cleaned_data["answer"] == "yes"
