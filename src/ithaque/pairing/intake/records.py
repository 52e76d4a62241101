"""Lines read as people's answers: every cell to a value, every doubt to a fault with its line and column."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ithaque.pairing.intake import values
from ithaque.pairing.intake.fields import SPEAKS, Field, field_named
from ithaque.pairing.intake.grades import scale_of, step_on
from ithaque.pairing.intake.header import fold, plain_header
from ithaque.pairing.intake.hours import read_hours
from ithaque.pairing.intake.languages import language_code
from ithaque.pairing.intake.mapping import ColumnMapping
from ithaque.pairing.intake.output import is_formula
from ithaque.pairing.intake.table import Fault, Row, Severity, Table, TableError

MOST_PLACES = 1_000
FARTHEST_KM = 20_000
MOST_ITEMS = 200
LONGEST_NAME = 200
COMPARED = frozenset(
    {"needs", "offers", "path", "interests", "style", "expectations", "wishes", "text"}
)
# Kinds for which « non », "none" or a dash is an answer.
SPOKEN = frozenset({"truth", "flag", "label", "name", "minority"})
FORGED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Record:
    """One person as one line says: who they are, and a value for each field that was answered.

    `id` is stable from one file to the next: the identifier, else the e-mail, else made of the name.
    """

    line: int
    id: str
    name: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    values: dict[str, Any] = field(default_factory=dict)


def read_records(
    table: Table, mapping: ColumnMapping, *, today: date | None = None
) -> tuple[list[Record], list[Fault]]:
    """Return the people of a table and every fault, in the order of the lines.

    Lines with a fault of severity "error" give no record. `today` (the current day by default) turns ages, dates of
    birth and class years into answers. Raises `TableError("no_name_column")` when nothing says who a line is about.
    """
    if not any(
        mapping.columns_of(code) for code in ("name", "first_name", "last_name", "email", "id")
    ):
        raise TableError("no_name_column", headers=list(table.headers))
    reader = _Reader(table, mapping, today or date.today())
    found = [record for row in table.rows if not row.broken and (record := reader.read(row))]
    kept = _without_duplicates(found, reader)
    faults = [*table.faults, *reader.faults]
    return kept, sorted(faults, key=lambda fault: (fault.line, fault.severity != "error"))


class _Reader:
    """Reads the lines of one table: what holds for a whole column is decided once."""

    def __init__(self, table: Table, mapping: ColumnMapping, today: date) -> None:
        self.today = today
        self.faults: list[Fault] = []
        self.raw: dict[int, Row] = {row.line: row for row in table.rows}
        self.plan: list[tuple[int, str, Field, Callable[[int, str, str], Any]]] = []
        self.sensitive = [
            table.headers.index(c.header) for c in mapping.columns if _is_sensitive(c.evidence)
        ]
        self.compared = {column.field for column in mapping.columns} & COMPARED
        for at, column in enumerate(mapping.columns):
            known = field_named(column.field) if column.field else None
            if known is not None:
                cells = [cell for cell in table.column(column.header) if cell]
                self.plan.append(
                    (at, column.header, known, self._cell_reader(known, column.header, cells))
                )

    def fault(
        self, line: int, column: str, code: str, severity: Severity = "warning", **data: Any
    ) -> None:
        self.faults.append(Fault(line, column, code, data, severity))

    def read(self, row: Row) -> Record | None:
        answers: dict[str, Any] = {}
        for at, header, known, reader in self.plan:
            cell = _clean(row.cells[at], known)
            if not cell or (fold(cell) in values.NOTHING and known.kind not in SPOKEN):
                continue
            value = reader(row.line, header, cell)
            if value is not None:
                self._put(row.line, header, answers, known, value)
        if "text" in answers:
            answers["text"] = self._without_sensitive(row, answers["text"])
        return self._record(row, answers)

    def _put(
        self, line: int, header: str, answers: dict[str, Any], known: Field, value: Any
    ) -> None:
        code = "languages" if known.code.startswith(SPEAKS) else known.code
        if code not in answers:
            answers[code] = value
        elif isinstance(value, dict):
            answers[code] = {**answers[code], **value}
        elif known.kind == "text":
            answers[code] = f"{answers[code]}\n{value}"
        else:
            seen = {_key(item) for item in answers[code]}
            answers[code] = answers[code] + [item for item in value if _key(item) not in seen]
            if code == "wishes" and any(_key(item) in seen for item in value):
                self.fault(line, header, "repeated_wish", value=value[0])

    def _record(self, row: Row, answers: dict[str, Any]) -> Record | None:
        first, last = answers.pop("first_name", ""), answers.pop("last_name", "")
        email, identifier = answers.pop("email", ""), answers.pop("id", "")
        name = (
            answers.pop("name", "")
            or " ".join(part for part in (first, last) if part)
            or identifier
            or email
        )
        if not name:
            self.fault(row.line, "", "name_missing", "error")
            return None
        if is_formula(name):
            self.fault(row.line, "", "formula_like", value=name[:40])
        if self.compared and not self.compared & answers.keys():
            self.fault(row.line, "", "nothing_to_compare")
        return Record(
            row.line, identifier or email, name[:LONGEST_NAME], first, last, email, answers
        )

    def _without_sensitive(self, row: Row, text: str) -> str:
        """Words of a sensitive column leave the free text of the same line: they must not come back by it."""
        for at in self.sensitive:
            for item in values.read_list(row.cells[at], ","):
                if values.read_truth(item) is None:
                    text = re.sub(rf"\b{re.escape(item)}\b", "…", text, flags=re.IGNORECASE)
        return text

    # -- one reader by kind of field; what the whole column tells is settled here ------------------------------

    def _cell_reader(
        self, known: Field, header: str, cells: list[str]
    ) -> Callable[[int, str, str], Any]:
        separator = values.separator_of(cells)
        match known.kind:
            case "skills":
                return lambda line, column, cell: self._items(
                    line, column, cell, separator, values.read_skill
                )
            case "words":
                return lambda line, column, cell: self._items(
                    line, column, cell, separator, values.tidy
                )
            case "people" | "choices":
                return lambda line, column, cell: self._items(line, column, cell, separator, str)
            case "languages":
                return self._languages
            case "flag":
                return self._flag(known)
            case "level":
                return self._level_reader(cells)
            case "number":
                return self._number_reader(known)
            case "scale":
                return self._scale_reader(known, header)
            case "minority":
                return self._checked(
                    "minority", lambda cell: values.read_minority(cell, header, self.today)
                )
            case "identifier" | "name" | "label" | "text":
                return lambda line, column, cell: cell
            case "place":
                return lambda line, column, cell: values.read_place(cell)
        return self._checked(known.kind, _SIMPLE[known.kind])

    def _checked(self, kind: str, reader: Callable[[str], Any]) -> Callable[[int, str, str], Any]:
        def read(line: int, column: str, cell: str) -> Any:
            value = reader(cell)
            if value is None:
                self.fault(line, column, f"not_{kind}", value=cell[:60])
            return value

        return read

    def _items(
        self, line: int, column: str, cell: str, separator: str, make: Callable[[str], Any]
    ) -> list[Any] | None:
        items = values.read_list(cell, separator)
        if len(items) > MOST_ITEMS:
            self.fault(line, column, "too_many_items", count=len(items), limit=MOST_ITEMS)
        return [make(item) for item in items[:MOST_ITEMS]] or None

    def _languages(self, line: int, column: str, cell: str) -> list[str] | None:
        found = []
        for item in values.read_tongues(cell):
            code = language_code(item)
            if code:
                found.append(code)
            else:
                self.fault(line, column, "not_language", value=item[:60])
        return found or None

    def _flag(self, known: Field) -> Callable[[int, str, str], Any]:
        code = known.code.removeprefix(SPEAKS)

        def read(line: int, column: str, cell: str) -> list[str] | None:
            speaks = values.read_truth(cell)
            if speaks is None:
                self.fault(line, column, "not_truth", value=cell[:60])
            return [code] if speaks else None

        return read

    def _level_reader(self, cells: list[str]) -> Callable[[int, str, str], Any]:
        scale = scale_of(cells)
        if scale:
            return self._checked("grade", lambda cell: step_on(scale, cell))
        years = [year for cell in cells if (year := values.read_year(cell)) is not None]
        if len(years) >= 0.8 * len(cells):
            return self._checked("year", self._years_since)
        return self._checked("number", values.read_whole)

    def _years_since(self, cell: str) -> int | None:
        year = values.read_year(cell)
        return None if year is None else self.today.year - year

    def _number_reader(self, known: Field) -> Callable[[int, str, str], Any]:
        far = known.code == "radius_km"
        most = FARTHEST_KM if far else MOST_PLACES

        def read(line: int, column: str, cell: str) -> int | float | None:
            number = values.read_number(cell)
            if number is None or not (far or number.is_integer()):
                self.fault(line, column, "not_number", value=cell[:60])
                return None
            if not 0 <= number <= most:
                self.fault(line, column, "out_of_range", value=cell[:60], low=0, high=most)
                return None
            return number if far else int(number)

        return read

    def _scale_reader(self, known: Field, header: str) -> Callable[[int, str, str], Any]:
        item = plain_header(header).removeprefix(known.code).strip() or known.code
        read = self._checked("number", values.read_number)

        def answer(line: int, column: str, cell: str) -> dict[str, float] | None:
            number = read(line, column, cell)
            return None if number is None else {item: number}

        return answer


_SIMPLE: dict[str, Callable[[str], Any]] = {
    "email": values.read_email,
    "truth": values.read_truth,
    "date": values.read_date,
    "hours": read_hours,
    "zone": values.read_zone,
    "modality": values.read_modality,
}


def _clean(cell: str, known: Field) -> str:
    """Take away signs that forge or hide text; only free text and lists keep their line breaks."""
    text = FORGED.sub("", cell).strip()
    return (
        text
        if known.kind in {"text", "skills", "words", "choices", "people"}
        else " ".join(text.split())
    )


def _key(item: Any) -> str:
    return str(getattr(item, "key", None) or fold(str(item)))


def _is_sensitive(evidence: Iterable[Any]) -> bool:
    return any(message.code == "evidence.sensitive" for message in evidence)


# -- the same person twice ---------------------------------------------------------------------------------------


def _without_duplicates(found: list[Record], reader: _Reader) -> list[Record]:
    """Keep the first line of each person, give every one an identifier of their own."""
    kept, by_mail, by_data, by_id = (
        [],
        dict[str, int](),
        dict[tuple[str, ...], int](),
        dict[str, int](),
    )
    for record in found:
        same_data = (fold(record.name), record.email, *_said(reader.raw[record.line], reader))
        first = by_data.get(same_data)
        code = "duplicate_person"
        if first is None and record.email:
            first, code = by_mail.get(record.email), "duplicate_email"
        if first is None and record.id:
            first, code = by_id.get(fold(record.id) or record.id), "duplicate_id"
        if first is not None:
            reader.fault(
                record.line, "", code, "error", first=first, email=record.email, id=record.id
            )
            continue
        by_data[same_data] = record.line
        if record.email:
            by_mail[record.email] = record.line
        if record.id:
            by_id[fold(record.id) or record.id] = record.line
        kept.append(record)
    return _with_ids(kept, reader)


def _said(row: Row, reader: _Reader) -> list[str]:
    """What a line says of the person, when it was said left out."""
    return [row.cells[at] for at, _, known, _ in reader.plan if known.kind != "date"]


def _with_ids(records: list[Record], reader: _Reader) -> list[Record]:
    taken = {record.id for record in records if record.id}
    names = Counter(_slug(record.name) for record in records if not record.id)
    homonyms: dict[str, list[int]] = defaultdict(list)
    done = []
    for record in records:
        if record.id:
            done.append(record)
            continue
        slug = _slug(record.name)
        if names[slug] > 1:
            homonyms[slug].append(record.line)
            slug = f"{slug}-{_digest(reader.raw[record.line], reader)}"
        while slug in taken:
            slug += "-2"
        taken.add(slug)
        done.append(
            Record(
                record.line,
                slug,
                record.name,
                record.first_name,
                record.last_name,
                record.email,
                record.values,
            )
        )
    for lines in homonyms.values():
        for line in lines[1:]:
            reader.fault(line, "", "homonym", first=lines[0])
    return done


def _slug(name: str) -> str:
    return fold(name).replace(" ", "-") or hashlib.sha256(name.encode()).hexdigest()[:12]


def _digest(row: Row, reader: _Reader) -> str:
    """Four signs that tell homonyms apart and do not depend on the order of the lines."""
    return hashlib.sha256("\x1f".join(_said(row, reader)).encode()).hexdigest()[:4]
