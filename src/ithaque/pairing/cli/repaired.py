"""What a repair leaves: who changes and why, the trade-off curve, the summary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ithaque.pairing.cli.moves import PersonMoved, moves
from ithaque.pairing.cli.results import Naming, delimiter_of, figure, write_documents
from ithaque.pairing.cli.sentences import tell
from ithaque.pairing.intake import write_table
from ithaque.pairing.words import Language, number

if TYPE_CHECKING:
    from ithaque.pairing.cli.files import SideFile
    from ithaque.pairing.repair import Point
    from ithaque.pairing.result import Result

MOVES_SHOWN = 20
CURVE = ("keep", "changed", "lost", "placed", "total")

__all__ = ["moves", "naming_of", "summary", "write_curve", "write_moves"]


def naming_of(document: Mapping[str, Any], before: Result, sides: Mapping[Any, SideFile]) -> Naming:
    """Return the names of today's files over the ids of the record."""
    known = Naming.of_record(document)
    for side, names in (("mentee", known.mentees), ("mentor", known.mentors)):
        if side in sides:
            names.update({record.id: record.name for record in sides[side].records})
    return known


def write_moves(
    path: Path, moved: Sequence[PersonMoved], naming: Naming, language: Language
) -> None:
    """Write one line per mentee whose mentors change. Raises `OSError`."""
    if path.suffix.lower() == ".json":
        documents = [
            {
                "mentee": one.mentee_id,
                "before": one.before,
                "after": one.after,
                "why": {**one.why.as_dict(), "text": naming.say(one.why, language)},
            }
            for one in moved
        ]
        write_documents(path, documents)
        return
    headers = [
        tell(f"head.{head}", language) for head in ("mentee", "before", "after", "why", "mentee_id")
    ]
    rows = [
        [
            naming.mentee(one.mentee_id),
            _names(one.before, naming),
            _names(one.after, naming),
            naming.say(one.why, language),
            one.mentee_id,
        ]
        for one in moved
    ]
    write_table(path, headers, rows, delimiter=delimiter_of(language))


def _names(mentors: Sequence[str], naming: Naming) -> str:
    return ", ".join(naming.mentor(one) for one in mentors)


def write_curve(path: Path, points: Sequence[Point], language: Language) -> None:
    """Write one line per exact trade-off. Raises `OSError`."""
    if path.suffix.lower() == ".json":
        write_documents(
            path,
            [
                dict(zip(CURVE, (p.inertia, p.changed, p.lost, p.placed, p.total), strict=True))
                for p in points
            ],
        )
        return
    headers = [tell(f"head.{head}", language) for head in CURVE]
    rows: list[list[Any]] = [
        [
            number(point.inertia, language),
            point.changed,
            point.lost,
            point.placed,
            figure(point.total, path, language),
        ]
        for point in points
    ]
    write_table(path, headers, rows, delimiter=delimiter_of(language))


def summary(
    result: Result,
    moved: Sequence[PersonMoved],
    points: Sequence[Point],
    keep: float,
    naming: Naming,
    language: Language,
) -> Iterator[str]:
    """Yield what a repair changes, and the curve."""
    point = next(one for one in points if one.inertia == keep)
    yield tell(
        "repair.done",
        language,
        paired=result.summary.paired,
        changed=point.changed,
        lost=point.lost,
        total=number(result.summary.total, language, 3),
    )
    for one in moved[:MOVES_SHOWN]:
        nobody = tell("price.nobody", language)
        yield tell(
            "repair.move",
            language,
            mentee=naming.mentee(one.mentee_id),
            before=_names(one.before, naming) or nobody,
            after=_names(one.after, naming) or nobody,
            why=naming.say(one.why, language),
        )
    if len(moved) > MOVES_SHOWN:
        yield tell("repair.more", language, count=len(moved) - MOVES_SHOWN)
    yield tell("repair.curve", language)
    seen: set[tuple[int, int]] = set()
    for at in points:
        told = (at.changed, round(1000 * at.total))
        if told not in seen:
            seen.add(told)
            yield tell(
                "repair.point",
                language,
                keep=number(at.inertia, language),
                changed=at.changed,
                placed=at.placed,
                total=number(at.total, language, 3),
            )
