"""A form as each role will see it: the person who answers, the pair, the team, nobody."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.questionnaires.conditions_in_words import for_the_page, told
from ithaque.questionnaires.enums import Reader, Use
from ithaque.questionnaires.roles import can_read
from ithaque.questionnaires.schema import FormSchema, Question
from ithaque.web.coordination.forms.doors import Designed
from ithaque.web.coordination.forms.forms import READERS, readers_key
from ithaque.web.participant.enrolment.forms import StepForm

ROLES = {
    "answers": gettext_lazy("The person who answers"),
    "partner": gettext_lazy("Their pair, once both accept"),
    "team": gettext_lazy("The team"),
    "observer": gettext_lazy("Funders and observers"),
}
READS = {"partner": Reader.PARTNER, "team": Reader.COORDINATORS}


class PreviewPage:
    """The form seen by a role."""

    def __init__(
        self, schema: FormSchema, designed: Designed, *, role: str, language: str, size: str
    ) -> None:
        self.schema, self.designed = schema, designed
        self.role, self.language, self.size = role, language, size
        self.query = f"role={role}&language={language}&size={size}"

    @property
    def roles(self) -> list[tuple[str, Any]]:
        """Return the roles offered."""
        return list(ROLES.items())

    @property
    def answers(self) -> bool:
        """Tell whether the role is to fill the form in."""
        return self.role == "answers"

    @property
    def steps(self) -> list[dict[str, Any]]:
        """Return every step: its fields for who answers, what is read and what is not for the others."""
        here = [question.key for question in self.schema.questions()]
        found = []
        for section in self.schema.sections:
            form = StepForm(section, answers={}, asked=frozenset(here))
            found.append(
                {
                    "section": section,
                    "when": told(self.schema, section),
                    "condition": self._condition(section, here),
                    "blocks": [self._block(one, form, here) for one in section.questions],
                }
            )
        return found

    def _block(self, question: Question, form: StepForm, here: list[str]) -> dict[str, Any]:
        return {
            "question": question,
            "field": form[question.key],
            "when": told(self.schema, question),
            "condition": self._condition(question, here),
            "reads": self._reads(question),
            "readers": READERS[readers_key(question)][1],
            "counted": question.purpose == Use.REPORTING,
        }

    def _condition(self, part: Any, here: list[str]) -> str:
        found = for_the_page(self.schema, part, here=here, answers={})
        return json.dumps(found) if found else ""

    def _reads(self, question: Question) -> bool:
        return self.role in READS and can_read(READS[self.role], question)

    @property
    def lede(self) -> str:
        """Return what the role sees, in a sentence."""
        return {
            "answers": _(
                "Type what you like: nothing is kept. Questions appear as their conditions ask."
            ),
            "partner": _("What the other person of the pair reads, once both have accepted."),
            "team": _("What the coordinators of the programme read on an enrolment."),
            "observer": _("No answer is shown: figures only, small groups masked."),
        }[self.role]
