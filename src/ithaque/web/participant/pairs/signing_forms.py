"""What the pair and a guardian type about their agreement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.mentoring.enums import ContactChannel
from ithaque.mentoring.terms import WORDS_MAX, AgreementTerms
from ithaque.web.participant.pairs.meeting_forms import modality_choices


class SignForm(forms.Form):
    """A name typed under what was read."""

    name = forms.CharField(label=_("Your first and last name"), max_length=160)
    agreed = forms.BooleanField(label=_("I have read this agreement and I will keep to it"))
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def read_again(self, digest: str) -> None:
        """Make the form speak of the words on screen now, once what was read has changed."""
        if self.is_bound:
            self.data = {**{name: self.data[name] for name in self.data}, "digest": digest}


class GuardianSignForm(SignForm):
    """A guardian's name under what they read."""

    agreed = forms.BooleanField(label=_("I have read this agreement and I agree with it"))


class GuardianNoForm(forms.Form):
    """A guardian's no, with a word if they wish."""

    words = forms.CharField(
        label=_("A word for the coordination, if you wish"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class TermsForm(forms.Form):
    """What the two choose within what the programme offers; a minor is reached here only."""

    goals = forms.CharField(
        label=_("What we work towards"),
        max_length=WORDS_MAX,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("In a sentence or two. Your goals, with their levels, are written apart."),
    )
    meetings_per_month = forms.FloatField(label=_("Meetings a month"), min_value=0.25, max_value=8)
    meeting_minutes = forms.IntegerField(label=_("Length in minutes"), min_value=15, max_value=240)
    modalities = forms.MultipleChoiceField(
        label=_("Where we meet"), widget=forms.CheckboxSelectMultiple
    )
    between = forms.CharField(
        label=_("Between meetings"),
        max_length=WORDS_MAX,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("How you write to each other, and how fast you answer."),
    )
    outside = forms.ChoiceField(label=_("Outside this space"), choices=ContactChannel.choices)
    surprises = forms.CharField(
        label=_("If something comes up"),
        max_length=WORDS_MAX,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    own_words = forms.CharField(
        label=_("In our own words"),
        max_length=WORDS_MAX,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What matters to you and is not written above."),
    )
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self, *args: Any, modalities: Iterable[str], minor: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["modalities"].choices = modality_choices(modalities)  # type: ignore[attr-defined]
        if minor:
            del self.fields["outside"]

    def terms(self) -> AgreementTerms:
        """Return the terms typed."""
        return AgreementTerms.model_validate(self.cleaned_data)
