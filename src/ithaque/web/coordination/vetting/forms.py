"""What a coordinator decides of the steps, the slots and the text for guardians."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.bilingual import Bilingual
from ithaque.library import selectors as library
from ithaque.programmes.enums import CHOSEN_STAGES, CheckFrame, Side, Stage
from ithaque.programmes.settings import ProgrammeSettings, SideVetting
from ithaque.ui.forms import DateInput, TimeInput

WEEKDAYS = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]
LONGEST = timedelta(days=62)


class SideForm(forms.Form):
    """The steps asked of one side, and their details."""

    steps = forms.MultipleChoiceField(
        label=_("Steps after the form"), required=False, widget=forms.CheckboxSelectMultiple
    )
    interview_minutes = forms.IntegerField(
        label=_("Minutes of an interview"), min_value=10, max_value=180
    )
    references = forms.IntegerField(label=_("References asked"), min_value=1, max_value=4)
    check_frame = forms.ChoiceField(
        label=_("What is shown"),
        choices=CheckFrame.choices,
        help_text=_(
            "The certificate of good character is reserved by law to child welfare (ASE) and early "
            "childhood: asking it elsewhere is an offence. For other minors, the person shows their own "
            "extract no. 3. For adults, none is asked in general."
        ),
    )
    check_months = forms.IntegerField(
        label=_("A check holds for (months)"),
        min_value=1,
        max_value=36,
        help_text=_("Twelve by default; six for child welfare."),
    )
    training_guides = forms.MultipleChoiceField(
        label=_("Guides to read for the training"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    training_declared = forms.BooleanField(
        label=_("The person says themselves that they followed the training"),
        required=False,
        help_text=_("Otherwise a coordinator notes it."),
    )
    training_words_fr = forms.CharField(
        label=_("The training in a few words, in French"),
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    training_words_en = forms.CharField(
        label=_("The training in a few words, in English"),
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, side: str, settings: ProgrammeSettings, data: Any = None) -> None:
        self.side, now = side, settings.vetting.of(side)
        initial = now.model_dump() | {
            "training_words_fr": now.training_words.fr,
            "training_words_en": now.training_words.en,
        }
        super().__init__(data, prefix=side, initial=initial)
        steps, guides = self.fields["steps"], self.fields["training_guides"]
        assert isinstance(steps, forms.MultipleChoiceField)
        assert isinstance(guides, forms.MultipleChoiceField)
        steps.choices = [
            (str(stage), stage.label)
            for stage in CHOSEN_STAGES
            if side == Side.MENTOR or stage != Stage.CHECK
        ]
        guides.choices = [(guide.key, str(guide.title)) for guide in library.guides()]
        if side == Side.MENTEE:
            del self.fields["check_frame"], self.fields["check_months"]

    def vetting(self) -> SideVetting:
        """Return what was chosen."""
        data = dict(self.cleaned_data)
        words = Bilingual(fr=data.pop("training_words_fr"), en=data.pop("training_words_en"))
        return SideVetting(**data, training_words=words)


class GuardianTextForm(forms.Form):
    """The next version of what guardians agree to."""

    words_fr = forms.CharField(
        label=_("In French"), max_length=4000, required=False, widget=forms.Textarea({"rows": 10})
    )
    words_en = forms.CharField(
        label=_("In English"), max_length=4000, required=False, widget=forms.Textarea({"rows": 10})
    )
    renews = forms.BooleanField(
        label=_("The change matters: ask those who agreed to an earlier version again"),
        required=False,
        help_text=_(
            "Each receives a message. Their earlier agreement holds for a fortnight; after that nobody new "
            "is proposed to the young person until they answer."
        ),
    )


class SlotsForm(forms.Form):
    """Several slots at once: from a day to another, on some weekdays, between two hours."""

    first = forms.DateField(label=_("From"), widget=DateInput)
    last = forms.DateField(label=_("To"), widget=DateInput)
    weekdays = forms.MultipleChoiceField(
        label=_("On"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    begins = forms.TimeField(label=_("First interview at"), widget=TimeInput)
    ends = forms.TimeField(label=_("Last one ends by"), widget=TimeInput)
    minutes = forms.IntegerField(label=_("Minutes each"), min_value=10, max_value=180)
    place = forms.CharField(
        label=_("Place"), max_length=200, required=False, help_text=_("Where you meet in person.")
    )
    link = forms.URLField(
        label=_("Address of the call"),
        max_length=400,
        required=False,
        assume_scheme="https",
        help_text=_("For an interview at a distance."),
    )

    def clean(self) -> dict[str, Any]:
        """Check that the days and the hours are in order."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", gettext("The last day comes before the first."))
        elif first and last and last - first > LONGEST:
            self.add_error("last", gettext("Open slots for two months at most."))
        if data.get("begins") and data.get("ends") and data["ends"] <= data["begins"]:
            self.add_error("ends", gettext("The last one ends before the first begins."))
        return data

    def moments(self, zone: str) -> list[datetime]:
        """Return every start, in the zone of who opens them."""
        data, length = self.cleaned_data, timedelta(minutes=self.cleaned_data["minutes"])
        day: date = data["first"]
        found = []
        while day <= data["last"]:
            if str(day.weekday()) in data["weekdays"]:
                found += _of_day(day, data["begins"], data["ends"], length, zone)
            day += timedelta(days=1)
        return found


def _of_day(day: date, begins: time, ends: time, length: timedelta, zone: str) -> list[datetime]:
    at, last = datetime.combine(day, begins), datetime.combine(day, ends)
    found = []
    while at + length <= last:
        found.append(at.replace(tzinfo=ZoneInfo(zone)))
        at += length
    return found
