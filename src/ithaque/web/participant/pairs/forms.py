"""What people type in a pair's room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from ithaque.mentoring.models import Goal, Pair
from ithaque.ui.forms import DateInput, PulseField, SkillsField

GAS_LEVELS = (-2, -1, 0, 1, 2)
PULSE_QUESTIONS = (
    ("progress", _("We moved forward on what matters to me")),
    ("listened", _("I feel listened to")),
    ("go_on", _("I want to go on")),
)


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
