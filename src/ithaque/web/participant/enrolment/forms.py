"""The steps of an enrolment as Django forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.programmes.models import GuardianAuthorisation
from ithaque.questionnaires.enums import QuestionType
from ithaque.questionnaires.fields import field_for
from ithaque.questionnaires.schema import Question, Section
from ithaque.ui.forms.zones import TimeZoneField

ZONE = "time_zone"


class StepForm(forms.Form):
    """The questions of one step; the last word on an answer is the service's.

    `asked` names the questions that conditions leave to ask: the others may be on the page, and are never
    required nor refused.
    """

    def __init__(
        self,
        section: Section,
        *,
        answers: Mapping[str, Any],
        asked: frozenset[str],
        shown: Iterable[Question] | None = None,
        data: Any = None,
        time_zone: str = "",
    ) -> None:
        self.shown = list(section.questions if shown is None else shown)
        super().__init__(data, initial=dict(answers), auto_id="q_%s")
        self.section, self.asked, self.answers = section, asked, answers
        for question in self.shown:
            self.fields[question.key] = field_for(question)
            if question.type == QuestionType.FILE and answers.get(question.key):
                self.fields[question.key].required = False
        if time_zone and any(one.type == QuestionType.AVAILABILITY for one in self.shown):
            self.fields[ZONE] = TimeZoneField(
                present=time_zone, required=False, label=_("The hours above are those of")
            )

    @property
    def files_asked(self) -> list[str]:
        """Return the questions answered by a file."""
        return [one.key for one in self.shown if one.type == QuestionType.FILE]

    def typed(self) -> dict[str, Any]:
        """Return what was sent for each question, as typed; files apart."""
        return {
            one.key: self.fields[one.key].widget.value_from_datadict(self.data, {}, one.key)
            for one in self.shown
            if one.type != QuestionType.FILE
        }

    def clean(self) -> dict[str, Any]:
        """Forget what is wrong with questions that are not asked."""
        for question in self.shown:
            if question.key not in self.asked:
                self.errors.pop(question.key, None)
        return self.cleaned_data


def whatever_was_typed(questions: Iterable[Question], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers found in what a page sent, whatever step it was: nothing typed is dropped."""
    found = {}
    for question in questions:
        widget = field_for(question).widget
        if question.type == QuestionType.FILE or widget.value_omitted_from_data(
            data, {}, question.key
        ):
            continue
        value = widget.value_from_datadict(data, {}, question.key)
        if value:
            found[question.key] = value
    return found


class GuardianForm(forms.ModelForm):
    """Who is responsible for a minor."""

    class Meta:
        model = GuardianAuthorisation
        fields = ["name", "email"]
        help_texts = {
            "email": _(
                "We write to this address once, with a page to read and a button to authorise. No account is needed."
            ),
        }
