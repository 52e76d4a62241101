"""The steps of an enrolment as Django forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.programmes.models import GuardianAuthorisation
from ithaque.questionnaires.fields import field_for
from ithaque.questionnaires.schema import Section


class StepForm(forms.Form):
    """The questions of one step; the last word on an answer is the service's."""

    def __init__(self, section: Section, *, answers: dict[str, Any], data: Any = None) -> None:
        super().__init__(data, initial=answers, auto_id="q_%s")
        self.section = section
        for question in section.questions:
            self.fields[question.key] = field_for(question)

    def typed(self) -> dict[str, Any]:
        """Return what was sent for each question, as typed."""
        return {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
        }


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
