"""Messages with a minor: from which age they are supervised, by whom, and what is hidden in them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.mentoring import services as mentoring
from ithaque.mentoring.selectors import eligible_adults
from ithaque.people.models import Person
from ithaque.programmes.models import Programme
from ithaque.programmes.settings import ProgrammeSettings
from ithaque.web.coordination.programmes.part import PartForm

SITE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")


class SupervisionForm(PartForm):
    """How conversations with minors are protected."""

    title = _("Messages with minors")
    lede = _("Adults among themselves are left alone. Whatever you choose is said to those who write, beside their messages.")  # fmt: skip
    announced_under = forms.TypedChoiceField(
        label=_("Designated adults may read"),
        coerce=int,
        choices=[
            (0, _("Nobody’s messages")),
            (15, _("What is written with a person under 15")),
            (16, _("What is written with a person under 16")),
            (18, _("What is written with any minor")),
        ],
        help_text=_(
            "Announced, never secret: a banner names them, each opening is shown to those who write, and what was written before stays unread."
        ),
    )
    second_adult = forms.BooleanField(
        label=_("Always read by a second adult"),
        required=False,
        help_text=_("The designated adults are told, once a day, that there is something to read."),
    )
    adults = forms.MultipleChoiceField(
        label=_("Designated adults"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody ticked: the safeguarding leads of your organisation."),
    )
    mask_contacts = forms.BooleanField(
        label=_("Hide phone numbers, addresses and handles in messages with a minor"),
        required=False,
        help_text=_("Before they are kept; who wrote them is told why."),
    )
    sites = forms.CharField(
        label=_("Sites whose addresses stay"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One a line, like onisep.fr; their pages are then not hidden."),
    )

    def __init__(self, programme: Programme, data: Any = None) -> None:
        super().__init__(programme, data)
        self.people = {str(one.public_id): one for one in eligible_adults(programme)}
        choices = [(key, one.get_full_name()) for key, one in self.people.items()]
        self.fields["adults"].choices = choices  # type: ignore[attr-defined]
        named = programme.designated_adults.values_list("person__public_id", flat=True)
        self.initial["adults"] = [str(one) for one in named]

    def read(self, settings: ProgrammeSettings) -> dict[str, Any]:
        """Return the present values."""
        values = settings.supervision.model_dump()
        return {**values, "sites": "\n".join(settings.supervision.sites)}

    def clean_sites(self) -> list[str]:
        """Return the names of sites, without what surrounds them; refuse what is none."""
        lines = str(self.cleaned_data["sites"]).lower().split()
        found = [re.sub(r"^(?:https?://)?(?:www\.)?", "", line).split("/")[0] for line in lines]
        for line, site in zip(lines, found, strict=True):
            if not SITE.fullmatch(site):
                raise forms.ValidationError(
                    _("“%(line)s” is not the name of a site: write it like onisep.fr."),
                    params={"line": line},
                )
        return list(dict.fromkeys(found))

    def changes(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the settings; the adults are rows."""
        return {f"supervision.{name}": value for name, value in data.items() if name != "adults"}

    def save(self, by: Person) -> None:
        """Change the settings, and name the adults."""
        super().save(by)
        people = [self.people[key] for key in self.cleaned_data["adults"]]
        mentoring.designate_adults(programme=self.programme, people=people, by=by)
