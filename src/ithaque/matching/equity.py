"""How a run treats groups of mentees, from the answers given for reports only: counted after, never scored.

Groups below five people are hidden, and one more when a single one is; shares carry Wilson intervals, means
Student intervals, both at 95 %. A group under four fifths of the best one is pointed out (EEOC, 1978).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from statistics import median

from ithaque.kernel import clock
from ithaque.matching.enums import Answer, ProposalStatus
from ithaque.matching.models import MatchRun
from ithaque.pairing.fairness import (
    FOUR_FIFTHS,
    SMALLEST,
    Measure,
    average,
    hidden_groups,
    share,
)
from ithaque.programmes.models import Enrolment
from ithaque.questionnaires.enums import QuestionType, Use
from ithaque.questionnaires.models import FormVersion
from ithaque.questionnaires.schema import Question
from ithaque.questionnaires.selectors import schema_of

__all__ = ["SMALLEST", "Attribute", "Group", "Measure", "equity_of"]

GROUPING = (QuestionType.CHOICE, QuestionType.SEVERAL)
"""Kinds of question whose answers make groups."""


@dataclass(frozen=True)
class Group:
    """The figures of one group; nothing but its name when it is too small to be shown.

    `placed` and `accepted` are shares, `fit` the mean score (0 to 1), `waiting_days` the median wait of those
    without a mentor. `below` names the measures under four fifths of the best group's.
    """

    name: str
    hidden: bool = False
    people: int = 0
    placed: Measure | None = None
    fit: Measure | None = None
    accepted: Measure | None = None
    waiting_days: float | None = None
    below: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Attribute:
    """A question asked for reports, and its groups."""

    key: str
    label: str
    groups: list[Group]

    @property
    def shown(self) -> list[Group]:
        """Return the groups large enough."""
        return [group for group in self.groups if not group.hidden]


@dataclass
class _Person:
    """What is known of a mentee of the run."""

    score: float | None = None
    accepted: bool | None = None
    waited: int = 0
    answers: dict[str, list[str]] = field(default_factory=dict)


def equity_of(run: MatchRun) -> list[Attribute]:
    """Return how a run treats each group of mentees: four queries, whatever the number of people."""
    people = _people(run)
    questions = _questions_and_answers(people)
    return [
        Attribute(question.key, str(question.label), _groups(question, people.values()))
        for question in questions
    ]


def _people(run: MatchRun) -> dict[int, _Person]:
    people: dict[int, _Person] = {}
    rows = run.proposals.order_by("pk").values_list(
        "mentee", "score", "status", "mentee_answer", "announced_at"
    )
    for mentee, score, status, answer, announced_at in rows:
        if status == ProposalStatus.WITHDRAWN and announced_at is None:
            continue
        said = None if answer == Answer.WAITING else answer == Answer.ACCEPTED
        people[mentee] = _Person(score=score, accepted=said)
    now = clock.now()
    for mentee, submitted_at, created_at in run.unmatched.values_list(
        "mentee", "mentee__submitted_at", "mentee__created_at"
    ):
        people.setdefault(mentee, _Person(waited=(now - (submitted_at or created_at)).days))
    return people


def _questions_and_answers(people: dict[int, _Person]) -> list[Question]:
    """Fill in what people answered for reports; return the questions, as last asked."""
    sheets = list(
        Enrolment.objects.filter(pk__in=people, sheet__isnull=False).values_list(
            "pk", "sheet__version", "sheet__answers"
        )
    )
    versions = FormVersion.objects.filter(pk__in={version for _pk, version, _given in sheets})
    asked = {
        version.pk: [
            question
            for question in schema_of(version).questions()
            if question.purpose == Use.REPORTING and question.type in GROUPING
        ]
        for version in versions.order_by("number")
    }
    for pk, version, given in sheets:
        for question in asked[version]:
            value = given.get(question.key)
            values = value if isinstance(value, list) else [value] if value else []
            people[pk].answers[question.key] = [str(one) for one in values]
    latest = {question.key: question for questions in asked.values() for question in questions}
    return list(latest.values())


def _groups(question: Question, people: Iterable[_Person]) -> list[Group]:
    members: dict[str, list[_Person]] = defaultdict(list)
    for person in people:
        for value in person.answers.get(question.key, ()):
            members[value].append(person)
    hidden = hidden_groups({name: len(found) for name, found in members.items()}, SMALLEST)
    groups = [
        Group(question.option_label(name), hidden=True)
        if name in hidden
        else _group(question.option_label(name), found)
        for name, found in sorted(members.items())
    ]
    return _marked(groups)


def _group(name: str, people: list[_Person]) -> Group:
    scores = [one.score for one in people if one.score is not None]
    answers = [one.accepted for one in people if one.accepted is not None]
    waits = [one.waited for one in people if one.score is None]
    return Group(
        name,
        people=len(people),
        placed=share(len(scores), len(people)),
        fit=average(scores),
        accepted=share(sum(answers), len(answers)),
        waiting_days=median(waits) if waits else None,
    )


def _marked(groups: list[Group]) -> list[Group]:
    below: dict[str, set[str]] = defaultdict(set)
    for measure in ("placed", "fit", "accepted"):
        values = {
            one.name: found.value
            for one in groups
            if (found := getattr(one, measure)) is not None and found.value is not None
        }
        best = max(values.values(), default=0.0)
        for name, value in values.items():
            if value < FOUR_FIFTHS * best:
                below[name].add(measure)
    return [replace(one, below=frozenset(below[one.name])) for one in groups]
