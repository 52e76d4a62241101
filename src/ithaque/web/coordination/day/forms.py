"""What a coordinator fills in on a card. Each form sends back the version of the card it was shown with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from ithaque.kernel import clock
from ithaque.mentoring.followup.alerts import Letter
from ithaque.mentoring.followup.enums import Outcome
from ithaque.mentoring.followup.selectors import Case
from ithaque.mentoring.models import FollowUpCard
from ithaque.people.models import Person
from ithaque.ui.forms import DateInput

EVERYONE = "both"
SPOKE, NO_ANSWER = "spoke", "missed"


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
    """A message ready to send to each in their language, changed at will; the card may come back later by itself."""

    to = forms.ChoiceField(label=_("To"))
    look_again_on = forms.DateField(
        label=_("Look again on"),
        widget=DateInput,
        required=False,
        help_text=_("The situation leaves your day until then. Empty: it stays."),
    )

    def __init__(
        self, *args: Any, case: Case, letters: Mapping[str, Letter], **kwargs: Any
    ) -> None:
        self.people = case.card.pair.people
        kwargs["initial"] = {
            f"{part}_{code}": getattr(letter, part)
            for code, letter in letters.items()
            for part in ("subject", "body")
        }
        super().__init__(*args, case=case, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (EVERYONE, _("Both, each apart") if len(self.people) == 2 else _("All, each apart")),
            *((str(person.public_id), person.get_full_name()) for person in self.people),
        ]
        several = len(letters) > 1
        for code in letters:
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_label(_("Subject"), code, several), max_length=150
            )
            self.fields[f"body_{code}"] = forms.CharField(
                label=_label(_("Message"), code, several),
                max_length=5000,
                widget=forms.Textarea({"rows": 11, "lang": code}),
            )
        self.order_fields(["seen", "to"])
        self.fields["look_again_on"] = self.fields.pop("look_again_on")

    def first_values(self, case: Case) -> dict[str, Any]:
        """Propose to look again a week from now."""
        return {"look_again_on": clock.today() + timedelta(days=7)}

    def clean_to(self) -> list[Person]:
        """Return the people chosen."""
        chosen = self.cleaned_data["to"]
        return [one for one in self.people if chosen in (EVERYONE, str(one.public_id))]

    @property
    def letters(self) -> dict[str, Letter]:
        """Return the messages as they were sent, by language."""
        data = self.cleaned_data
        codes = [name.removeprefix("body_") for name in data if name.startswith("body_")]
        return {code: Letter(data[f"subject_{code}"], data[f"body_{code}"]) for code in codes}


def _label(words: object, code: str, several: bool) -> str:
    return f"{words} ({get_language_info(code)['name_translated']})" if several else str(words)


class CallForm(CardForm):
    """Whom one called and what came of it, in one press; and when to look again."""

    look_again_on = forms.DateField(label=_("Look again on"), widget=DateInput)
    call = forms.ChoiceField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.calls = {
            f"{reached}:{person.public_id}": (person, reached == SPOKE)
            for person in case.card.pair.people
            for reached in (SPOKE, NO_ANSWER)
        }
        field = self.fields["call"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, key) for key in self.calls]

    def first_values(self, case: Case) -> dict[str, Any]:
        """Propose a week from now."""
        return {"look_again_on": clock.today() + timedelta(days=7)}

    def clean_call(self) -> tuple[Person, bool]:
        """Return whom the call was for, and whether they spoke."""
        return self.calls[self.cleaned_data["call"]]

    @property
    def presses(self) -> list[dict[str, Any]]:
        """Return what each button says and sends."""
        return [
            {"value": key, "name": person.get_short_name(), "spoke": spoke}
            for key, (person, spoke) in self.calls.items()
        ]


class SettleForm(CardForm):
    """How it ended."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    also = forms.MultipleChoiceField(
        label=_("Settle with it"), widget=forms.CheckboxSelectMultiple, required=False
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

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)
        outcome.choices = case.outcomes
        self.others = {str(other.card.public_id): other for other in case.beside}
        field = self.fields["also"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, str(other.alert.title)) for key, other in self.others.items()]
        if not self.others:
            del self.fields["also"]

    def first_values(self, case: Case) -> dict[str, Any]:
        """Propose to settle everything the cards say of the pair."""
        return {"also": [str(other.card.public_id) for other in case.beside]}

    @property
    def also_settled(self) -> list[FollowUpCard]:
        """Return the other cards of the pair that are settled with this one."""
        return [self.others[key].card for key in self.cleaned_data.get("also", ())]
