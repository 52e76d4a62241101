"""Reply to a question; note what came of a talk after a pair."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.matching.models.questions import TEXT_MAX
from ithaque.mentoring.enums import Wants
from ithaque.mentoring.models.trials import NOTE_MAX


class ReplyForm(forms.Form):
    """What leaves by mail to who asked."""

    reply = forms.CharField(
        label=_("Your reply"),
        help_text=_("It leaves by mail, in your name; the other person does not receive it."),
        max_length=TEXT_MAX,
        widget=forms.Textarea({"rows": 5}),
    )


class DebriefForm(forms.Form):
    """What someone wants after a pair, as they said it in a talk; `person` says which of the two."""

    person = forms.ChoiceField(choices=[("mentee", ""), ("mentor", "")], widget=forms.HiddenInput)
    wants = forms.ChoiceField(
        label=_("What they would like now"), choices=Wants.choices, widget=forms.RadioSelect
    )
    helped = forms.CharField(
        label=_("What helped"),
        max_length=NOTE_MAX,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    differently = forms.CharField(
        label=_("What should be different next time"),
        help_text=_("Facts only: the person may read what you write here."),
        max_length=NOTE_MAX,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
