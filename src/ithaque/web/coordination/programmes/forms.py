"""Who runs a programme and when: a new programme, a cohort's dates, the team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.people.models import Organisation
from ithaque.programmes.enums import TeamRole
from ithaque.programmes.services import Calendar
from ithaque.ui.forms import DateInput


class CalendarForm(forms.Form):
    """The name and dates of a cohort; always open, the day it opens is the only one."""

    name = forms.CharField(label=_("Name of the cohort"), max_length=80)
    always_open = forms.BooleanField(
        label=_("Open all year round"),
        required=False,
        help_text=_(
            "People enrol and are matched as they come. The dates below do not count, except the first."
        ),
    )
    opens_on = forms.DateField(label=_("Enrolment opens on"), widget=DateInput)
    closes_on = forms.DateField(label=_("Enrolment closes on"), widget=DateInput, required=False)
    late_until = forms.DateField(
        label=_("Late arrivals until"),
        widget=DateInput,
        required=False,
        help_text=_("Optional. They enrol after the window and take the places left."),
    )
    starts_on = forms.DateField(label=_("Mentoring starts on"), widget=DateInput, required=False)
    ends_on = forms.DateField(label=_("Mentoring ends on"), widget=DateInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse dates missing or out of order, beside the date to change."""
        data = super().clean() or {}
        if data.get("always_open"):
            return data | {
                "starts_on": data.get("opens_on"),
                "closes_on": None,
                "late_until": None,
                "ends_on": None,
            }
        for name in ("closes_on", "starts_on", "ends_on"):
            if name not in self.errors and not data.get(name):
                self.add_error(name, self.fields[name].error_messages["required"])
        pairs = (
            (
                "closes_on",
                "late_until",
                _("Late arrivals come after the window: give a later day, or none."),
            ),
            (
                "opens_on",
                "closes_on",
                _("Enrolment closes before it opens: change one of the two dates."),
            ),
            (
                "starts_on",
                "ends_on",
                _("The mentoring ends before it starts: change one of the two dates."),
            ),
        )
        for first, second, words in pairs:
            if data.get(first) and data.get(second) and data[first] >= data[second]:
                self.add_error(second, words)
        return data

    @property
    def calendar(self) -> Calendar:
        """Return what was typed."""
        return Calendar(**{name: self.cleaned_data[name] for name in Calendar.__dataclass_fields__})


class NewProgrammeForm(CalendarForm):
    """Organisation, names in both languages, dates: the rest comes from the template."""

    organisation: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        label=_("Organisation"), queryset=None, empty_label=None
    )
    title_fr = forms.CharField(label=_("Name in French"), max_length=120)
    title_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    field_order = (
        "organisation",
        "title_fr",
        "title_en",
        "name",
        "always_open",
        "opens_on",
        "closes_on",
        "late_until",
        "starts_on",
        "ends_on",
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class MemberForm(forms.Form):
    """Someone of the team, by the address of their account."""

    email = forms.EmailField(label=_("E-mail address of their account"))
    role = forms.ChoiceField(
        label=_("Role"), choices=TeamRole.choices, initial=TeamRole.COORDINATOR
    )
