"""What a person changes about themselves."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ithaque.people.enums import Theme
from ithaque.people.models import Person

PLACES = (
    "Africa/",
    "America/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


class ProfileForm(forms.Form):
    """Name, language, time zone, appearance."""

    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    locale = forms.ChoiceField(
        label=_("Language of pages and messages"), choices=settings.LANGUAGES
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))
    theme = forms.ChoiceField(
        label=_("Appearance"), choices=Theme.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(person, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        zones = {zone for zone in zoneinfo.available_timezones() if zone.startswith(PLACES)}
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (zone, zone.replace("_", " ")) for zone in sorted(zones | {person.time_zone})
        ]


class EraseForm(forms.Form):
    """The address typed again: nobody erases an account by a slip of the finger."""

    email = forms.EmailField(label=_("To confirm, type your e-mail address"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self) -> str:
        """Refuse another address than the account's."""
        typed: str = self.cleaned_data["email"]
        if typed.lower() != self.person.email.lower():
            raise forms.ValidationError(
                _(
                    "This is not the address of this account. Nothing was erased: type it as it is written above."
                )
            )
        return typed
