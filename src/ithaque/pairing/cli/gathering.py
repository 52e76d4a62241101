"""From the files of both sides to the engine's people: opened, understood, told, asked about where in doubt."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ithaque.pairing.cli.speech import EXIT_FILE, EXIT_MEMORY, Speech

if TYPE_CHECKING:
    from ithaque.pairing.cli.files import SideFile
    from ithaque.pairing.cli.settings_file import MatchSettings
    from ithaque.pairing.intake import Side, TableError
    from ithaque.pairing.people import Person

Maps = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]

COLUMN_OPTIONS = (
    click.option(
        "--map",
        "maps",
        multiple=True,
        metavar="COLUMN=FIELD",
        help="What a column means, in both files.",
    ),
    click.option(
        "--map-mentees",
        multiple=True,
        metavar="COLUMN=FIELD",
        help="The same, in the mentees' file.",
    ),
    click.option(
        "--map-mentors",
        multiple=True,
        metavar="COLUMN=FIELD",
        help="The same, in the mentors' file.",
    ),
    click.option(
        "--ask/--no-ask", default=None, help="Ask about columns in doubt. Default: on a terminal."
    ),
)


def read_settings(speech: Speech, path: Path | None, *, given: bool) -> MatchSettings:
    """Return the settings of a file; its language is followed unless one was `given`."""
    from ithaque.pairing.cli.settings_file import SettingsFileError, read_settings_file

    try:
        chosen = read_settings_file(path)
    except SettingsFileError as error:
        speech.fail_settings(error.path, error.faults)
    if chosen.language and not given:
        speech.language = "en" if chosen.language == "en" else "fr"
    return chosen


def gather(
    speech: Speech,
    paths: Mapping[Side, Path],
    chosen: MatchSettings,
    maps: Maps,
    ask: bool | None,
) -> list[SideFile]:
    """Return the sides read from their files, every file that cannot be used said at once."""
    sides = _open(speech, paths, chosen)
    _choose_columns(speech, sides, maps, ask=_on_terminal() if ask is None else ask)
    _read(speech, sides)
    return sides


def people_of(
    speech: Speech, sides: list[SideFile], chosen: MatchSettings
) -> tuple[list[Person], list[Person]]:
    """Return the persons of two sides read, the names they wrote of one another found or told."""
    from ithaque.pairing.cli import assumptions
    from ithaque.pairing.cli.files import told_faults

    mentees, mentors, faults = assumptions.people_of(sides, chosen)
    for one in sides:
        strangers = [fault for side, fault in faults if side == one.side]
        one.faults += strangers
        speech.remark(*told_faults(strangers, speech.language))
    return mentees, mentors


def with_groups(
    speech: Speech, mentees_file: SideFile, mentees: list[Person], columns: Sequence[str]
) -> list[Person]:
    """Return the mentees with the groups that columns of their file make; a group is never scored.

    Ends with the exit code of a wrong option when the file has no such column.
    """
    from ithaque.pairing.intake.header import plain_header

    table = mentees_file.table
    known = {plain_header(header): header for header in table.headers}
    groups: dict[str, dict[str, str]] = {record.id: {} for record in mentees_file.records}
    for column in dict.fromkeys(columns):
        header = known.get(plain_header(column))
        if header is None:
            words = speech.tell("error.group", column=column, columns=list(table.headers))
            raise click.UsageError(words)
        at = table.headers.index(header)
        cells = {row.line: row.cells[at] for row in table.rows if not row.broken}
        for record in mentees_file.records:
            if cells.get(record.line):
                groups[record.id][column] = cells[record.line]
    return [replace(one, group=groups[one.id]) for one in mentees]


@contextmanager
def refusals(speech: Speech, chosen: MatchSettings) -> Iterator[None]:
    """Tell every fault of settings, people and memory in words, and end with its exit code."""
    from ithaque.pairing.problem import ProblemError

    try:
        yield
    except ProblemError as error:
        placed = [chosen.placed(fault) for fault in error.faults]
        speech.fail_settings(chosen.path, placed, "error.problem")
    except MemoryError:
        speech.fail(EXIT_MEMORY, speech.tell("error.memory"))


def _on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _open(speech: Speech, paths: Mapping[Side, Path], chosen: MatchSettings) -> list[SideFile]:
    from ithaque.pairing.cli.files import open_side
    from ithaque.pairing.intake import TableError

    sides, refused = [], []
    for side, path in paths.items():
        try:
            sides.append(open_side(side, path, chosen))
        except TableError as error:
            refused.append(_refusal(speech, path, error))
    if refused:
        speech.fail(EXIT_FILE, *refused)
    return sides


def _refusal(speech: Speech, path: Path, error: TableError) -> str:
    from ithaque.pairing.intake import error_words

    return speech.tell("error.file", name=path.name, words=error_words(error, speech.language))


def _choose_columns(speech: Speech, sides: list[SideFile], maps: Maps, *, ask: bool) -> None:
    from ithaque.pairing.cli.files import apply_maps, ask_about, told
    from ithaque.pairing.intake import TableError, error_words

    both, mentees, mentors = maps
    try:
        apply_maps(sides, both, {"mentee", "mentor"}, speech.language)
        apply_maps(sides, mentees, {"mentee"}, speech.language)
        apply_maps(sides, mentors, {"mentor"}, speech.language)
    except TableError as error:
        raise click.UsageError(error_words(error, speech.language)) from error
    for one in sides:
        if ask:
            ask_about(one, speech.language)
        speech.remark(*told(one, speech.language))


def _read(speech: Speech, sides: list[SideFile]) -> None:
    from ithaque.pairing.cli.files import read_people, told_faults
    from ithaque.pairing.intake import TableError

    for one in sides:
        try:
            read_people(one)
        except TableError as error:
            speech.fail(EXIT_FILE, _refusal(speech, one.path, error))
        speech.remark(*told_faults(one.faults, speech.language))
        if not one.records:
            speech.fail(EXIT_FILE, speech.tell("error.nobody", name=one.path.name))
