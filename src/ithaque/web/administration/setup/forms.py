"""Forms of the first start."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from ithaque.kernel import first_start


class CodeForm(forms.Form):
    """The code printed in the terminal."""

    code = forms.CharField(
        label=_("Code printed in the terminal"),
        max_length=40,
        help_text=_("Twelve letters and figures, like ABCD-EFGH-JKLM."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not first_start.accepts(code):
            raise forms.ValidationError(
                _(
                    "This is not the code of the terminal, or it is too old. Restart Ithaque to get a new one."
                )
            )
        return code


class OrganisationForm(forms.Form):
    """Who runs this instance, for which organisation."""

    organisation = forms.CharField(
        label=_("Name of your organisation"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    first_name = forms.CharField(
        label=_("Your first name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Your last name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("A password"),
        help_text=_("Twelve characters at least; a short sentence is easy to remember."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    locale = forms.ChoiceField(label=_("Your language"), choices=settings.LANGUAGES)

    def clean_password(self) -> Any:
        password = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password


class MailForm(forms.Form):
    """Where to send the test message."""

    to = forms.EmailField(label=_("Send a test message to"))
