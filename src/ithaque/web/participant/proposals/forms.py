"""Say yes with the hours that suit, no with a reason that only coordinators read; ask before answering."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.matching.enums import DeclineReason, QuestionAbout
from ithaque.matching.models.questions import TEXT_MAX
from ithaque.matching.services.answers import NOTE_MAX
from ithaque.ui.dates import moment


class AnswerForm(forms.Form):
    """`answer` is the button pressed; hours go with a yes, a reason with a no."""

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

    slots = forms.MultipleChoiceField(
        label=_("For a first meeting, which of these hours suit you?"),
        help_text=_(
            "Optional. The first hour that suits both is planned as soon as you both say yes."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data: Any = None, *, slots: Iterable[datetime] = ()) -> None:
        super().__init__(data)
        field: Any = self.fields["slots"]
        field.choices = [(one.isoformat(), moment(one)) for one in slots]

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


class QuestionForm(forms.Form):
    """What someone asks before answering, or the reason they contest."""

    about = forms.ChoiceField(
        label=_("What is it about?"),
        choices=QuestionAbout.choices,
        initial=QuestionAbout.PROPOSAL,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Your question"),
        help_text=_(
            "The coordinators alone read it. They reply by mail, and you have time to answer."
        ),
        max_length=TEXT_MAX,
        widget=forms.Textarea({"rows": 3}),
    )
