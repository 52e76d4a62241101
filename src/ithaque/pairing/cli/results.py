"""What a run leaves: the pairs, the people without a mentor, the record, the summary."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ithaque.pairing.cli.files import SideFile
from ithaque.pairing.cli.sentences import tell
from ithaque.pairing.intake import write_table
from ithaque.pairing.words import Language, band_name, number, say

if TYPE_CHECKING:
    from ithaque.pairing.result import Result

REASONS = 3
RECORD_VERSION = 1


def write_pairs(
    path: Path, result: Result, mentees: SideFile, mentors: SideFile, language: Language
) -> None:
    """Write one line per pair, in the order of the mentees' file. Raises `OSError`."""
    names = {record.id: record.name for record in mentors.records}
    order = {record.id: at for at, record in enumerate(mentees.records)}
    called = {record.id: record.name for record in mentees.records}
    heads = ["mentee", "mentor", "score", "band", "confidence"]
    headers = [tell(f"head.{head}", language) for head in heads]
    headers += [tell("head.reason", language, rank=rank) for rank in range(1, REASONS + 1)]
    headers += [tell(f"head.{head}", language) for head in ("care", "mentee_id", "mentor_id")]
    in_years = mentors.counts_seniority_in("year")
    rows = []
    for pair in sorted(result.pairs, key=lambda pair: order[pair.mentee_id]):
        reasons = [say(reason, language, in_years=in_years) for reason in pair.reasons[:REASONS]]
        rows.append(
            [
                called[pair.mentee_id],
                names[pair.mentor_id],
                _figure(100 * pair.score, path, language),
                band_name(pair.band, language),
                _figure(100 * pair.confidence, path, language),
                *reasons,
                *[""] * (REASONS - len(reasons)),
                say(pair.care, language, in_years=in_years) if pair.care else "",
                pair.mentee_id,
                pair.mentor_id,
            ]
        )
    write_table(path, headers, rows, delimiter=_delimiter(language))


def write_unmatched(path: Path, result: Result, mentees: SideFile, language: Language) -> None:
    """Write one line per mentee left without a mentor, with the cause. Raises `OSError`."""
    called = {record.id: record.name for record in mentees.records}
    headers = [tell(f"head.{head}", language) for head in ("mentee", "cause", "mentee_id")]
    rows = [
        [called[one.mentee_id], say(one.cause, language), one.mentee_id] for one in result.unmatched
    ]
    write_table(path, headers, rows, delimiter=_delimiter(language))


def _delimiter(language: Language) -> str:
    """French spreadsheets open semicolons, English ones commas."""
    return ";" if language == "fr" else ","


def _figure(value: float, path: Path, language: Language) -> float | str:
    return round(value, 1) if path.suffix.lower() == ".xlsx" else number(value, language, 1)


def write_record(
    path: Path, result: Result, sides: Sequence[SideFile], assumed: Sequence[str], settings: str
) -> None:
    """Write the engine's record with what was read and how, as JSON. Raises `OSError`."""
    document: dict[str, Any] = result.record()
    document["intake"] = {
        "version": RECORD_VERSION,
        "settings_file": settings,
        "assumed": list(assumed),
        "files": {f"{one.side}s": _file_record(one) for one in sides},
    }
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_text(
            json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8"
        )
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _file_record(one: SideFile) -> dict[str, Any]:
    return {
        "name": one.path.name,
        "sha256": sha256(one.path.read_bytes()).hexdigest(),
        "encoding": one.table.encoding,
        "delimiter": one.table.delimiter,
        "sheet": one.table.sheet,
        "lines": len(one.table.rows),
        "people": len(one.records),
        "columns": [
            {
                "header": column.header,
                "field": column.field,
                "confidence": column.confidence,
                "evidence": [message.as_dict() for message in column.evidence],
                "suggestion": column.suggestion,
            }
            for column in one.mapping.columns
        ],
        "faults": [
            {
                "line": f.line,
                "column": f.column,
                "code": f.code,
                "severity": f.severity,
                "data": dict(f.data),
            }
            for f in one.faults
        ],
    }


def summary(result: Result, language: Language) -> Iterator[str]:
    """Yield the figures of a run in words: pairs, causes, scores, proof."""
    figures = result.summary
    yield tell(
        "summary.pairs",
        language,
        paired=figures.paired,
        mentees=figures.mentees,
        mentors=figures.mentors,
        places=figures.places,
    )
    if result.unmatched:
        yield tell("summary.unmatched", language, count=len(result.unmatched))
        for cause, count in Counter(
            say(one.cause, language) for one in result.unmatched
        ).most_common():
            yield tell("summary.cause", language, count=count, cause=cause)
    if result.pairs:
        points = {
            name: number(100 * getattr(figures, name), language, 1) for name in ("mean", "lowest")
        }
        yield tell("summary.score", language, total=number(figures.total, language, 3), **points)
        yield _proof(result, language)


def _proof(result: Result, language: Language) -> str:
    if result.certificate.proven:
        return tell("summary.proven", language)
    if result.summary.objective == "stable":
        return tell("summary.stable", language)
    return tell("summary.gap", language, gap=number(100 * result.certificate.gap, language, 3))
