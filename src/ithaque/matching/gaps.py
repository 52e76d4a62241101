"""What mentees ask and mentors offer, side by side: by skill, by way of meeting, by hour of the week.

Demand counts the mentees who have no one yet, form sent or validated. The offer counts the places mentors
have left, form sent or validated. Nothing here is a score; the gap is demand less places, never below zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ithaque.matching.answered import answers_by_field, forms_of
from ithaque.matching.models import MatchRun
from ithaque.matching.people import accompanied, places_taken
from ithaque.pairing.people import folded
from ithaque.programmes.enums import EnrolmentStatus, Side
from ithaque.programmes.models import Cohort, Enrolment

HERE = (EnrolmentStatus.SUBMITTED, EnrolmentStatus.AVAILABLE, EnrolmentStatus.WAITING)
PARTS = {"morning": range(12), "afternoon": range(12, 18), "evening": range(18, 24)}


@dataclass(frozen=True)
class Gap:
    """A thing asked or offered: by how many mentees, with how many places; `first` asked it first."""

    key: str
    label: str
    asked: int
    offered: int
    first: int = 0

    @property
    def missing(self) -> int:
        """Return how many mentees more than places."""
        return max(0, self.asked - self.offered)


@dataclass
class Gaps:
    """The whole picture of a cohort; `recruits` is what the engine of the last run would look for."""

    mentees: int = 0
    places: int = 0
    skills: list[Gap] = field(default_factory=list)
    modalities: list[Gap] = field(default_factory=list)
    hours: list[Gap] = field(default_factory=list)
    recruits: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def missing(self) -> int:
        """Return how many places are missing in all."""
        return max(0, self.mentees - self.places)

    @property
    def wanted(self) -> list[str]:
        """Return the skills to look for first, the most missing first."""
        return [gap.label for gap in self.skills if gap.missing][:5]


def gaps_of(cohort: Cohort) -> Gaps:
    """Count a cohort's needs and offers; the number of queries does not depend on the number of people."""
    people = cohort.enrolments.filter(status__in=HERE, person__is_active=True)
    taken = Enrolment.objects.filter(accompanied(), cohort=cohort, side=Side.MENTEE)
    rows = list(people.exclude(pk__in=taken.values("pk")).select_related("sheet"))
    forms = forms_of(rows)
    held = places_taken([one.pk for one in rows if one.side == Side.MENTOR])
    count = _Count()
    for one in rows:
        answers = answers_by_field(one, forms)
        if one.side == Side.MENTEE:
            count.mentee(answers)
        else:
            count.mentor(answers, max(0, one.capacity - held.get(one.pk, 0)))
    return count.gaps(_recruits(cohort))


def _recruits(cohort: Cohort) -> list[Mapping[str, Any]]:
    run = MatchRun.objects.filter(cohort=cohort).order_by("-number").first()
    found = (run.summary or {}).get("recruit", []) if run else []
    return list(found)


class _Count:
    def __init__(self) -> None:
        self.mentees = self.places = 0
        self.labels: dict[str, str] = {}
        self.asked: dict[str, Counter[str]] = {name: Counter() for name in ("skill", "way", "hour")}
        self.offered: dict[str, Counter[str]] = {
            name: Counter() for name in ("skill", "way", "hour")
        }
        self.first: Counter[str] = Counter()

    def mentee(self, answers: Mapping[str, Any]) -> None:
        self.mentees += 1
        needs = self._skills(answers.get("needs"))
        self.asked["skill"].update(needs)
        self.first.update(needs[:1])
        self.asked["way"].update(set(_list(answers.get("modality"))))
        self.asked["hour"].update(_parts(answers.get("availability")))

    def mentor(self, answers: Mapping[str, Any], places: int) -> None:
        self.places += places
        for name, keys in (
            ("skill", self._skills(answers.get("offers"))),
            ("way", set(_list(answers.get("modality")))),
            ("hour", _parts(answers.get("availability"))),
        ):
            for key in keys:
                self.offered[name][key] += places

    def gaps(self, recruits: list[Mapping[str, Any]]) -> Gaps:
        return Gaps(
            mentees=self.mentees,
            places=self.places,
            skills=sorted(self._of("skill"), key=lambda gap: (-gap.missing, -gap.asked, gap.label)),
            modalities=sorted(self._of("way"), key=lambda gap: (-gap.asked, gap.key)),
            hours=self._of("hour"),
            recruits=recruits,
        )

    def _of(self, name: str) -> list[Gap]:
        asked, offered = self.asked[name], self.offered[name]
        return [
            Gap(key, self.labels.get(key, key), asked[key], offered[key], self.first[key])
            for key in {**asked, **offered}
            if asked[key] or offered[key]
        ]

    def _skills(self, given: Any) -> list[str]:
        keys = []
        for skill in _list(given):
            label = str(skill.get("label", "")) if isinstance(skill, Mapping) else str(skill)
            key = folded(label)
            if key:
                self.labels.setdefault(key, label)
                keys.append(key)
        return list(dict.fromkeys(keys))


def _parts(hours: Any) -> set[str]:
    """Return the parts of the week (`mon-evening`) in which someone has an hour."""
    found = set()
    for slot in _list(hours):
        day, _dash, hour = str(slot).partition("-")
        if hour.isdigit():
            found |= {f"{day}-{part}" for part, of in PARTS.items() if int(hour) in of}
    return found


def _list(given: Any) -> Iterable[Any]:
    return given if isinstance(given, list | tuple | set | frozenset) else ()
