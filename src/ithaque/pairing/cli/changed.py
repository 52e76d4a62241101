"""What changed since pairs were announced, as a person says it: options, a file of changes, files of today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ithaque.pairing.cli.records import People
from ithaque.pairing.cli.speech import Speech

if TYPE_CHECKING:
    from ithaque.pairing.intake import Record
    from ithaque.pairing.messages import Message
    from ithaque.pairing.people import Person
    from ithaque.pairing.problem import Problem
    from ithaque.pairing.settings import Pair, Settings

KEYS = ("refused", "departed", "capacities")
MOST_PLACES = 1_000


@dataclass
class Changes:
    """Refusals, departures by side, places by mentor."""

    refused: list[Pair] = field(default_factory=list)
    gone_mentees: set[str] = field(default_factory=set)
    gone_mentors: set[str] = field(default_factory=set)
    capacities: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {
            "refused": [list(pair) for pair in sorted(self.refused)],
            "departed": sorted(self.gone_mentees | self.gone_mentors),
            "capacities": dict(sorted(self.capacities.items())),
        }

    def leave(self, people: People, typed: str) -> None:
        found, side = people.get_any(typed)
        (self.gone_mentees if side == "mentee" else self.gone_mentors).add(found)


def read_changes(
    speech: Speech,
    problem: Problem,
    path: Path | None,
    refused: Sequence[str],
    departed: Sequence[str],
    capacities: Sequence[str],
) -> Changes:
    """Return the changes of a YAML file and of the options; faults end with the documented exit codes."""
    people, found = People(speech, problem), Changes()
    written = _read_file(speech, path) if path else {}
    for entry in written.get("refused", ()):
        found.refused.append(people.pair("=".join(str(one) for one in entry)))
    found.refused += [people.pair(text) for text in refused]
    for typed in (*written.get("departed", ()), *departed):
        found.leave(people, str(typed))
    for mentor, places in written.get("capacities", {}).items():
        found.capacities[people.get(str(mentor), "mentor")] = places
    for text in capacities:
        mentor, sign, places = text.rpartition("=")
        if not sign or not places.strip().isdigit() or int(places) > MOST_PLACES:
            raise click.UsageError(speech.tell("error.capacity", text=text))
        found.capacities[people.get(mentor.strip(), "mentor")] = int(places)
    return found


def _read_file(speech: Speech, path: Path) -> Mapping[str, Any]:
    """Return what a file of changes says; every fault of its form is told with its line."""
    from ithaque.pairing.cli.settings_file import (
        PlacedFault,
        SettingsFileError,
        line_of,
        load_yaml,
    )

    try:
        document, lines = load_yaml(path)
    except SettingsFileError as error:
        speech.fail_settings(error.path, error.faults)
    faults = [PlacedFault(line_of(key, lines), key, message) for key, message in _faults(document)]
    if faults:
        speech.fail_settings(str(path), faults)
    return document


def _faults(document: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """Yield what is wrong in a document of changes, with its place."""
    from ithaque.pairing.cli.settings_file import is_places, wrong_type
    from ithaque.pairing.reading import unknown

    for key, value in document.items():
        if key not in KEYS:
            yield key, unknown(key, list(KEYS))
        elif key == "capacities":
            for mentor, places in value.items() if isinstance(value, dict) else [(key, None)]:
                if not is_places(places):
                    yield f"{key}.{mentor}", wrong_type("a whole number", places)
        elif not isinstance(value, list):
            yield key, wrong_type("a list", value)
        elif key == "refused":
            for at, pair in enumerate(value):
                if not isinstance(pair, list) or len(pair) != 2:
                    yield f"{key}[{at}]", wrong_type("a mentee and a mentor", pair)


def stand_ins(people: Sequence[Person]) -> list[Record]:
    """Return the people of a record as records of a file, so that newcomers may name them."""
    from ithaque.pairing.intake import Record

    return [Record(0, person.id, person.id) for person in people]


def as_of_today(
    people: Sequence[Person], gone: set[str], arrived: Sequence[Person], *, whole: bool
) -> list[Person]:
    """Return one side of today: those who stay, as they now answer, and those who arrived.

    `whole`: the people arrived are the whole side of today, who is not among them has left.
    """
    fresh = {person.id: person for person in arrived}
    if whole:
        return [person for person in arrived if person.id not in gone]
    stay = [fresh.pop(person.id, person) for person in people if person.id not in gone]
    return [*stay, *(person for person in fresh.values() if person.id not in gone)]


def settings_of_today(
    settings: Settings,
    mentees: Sequence[Person],
    mentors: Sequence[Person],
    changes: Changes,
) -> Settings:
    """Return the settings without the decisions about people who left or pairs that were refused."""
    ours, theirs = {person.id for person in mentees}, {person.id for person in mentors}
    refused = set(changes.refused)
    locks = [
        (a, b) for a, b in settings.locks if a in ours and b in theirs and (a, b) not in refused
    ]
    forbids = [(a, b) for a, b in settings.forbids if a in ours and b in theirs]
    places = {**settings.capacities, **changes.capacities}
    return replace(
        settings,
        locks=tuple(locks),
        forbids=tuple(forbids),
        capacities={one: number for one, number in places.items() if one in theirs},
    )


def without_strangers(people: Sequence[Person], others: Sequence[Person]) -> list[Person]:
    """Return people without their wishes for those who left."""
    known = {person.id for person in others}
    return [
        replace(one, wishes=tuple(wish for wish in one.wishes if wish in known)) for one in people
    ]
