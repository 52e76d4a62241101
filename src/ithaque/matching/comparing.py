"""Two runs of a cohort side by side: who goes with whom in each, what is gained and lost."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ithaque.matching.enums import ProposalStatus
from ithaque.matching.models import MatchRun, Proposal
from ithaque.programmes.models import Enrolment


class Kind(StrEnum):
    """What happened to a mentee from one run to the other."""

    LOST = "lost"
    GAINED = "gained"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Side:
    """A mentee's proposal in one run."""

    mentor: int
    score: float
    band: int


@dataclass(frozen=True)
class Line:
    """A mentee in both runs; None where nobody was proposed."""

    mentee: int
    before: Side | None
    after: Side | None

    @property
    def kind(self) -> Kind:
        """Return what happened."""
        if self.before is None or self.after is None:
            return Kind.LOST if self.after is None else Kind.GAINED
        return Kind.SAME if self.before.mentor == self.after.mentor else Kind.CHANGED

    @property
    def gain(self) -> float:
        """Return what the fit gains, in points of 100; nothing proposed counts 0."""
        before, after = (one.score if one else 0.0 for one in (self.before, self.after))
        return round(100 * (after - before), 1)


@dataclass(frozen=True)
class Comparison:
    """Every mentee of two runs, those whose proposal differs first, the greatest loss first."""

    before: MatchRun
    after: MatchRun
    lines: list[Line]

    def of(self, kind: str) -> list[Line]:
        """Return the lines of one kind; those that differ for anything else."""
        if kind in list(Kind):
            return [line for line in self.lines if line.kind == kind]
        return [line for line in self.lines if line.kind != Kind.SAME]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many lines each kind has."""
        return {kind.value: len(self.of(kind)) for kind in Kind}


def compare(before: MatchRun, after: MatchRun) -> Comparison:
    """Return two runs of one cohort side by side: two queries, whatever their size."""
    old, new = _proposed(before), _proposed(after)
    lines = [Line(mentee, old.get(mentee), new.get(mentee)) for mentee in {*old, *new}]
    lines.sort(key=lambda line: (line.kind == Kind.SAME, line.gain, line.mentee))
    return Comparison(before, after, lines)


def _proposed(run: MatchRun) -> dict[int, Side]:
    """Return what a run proposed to each mentee; of two rows, the one not withdrawn."""
    rows = run.proposals.order_by("pk").values_list("mentee", "mentor", "score", "band", "status")
    found: dict[int, Side] = {}
    for mentee, mentor, score, band, status in rows:
        if mentee not in found or status != ProposalStatus.WITHDRAWN:
            found[mentee] = Side(mentor, score, band)
    return found


def people_of(lines: list[Line]) -> dict[int, Enrolment]:
    """Return everyone some lines name: one query."""
    keys = {line.mentee for line in lines}
    keys |= {one.mentor for line in lines for one in (line.before, line.after) if one}
    return Enrolment.objects.select_related("person").in_bulk(keys)


def runs_to_compare(run: MatchRun) -> list[MatchRun]:
    """Return the other runs of the cohort that proposed something, latest first."""
    proposed = Proposal.objects.filter(run__cohort=run.cohort_id).values("run")
    others = MatchRun.objects.filter(pk__in=proposed).exclude(pk=run.pk)
    return list(others.select_related("asked_by").order_by("-number")[:20])
