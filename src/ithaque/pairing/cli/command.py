"""`ithaque match`: two files in, pairs out, no database."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from ithaque.pairing.cli.sentences import SENTENCES, tell, tell_with

if TYPE_CHECKING:
    from ithaque.pairing.cli.files import SideFile
    from ithaque.pairing.cli.settings_file import MatchSettings, PlacedFault
    from ithaque.pairing.result import Result
    from ithaque.pairing.settings import Settings
    from ithaque.pairing.words import Language

EXIT_FILE, EXIT_SETTINGS, EXIT_WRITE, EXIT_MEMORY = 3, 4, 5, 6

_WRITE_REASONS = {
    errno.ENOENT: "write.no_folder",
    errno.EACCES: "write.denied",
    errno.ENOSPC: "write.full",
    errno.EISDIR: "write.folder",
}
FILE = click.Path(path_type=Path, dir_okay=True)


@click.command(
    epilog="Exit codes: 0 done; 2 wrong option; 3 a file of people cannot be used; 4 settings cannot be followed; "
    "5 a result cannot be written; 6 not enough memory."
)
@click.argument("mentees", type=FILE)
@click.argument("mentors", type=FILE)
@click.option("--out", type=FILE, required=True, help="Pairs, as CSV or XLSX by the name.")
@click.option(
    "--unmatched", type=FILE, help="People without a mentor. Default: OUT-unmatched, beside OUT."
)
@click.option(
    "--record",
    type=FILE,
    help="Run record (JSON): input, settings, result, proof; can be replayed.",
)
@click.option("--settings", type=FILE, help="Weights, rules, capacities, decisions: a YAML file.")
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="What a column means, in both files.",
)
@click.option(
    "--map-mentees", multiple=True, metavar="COLUMN=FIELD", help="The same, in the mentees' file."
)
@click.option(
    "--map-mentors", multiple=True, metavar="COLUMN=FIELD", help="The same, in the mentors' file."
)
@click.option("--lang", type=click.Choice(["fr", "en"]), help="Language of results and messages.")
@click.option(
    "--ask/--no-ask", default=None, help="Ask about columns in doubt. Default: on a terminal."
)
@click.option("--quiet", is_flag=True, help="Say only the summary and the errors.")
def match(
    mentees: Path,
    mentors: Path,
    out: Path,
    unmatched: Path | None,
    record: Path | None,
    settings: Path | None,
    maps: tuple[str, ...],
    map_mentees: tuple[str, ...],
    map_mentors: tuple[str, ...],
    lang: Language | None,
    ask: bool | None,
    quiet: bool,
) -> None:
    """Pair the people of two files, MENTEES and MENTORS (CSV, XLSX or ODS), whatever their columns are called.

    Writes the pairs with their score and reasons, the people left without a mentor and why, and the run's record.
    """
    run = _Run(lang or _usual_language(), quiet)
    chosen = run.read_settings(settings, given=lang)
    unmatched = unmatched or out.with_name(f"{out.stem}-unmatched{out.suffix}")
    run.refuse_same_file(
        {mentees, mentors, *([settings] if settings else [])},
        [out, unmatched, *([record] if record else [])],
    )
    sides = run.open_files(mentees, mentors, chosen)
    run.choose_columns(
        sides, (maps, map_mentees, map_mentors), ask=_on_terminal() if ask is None else ask
    )
    run.read_people(sides)
    result, assumed = run.solve(sides, chosen)
    run.write(result, sides, out, unmatched, record, assumed, str(settings or ""))
    run.conclude(result, out, unmatched, record)


def _usual_language() -> Language:
    """English when the environment asks for it, else French."""
    words = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return "en" if words.lower().startswith("en") else "fr"


def _on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


class _Run:
    """One run of the command: speaks the user's language, ends with the documented exit codes."""

    def __init__(self, language: Language, quiet: bool) -> None:
        self.language, self.quiet = language, quiet

    def remark(self, *lines: str) -> None:
        if not self.quiet:
            for line in lines:
                click.echo(line, err=True)

    def fail(self, code: int, *lines: str) -> NoReturn:
        for line in lines:
            click.echo(line, err=True)
        raise click.exceptions.Exit(code)

    def read_settings(self, path: Path | None, *, given: Language | None) -> MatchSettings:
        from ithaque.pairing.cli.settings_file import SettingsFileError, read_settings_file

        try:
            chosen = read_settings_file(path)
        except SettingsFileError as error:
            self.fail_settings(error.path, error.faults)
        if chosen.language and given is None:
            self.language = "en" if chosen.language == "en" else "fr"
        return chosen

    def fail_settings(
        self, path: str, faults: Sequence[PlacedFault], head: str = "error.settings"
    ) -> NoReturn:
        lines = [tell(head, self.language, count=len(faults))]
        for fault in faults:
            words = self._fault_words(fault)
            data = {
                "file": Path(path).name,
                "line": str(fault.line),
                "key": fault.key,
                "words": words,
            }
            code = "error.place_line" if fault.line and path else "error.place"
            lines.append(
                tell_with(code, self.language, data)
                .replace(", :", ":")
                .replace(",\u00a0:", "\u00a0:")
            )
        self.fail(EXIT_SETTINGS, *lines)

    def _fault_words(self, fault: PlacedFault) -> str:
        from ithaque.pairing.words import clause

        if fault.message.code in SENTENCES:
            return tell_with(fault.message.code, self.language, fault.message.data)
        return clause(fault.message, self.language)

    def refuse_same_file(self, read: set[Path], written: list[Path]) -> None:
        sources = {path.resolve() for path in read}
        for at, path in enumerate(written):
            if path.resolve() in sources or path.resolve() in {
                other.resolve() for other in written[:at]
            }:
                raise click.UsageError(tell("error.same_file", self.language, path=str(path)))

    def open_files(self, mentees: Path, mentors: Path, chosen: MatchSettings) -> list[SideFile]:
        from ithaque.pairing.cli.files import open_side
        from ithaque.pairing.intake import TableError

        sides, refused = [], []
        for side, path in (("mentee", mentees), ("mentor", mentors)):
            try:
                sides.append(open_side("mentee" if side == "mentee" else "mentor", path, chosen))
            except TableError as error:
                refused.append(self._refusal(path, error))
        if refused:
            self.fail(EXIT_FILE, *refused)
        return sides

    def _refusal(self, path: Path, error: Any) -> str:
        from ithaque.pairing.intake import error_words

        return tell(
            "error.file", self.language, name=path.name, words=error_words(error, self.language)
        )

    def choose_columns(
        self, sides: list[SideFile], maps: tuple[tuple[str, ...], ...], *, ask: bool
    ) -> None:
        from ithaque.pairing.cli.files import apply_maps, ask_about, told
        from ithaque.pairing.intake import TableError, error_words

        both, mentees, mentors = maps
        try:
            apply_maps(sides, both, {"mentee", "mentor"}, self.language)
            apply_maps(sides, mentees, {"mentee"}, self.language)
            apply_maps(sides, mentors, {"mentor"}, self.language)
        except TableError as error:
            raise click.UsageError(error_words(error, self.language)) from error
        for one in sides:
            if ask:
                ask_about(one, self.language)
            self.remark(*told(one, self.language))

    def read_people(self, sides: list[SideFile]) -> None:
        from ithaque.pairing.cli.files import read_people, told_faults
        from ithaque.pairing.intake import TableError

        for one in sides:
            try:
                read_people(one)
            except TableError as error:
                self.fail(EXIT_FILE, self._refusal(one.path, error))
            self.remark(*told_faults(one.faults, self.language))
            if not one.records:
                self.fail(EXIT_FILE, tell("error.nobody", self.language, name=one.path.name))

    def solve(self, sides: list[SideFile], chosen: MatchSettings) -> tuple[Result, list[str]]:
        from ithaque.pairing.cli.assumptions import assume, people_of
        from ithaque.pairing.cli.files import told_faults
        from ithaque.pairing.cli.settings_file import SettingsFileError
        from ithaque.pairing.problem import Problem, ProblemError

        mentees, mentors, faults = people_of(sides, chosen)
        for one in sides:
            strangers = [fault for side, fault in faults if side == one.side]
            one.faults += strangers
            self.remark(*told_faults(strangers, self.language))
        assumed = assume(sides, chosen, self.language)
        self.remark(*assumed)
        try:
            settings: Settings = chosen.engine_settings(sides[0].records, sides[1].records)
            with self._progress() as progress:
                return Problem(mentees, mentors, settings).solve(progress=progress), assumed
        except SettingsFileError as error:
            self.fail_settings(error.path, error.faults)
        except ProblemError as error:
            placed = [chosen.placed(fault) for fault in error.faults]
            self.fail_settings(chosen.path, placed, "error.problem")
        except MemoryError:
            self.fail(EXIT_MEMORY, tell("error.memory", self.language))

    @contextmanager
    def _progress(self) -> Iterator[Callable[[str, int, int], None] | None]:
        """Show a bar on the error stream when a person watches it."""
        if self.quiet or not sys.stderr.isatty():
            yield None
            return
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
        )

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(tell("step.score", self.language), total=None)

            def show(step: str, done: int, total: int) -> None:
                bar.update(
                    task,
                    description=tell(
                        f"step.{step}" if f"step.{step}" in SENTENCES else "step.score",
                        self.language,
                    ),
                    completed=done,
                    total=total or None,
                )

            yield show

    def write(
        self,
        result: Result,
        sides: list[SideFile],
        out: Path,
        unmatched: Path,
        record: Path | None,
        assumed: list[str],
        settings: str,
    ) -> None:
        from ithaque.pairing.cli.results import write_pairs, write_record, write_unmatched

        mentees, mentors = sides
        path = out
        try:
            write_pairs(out, result, mentees, mentors, self.language)
            path = unmatched
            write_unmatched(unmatched, result, mentees, self.language)
            if record:
                path = record
                write_record(record, result, sides, assumed, settings)
        except OSError as error:
            self.fail(
                EXIT_WRITE,
                tell(
                    "error.write",
                    self.language,
                    path=str(path),
                    reason=tell(_WRITE_REASONS.get(error.errno or 0, "write.other"), self.language),
                ),
            )

    def conclude(self, result: Result, out: Path, unmatched: Path, record: Path | None) -> None:
        from ithaque.pairing.cli.results import summary

        for line in summary(result, self.language):
            click.echo(line)
        click.echo(tell("summary.files", self.language, out=str(out), unmatched=str(unmatched)))
        if record:
            click.echo(tell("summary.record", self.language, record=str(record)))
