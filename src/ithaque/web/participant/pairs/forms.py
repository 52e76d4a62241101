"""What people type in a pair's room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.errors import Refusal
from ithaque.library import selectors as library
from ithaque.mentoring.enums import (
    Modality,
)
from ithaque.mentoring.models import Goal, Meeting, Pair
from ithaque.mentoring.rules import instant
from ithaque.people.models import Person
from ithaque.ui.forms import DateInput, PulseField, SkillsField, TimeInput

GAS_LEVELS = (-2, -1, 0, 1, 2)
PULSE_QUESTIONS = (
    ("progress", _("We moved forward on what matters to me")),
    ("listened", _("I feel listened to")),
    ("go_on", _("I want to go on")),
)


def modality_choices(codes: Iterable[str]) -> list[tuple[str, Any]]:
    """Return these ways to meet, as choices."""
    labels = dict(Modality.choices)
    return [(code, labels[code]) for code in codes if code in labels]


class WhenForm(forms.Form):
    """A day, an hour in the person's zone, a length, a way to meet."""

    day = forms.DateField(label=_("Day"), widget=DateInput)
    hour = forms.TimeField(label=_("Hour"), widget=TimeInput)
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=480)
    modality = forms.ChoiceField(label=_("How"))
    place = forms.CharField(
        label=_("Place, link or number"),
        max_length=300,
        required=False,
        help_text=_("An address, the link of a video room, a telephone number."),
    )

    def __init__(
        self, *args: Any, person: Person, modalities: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["modality"].choices = modality_choices(modalities)  # type: ignore[attr-defined]
        self.zone = person.time_zone.replace("_", " ")

    def clean(self) -> dict[str, Any]:
        """Join day and hour into one instant."""
        data = super().clean() or self.cleaned_data
        if "day" in data and "hour" in data:
            try:
                data["starts_at"] = instant(data["day"], data["hour"], self.person.time_zone)
            except Refusal as refusal:
                self.add_error("hour", str(refusal))
        return data

    def placed(self) -> dict[str, Any]:
        """Return what the services of a meeting ask for."""
        return {
            key: self.cleaned_data[key] for key in ("starts_at", "minutes", "modality", "place")
        }


class PlanForm(WhenForm):
    """A meeting to come."""

    topic = forms.CharField(
        label=_("Subject of the meeting"),
        max_length=200,
        required=False,
        help_text=_("Chosen by the mentee, changed whenever you like."),
    )
    agenda_key = forms.ChoiceField(label=_("Agenda"))

    field_order = ["day", "hour", "minutes", "modality", "place", "topic", "agenda_key"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agenda_key"].choices = agenda_choices()  # type: ignore[attr-defined]


class MoveForm(WhenForm):
    """Another hour or place, and a word for the other."""

    word = forms.CharField(label=_("A word for the other"), max_length=300, required=False)


class PrepareForm(forms.Form):
    """The subject and the agenda of a meeting."""

    topic = forms.CharField(label=_("Subject of the meeting"), max_length=200, required=False)
    agenda_key = forms.ChoiceField(label=_("Agenda"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agenda_key"].choices = agenda_choices()  # type: ignore[attr-defined]


class LogForm(WhenForm):
    """A meeting that took place: all is filled in, one line is enough."""

    summary = forms.CharField(
        label=_("What was said, in a few words"), max_length=600, required=False
    )
    title = forms.CharField(label=_("A title to find it again"), max_length=160, required=False)

    field_order = ["day", "hour", "minutes", "modality", "summary", "title", "place"]


class NextForm(forms.Form):
    """A date proposed for the next meeting."""

    starts_at = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M:%S%z"])


class WordForm(forms.Form):
    """A word that goes with a change."""

    word = forms.CharField(label=_("A word for the other"), max_length=300, required=False)


class MissedForm(WordForm):
    """Why a meeting did not take place, without blame."""

    ME, NEITHER = "me", "neither"
    absent = forms.ChoiceField(
        label=_("What happened?"), widget=forms.RadioSelect, required=False, initial=NEITHER
    )
    field_order = ("absent", "word")

    def __init__(self, *args: Any, others: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["absent"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (self.NEITHER, _("A mishap for both")),
            (self.ME, _("I could not come")),
            *(
                (
                    str(other.public_id),
                    format_lazy(_("{name} could not come"), name=other.get_short_name()),
                )
                for other in others
            ),
        ]


class NotedForm(forms.Form):
    """It took place, or not."""

    YES, NO = "yes", "no"
    held = forms.ChoiceField(choices=[(YES, _("It took place")), (NO, _("It did not take place"))])


class GoalForm(forms.ModelForm):
    """A goal with its five levels."""

    class Meta:
        model = Goal
        fields = ("title", "why", "first_step", "evidence", "due_on", "weight")
        widgets = {"due_on": DateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = _("A sentence that starts with a verb.")
        self.fields["weight"] = forms.TypedChoiceField(
            label=_("Importance"),
            coerce=int,
            choices=[(1, _("Matters")), (2, _("Matters a lot")), (3, _("Comes first"))],
            initial=1,
        )
        self.fields["evidence"].help_text = _("A document, a date, someone who can tell.")
        self.fields["skills"] = SkillsField(
            data_url=str(reverse_lazy("public:skill-search")),
            label=_("Skills it makes grow"),
            levels=False,
            limit=5,
            required=False,
            initial=self.initial.get("skills") or self.instance.skills,
        )
        proposed = self.initial.get("levels")
        written = self.instance.levels or proposed or [""] * len(GAS_LEVELS)
        for rank, level in enumerate(GAS_LEVELS):
            self.fields[f"level_{rank}"] = forms.CharField(
                label=LEVEL_LABELS[level], max_length=160, required=False, initial=written[rank]
            )

    def words(self) -> dict[str, Any]:
        """Return what the services of a goal ask for."""
        data = self.cleaned_data
        kept = {key: data[key] for key in (*self.Meta.fields, "skills")}
        return {**kept, "levels": [data[f"level_{rank}"] for rank in range(len(GAS_LEVELS))]}


LEVEL_LABELS = {
    -2: _("−2: where I am today"),
    -1: _("−1: a first step"),
    0: _("0: the result hoped for"),
    1: _("+1: better than hoped"),
    2: _("+2: much better than hoped"),
}


class StepForm(forms.Form):
    """A step towards a goal; its fields have names of their own beside the goal's."""

    prefix = "step"

    text = forms.CharField(label=_("A step"), max_length=200)
    due_on = forms.DateField(label=_("For when"), widget=DateInput, required=False)


class LevelForm(forms.Form):
    """The level reached today."""

    level = forms.TypedChoiceField(
        coerce=int, choices=[(level, str(level)) for level in GAS_LEVELS]
    )


class ActionForm(forms.Form):
    """Who does what by when."""

    field_order = ["text", "owner", "due_on"]

    text = forms.CharField(label=_("What"), max_length=200)
    due_on = forms.DateField(label=_("For when"), widget=DateInput, required=False)

    def __init__(self, *args: Any, pair: Pair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.public_id): one for one in pair.people}
        choices = [(key, one.get_short_name()) for key, one in self.people.items()]
        self.fields["owner"] = forms.TypedChoiceField(
            label=_("Who"), choices=choices, coerce=self.people.__getitem__
        )
        self.order_fields(self.field_order)


class NoteForm(forms.Form):
    """A note, and the text it was written on: what the other adds meanwhile is merged, word by word."""

    body = forms.CharField(
        label=_("Our note"),
        max_length=50_000,
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 14}),
    )
    base = forms.CharField(max_length=50_000, required=False, strip=False, widget=forms.HiddenInput)


class SyncForm(NoteForm):
    """A writing sent by the page while one types, with its mark."""

    submission = forms.UUIDField()


class PrivateNoteForm(NoteForm):
    """A note for oneself."""

    body = forms.CharField(
        label=_("My own note"),
        max_length=50_000,
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 5}),
    )


class PulseForm(forms.Form):
    """Three taps."""

    answers = PulseField(label=_("After this meeting"), questions=PULSE_QUESTIONS)


def agenda_choices() -> list[tuple[str, str]]:
    """Return the agendas offered, with their length."""
    return [(one.key, str(one.title)) for one in library.agendas()]


def from_meeting(meeting: Meeting, person: Person) -> dict[str, Any]:
    """Return a meeting as the initial values of a form, in the person's zone."""
    local = meeting.starts_at.astimezone(person_zone(person))
    return {
        "day": local.date(),
        "hour": local.time(),
        "minutes": meeting.minutes,
        "modality": meeting.modality,
        "place": meeting.place,
        "topic": meeting.topic,
        "agenda_key": meeting.agenda_key,
        "title": meeting.title,
        "summary": meeting.summary,
    }


def person_zone(person: Person) -> ZoneInfo:
    """Return the person's time zone."""
    return ZoneInfo(person.time_zone)
