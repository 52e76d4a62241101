"""What is asked of a referee: four questions and a consent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ithaque.programmes.enums import Advice


class ReferenceForm(forms.Form):
    """A word about someone, in a few minutes."""

    known_for = forms.CharField(
        label=_("Since when, and in which setting, have you known each other?"), max_length=120
    )
    advice = forms.ChoiceField(
        label=_("Would you trust them to support someone, in confidence and over time?"),
        choices=Advice.choices,
        widget=forms.RadioSelect,
    )
    strengths = forms.CharField(
        label=_("What would they bring?"), max_length=2000, widget=forms.Textarea({"rows": 4})
    )
    cautions = forms.CharField(
        label=_("Is there a point the team should pay attention to?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Facts you have seen; nothing about health, beliefs or private life."),
    )
    consents = forms.BooleanField(
        error_messages={"required": _("Tick the box to send your answer.")}, label=""
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consents"].label = gettext(
            "I am %(name)s, and I agree that the coordinators of this programme read my answer and keep it "
            "until six months after their decision."
        ) % {"name": name}
