"""What is typed of an announcement, and when it leaves."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.bilingual import Bilingual
from ithaque.kernel.errors import Refusal
from ithaque.mentoring.bulletins.segments import Segment, segment_of, steps_of
from ithaque.mentoring.models import Bulletin
from ithaque.mentoring.rules import instant
from ithaque.people.models import Person
from ithaque.programmes.models import Programme
from ithaque.ui.forms import DateInput, TimeInput

SIDES = (("", _("Mentees and mentors")), ("mentee", _("Mentees")), ("mentor", _("Mentors")))
PAIRS = (
    ("", _("Whatever their pair")),
    ("active", _("In an open pair")),
    ("unmet", _("In a pair that has not met yet")),
    ("ending", _("In a pair that ends soon")),
    ("none", _("In no open pair")),
)
SUBJECT, BODY = 120, 5000


class BulletinForm(forms.Form):
    """To whom, and the words in both languages."""

    side = forms.ChoiceField(label=_("Who"), choices=SIDES, required=False)
    cohort = forms.ChoiceField(label=_("Cohort"), required=False)
    step = forms.ChoiceField(label=_("Step of the enrolment"), required=False)
    pairs = forms.ChoiceField(label=_("Pairs"), choices=PAIRS, required=False)
    subject_fr = forms.CharField(label=_("Subject, in French"), max_length=SUBJECT, required=False)
    body_fr = forms.CharField(
        label=_("Text, in French"),
        max_length=BODY,
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("{prénom} becomes each person’s first name. A blank line begins a paragraph."),
    )
    subject_en = forms.CharField(label=_("Subject, in English"), max_length=SUBJECT, required=False)
    body_en = forms.CharField(
        label=_("Text, in English"),
        max_length=BODY,
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("Whoever reads the language you left empty receives the other one."),
    )

    def __init__(
        self, *args: Any, programme: Programme, bulletin: Bulletin | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", _initial(bulletin))
        super().__init__(*args, **kwargs)
        cohorts = [(str(one.public_id), one.name) for one in programme.cohorts.all()]
        steps = [(one.key, one.label) for one in steps_of(programme)]
        self._offer("cohort", ("", _("Every cohort")), cohorts)
        self._offer("step", ("", _("Every step, except people who left or were refused")), steps)

    def _offer(self, name: str, every: tuple[str, Any], choices: list[tuple[str, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = [every, *choices]

    def bulletin(self) -> dict[str, Any]:
        """Return what the service asks for."""
        data = self.cleaned_data
        segment = {name: data[name] or None for name in ("side", "cohort", "step", "pairs")}
        return {
            "segment": Segment(**{name: value for name, value in segment.items() if value}),
            "subject": Bilingual(fr=data["subject_fr"], en=data["subject_en"]),
            "body": Bilingual(fr=data["body_fr"], en=data["body_en"]),
        }


class ScheduleForm(forms.Form):
    """A day and an hour by the coordinator's clock."""

    day = forms.DateField(label=_("Day"), widget=DateInput)
    hour = forms.TimeField(label=_("Hour"), widget=TimeInput)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.zone = person.time_zone.replace("_", " ")

    def clean(self) -> dict[str, Any]:
        """Join day and hour into one instant."""
        data = super().clean() or self.cleaned_data
        if "day" in data and "hour" in data:
            try:
                data["at"] = instant(data["day"], data["hour"], self.person.time_zone)
            except Refusal as refusal:
                self.add_error("hour", str(refusal))
        return data


def _initial(bulletin: Bulletin | None) -> dict[str, Any]:
    if bulletin is None:
        return {}
    segment = segment_of(bulletin.segment)
    names = ("subject_fr", "subject_en", "body_fr", "body_en")
    return {
        **segment.model_dump(),
        "cohort": str(segment.cohort or ""),
        **{name: getattr(bulletin, name) for name in names},
    }
