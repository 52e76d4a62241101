"""Records to the engine's persons, and the names people write of one another to identifiers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ithaque.pairing.intake.header import fold
from ithaque.pairing.intake.hours import to_utc
from ithaque.pairing.intake.mapping import ColumnMapping
from ithaque.pairing.intake.records import Record, read_records
from ithaque.pairing.intake.table import Fault, Table
from ithaque.pairing.people import Person

ORGANISATION = "organisation:"
AS_THEY_ARE = (
    "needs", "offers", "path", "interests", "time_zone", "modality", "place", "radius_km", "capacity", "minimum_load",
    "waiting_since", "minor", "trained", "check_valid", "organisation", "team", "family", "seniority", "style",
    "expectations", "text", "excluded", "wishes",
)  # fmt: skip


def to_people(
    table: Table, mapping: ColumnMapping, *, today: date | None = None
) -> tuple[list[Person], list[Fault]]:
    """Return the persons of one table and its faults; wishes, managers and exclusions stay as written.

    See `read_records` for what is refused; `to_sides` also ties the names written to the people of the other table.
    """
    records, faults = read_records(table, mapping, today=today)
    return [to_person(record, today=today) for record in records], faults


def to_person(record: Record, *, today: date | None = None, zone: str | None = None) -> Person:
    """Return the engine's person of one record; hours go to UTC by the person's time zone, else by `zone`."""
    answers = {code: record.values[code] for code in AS_THEY_ARE if code in record.values}
    if "minor" in answers:
        answers["adult"] = not answers["minor"]
    return Person(
        record.id,
        name=record.name,
        languages=record.values.get("languages", ()),
        availability=to_utc(
            record.values.get("availability", frozenset()),
            record.values.get("time_zone", zone),
            _monday(today or date.today()),
        ),
        manager=next(iter(record.values.get("manager", ())), None),
        **answers,
    )


def to_sides(
    mentees: Sequence[Record], mentors: Sequence[Record], *, today: date | None = None
) -> tuple[list[Person], list[Person], list[tuple[str, Fault]]]:
    """Return both sides' persons with wishes, exclusions and managers as identifiers, and the names not found.

    Faults come with their side. A mentee who asked for a similar identity (columns mapped by hand only) wishes, after
    their own wishes, for the mentors who named one they share.
    """
    everyone = _Names([*mentees, *mentors])
    spellings: dict[str, str] = {}
    # Hours of people who name no zone are taken in the zone that most people name.
    zones = Counter(
        record.values["time_zone"]
        for record in (*mentees, *mentors)
        if "time_zone" in record.values
    )
    zone = min(zones, key=lambda name: (-zones[name], name), default=None)
    faults: list[tuple[str, Fault]] = []
    sides: list[list[Person]] = []
    for side, records, others in (("mentee", mentees, mentors), ("mentor", mentors, mentees)):
        opposite = _Names(others)
        done = []
        for record in records:
            person = _same_spelling(to_person(record, today=today, zone=zone), spellings)
            wishes = _found(side, record, "wishes", opposite, faults)
            if side == "mentee":
                wishes += [one for one in _kindred(record, mentors) if one not in wishes]
            done.append(
                replace(
                    person,
                    wishes=tuple(wishes),
                    excluded=frozenset(_found(side, record, "excluded", everyone, faults)),
                    manager=next(
                        iter(_found(side, record, "manager", everyone, None)), person.manager
                    ),
                )
            )
        sides.append(done)
    return sides[0], sides[1], faults


def _same_spelling(person: Person, spellings: dict[str, str]) -> Person:
    """« Énergie » and "ENERGIE" are one word: the first spelling met serves both sides."""

    def unite(words: Iterable[str]) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(spellings.setdefault(fold(word) or word, word) for word in words)
        )

    return replace(person, path=unite(person.path), interests=unite(person.interests))


class _Names:
    """Everything a person may be called by, to their identifier; a name borne by two is nobody's."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._ids: dict[str, str | None] = {}
        for record in records:
            turned = f"{record.last_name} {record.first_name}"
            for word in {fold(record.id), record.email, fold(record.name), fold(turned)}:
                if word.strip():
                    same = self._ids.get(word, record.id) == record.id
                    self._ids[word] = record.id if same else None

    def find(self, written: str) -> str | None:
        return self._ids.get(written.casefold()) or self._ids.get(fold(written))


def _found(
    side: str, record: Record, field: str, names: _Names, faults: list[tuple[str, Fault]] | None
) -> list[str]:
    found = []
    for written in record.values.get(field, ()):
        if field == "excluded" and written.casefold().startswith(ORGANISATION):
            found.append(ORGANISATION + written[len(ORGANISATION) :].strip())
            continue
        identifier = names.find(written)
        if identifier is not None and identifier not in found:
            found.append(identifier)
        elif identifier is None and faults is not None:
            faults.append(
                (side, Fault(record.line, field, "person_unknown", {"value": written[:60]}))
            )
    return found


def _kindred(mentee: Record, mentors: Sequence[Record]) -> list[str]:
    named = {fold(item) for item in mentee.values.get("identity", ())}
    if not named or not mentee.values.get("identity_wanted", False):
        return []
    return [other.id for other in mentors if named & {fold(item) for item in _items(other)}]


def _items(record: Record) -> list[Any]:
    return list(record.values.get("identity", ()))


def _monday(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=day.weekday())
