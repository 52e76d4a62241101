"""What a run leaves: the pairs, the people without a mentor, the record, the summary."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ithaque.pairing.cli.files import SideFile
from ithaque.pairing.cli.sentences import tell
from ithaque.pairing.intake import write_table
from ithaque.pairing.messages import Message
from ithaque.pairing.words import Language, band_name, number, say

if TYPE_CHECKING:
    from ithaque.pairing.result import Pairing, Result

REASONS = 3
RECORD_VERSION = 1


@dataclass(frozen=True)
class Naming:
    """How people are called in results, by id and in the order of their file; ids where only a record is known.

    `in_years`: one step of seniority is a year, not a grade.
    """

    mentees: dict[str, str]
    mentors: dict[str, str]
    in_years: bool = False

    @classmethod
    def of_sides(cls, sides: Sequence[SideFile]) -> Naming:
        """Return the names written in the files."""
        mentees, mentors = sides
        return cls(
            {record.id: record.name for record in mentees.records},
            {record.id: record.name for record in mentors.records},
            mentors.counts_seniority_in("year"),
        )

    @classmethod
    def of_record(cls, document: Mapping[str, Any]) -> Naming:
        """Return the ids of a record, which holds no name."""
        files = (document.get("intake") or {}).get("files", {})
        years = any(
            column.get("field") == "seniority"
            and any(one.get("code") == "evidence.values_year" for one in column["evidence"])
            for column in files.get("mentors", {}).get("columns", ())
        )
        mentees, mentors = ({p["id"]: p["id"] for p in document[s]} for s in ("mentees", "mentors"))
        return cls(mentees, mentors, years)

    def mentee(self, one: str) -> str:
        return self.mentees.get(one) or self.mentors.get(one, one)

    def mentor(self, one: str) -> str:
        return self.mentors.get(one) or self.mentees.get(one, one)

    def say(self, message: Message, language: Language) -> str:
        return say(message, language, in_years=self.in_years)


def write_pairs(path: Path, result: Result, naming: Naming, language: Language) -> None:
    """Write one line per pair, in the order of the mentees' file. Raises `OSError`."""
    order = {mentee: at for at, mentee in enumerate(naming.mentees)}
    pairs = sorted(result.pairs, key=lambda pair: order.get(pair.mentee_id, len(order)))
    if path.suffix.lower() == ".json":
        write_documents(path, [pair_document(pair, naming, language) for pair in pairs])
        return
    heads = ["mentee", "mentor", "score", "band", "confidence"]
    headers = [tell(f"head.{head}", language) for head in heads]
    headers += [tell("head.reason", language, rank=rank) for rank in range(1, REASONS + 1)]
    headers += [tell(f"head.{head}", language) for head in ("care", "mentee_id", "mentor_id")]
    headers += [tell("head.meeting", language)] if result.meetings else []
    together = _meetings(result)
    rows = []
    for pair in pairs:
        reasons = [naming.say(reason, language) for reason in pair.reasons[:REASONS]]
        rows.append(
            [
                naming.mentee(pair.mentee_id),
                naming.mentor(pair.mentor_id),
                figure(100 * pair.score, path, language),
                band_name(pair.band, language),
                figure(100 * pair.confidence, path, language),
                *reasons,
                *[""] * (REASONS - len(reasons)),
                naming.say(pair.care, language) if pair.care else "",
                pair.mentee_id,
                pair.mentor_id,
                *([together[pair.mentee_id, pair.mentor_id]] if together else []),
            ]
        )
    write_table(path, headers, rows, delimiter=delimiter_of(language))


def _meetings(result: Result) -> dict[tuple[str, str], int]:
    """Return the number of the circle, team or couple of peers of each pair, from 1."""
    return {
        (one, other): number
        for number, meeting in enumerate(result.meetings, 1)
        for one in meeting.mentees
        for other in (*meeting.mentors, *meeting.mentees)
        if one != other
    }


def pair_document(pair: Pairing, naming: Naming, language: Language) -> dict[str, Any]:
    """Return a pair with everything that explains it, as JSON: codes with their data, and the sentence."""

    def told(message: Message) -> dict[str, Any]:
        return {**message.as_dict(), "text": naming.say(message, language)}

    return {
        "mentee": pair.mentee_id,
        "mentee_name": naming.mentee(pair.mentee_id),
        "mentor": pair.mentor_id,
        "mentor_name": naming.mentor(pair.mentor_id),
        "score": pair.score,
        "band": pair.band,
        "confidence": round(pair.confidence, 6),
        "locked": pair.locked,
        "contributions": {
            code: {"value": round(one.value, 6), "weight": round(one.weight, 6)}
            for code, one in pair.contributions.items()
        },
        "reasons": [told(reason) for reason in pair.reasons],
        "care": told(pair.care) if pair.care else None,
    }


def write_unmatched(path: Path, result: Result, naming: Naming, language: Language) -> None:
    """Write one line per mentee left without a mentor, with the cause. Raises `OSError`."""
    if path.suffix.lower() == ".json":
        write_documents(
            path,
            [
                {
                    "mentee": one.mentee_id,
                    "mentee_name": naming.mentee(one.mentee_id),
                    "cause": {**one.cause.as_dict(), "text": naming.say(one.cause, language)},
                }
                for one in result.unmatched
            ],
        )
        return
    headers = [tell(f"head.{head}", language) for head in ("mentee", "cause", "mentee_id")]
    rows = [
        [naming.mentee(one.mentee_id), say(one.cause, language), one.mentee_id]
        for one in result.unmatched
    ]
    write_table(path, headers, rows, delimiter=delimiter_of(language))


def delimiter_of(language: Language) -> str:
    """French spreadsheets open semicolons, English ones commas."""
    return ";" if language == "fr" else ","


def figure(value: float, path: Path, language: Language) -> float | str:
    """Return a figure for a cell: a number in a workbook, written as the language does in a text."""
    typed = path.suffix.lower() in {".xlsx", ".ods"}
    return round(value, 1) if typed else number(value, language, 1)


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
    write_documents(path, document)


def write_documents(path: Path, document: Any) -> None:
    """Write a JSON file; one half written never replaces an older one. Raises `OSError`."""
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True, default=str)
    write_text(path, text + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8; one half written never replaces an older one. Raises `OSError`."""
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
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


def conclusion(
    result: Result, files: Mapping[str, Path | None], language: Language
) -> Iterator[str]:
    """Yield the figures of a run in words, then where its results are."""
    yield from summary(result, language)
    written = {name: str(path) for name, path in files.items() if path}
    yield tell("summary.files", language, out=written["out"], unmatched=written["unmatched"])
    for name in ("record", "report"):
        if name in written:
            yield tell(f"summary.{name}", language, **{name: written[name]})


def summary(result: Result, language: Language) -> Iterator[str]:
    """Yield the figures of a run in words: pairs, causes, scores, proof."""
    figures = result.summary
    form = result.problem.format
    yield tell(
        f"summary.{form.kind if form.grouped else 'pairs'}",
        language,
        meetings=len(result.meetings),
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
    certificate = result.certificate
    if certificate.stable:
        return tell("summary.stable", language)
    if certificate.proven:
        return tell("summary.proven", language)
    gap = number(100 * certificate.gap, language, 3)
    if certificate.searched:
        return tell("summary.searched", language, gap=gap)
    if certificate.more_placed:
        return tell("summary.more", language, gap=gap, count=certificate.more_placed)
    return tell("summary.gap", language, gap=gap)
