"""A file of pairs decided elsewhere: what its columns mean, and the two people of each line.

Nothing here asks the database: who these people are in a cohort is `standing`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.errors import Refusal
from ithaque.matching.models.decisions import NOTE_MAX
from ithaque.pairing import Message
from ithaque.pairing.intake import Column, Row, Table
from ithaque.pairing.intake.header import fold
from ithaque.pairing.intake.values import read_date, read_email
from ithaque.programmes.enums import Side

FIELDS: dict[str, str | Promise] = {
    "mentee_email": _("Mentee: e-mail address"),
    "mentee_name": _("Mentee: first and last name"),
    "mentee_first_name": _("Mentee: first name"),
    "mentee_last_name": _("Mentee: last name"),
    "mentor_email": _("Mentor: e-mail address"),
    "mentor_name": _("Mentor: first and last name"),
    "mentor_first_name": _("Mentor: first name"),
    "mentor_last_name": _("Mentor: last name"),
    "starts_on": _("First day of the pair"),
    "ends_on": _("Last day of the pair"),
    "status": _("Where the pair stands"),
    "note": _("Note for the coordinators"),
}
"""What a column of a file of pairs may be."""
SIDES: dict[str, frozenset[str]] = {
    Side.MENTEE: frozenset(
        [
            "mentore",
            "mentores",
            "mentoree",
            "mentorees",
            "mentee",
            "mentees",
            "filleul",
            "filleule",
            "filleuls",
            "filleules",
            "protege",
            "protegee",
            "proteges",
            "accompagne",
            "accompagnee",
            "accompagnes",
            "eleve",
            "eleves",
            "etudiant",
            "etudiante",
            "jeune",
            "jeunes",
            "beneficiaire",
            "beneficiaires",
            "pupil",
            "student",
            "apprenant",
            "apprenante",
        ]
    ),
    Side.MENTOR: frozenset(
        [
            "mentor",
            "mentors",
            "parrain",
            "parrains",
            "marraine",
            "marraines",
            "tuteur",
            "tutrice",
            "tuteurs",
            "accompagnateur",
            "accompagnatrice",
            "benevole",
            "benevoles",
            "coach",
        ]
    ),
}
KINDS: dict[str, frozenset[str]] = {
    "email": frozenset(["email", "mail", "courriel", "mel", "adresse"]),
    "first_name": frozenset(["prenom", "prenoms", "first", "given", "firstname"]),
    "last_name": frozenset(["nom", "noms", "last", "surname", "family", "lastname"]),
}
ALONE: dict[str, frozenset[str]] = {
    "starts_on": frozenset(["debut", "start", "started", "starts", "depuis", "commence", "since"]),
    "ends_on": frozenset(["fin", "end", "ends", "until", "jusqu", "echeance", "ended"]),
    "status": frozenset(["statut", "status", "etat", "state", "situation"]),
    "note": frozenset(
        [
            "note",
            "notes",
            "commentaire",
            "commentaires",
            "comment",
            "comments",
            "remarque",
            "remarques",
            "remark",
            "remarks",
        ]
    ),
}
ENDED = frozenset(
    [
        "termine",
        "terminee",
        "termines",
        "clos",
        "close",
        "closed",
        "ended",
        "over",
        "finished",
        "fini",
        "finie",
        "arrete",
        "arretee",
        "stopped",
        "interrompu",
        "interrompue",
        "abandonne",
        "abandonnee",
        "abandoned",
        "annule",
        "annulee",
        "cancelled",
        "rompu",
        "rompue",
    ]
)
"""Words of a status that say the relationship is over."""
NOBODY = {
    Side.MENTEE: gettext_noop(
        "No column says who the mentees are. Say in the lists which one holds their name or their address."
    ),
    Side.MENTOR: gettext_noop(
        "No column says who the mentors are. Say in the lists which one holds their name or their address."
    ),
}
MOST_READABLE, SURE, LIKELY = 0.5, 0.95, 0.7


@dataclass(frozen=True)
class Named:
    """Someone as a line names them; each part may be empty."""

    email: str = ""
    name: str = ""

    @property
    def said(self) -> str:
        """Return what the file calls them."""
        return self.name or self.email


@dataclass(frozen=True)
class Couple:
    """The pair a line tells of. `unread` are the cells kept aside: column, and what was written."""

    line: int
    mentee: Named
    mentor: Named
    starts_on: date | None = None
    ends_on: date | None = None
    ended: bool = False
    note: str = ""
    unread: tuple[tuple[str, str], ...] = ()


def columns_of(table: Table, chosen: Mapping[str, str]) -> list[Column]:
    """Return what each column was taken for, then what people said of it: header -> field, "" to leave it out."""
    taken: set[str] = set()
    columns = []
    for header in table.headers:
        cells = [cell for cell in table.column(header) if cell]
        column = _recognised(header, cells)
        if column.field in taken:
            said = (*column.evidence, Message("evidence.taken"))
            column = replace(column, field=None, suggestion=column.field, evidence=said)
        taken |= {column.field} if column.field else set()
        columns.append(column)
    return _said([_whole_name(one, taken) for one in columns], chosen)


def _recognised(header: str, cells: list[str]) -> Column:
    examples = tuple(dict.fromkeys(cell[:80] for cell in cells))[:3]
    words = set(fold(header).split())
    said = (Message("evidence.header", {"header": header}),)
    for side, names in SIDES.items():
        if words & names:
            kind, evidence = _kind(words - names, cells)
            field = f"{side}_{kind}" if kind else None
            sure = SURE if field else 0.0
            return Column(header, field, sure, (*said, *evidence), examples=examples)
    for field, names in ALONE.items():
        if words & names:
            return _dated(Column(header, field, SURE, said, examples=examples), cells)
    return Column(header, None, 0.0, (Message("evidence.none"),), examples=examples)


def _kind(words: set[str], cells: list[str]) -> tuple[str, tuple[Message, ...]]:
    """Return which part of someone a column holds, from its values when they are addresses, else from its header.

    None for a header that says addresses above values that are none.
    """
    share = _share(cells, read_email) if cells else 1.0
    if cells and share >= MOST_READABLE:
        return "email", (Message("evidence.values_email"),)
    if words & KINDS["email"]:
        deny = Message("evidence.values_deny", {"share": share, "kind": "email"})
        return ("email", ()) if not cells else ("", (deny,))
    found = [kind for kind, names in KINDS.items() if words & names and kind != "email"]
    return (found[0] if len(found) == 1 else "name"), ()


def _dated(column: Column, cells: list[str]) -> Column:
    """Take a column for a day only when its values are days."""
    if column.field not in ("starts_on", "ends_on") or not cells:
        return column
    share = _share(cells, read_date)
    if share >= MOST_READABLE:
        return column
    deny = Message("evidence.values_deny", {"share": share, "kind": "date"})
    return replace(column, field=None, confidence=0.0, evidence=(*column.evidence, deny))


def _share(cells: list[str], reader: Callable[[str], object | None]) -> float:
    return sum(reader(cell) is not None for cell in cells) / len(cells)


def _whole_name(column: Column, taken: set[str]) -> Column:
    """« Nom du mentor » without a first name holds the whole name."""
    side, _sign, kind = (column.field or "").partition("_")
    alone = kind == "last_name" and f"{side}_first_name" not in taken
    if alone and f"{side}_name" not in taken:
        return replace(column, field=f"{side}_name", confidence=LIKELY)
    return column


def _said(columns: list[Column], chosen: Mapping[str, str]) -> list[Column]:
    """Return the columns with what people chose; the column that held a field chosen for another gives way."""
    known = {one.header for one in columns}
    wanted = {
        header: field
        for header, field in chosen.items()
        if header in known and (not field or field in FIELDS)
    }
    owners = {field: header for header, field in wanted.items() if field}
    found = []
    for column in columns:
        owner = owners.get(column.field or "")
        if column.header in wanted:
            column = replace(
                column,
                field=wanted[column.header] or None,
                confidence=1.0,
                evidence=(Message("evidence.chosen"),),
                suggestion=None,
                chosen=True,
            )
        elif owner is not None:
            replaced = (Message("evidence.replaced", {"column": owner}),)
            column = replace(column, field=None, confidence=0.0, evidence=replaced)
        found.append(column)
    return found


def read_couples(table: Table, columns: list[Column]) -> list[Couple]:
    """Return the pair of each line that can be read; refuses columns that do not say who one of the two is."""
    at = {column.field: place for place, column in enumerate(columns) if column.field}
    for side, said in NOBODY.items():
        if not any(f"{side}_{part}" in at for part in ("email", "name", "first_name", "last_name")):
            raise Refusal(f"no_{side}_column", gettext(said), conflict=False)
    return [_couple(row, at, table.headers) for row in table.rows if not row.broken]


def _couple(row: Row, at: Mapping[str, int], headers: tuple[str, ...]) -> Couple:
    unread: list[tuple[str, str]] = []

    def cell(field: str) -> str:
        return " ".join(row.cells[at[field]].split()) if field in at else ""

    def read(field: str, reader: Callable[[str], date | None]) -> date | None:
        written = cell(field)
        value = reader(written) if written else None
        if written and value is None:
            unread.append((headers[at[field]], written[:60]))
        return value

    people = {side: _named(side, cell, at, headers, unread) for side in Side.values}
    return Couple(
        row.line,
        people[Side.MENTEE],
        people[Side.MENTOR],
        read("starts_on", read_date),
        read("ends_on", read_date),
        bool(set(fold(cell("status")).split()) & ENDED),
        cell("note")[:NOTE_MAX],
        tuple(unread),
    )


def _named(
    side: str,
    cell: Callable[[str], str],
    at: Mapping[str, int],
    headers: tuple[str, ...],
    unread: list[tuple[str, str]],
) -> Named:
    """Return who a line names on one side: an address may stand in a column of names."""
    written = cell(f"{side}_email")
    email = read_email(written) or ""
    if written and not email:
        unread.append((headers[at[f"{side}_email"]], written[:60]))
    parts = (cell(f"{side}_first_name"), cell(f"{side}_last_name"))
    name = " ".join(part for part in parts if part) or cell(f"{side}_name")
    if not email and (address := read_email(name)):
        email, name = address, ""
    return Named(email, name[:160])
