"""What someone answers or asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.mentoring.enums import CheckInMood, HelpKind


class CheckInForm(forms.Form):
    """How it goes, among three."""

    mood = forms.ChoiceField(
        label=_("How is it going?"), choices=CheckInMood.choices, widget=forms.RadioSelect
    )


class HelpForm(forms.Form):
    """What someone would like the coordination to know."""

    kind = forms.ChoiceField(
        label=_("What would you like to say?"), choices=HelpKind.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your words, if you wish"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
