"""What each column means, from its header first and its values second, with the evidence said.

A header can lie and values can be anything, so neither is believed alone: a header that says "e-mail" above values
that are none is left out; values decide alone only for e-mail addresses, which look like nothing else.
What stays in doubt is a suggestion, never a guess taken in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ithaque.pairing.intake import values
from ithaque.pairing.intake.fields import (
    SPEAKS,
    Field,
    field_named,
    fields_for,
    names_of,
    sensitive_names,
)
from ithaque.pairing.intake.grades import scale_of
from ithaque.pairing.intake.header import fold, plain_header
from ithaque.pairing.intake.hours import read_hours
from ithaque.pairing.intake.languages import language_code
from ithaque.pairing.intake.mapping import Column, ColumnMapping
from ithaque.pairing.intake.table import Side, Table
from ithaque.pairing.messages import Message

SURE = 0.6
SAMPLE = 400
LEAST_READABLE = 0.5
# Scored lists and words: a value that everybody shares tells no one from another.
TELLING_KINDS = frozenset({"words", "text"})
ENOUGH_ROWS = 10
RANKED = re.compile(
    r"^(?:choi(?:x|ce)|v(?:oe|œ)ux?|wish|pref(?:erence)?|rang|mentor|mentore|mentee|option)?\s*(\d{1,2})(?:er|e|eme|st|nd|rd|th)?"
    r"(?:\s*(?:choi(?:x|ce)|v(?:oe|œ)ux?|wish|preference))?$"
)


@dataclass(frozen=True)
class _Candidate:
    score: float
    field: str
    header: str
    evidence: tuple[Message, ...]


def recognise(table: Table, side: Side) -> ColumnMapping:
    """Return what each column of a table of mentees or mentors means.

    Sensitive characteristics are recognised in order to be left out; a note says so.
    """
    samples = {
        header: [cell for cell in table.column(header) if cell][:SAMPLE] for header in table.headers
    }
    sizes = len([row for row in table.rows if not row.broken])
    candidates = [
        found for header in table.headers for found in _candidates(header, samples[header], side)
    ]
    taken = _assign(candidates, {header: samples[header] for header in table.headers}, sizes)
    columns = tuple(_column(header, samples[header], taken, candidates) for header in table.headers)
    columns = _ranked_columns(columns, samples)
    return ColumnMapping(side, columns, tuple(_notes(columns)))


def _candidates(header: str, cells: list[str], side: Side) -> list[_Candidate]:
    found: list[_Candidate] = []
    if plain_header(header) in sensitive_names():
        return found
    for field in fields_for(side):
        score, evidence = _header_score(header, field, side)
        if not score and field.kind == "email" and cells and _share(cells, values.read_email) > 0.9:
            score, evidence = 0.9, Message("evidence.values_email")
        if score:
            found.append(_weighed(field, header, score, evidence, cells))
    if any(_says(one, "evidence.header") and not one.score for one in found):
        # The name of a field above values that deny it: a mere likeness with another field proves nothing.
        found = [one for one in found if _says(one, "evidence.header")]
    flag = _language_flag(header, cells)
    return [*found, flag] if flag else found


def _says(candidate: _Candidate, code: str) -> bool:
    return candidate.evidence[0].code == code


def _header_score(header: str, field: Field, side: Side) -> tuple[float, Message]:
    plain = plain_header(header)
    names, hints = names_of(field.code, side)
    if plain in names:
        return 0.95, Message("evidence.header", {"header": header})
    if plain in hints:
        return 0.5, Message("evidence.header_hints", {"header": header})
    words = set(plain.split())
    inside = [name for name in names if len(name) > 3 and set(name.split()) <= words]
    if inside:
        best = max(inside, key=len)
        return 0.6 + 0.3 * len(best.split()) / len(words), Message(
            "evidence.header_holds", {"word": best}
        )
    near = max(names, key=lambda name: _likeness(name, plain), default="")
    if near and len(plain) > 4 and _likeness(near, plain) >= 0.86:
        return 0.65, Message("evidence.header_near", {"word": near})
    return 0.0, Message("evidence.none")


def _likeness(one: str, other: str) -> float:
    if abs(len(one) - len(other)) > 3 or one[:1] != other[:1]:
        return 0.0
    return SequenceMatcher(None, one, other).ratio()


READABLE: dict[str, Callable[[str], object | None]] = {
    "email": values.read_email,
    "truth": values.read_truth,
    "number": values.read_whole,
    "date": values.read_date,
    "scale": values.read_number,
    "hours": read_hours,
    "modality": values.read_modality,
    "zone": values.read_zone,
    "languages": lambda cell: next(
        (code for name in values.read_tongues(cell) if (code := language_code(name))), None
    ),
    "place": lambda cell: cell if values.read_number(cell) is None else None,
    "minority": lambda cell: (
        cell
        if any(
            read(cell) is not None
            for read in (values.read_truth, values.read_whole, values.read_date)
        )
        else None
    ),
    "people": lambda cell: cell if len(cell) > 3 else None,
    "name": lambda cell: (
        cell
        if len(cell) < 120 and not values.read_email(cell) and values.read_truth(cell) is None
        else None
    ),
    "skills": lambda cell: (
        cell if values.read_truth(cell) is None and values.read_number(cell) is None else None
    ),
    "words": lambda cell: (
        cell if values.read_truth(cell) is None and values.read_number(cell) is None else None
    ),
}


def _share(cells: list[str], reader: Callable[[str], object | None]) -> float:
    return sum(reader(cell) is not None for cell in cells) / len(cells) if cells else 1.0


def _weighed(
    field: Field, header: str, score: float, evidence: Message, cells: list[str]
) -> _Candidate:
    """Let the values confirm or deny what the header says."""
    if not cells:
        return _Candidate(score * 0.9, field.code, header, (evidence, Message("evidence.empty")))
    if field.kind == "level":
        return _weighed_level(field, header, score, evidence, cells)
    reader = READABLE.get(field.kind)
    if reader is None:
        return _Candidate(score, field.code, header, (evidence,))
    share = _share(cells, reader)
    data = {"share": share, "kind": field.kind}
    if share < LEAST_READABLE:
        return _Candidate(
            0.0, field.code, header, (evidence, Message("evidence.values_deny", data))
        )
    fits = Message("evidence.values_fit", data)
    if field.kind in {"skills", "words", "languages"} and any(
        sign in cell for cell in cells for sign in ";|"
    ):
        fits = Message("evidence.values_list", {"separator": values.separator_of(cells)})
        return _Candidate(min(0.99, score + 0.03), field.code, header, (evidence, fits))
    if field.kind in {"name", "people", "skills", "words"}:
        return _Candidate(score, field.code, header, (evidence,))
    return _Candidate(
        min(0.99, score * (0.7 + 0.3 * share) + 0.04 * (share > 0.9)),
        field.code,
        header,
        (evidence, fits),
    )


def _weighed_level(
    field: Field, header: str, score: float, evidence: Message, cells: list[str]
) -> _Candidate:
    for code, share in (
        ("evidence.values_year", _share(cells, values.read_year)),
        ("evidence.values_grade", 1.0 if scale_of(cells) else 0.0),
        ("evidence.values_number", _share(cells, values.read_whole)),
    ):
        if share >= 0.8:
            return _Candidate(
                min(0.99, score + 0.03),
                field.code,
                header,
                (evidence, Message(code, {"share": share})),
            )
    return _Candidate(
        0.0,
        field.code,
        header,
        (evidence, Message("evidence.values_deny", {"share": 0.0, "kind": "level"})),
    )


def _language_flag(header: str, cells: list[str]) -> _Candidate | None:
    """« Anglais » above yes and no: whether the person speaks it."""
    words = [
        word
        for word in fold(header).split()
        if word
        not in {"parle", "speaks", "parlez", "vous", "do", "you", "speak", "langue", "language"}
    ]
    code = (
        language_code(" ".join(words))
        if words and len(words) <= 2 and len("".join(words)) > 3
        else ""
    )
    if not code or not cells or _share(cells, values.read_truth) < 0.8:
        return None
    evidence = (
        Message("evidence.header_language", {"language": code}),
        Message("evidence.values_truth"),
    )
    return _Candidate(0.95, SPEAKS + code, header, evidence)


def _assign(
    candidates: list[_Candidate], samples: dict[str, list[str]], rows: int
) -> dict[str, _Candidate]:
    """Give each column its likeliest field, the surest first; a single field goes to one column."""
    taken: dict[str, _Candidate] = {}
    used: set[str] = set()
    for found in sorted(candidates, key=lambda one: -one.score):
        field = field_named(found.field)
        if found.score < SURE or field is None or found.header in taken or field.sensitive:
            continue
        if found.field in used and not field.many:
            continue
        if any(one.header == found.header and one.score > found.score for one in candidates):
            continue
        if field.kind in TELLING_KINDS and _is_constant(samples[found.header], rows):
            continue
        taken[found.header] = found
        used.add(found.field)
    _settle_names(taken, used)
    return taken


def _settle_names(taken: dict[str, _Candidate], used: set[str]) -> None:
    """« Nom » without a first name holds the whole name; a whole name beside its two halves is not needed."""
    for header, found in list(taken.items()):
        if found.field == "last_name" and not used & {"name", "first_name"}:
            taken[header] = replace(found, field="name", score=0.85)
        if found.field == "name" and {"first_name", "last_name"} <= used:
            del taken[header]


def _names_sensitive(header: str) -> bool:
    words = set(plain_header(header).split())
    return any(set(name.split()) <= words for name in sensitive_names())


def _is_constant(cells: list[str], rows: int) -> bool:
    return rows >= ENOUGH_ROWS and len(cells) >= 0.9 * rows and len(set(cells)) == 1


def _column(
    header: str, cells: list[str], taken: dict[str, _Candidate], candidates: list[_Candidate]
) -> Column:
    examples = tuple(dict.fromkeys(cell[:80] for cell in cells))[:3]
    if header in taken:
        found = taken[header]
        return Column(header, found.field, round(found.score, 2), found.evidence, examples=examples)
    rest = sorted((one for one in candidates if one.header == header), key=lambda one: -one.score)
    best = rest[0] if rest else None
    known = field_named(best.field) if best else None
    if _names_sensitive(header) or (known and known.sensitive and best and best.score >= SURE):
        return Column(header, None, 0.0, (Message("evidence.sensitive"),), examples=())
    if len(set(cells)) == 1 and len(cells) >= ENOUGH_ROWS:
        return Column(
            header,
            None,
            0.0,
            (Message("evidence.constant", {"value": cells[0][:80]}),),
            examples=examples,
        )
    if best is None:
        return Column(header, None, 0.0, (Message("evidence.none"),), examples=examples)
    if best.score == 0.0 and not _says(best, "evidence.header"):
        return Column(header, None, 0.0, (Message("evidence.none"),), examples=examples)
    if best.score == 0.0:
        return Column(header, None, 0.0, best.evidence, examples=examples)
    suggestion = best.field
    evidence = (*best.evidence, *((Message("evidence.taken"),) if best.score >= SURE else ()))
    return Column(header, None, round(best.score, 2), evidence, suggestion, examples)


def _ranked_columns(
    columns: tuple[Column, ...], samples: dict[str, list[str]]
) -> tuple[Column, ...]:
    """Columns called 1, 2, 3 or « Vœu 1 », « Vœu 2 »: a ranked list, one wish a column."""
    numbered: dict[int, Column] = {}
    for column in columns:
        found = RANKED.match(fold(column.header))
        if found and column.field in (None, "wishes") and _looks_chosen(samples[column.header]):
            numbered.setdefault(int(found[1]), column)
    low = min(numbered, default=0)
    if len(numbered) < 2 or low > 1 or sorted(numbered) != list(range(low, low + len(numbered))):
        return columns
    said = (Message("evidence.ranked", {"first": numbered[low].header, "count": len(numbered)}),)
    wished = {column.header for column in numbered.values()}
    return tuple(
        replace(column, field="wishes", confidence=0.8, evidence=said, suggestion=None)
        if column.header in wished
        else column
        for column in columns
    )


def _looks_chosen(cells: list[str]) -> bool:
    return not cells or _share(cells, values.read_number) < LEAST_READABLE


def _notes(columns: tuple[Column, ...]) -> list[Message]:
    kept_out = [
        column.header
        for column in columns
        if column.evidence and column.evidence[0].code == "evidence.sensitive"
    ]
    return [Message("note.sensitive", {"columns": kept_out})] if kept_out else []
