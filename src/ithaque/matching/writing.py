"""A result written over a run: pairs that did not change keep their row, hence their address and their notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from ithaque.matching import engine
from ithaque.matching.enums import ProposalStatus
from ithaque.matching.models import MatchRun, Proposal, Unmatched
from ithaque.pairing import Pairing, Result
from ithaque.programmes.models import Enrolment

TO_RECRUIT = 3
WRITTEN = ["score", "band", "confidence", "criteria", "reasons", "care", "locked"]
BATCH = 500


def write_result(run: MatchRun, result: Result) -> None:
    """Make the drafts, the unmatched people and the summary of a run those of a result; what was told stays."""
    ids = [one.mentee_id for one in result.pairs] + [one.mentor_id for one in result.pairs]
    keys = keys_of([*ids, *(one.mentee_id for one in result.unmatched)])
    told = set(
        run.proposals.exclude(
            status__in=[ProposalStatus.DRAFT, ProposalStatus.WITHDRAWN]
        ).values_list("mentee", flat=True)
    )
    wanted = {
        (keys[pair.mentee_id], keys[pair.mentor_id]): pair
        for pair in result.pairs
        if pair.mentee_id in keys and pair.mentor_id in keys and keys[pair.mentee_id] not in told
    }
    _write_pairs(run, wanted)
    run.unmatched.all().delete()
    Unmatched.objects.bulk_create(
        [
            Unmatched(run=run, mentee_id=keys[one.mentee_id], cause=one.cause.as_dict())
            for one in result.unmatched
            if one.mentee_id in keys
        ],
        batch_size=BATCH,
    )
    run.summary = summary_of(result)


def _write_pairs(run: MatchRun, wanted: dict[tuple[int, int], Pairing]) -> None:
    drafts = run.proposals.filter(status=ProposalStatus.DRAFT)
    held = {(one.mentee_id, one.mentor_id): one for one in drafts}
    gone = [one.pk for couple, one in held.items() if couple not in wanted]
    run.proposals.filter(pk__in=gone).delete()
    changed = [
        held[couple]
        for couple, pair in wanted.items()
        if couple in held and _fill(held[couple], pair)
    ]
    Proposal.objects.bulk_update(changed, WRITTEN, batch_size=BATCH)
    new = [
        Proposal(run=run, mentee_id=couple[0], mentor_id=couple[1])
        for couple in sorted(wanted)
        if couple not in held
    ]
    for proposal in new:
        _fill(proposal, wanted[proposal.mentee_id, proposal.mentor_id])
    Proposal.objects.bulk_create(new, batch_size=BATCH)


def _fill(proposal: Proposal, pair: Pairing) -> bool:
    """Write what the engine says of a pair; tell whether something changed."""
    before = {name: getattr(proposal, name) for name in WRITTEN}
    for name, value in described(pair).items():
        setattr(proposal, name, value)
    return before != {name: getattr(proposal, name) for name in WRITTEN}


def described(pair: Pairing) -> dict[str, Any]:
    """Return what is stored of a pair: score, criteria, reasons, point of attention."""
    return {
        "score": pair.score,
        "band": pair.band,
        "confidence": pair.confidence,
        "criteria": [
            {"code": code, "value": part.value, "weight": part.weight}
            for code, part in pair.contributions.items()
        ],
        "reasons": [reason.as_dict() for reason in pair.reasons],
        "care": pair.care.as_dict() if pair.care else None,
        "locked": pair.locked,
    }


def keys_of(identifiers: Iterable[str]) -> dict[str, int]:
    """Return the rows of enrolments by their public id; those erased since are absent."""
    wanted = list(identifiers)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), BATCH):
        rows = Enrolment.objects.filter(public_id__in=wanted[start : start + BATCH])
        found |= {str(public_id): pk for public_id, pk in rows.values_list("public_id", "pk")}
    return found


def summary_of(result: Result) -> dict[str, Any]:
    """Return the figures a run shows; totals in points (a pair that fits on everything is worth 100)."""
    certificate = result.certificate
    excess = max(0, certificate.bound - certificate.objective) / 1e6
    return {
        **figures_of(result),
        "bound": round((result.summary.total + excess) * engine.POINTS, 2),
        "proven": certificate.proven,
        "seconds": round(result.summary.seconds, 3),
        "rules": _rules_of(result),
        "weights": dict(result.problem.settings.weights),
        "excluded": dict(result.summary.excluded),
        "recruit": _to_recruit(result),
    }


def _rules_of(result: Result) -> list[str]:
    """Return the rules held, as the format holds them; the two that always hold go without saying."""
    held = {rule.code for rule in result.problem.rules}
    return sorted(held - {"oneself", "forbidden"})


def figures_of(result: Result) -> dict[str, Any]:
    """Return the figures by which two results are compared."""
    figures = result.summary
    return {
        "mentees": figures.mentees,
        "mentors": figures.mentors,
        "places": figures.places,
        "paired": figures.paired,
        "unmatched": figures.unmatched,
        "total": round(figures.total * engine.POINTS, 2),
        "mean": round(figures.mean * engine.POINTS, 2),
        "lowest": round(figures.lowest * engine.POINTS, 2),
        "objective": str(figures.objective),
    }


def _to_recruit(result: Result) -> list[dict[str, Any]]:
    """Return what the people left alone need first, most asked first: whom to look for."""
    alone = {one.mentee_id for one in result.unmatched}
    needs = Counter(
        person.needs[0].name
        for person in result.problem.mentees
        if person.id in alone and person.needs
    )
    return [{"skill": skill, "count": count} for skill, count in needs.most_common(TO_RECRUIT)]
