"""What a coordinator fills in on a card. Each form sends back the version of the card it was shown with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ithaque.kernel import clock
from ithaque.mentoring.followup.enums import Outcome
from ithaque.mentoring.followup.selectors import Case
from ithaque.people.models import Person
from ithaque.ui.forms import DateInput

BOTH, MENTEE, MENTOR = "both", "mentee", "mentor"


class CardForm(forms.Form):
    """A form about one card; its ids are those of the card, so that many fit in a page."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}-{case.card.public_id.hex}-%s")
        kwargs["initial"] = {
            "seen": case.version,
            **self.first_values(case),
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        self.case = case

    def first_values(self, case: Case) -> dict[str, Any]:
        """Return what the form proposes."""
        return {}


class HandOverForm(CardForm):
    """To which colleague."""

    to = forms.ChoiceField(label=_("Hand over to"))

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.public_id): person for person in people}
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, person.get_full_name()) for key, person in self.people.items()]

    def clean_to(self) -> Person:
        """Return the person chosen."""
        return self.people[self.cleaned_data["to"]]


class PostponeForm(CardForm):
    """Until when."""

    until = forms.DateField(label=_("Come back on"), widget=DateInput)

    def first_values(self, case: Case) -> dict[str, Any]:
        """Propose three days from now."""
        return {"until": clock.today() + timedelta(days=3)}


class WriteForm(CardForm):
    """A message ready to send, changed at will."""

    to = forms.ChoiceField(label=_("To"))
    subject = forms.CharField(label=_("Subject"), max_length=150)
    body = forms.CharField(
        label=_("Message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 11})
    )

    def __init__(self, *args: Any, case: Case, writer: Person, **kwargs: Any) -> None:
        letter = case.letter(writer.get_full_name())
        kwargs["initial"] = {"subject": letter.subject, "body": letter.body}
        super().__init__(*args, case=case, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (BOTH, _("Both, each apart")),
            (MENTEE, case.mentee.get_full_name()),
            (MENTOR, case.mentor.get_full_name()),
        ]

    def clean_to(self) -> list[Person]:
        """Return the people chosen."""
        people = {BOTH: [self.case.mentee, self.case.mentor], MENTEE: [self.case.mentee]}
        return people.get(self.cleaned_data["to"], [self.case.mentor])


class CallForm(CardForm):
    """A call made, and when to look again."""

    reached = forms.TypedChoiceField(
        label=_("The call"),
        choices=[("yes", _("We spoke")), ("no", pgettext_lazy("a call", "No answer"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    look_again_on = forms.DateField(label=_("Look again on"), widget=DateInput)

    def first_values(self, case: Case) -> dict[str, Any]:
        """Propose a week from now."""
        return {"reached": "yes", "look_again_on": clock.today() + timedelta(days=7)}


class SettleForm(CardForm):
    """How it ended."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("A factual note"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Read by the coordinators of the programme. Facts only, nothing about health or beliefs."
        ),
    )
