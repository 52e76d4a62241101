"""What people type when a pair ends, and afterwards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.mentoring.enums import ClosurePath, ClosureReason, ContactAfter, Reached
from ithaque.ui.forms import ScaleField


class ClosureForm(forms.Form):
    """How to end, and why, without blame."""

    path = forms.ChoiceField(
        label=_("How it ends"), choices=ClosurePath.choices, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label=_("Why, if you wish to say"),
        choices=[("", _("I prefer not to say")), *ClosureReason.choices],
        required=False,
    )
    meetings = forms.ChoiceField(
        label=_("The meetings already planned"),
        choices=[
            ("keep", _("Keep them, to say goodbye")),
            ("cancel", _("Cancel them: the invitations are withdrawn")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, booked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not booked:
            del self.fields["meetings"]

    def asked(self) -> dict[str, Any]:
        """Return what the service asks for."""
        data = self.cleaned_data
        return {
            "path": data["path"],
            "reason": data["reason"],
            "cancel_meetings": data.get("meetings") == "cancel",
        }


class ExitForm(forms.Form):
    """Five short questions about the programme, once it is over; only three want an answer."""

    satisfaction = ScaleField(
        label=_("All in all, I am…"), left=_("not satisfied at all"), right=_("very satisfied")
    )
    usefulness = ScaleField(
        label=_("This mentoring was…"), left=_("of no use to me"), right=_("very useful to me")
    )
    reached = forms.ChoiceField(
        label=_("I reached what I came for"), choices=Reached.choices, widget=forms.RadioSelect
    )
    recommendation = forms.TypedChoiceField(
        label=_("Would you recommend this programme, from 0 to 10?"),
        choices=[("", _("No answer")), *((str(mark), str(mark)) for mark in range(11))],
        coerce=lambda mark: int(mark) if mark else None,
        empty_value=None,
        required=False,
    )
    for_team = forms.CharField(
        label=_("What should we change? The coordination reads this with your name"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, mentor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if mentor:
            self.fields["usefulness"].label = _("My time was…")
            self.fields["usefulness"].widget.left = _("of little use")
            self.fields["usefulness"].widget.right = _("well used")
            self.fields["reached"].label = _("The person I supported moved forward")


class BalanceForm(forms.Form):
    """One side's balance and thanks."""

    gained = forms.CharField(
        label=_("What this brought me"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    thanks = forms.CharField(
        label=_("My thanks"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4})
    )
    next_step = forms.CharField(
        label=_("What comes next for me"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    contact_after = forms.ChoiceField(
        label=_("After, I would like"),
        choices=ContactAfter.choices,
        widget=forms.RadioSelect,
        initial=ContactAfter.NEWS,
        help_text=_("The most reserved of your wishes will hold."),
    )
    recommendation = forms.TypedChoiceField(
        label=_("Would you recommend this programme, from 0 to 10?"),
        choices=[("", _("No answer")), *((str(mark), str(mark)) for mark in range(11))],
        coerce=lambda mark: int(mark) if mark else None,
        empty_value=None,
        required=False,
    )
    for_team = forms.CharField(
        label=_("What the coordination should know"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
