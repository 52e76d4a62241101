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
    """The name and four dates of a cohort."""

    name = forms.CharField(label=_("Name of the cohort"), max_length=80)
    opens_on = forms.DateField(label=_("Enrolment opens on"), widget=DateInput)
    closes_on = forms.DateField(label=_("Enrolment closes on"), widget=DateInput)
    starts_on = forms.DateField(label=_("Mentoring starts on"), widget=DateInput)
    ends_on = forms.DateField(label=_("Mentoring ends on"), widget=DateInput)

    def clean(self) -> dict[str, Any]:
        """Refuse dates out of order, beside the date to change."""
        data = super().clean() or {}
        pairs = (
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
        "opens_on",
        "closes_on",
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
