"""What a coordinator writes about an enrolment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.kernel import clock
from ithaque.programmes.enums import FallbackKind, RefusalReason, Stage, StepOutcome
from ithaque.programmes.letters import refusal_letter
from ithaque.programmes.services.enrolments import LETTER_LIMIT
from ithaque.programmes.settings import SideVetting
from ithaque.ui.forms import DateInput

LANGUAGES = {"fr": _("Your words, in French"), "en": _("Your words, in English")}


class CompleteForm(forms.Form):
    """What is missing."""

    prefix = "complete"
    word = forms.CharField(
        label=_("Your sentence, which the person reads as it is"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write a sentence: the person will read it.")},
    )


class RefuseForm(forms.Form):
    """Why not this time, in words proposed for the reason and changed at will."""

    prefix = "refuse"
    cause = forms.ChoiceField(
        label=_("Reason, for your figures only"), choices=RefusalReason.choices
    )
    word = forms.CharField(
        label=_("Your words, which the person reads as they are"),
        max_length=LETTER_LIMIT,
        widget=forms.Textarea({"rows": 9}),
        error_messages={"required": _("Write a sentence: the person will read it.")},
    )

    def __init__(
        self, *args: Any, cause: str = RefusalReason.FULL, language: str = "fr", **kwargs: Any
    ) -> None:
        cause = cause if cause in RefusalReason.values else RefusalReason.FULL
        kwargs["initial"] = {"cause": cause, "word": refusal_letter(cause, language)}
        super().__init__(*args, **kwargs)


class LettersForm(forms.Form):
    """The same refusal for several people, each in their language."""

    cause = forms.ChoiceField(
        label=_("Reason, for your figures only"), choices=RefusalReason.choices
    )

    def __init__(self, *args: Any, cause: str = RefusalReason.FULL, **kwargs: Any) -> None:
        cause = cause if cause in RefusalReason.values else RefusalReason.FULL
        kwargs["initial"] = {"cause": cause}
        super().__init__(*args, **kwargs)
        for language, label in LANGUAGES.items():
            self.fields[language] = forms.CharField(
                label=label,
                max_length=LETTER_LIMIT,
                initial=refusal_letter(cause, language),
                widget=forms.Textarea({"rows": 9}),
            )


class StepForm(forms.Form):
    """How a step went."""

    prefix = "step"
    step = forms.ChoiceField(label=_("Step"))
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=StepOutcome.choices, widget=forms.RadioSelect
    )
    on = forms.DateField(label=_("On"), widget=DateInput)
    note = forms.CharField(
        label=_("A factual note"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_(
            "Read by the coordinators of the programme. Facts only, nothing about health or beliefs."
        ),
    )

    def __init__(self, steps: list[tuple[str, Any]], *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": clock.today(), "outcome": StepOutcome.PASSED} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, **kwargs)
        field = self.fields["step"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = steps


class CheckForm(forms.Form):
    """A document seen: a day, an end, a word of honour; nothing else."""

    prefix = "check"
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=StepOutcome.choices, widget=forms.RadioSelect
    )
    on = forms.DateField(label=_("Seen on"), widget=DateInput)
    valid_until = forms.DateField(
        label=_("Holds until"),
        required=False,
        widget=DateInput,
        help_text=_("Only the dates are kept: never a copy of the document, nor what it says."),
    )
    seen_by_me = forms.BooleanField(
        label=_("I saw the document shown by the person, and I keep no copy of it."), required=False
    )

    def __init__(self, vetting: SideVetting, *args: Any, **kwargs: Any) -> None:
        today = clock.today()
        kwargs["initial"] = {
            "on": today,
            "outcome": StepOutcome.PASSED,
            "valid_until": today + timedelta(days=round(vetting.check_months * 30.44)),
        }
        super().__init__(*args, **kwargs)

    @property
    def step(self) -> Stage:
        """Return the step this form notes."""
        return Stage.CHECK


class PauseForm(forms.Form):
    """Until when."""

    prefix = "pause"
    until = forms.DateField(label=_("Back on"), widget=DateInput)


class PromiseForm(forms.Form):
    """A new date, with words."""

    prefix = "promise"
    on = forms.DateField(label=_("News by"), widget=DateInput)
    words = forms.CharField(
        label=_("Your words"), max_length=500, widget=forms.Textarea({"rows": 4})
    )


class FallbackForm(forms.Form):
    """Something else meanwhile."""

    prefix = "fallback"
    kind = forms.ChoiceField(
        label=_("What you offer"), choices=FallbackKind.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("When, where, with whom"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class InterviewForm(forms.Form):
    """How an interview went."""

    prefix = "interview"
    held = forms.TypedChoiceField(
        label=_("The interview"),
        choices=[("yes", _("It took place")), ("no", _("It did not take place"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[
            (StepOutcome.PASSED, StepOutcome.PASSED.label),
            (StepOutcome.FAILED, StepOutcome.FAILED.label),
        ],
        widget=forms.RadioSelect,
        initial=StepOutcome.PASSED,
    )
    note = forms.CharField(
        label=_("A factual note"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class PlacesForm(forms.Form):
    """How many people a cohort takes."""

    prefix = "places"
    mentees = forms.IntegerField(
        label=_("Places for mentees"),
        min_value=0,
        max_value=30_000,
        required=False,
        help_text=_("Empty: as many as come."),
    )
    mentors = forms.IntegerField(
        label=_("Places for mentors"), min_value=0, max_value=30_000, required=False
    )
