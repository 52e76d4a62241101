"""What another mentor would change, known before anything is: the price, who moves, who is left alone, why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ithaque.kernel.errors import Refusal
from ithaque.matching import engine
from ithaque.matching.models import MatchRun
from ithaque.matching.pricing import Bench, bench_of
from ithaque.pairing import Pairing, Price
from ithaque.programmes.models import Enrolment


@dataclass(frozen=True)
class Change:
    """What giving a mentor to a mentee would do to the other pairs of a draft.

    `points` is what the total loses. `moves` are (mentee, former mentor, new mentor), None for nobody.
    `rules` are the codes of the rules that forbid it: then nothing else is known. `pair` is what the engine
    says of the two, with its reasons.
    """

    mentee: Enrolment
    mentor: Enrolment
    points: float = 0.0
    moves: list[tuple[Enrolment, Enrolment | None, Enrolment | None]] = field(default_factory=list)
    left_alone: list[Enrolment] = field(default_factory=list)
    placed: list[Enrolment] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    pair: Pairing | None = None

    @property
    def free(self) -> bool:
        """Tell whether nothing is lost and nobody else moves."""
        return not (self.rules or self.moves or self.left_alone) and self.points < 0.05


def price_of_change(*, run: MatchRun, mentee: Enrolment, mentor: Enrolment) -> Change:
    """Return what giving `mentor` to `mentee` would cost, who would move and who would be left alone.

    Changes nothing. Refuses a person the run did not know.
    """
    return _changes(bench_of(run), mentee, [mentor])[0]


def other_mentors(*, run: MatchRun, mentee: Enrolment, but: Enrolment | None) -> list[Change]:
    """Return the best other mentors of a mentee, each with the price of choosing them."""
    bench = bench_of(run)
    found = bench.others_for(str(mentee.public_id), but=str(but.public_id) if but else None)
    people = _people(found)
    return _changes(bench, mentee, [people[one] for one in found if one in people])


def _changes(bench: Bench, mentee: Enrolment, mentors: list[Enrolment]) -> list[Change]:
    """Return the prices of several mentors for one mentee: one query for everybody they name."""
    wanted = str(mentee.public_id)
    prices: list[Price] = []
    for mentor in mentors:
        try:
            prices.append(bench.price(wanted, str(mentor.public_id)))
        except KeyError as error:
            raise stranger() from error
    people = _people(_named(prices))
    return [
        Change(
            mentee=mentee,
            mentor=mentor,
            points=round(price.loss * engine.POINTS, 1),
            moves=[
                (people[one.mentee_id], people.get(one.before or ""), people.get(one.after or ""))
                for one in price.moves
                if one.mentee_id != wanted and one.after and one.mentee_id in people
            ],
            left_alone=[people[one] for one in price.left_alone if one in people],
            placed=[people[one] for one in price.placed if one in people],
            rules=list(price.rules),
            pair=None if price.rules else bench.pair(wanted, str(mentor.public_id)),
        )
        for mentor, price in zip(mentors, prices, strict=True)
    ]


def stranger() -> Refusal:
    """Return the refusal of someone a run did not know."""
    return Refusal(
        "stranger",
        _("One of the two was not enrolled when this run was computed: compute again."),
    )


def _named(prices: Iterable[Price]) -> set[str]:
    found: set[str] = set()
    for price in prices:
        for move in price.moves:
            found |= {one for one in (move.mentee_id, move.before, move.after) if one}
        found |= {*price.left_alone, *price.placed}
    return found


def _people(identifiers: Iterable[str]) -> dict[str, Enrolment]:
    wanted = list(identifiers)
    if not wanted:
        return {}
    rows: Any = Enrolment.objects.filter(public_id__in=wanted).select_related("person")
    return {str(one.public_id): one for one in rows}
