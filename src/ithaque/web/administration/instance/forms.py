"""Forms of the instance's pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.people.enums import OrganisationRole
from ithaque.people.models import Person
from ithaque.people.selectors import person_at


class OrganisationForm(forms.Form):
    """What is said of an organisation in public."""

    name = forms.CharField(label=_("Name"), max_length=120)
    contact_email = forms.EmailField(
        label=_("Contact address"),
        required=False,
        help_text=_("Where people write about their data and their rights."),
    )
    legal_notice = forms.CharField(
        label=_("Legal status and place"),
        max_length=200,
        required=False,
        help_text=_("For example: non-profit association, Rennes."),
    )


class RoleForm(forms.Form):
    """A role for someone who has an account."""

    email = forms.EmailField(label=_("E-mail address of their account"))
    role = forms.ChoiceField(label=_("Role"), choices=OrganisationRole.choices)

    def clean_email(self) -> Person:
        person = person_at(self.cleaned_data["email"])
        if person is None:
            raise forms.ValidationError(
                _(
                    "Nobody has an account at this address yet: ask them to sign up first, then come back."
                )
            )
        return person
