"""What the commands share that start from a record: reading it, finding the people named, pairs in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from ithaque.pairing.cli.sentences import SENTENCES
from ithaque.pairing.cli.speech import EXIT_FILE, EXIT_MEMORY, EXIT_SETTINGS, Speech

if TYPE_CHECKING:
    from ithaque.pairing.problem import Problem
    from ithaque.pairing.result import Result
    from ithaque.pairing.settings import Pair

Side = Literal["mentee", "mentor"]
CLOSE = 3  # names suggested for one that is not known


@contextmanager
def told(speech: Speech, path: Path) -> Iterator[None]:
    """Tell in words why a record cannot be followed, and end with the documented exit code."""
    from ithaque.pairing.record import RecordError
    from ithaque.pairing.settings import FaultsError

    try:
        yield
    except RecordError as error:
        speech.fail(
            EXIT_FILE, speech.tell("error.file", name=path.name, words=speech.words(error.message))
        )
    except FaultsError as error:
        lines = [
            speech.tell("error.place", key=fault.place, words=speech.words(fault.message))
            for fault in error.faults
        ]
        speech.fail(EXIT_SETTINGS, speech.tell("error.problem", count=len(error.faults)), *lines)
    except MemoryError:
        speech.fail(EXIT_MEMORY, speech.tell("error.memory"))


def load(speech: Speech, path: Path) -> tuple[dict[str, Any], Result]:
    """Return the document of a record and the result it holds, nothing solved."""
    from ithaque.pairing.restoring import read_record, restored

    with told(speech, path):
        document = read_record(path)
        _note_versions(speech, document)
        return document, restored(document)


def _note_versions(speech: Speech, document: Mapping[str, Any]) -> None:
    from ithaque.pairing.messages import Message
    from ithaque.pairing.record import versions

    here = versions()
    made = {name: one for name, one in document["versions"].items() if here.get(name) != one}
    if made:
        data = {"made": made, "here": {name: here[name] for name in made if name in here}}
        speech.remark(speech.words(Message("record.versions", data)))


class People:
    """Finds people of a problem by what a person types: an identifier, whatever its case and accents."""

    def __init__(self, speech: Speech, problem: Problem) -> None:
        from ithaque.pairing.intake.header import fold

        self.speech, self._fold = speech, fold
        self._known: dict[Side, dict[str, str]] = {
            "mentee": {fold(one.id): one.id for one in problem.mentees},
            "mentor": {fold(one.id): one.id for one in problem.mentors},
        }

    def find(self, typed: str, side: Side) -> str | None:
        return self._known[side].get(self._fold(typed))

    def get(self, typed: str, side: Side) -> str:
        """Return the id typed, or end with the exit code of a wrong option, close ids suggested."""
        found = self.find(typed, side)
        if found is None:
            known = self._known[side]
            close = [known[one] for one in get_close_matches(self._fold(typed), known, CLOSE)]
            code = f"error.no_{side}" + ("_close" if close else "")
            raise click.UsageError(self.speech.tell(code, name=typed, close=close))
        return found

    def get_any(self, typed: str) -> tuple[str, Side]:
        """Return the id typed and the side it is on, the mentees' first."""
        found = self.find(typed, "mentee")
        return (found, "mentee") if found is not None else (self.get(typed, "mentor"), "mentor")

    def pair(self, typed: str) -> Pair:
        """Return the pair written MENTEE=MENTOR."""
        mentee, sign, mentor = typed.partition("=")
        if not sign:
            raise click.UsageError(self.speech.tell("error.pair", text=typed))
        return self.get(mentee.strip(), "mentee"), self.get(mentor.strip(), "mentor")


def read_pairs(speech: Speech, path: Path) -> list[Pair]:
    """Return the pairs written in a file that a command wrote, perhaps changed by hand since."""
    from ithaque.pairing.intake import TableError, error_words, read_table
    from ithaque.pairing.intake.header import fold

    try:
        table = read_table(path)
    except TableError as error:
        words = error_words(error, speech.language)
        speech.fail(EXIT_FILE, speech.tell("error.file", name=path.name, words=words))
    heads = {fold(header): at for at, header in enumerate(table.headers)}
    columns = []
    for side in ("mentee", "mentor"):
        names = (*SENTENCES[f"head.{side}_id"], f"{side}_id", side)
        at = next((heads[fold(name)] for name in names if fold(name) in heads), None)
        if at is None:
            words = speech.tell("error.pair_columns", columns=list(table.headers))
            speech.fail(EXIT_FILE, speech.tell("error.file", name=path.name, words=words))
        columns.append(at)
    return [
        (row.cells[columns[0]], row.cells[columns[1]])
        for row in table.rows
        if not row.broken and row.cells[columns[0]] and row.cells[columns[1]]
    ]


def indented(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines under a title."""
    return (f"  {line}" for line in lines)
