"""Who runs a programme and when: a new programme, a cohort's dates, the team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.bilingual import Bilingual
from ithaque.people.models import Organisation
from ithaque.programmes.enums import TeamRole
from ithaque.programmes.models import Cohort
from ithaque.programmes.services import Calendar
from ithaque.programmes.template_files import LARGEST
from ithaque.ui.forms import DateInput, FileInput
from ithaque.web.coordination.programmes.part import both


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


def calendar_initial(calendar: Calendar | Cohort) -> dict[str, Any]:
    """Return what a form of dates shows at first."""
    shown = {name: getattr(calendar, name) for name in Calendar.__dataclass_fields__}
    return shown | {"always_open": calendar.closes_on is None}


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


class TemplateForm(forms.Form):
    """How a template is called, and what it is for, in both languages."""

    name_fr = forms.CharField(label=_("Name in French"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    summary_fr = forms.CharField(
        label=_("What it is for, in French"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    summary_en = forms.CharField(
        label=_("What it is for, in English"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a name in one language at least."""
        data = super().clean() or {}
        if not self.errors and not (data.get("name_fr") or data.get("name_en")):
            self.add_error("name_fr", _("Give the template a name in at least one language."))
        return data

    @property
    def name(self) -> Bilingual:
        """Return the name typed."""
        return both(self.cleaned_data, "name")

    @property
    def summary(self) -> Bilingual:
        """Return what was typed of its use."""
        return both(self.cleaned_data, "summary")


class TemplateFileForm(forms.Form):
    """A template in a file, and the organisation that will keep it."""

    organisation: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        label=_("Organisation"), queryset=None, empty_label=None
    )
    file = forms.FileField(
        label=_("Template file"),
        help_text=_("A .yaml or .json file exported from Ithaque, up to 512 kB."),
        widget=FileInput(accept=".yaml,.yml,.json", max_bytes=LARGEST),
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


class EntrustForm(forms.Form):
    """The pairs entrusted to a follower, by their mentee: a mentee who changes mentor stays with them."""

    pairs = forms.MultipleChoiceField(
        label=_("Pairs to follow"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, pairs: Any, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        names = {
            str(pair.mentee.public_id): _("%(mentee)s and %(mentor)s")
            % {
                "mentee": pair.mentee.person.get_full_name(),
                "mentor": pair.mentor.person.get_full_name(),
            }
            for pair in pairs
        }
        self.fields["pairs"].choices = list(names.items())  # type: ignore[attr-defined]
