"""Reply to a question."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.matching.models.questions import TEXT_MAX


class ReplyForm(forms.Form):
    """What leaves by mail to who asked."""

    reply = forms.CharField(
        label=_("Your reply"),
        help_text=_("It leaves by mail, in your name; the other person does not receive it."),
        max_length=TEXT_MAX,
        widget=forms.Textarea({"rows": 5}),
    )
