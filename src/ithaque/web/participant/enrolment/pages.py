"""What the steps of an enrolment show, gathered once."""

from __future__ import annotations

import json
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ithaque.kernel import clock
from ithaque.programmes import rules, selectors
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Enrolment
from ithaque.questionnaires import answers as reader
from ithaque.questionnaires.conditions import asked
from ithaque.questionnaires.conditions_in_words import for_the_page, told
from ithaque.questionnaires.enums import QuestionType, Reader, Use
from ithaque.questionnaires.schema import FormSchema, Question, Section
from ithaque.questionnaires.selectors import schema_of, shown_answers
from ithaque.questionnaires.services import missing_answers

GUARDIAN, REVIEW = "guardian", "review"


class EnrolmentPage:
    """A form in progress: its steps, where one is, who reads what."""

    def __init__(self, enrolment: Enrolment, current: str = "") -> None:
        self.enrolment, self.current = enrolment, current
        self.programme = enrolment.cohort.programme
        assert enrolment.sheet is not None
        self.sheet = enrolment.sheet
        self.schema: FormSchema = schema_of(self.sheet.version)
        self.answers: dict[str, Any] = shown_answers(self.sheet)

    @cached_property
    def settings(self) -> Any:
        """Return the settings of the programme."""
        return selectors.settings_of(self.programme)

    @cached_property
    def asked(self) -> frozenset[str]:
        """Return the questions that conditions leave to ask, from the answers that count."""
        return asked(self.schema, self.sheet.answers)

    @property
    def sections(self) -> list[Section]:
        """Return the steps in which something is asked, or may be while one types."""
        return [section for section in self.schema.sections if self.questions_of(section)]

    def questions_of(self, section: Section) -> list[Question]:
        """Return what a step shows: what is asked, and what an answer of the same step may call for."""
        here = {question.key for question in section.questions}
        return [
            question
            for question in section.questions
            if question.key in self.asked
            or (
                any(condition.question in here for condition in question.shown_if)
                and any(one.key in self.asked for one in section.questions)
            )
        ]

    @cached_property
    def missing(self) -> dict[str, list[str]]:
        """Return what prevents sending, by question."""
        return missing_answers(sheet=self.sheet)

    @property
    def wants_guardian(self) -> bool:
        """Tell whether the birth date given asks for a guardian."""
        question = self.schema.asking("born_on")
        born_on = self.sheet.answers.get(question.key) if question else None
        if not born_on or self.enrolment.side != Side.MENTEE or not self.settings.minors:
            return False
        return rules.age_on(date.fromisoformat(born_on), clock.today()) < rules.ADULT_AGE

    @property
    def has_guardian(self) -> bool:
        """Tell whether someone responsible is named."""
        return hasattr(self.enrolment, "guardian")

    @property
    def keys(self) -> list[str]:
        """Return the steps in order."""
        keys = [section.key for section in self.sections]
        return [*keys, *([GUARDIAN] if self.wants_guardian else []), REVIEW]

    def url(self, key: str) -> str:
        """Return the address of a step."""
        if key in (GUARDIAN, REVIEW):
            return reverse(f"participant:enrolment-{key}", args=[self.enrolment.public_id])
        return reverse("participant:enrolment-step", args=[self.enrolment.public_id, key])

    def url_after(self, key: str) -> str:
        """Return the address of the next step."""
        keys = self.keys
        return self.url(keys[min(keys.index(key) + 1, len(keys) - 1)])

    @property
    def url_before(self) -> str:
        """Return the address of the step before, nothing on the first."""
        place = self.keys.index(self.current)
        return self.url(self.keys[place - 1]) if place else ""

    @property
    def resume_url(self) -> str:
        """Return the first step where something is missing, else the last look."""
        return self.url(next((key for key in self.keys if not self._is_done(key)), REVIEW))

    @property
    def place(self) -> str:
        """Return “Step 2 of 5”."""
        keys = self.keys
        return _("Step %(number)d of %(total)d") % {
            "number": keys.index(self.current) + 1,
            "total": len(keys),
        }

    @property
    def steps(self) -> list[dict[str, Any]]:
        """Return the voyage, each port leading to its step."""
        return [
            {
                "title": format_html(
                    '<a class="plain-link" href="{}">{}</a>', self.url(key), self._title(key)
                ),
                "note": self._note(key),
                "state": "current"
                if key == self.current
                else "done"
                if self._is_done(key)
                else "todo",
            }
            for key in self.keys
        ]

    def _title(self, key: str) -> str:
        section = self.schema.section(key)
        return (
            str(section.title) if section else _("An adult") if key == GUARDIAN else _("Last look")
        )

    def _note(self, key: str) -> str:
        if key == REVIEW or key == self.current:
            return ""
        return _("Complete") if self._is_done(key) else _("To fill in")

    def _is_done(self, key: str) -> bool:
        if key == GUARDIAN:
            return self.has_guardian
        section = self.schema.section(key)
        return section is not None and not any(
            question.key in self.missing for question in section.questions
        )

    def blocks(self, form: Any) -> list[dict[str, Any]]:
        """Return each field of a step with when it is asked and who reads its answer."""
        here = [question.key for question in form.shown]
        return [
            {
                "field": form[question.key],
                "question": question,
                "condition": self._condition(question, here),
                "when": told(self.schema, question),
                "kept": self.sheet.answers.get(question.key)
                if question.type == QuestionType.FILE
                else None,
                "zone": form["time_zone"]
                if question.type == QuestionType.AVAILABILITY and "time_zone" in form.fields
                else None,
                "id": f"who-{question.key}",
                **self.readers(question),
            }
            for question in form.shown
        ]

    def _condition(self, question: Question, here: list[str]) -> str:
        found = for_the_page(self.schema, question, here=here, answers=self.sheet.answers)
        return json.dumps(found) if found else ""

    def readers(self, question: Question) -> dict[str, Any]:
        """Return who reads an answer, in words, and who does not."""
        coordinators = _("the coordinators: %(names)s") % {"names": ", ".join(self.coordinators)}
        partner = _("the person you are paired with, once you both accept")
        team, shared = (one in question.readers for one in (Reader.COORDINATORS, Reader.PARTNER))
        yes = [_("you"), *([coordinators] if team else []), *([partner] if shared else [])]
        no = [
            *([] if team else [coordinators]),
            *([] if shared else [_("the person you are paired with")]),
        ]
        return {
            "text": self._reading(team=team, shared=shared),
            "readers": yes,
            "others": [*no, _("funders and observers"), _("other people enrolled")],
            "note": self._serves(question),
        }

    @staticmethod
    def _reading(*, team: bool, shared: bool) -> str:
        if team:
            return (
                _("Read by the team, then by those you are with")
                if shared
                else _("Read by the team only")
            )
        return _("Read only by those you are with") if shared else _("Read by nobody but you")

    @staticmethod
    def _serves(question: Question) -> str:
        if question.purpose == Use.REPORTING:
            return _(
                "Counted in reports, without your name. Nobody is chosen or refused on this answer."
            )
        return ""

    @property
    def guardian_readers(self) -> list[str]:
        """Return who reads the guardian's name and address."""
        return [
            _("you"),
            _("the coordinators: %(names)s") % {"names": ", ".join(self.coordinators)},
        ]

    @property
    def guardian_others(self) -> list[str]:
        """Return who does not."""
        return [_("the person you are paired with"), _("funders and observers")]

    @cached_property
    def coordinators(self) -> list[str]:
        """Return the names of the coordinators."""
        return [person.get_full_name() for person in selectors.coordinators_of(self.programme)]

    @property
    def told(self) -> list[dict[str, Any]]:
        """Return every step with its answers in words, and what is missing."""
        return [self._told(section) for section in self.sections]

    def _told(self, section: Section) -> dict[str, Any]:
        lines = []
        for question in section.questions:
            if question.key not in self.asked:
                continue
            words = reader.tell(question, self.sheet.answers.get(question.key))
            lines.append(
                {
                    "label": question.label,
                    "words": [words] if isinstance(words, str) and words else words,
                    "errors": self.missing.get(question.key, []),
                    "url": f"{self.url(section.key)}#q_{question.key}_group",
                    "ordered": question.type in (QuestionType.SKILLS, QuestionType.RANKED),
                }
            )
        return {"title": section.title, "url": self.url(section.key), "lines": lines}
