"""What a programme may match on: criteria with the questions they read, and the questions that may not serve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ithaque.matching import engine
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Programme
from ithaque.programmes.settings import Matching
from ithaque.questionnaires.criteria import (
    COMPARED,
    OWN_WORDS,
    candidates,
    is_compared_as_words,
)
from ithaque.questionnaires.enums import Use
from ithaque.questionnaires.schema import FormSchema, Question
from ithaque.questionnaires.selectors import latest_version, schema_of

READ: Mapping[str, tuple[str, str]] = {
    "needs": ("needs", "offers"),
    "path": ("path", "path"),
    "style": ("style", "style"),
    "interests": ("interests", "interests"),
    "expectations": (COMPARED, COMPARED),
    "availability": ("availability", "availability"),
    "distance": ("place", "place"),
    "seniority": ("seniority", "seniority"),
    "organisation": ("organisation", "organisation"),
    "text": (OWN_WORDS, OWN_WORDS),
}
"""What a criterion reads of the mentee's form and of the mentor's; the others read accounts and wishes."""
RULE_READS: Mapping[str, str] = {
    "language": "languages",
    "modality": "modality",
    "overlap": "availability",
    "team": "team",
    "hierarchy": "manager",
    "exclusion": "excluded",
    "distance": "place",
    "seniority": "seniority",
    "organisation": "organisation",
}


@dataclass(frozen=True)
class Criterion:
    """A criterion, its weight, the questions it reads on each side, and the sides that are not asked."""

    code: str
    weight: float
    questions: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def broken(self) -> bool:
        """Tell whether it weighs though one side is never asked: it then counts for nobody."""
        return self.weight > 0 and bool(self.missing)


@dataclass(frozen=True)
class Aside:
    """A question that may not serve, and why."""

    label: str
    side: str
    reason: str
    reporting: bool


@dataclass(frozen=True)
class Choices:
    """All that can be chosen for a programme, and what cannot, with its reason."""

    criteria: list[Criterion]
    rules_without_question: frozenset[str]
    aside: list[Aside]


def choices_of(programme: Programme, matching: Matching) -> Choices:
    """Return what a programme may match on, under these settings: two queries."""
    schemas = {
        Side.MENTEE: schema_of(latest_version(programme.mentee_form)),
        Side.MENTOR: schema_of(latest_version(programme.mentor_form)),
    }
    weights = engine.settings_from(matching).weights
    return Choices(
        criteria=[_criterion(code, weights.get(code, 0), schemas) for code in engine.CRITERIA],
        rules_without_question=frozenset(
            code
            for code, name in RULE_READS.items()
            if not all(_asked(schema, name) for schema in schemas.values())
        ),
        aside=[one for side, schema in schemas.items() for one in _aside(side, schema)],
    )


def _criterion(code: str, weight: float, schemas: Mapping[Side, FormSchema]) -> Criterion:
    if code not in READ:
        return Criterion(code, weight)
    asked = {
        side: _asked(schemas[side], name)
        for side, name in zip((Side.MENTEE, Side.MENTOR), READ[code], strict=True)
    }
    labels = dict.fromkeys(label for found in asked.values() for label in found)
    return Criterion(
        code, weight, tuple(labels), tuple(side for side, found in asked.items() if not found)
    )


def _asked(schema: FormSchema, name: str) -> list[str]:
    """Return the labels of the questions that matching reads as `name`; a prefix ends with a dot."""
    return [str(one.label) for one in schema.questions() if _feeds(one, name)]


def _feeds(question: Question, name: str) -> bool:
    if name == OWN_WORDS:
        return is_compared_as_words(question)
    read = question.field or ""
    return read.startswith(name) if name.endswith(".") else read == name


def _aside(side: str, schema: FormSchema) -> list[Aside]:
    return [
        Aside(str(one.question.label), side, one.reason, one.question.purpose == Use.REPORTING)
        for one in candidates(schema)
        if not one.may_serve
    ]
