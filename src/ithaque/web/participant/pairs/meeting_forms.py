"""What people type about a meeting: when, how, whether it suits, whether it took place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.errors import Refusal
from ithaque.library import selectors as library
from ithaque.mentoring.enums import Mishap, Modality, Reply
from ithaque.mentoring.models import Meeting, Pair
from ithaque.mentoring.rules import instant
from ithaque.mentoring.selectors.slots import CommonSlots
from ithaque.people.models import Person
from ithaque.ui import dates
from ithaque.ui.forms import DateInput, TimeInput
from ithaque.ui.templatetags.typo import sentence


def modality_choices(codes: Iterable[str]) -> list[tuple[str, Any]]:
    """Return these ways to meet, in words."""
    labels = dict(Modality.choices)
    return [(code, labels[code]) for code in codes if code in labels]


RHYTHMS = (
    ("", _("Only once")),
    (1, _("Every week")),
    (2, _("Every 2 weeks")),
    (3, _("Every 3 weeks")),
    (4, _("Every 4 weeks")),
)


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


class SlotForm(WhenForm):
    """One of the hours everyone has in common, or another day and hour."""

    slot = forms.ChoiceField(
        label=_("When?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _(
                "This hour has just been taken. Here are those that are free; the rest is kept."
            )
        },
    )

    def __init__(self, *args: Any, pair: Pair, common: CommonSlots, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = pair.others(self.person)
        self.common = common
        self.fields["slot"].choices = [  # type: ignore[attr-defined]
            *(
                (start.isoformat(), slot_words(start, self.person, others))
                for start in common.starts
            ),
            ("", _("Another day or hour")),
        ]
        for name in ("day", "hour"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Take the hour proposed, else the day and hour typed."""
        slot = self.cleaned_data.get("slot")
        if slot:
            for name in ("day", "hour"):
                self.errors.pop(name, None)
            self.cleaned_data |= {"day": None, "hour": None}
            return {**self.cleaned_data, "starts_at": datetime.fromisoformat(slot)}
        for name in ("day", "hour"):
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, _("Choose one of the hours above, or give a day and an hour."))
        return super().clean()


class PlanForm(SlotForm):
    """A meeting to come."""

    topic = forms.CharField(
        label=_("Subject of the meeting"),
        max_length=200,
        required=False,
        help_text=_("Chosen by the mentee, changed whenever you like."),
    )
    agenda_key = forms.ChoiceField(label=_("Agenda"))
    every_weeks = forms.TypedChoiceField(
        label=_("How often"), choices=RHYTHMS, coerce=int, required=False
    )
    times = forms.IntegerField(
        label=_("How many meetings"),
        min_value=2,
        max_value=52,
        required=False,
        help_text=_(
            "Left empty: until your last day. Each takes the agenda of the next step of your plan."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agenda_key"].choices = agenda_choices()  # type: ignore[attr-defined]


class MoveForm(SlotForm):
    """Another hour or place, and a word for the other."""

    word = forms.CharField(label=_("A word to go with it"), max_length=300, required=False)

    field_order = ["slot", "day", "hour", "minutes", "modality", "place", "word"]


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

    word = forms.CharField(label=_("A word to go with it"), max_length=300, required=False)


class MishapForm(WordForm):
    """A word for the other, and a reason for oneself."""

    mishap = forms.ChoiceField(
        label=_("Why, if you wish to say"),
        choices=[("", _("I prefer not to say")), *Mishap.choices],
        required=False,
        help_text=_(
            "Nobody here reads it. It helps the coordination to help, without your name in its counts."
        ),
    )


class CancelForm(MishapForm):
    """A meeting that will not take place; of a series, those that follow too if one wishes."""

    following = forms.TypedChoiceField(
        label=_("Which meetings?"),
        choices=[("", _("This one only")), ("yes", _("This one and all that follow"))],
        coerce=bool,
        required=False,
        widget=forms.RadioSelect,
    )
    field_order = ("following", "word", "mishap")

    def __init__(self, *args: Any, in_series: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not in_series:
            del self.fields["following"]


class MissedForm(MishapForm):
    """Why a meeting did not take place, without blame."""

    ME, NEITHER = "me", "neither"
    absent = forms.ChoiceField(
        label=_("What happened?"), widget=forms.RadioSelect, required=False, initial=NEITHER
    )
    field_order = ("absent", "word", "mishap")

    def __init__(self, *args: Any, others: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["absent"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (self.NEITHER, _("A mishap, nobody’s fault")),
            (self.ME, _("I could not come")),
            *(
                (
                    str(other.public_id),
                    format_lazy(_("{name} could not come"), name=other.get_short_name()),
                )
                for other in others
            ),
        ]


class AnswerForm(forms.Form):
    """Whether an hour suits, of the revision that was read."""

    answer = forms.ChoiceField(choices=Reply.choices)
    sequence = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    whole = forms.BooleanField(required=False, widget=forms.HiddenInput)
    """The answer is for every meeting of the series."""

    @property
    def said(self) -> Any:
        """Return what became of the answer."""
        return {
            Reply.ACCEPTED: _("Thank you: it is passed on, and the calendars follow."),
            Reply.TENTATIVE: _("Thank you: it is passed on that you may come."),
            Reply.DECLINED: _("It is noted and passed on. Choose another hour when you wish."),
        }[Reply(self.cleaned_data["answer"])]


class NotedForm(forms.Form):
    """It took place, or not."""

    YES, NO = "yes", "no"
    held = forms.ChoiceField(choices=[(YES, _("It took place")), (NO, _("It did not take place"))])


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


def slot_words(start: datetime, me: Person, others: Iterable[Person]) -> str:
    """Return an hour as one reads it, with that of the others where their clocks differ."""
    mine = start.astimezone(person_zone(me))
    words = sentence(dates.moment(mine))
    for other in others:
        theirs = start.astimezone(person_zone(other))
        if theirs.utcoffset() != mine.utcoffset():
            local = dates.hour(theirs.time())
            if theirs.date() != mine.date():
                local = f"{dates.weekday(theirs.weekday())} {local}"
            words += " · " + _("%(hour)s for %(name)s") % {
                "hour": local, "name": other.get_short_name()
            }  # fmt: skip
    return words
