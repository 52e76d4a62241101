"""Sign-up by allauth: what the product asks beside the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class SignupForm(forms.Form):
    """Beside the address: the name a mentor or mentee goes by."""

    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80)

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Keep the names and the language the person is reading in."""
        user.first_name = self.cleaned_data["first_name"]
        user.last_name = self.cleaned_data["last_name"]
        user.locale = (get_language() or "fr")[:2]
        user.save(update_fields=["first_name", "last_name", "locale"])
