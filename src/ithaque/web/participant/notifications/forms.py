"""What someone chooses of the messages they get."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ithaque.correspondence import kinds
from ithaque.correspondence.enums import TUNED, Family, Pace
from ithaque.correspondence.preferences import REMINDERS, Delivery, delivery_of
from ithaque.correspondence.selectors import devices_of
from ithaque.correspondence.texting.numbers import LONGEST
from ithaque.people.models import Person
from ithaque.ui import dates
from ithaque.ui.forms import CodeInput


class DeliveryForm(forms.Form):
    """A pace for each family of messages, and quiet hours."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.wishes = wishes = delivery_of(person)
        self.fields["remind_hours"] = forms.TypedChoiceField(
            label=_("Recall a meeting"),
            choices=[
                ("", _("Never")),
                *((str(hours), before(hours)) for hours in REMINDERS),
            ],
            coerce=int,
            empty_value=None,
            required=False,
            initial="" if wishes.remind_hours is None else str(wishes.remind_hours),
        )
        hours = [("", _("None")), *((str(hour), dates.hour(time(hour))) for hour in range(24))]
        for family in self.families():
            self.fields[family.value] = forms.ChoiceField(
                label=family.label, choices=Pace.choices, initial=wishes.pace(family).value
            )
        self.devices = list(devices_of(person))
        if self.devices:
            self.fields["push"] = forms.MultipleChoiceField(
                label=_("On my devices, at once"),
                choices=[(family.value, family.label) for family in self.families()],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=[family.value for family in wishes.push],
            )
            self.fields["push_words"] = forms.BooleanField(
                label=_("Show the subject of the message on my devices"),
                help_text=_(
                    "A locked screen may be read by others: leave it unticked if in doubt."
                ),
                required=False,
                initial=wishes.push_words,
            )
        self.fields["shows_reading"] = forms.BooleanField(
            label=_("Let others see when I have read their messages"),
            help_text=_("Without it, you do not see when they have read yours either."),
            required=False,
            initial=wishes.shows_reading,
        )
        for name, label, value in (
            ("quiet_from", _("Quiet from"), wishes.quiet_from),
            ("quiet_to", _("Quiet until"), wishes.quiet_to),
        ):
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                choices=hours,
                coerce=int,
                empty_value=None,
                required=False,
                initial="" if value is None else str(value),
            )

    @staticmethod
    def families() -> list[Family]:
        """Return the families of which there are messages."""
        written = {kind.family for kind in kinds.declared()}
        return [family for family in TUNED if family in written]

    @property
    def paces(self) -> list[forms.BoundField]:
        """Return the fields of the families."""
        return [self[family.value] for family in self.families()]

    def clean(self) -> dict[str, Any]:
        """Ask for both hours, or none."""
        data = super().clean() or {}
        if (data.get("quiet_from") is None) != (data.get("quiet_to") is None):
            self.add_error("quiet_to", _("Give both hours, or none."))
        return data

    @property
    def delivery(self) -> Delivery:
        """Return what was chosen."""
        data = self.cleaned_data
        paces = {family: Pace(data[family.value]) for family in self.families()}
        chosen = {
            "paces": {family: pace for family, pace in paces.items() if pace != Pace.NOW},
            "remind_hours": data["remind_hours"],
            "shows_reading": data["shows_reading"],
            "quiet_from": data["quiet_from"],
            "quiet_to": data["quiet_to"],
        }
        if self.devices:
            chosen["push"] = {Family(value) for value in data["push"]}
            chosen["push_words"] = data["push_words"]
        return self.wishes.model_copy(update=chosen)


class NumberForm(forms.Form):
    """The number of a mobile, as people write it."""

    number = forms.CharField(
        label=_("Number of my mobile"),
        help_text=_("For example 06 12 34 56 78, or +32 470 12 34 56 from another country."),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": _("Write the number of your mobile.")},
    )


class CodeForm(forms.Form):
    """The code that the mobile received."""

    sms_code = forms.CharField(
        label=_("Code received"),
        help_text=_("Six digits."),
        max_length=12,
        widget=CodeInput(),
        error_messages={"required": _("Write the code of the message.")},
    )


def before(hours: int) -> str:
    """Say how long before a meeting, in hours or days."""
    if hours < 24:
        return ngettext("{n} hour before", "{n} hours before", hours).format(n=hours)
    days = hours // 24
    return ngettext("{n} day before", "{n} days before", days).format(n=days)
