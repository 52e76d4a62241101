"""What a coordinator types about a pair."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ithaque.mentoring.enums import ClosurePath, ClosureReason
from ithaque.ui.forms import DateInput


class WriteForm(forms.Form):
    """A letter to both."""

    subject = forms.CharField(label=_("Subject of the message"), max_length=120)
    body = forms.CharField(
        label=_("Your message"), max_length=4000, widget=forms.Textarea({"rows": 8})
    )


class ExtendForm(forms.Form):
    """Another last day."""

    ends_on = forms.DateField(label=_("New last day"), widget=DateInput)


class CloseForm(forms.Form):
    """Close in the place of the pair, the consequence said and accepted."""

    path = forms.ChoiceField(
        label=_("How it ends"), choices=ClosurePath.choices, initial=ClosurePath.ONE_SIDED
    )
    reason = forms.ChoiceField(
        label=pgettext_lazy("of a closure", "Reason"),
        choices=[("", _("Not given")), *ClosureReason.choices],
        required=False,
    )
    now = forms.BooleanField(
        label=_("Close now, without waiting for their balances"),
        required=False,
        help_text=_(
            "Planned meetings leave their calendars, and both receive a goodbye and their certificate."
        ),
    )

    def __init__(self, *args: Any, asked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked:
            del self.fields["path"], self.fields["reason"]
            self.fields["now"].required = True
