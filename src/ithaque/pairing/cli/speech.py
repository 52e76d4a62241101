"""How every command speaks and ends: the user's language, remarks aside, the documented exit codes."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from ithaque.pairing.cli.sentences import SENTENCES, tell, tell_with

if TYPE_CHECKING:
    from ithaque.pairing.cli.settings_file import PlacedFault
    from ithaque.pairing.messages import Message
    from ithaque.pairing.words import Language

EXIT_FOUND, EXIT_FILE, EXIT_SETTINGS, EXIT_WRITE, EXIT_MEMORY = 1, 3, 4, 5, 6

FILE = click.Path(path_type=Path, dir_okay=True)
LANGUAGE = click.option(
    "--language",
    "--lang",
    "language",
    type=click.Choice(["fr", "en"]),
    help="Language of results and messages.",
)
QUIET = click.option("--quiet", is_flag=True, help="Say only the summary and the errors.")

_WRITE_REASONS = {
    errno.ENOENT: "write.no_folder",
    errno.EACCES: "write.denied",
    errno.ENOSPC: "write.full",
    errno.EISDIR: "write.folder",
}


def usual_language() -> Language:
    """Return English when the environment asks for it, else French."""
    words = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return "en" if words.lower().startswith("en") else "fr"


class Speech:
    """One run of a command: says remarks on the error stream, ends with the documented exit codes."""

    def __init__(self, language: Language | None, quiet: bool = False) -> None:
        self.language: Language = language or usual_language()
        self.quiet = quiet

    def tell(self, code: str, /, **data: object) -> str:
        return tell(code, self.language, **data)

    def say(self, *lines: str) -> None:
        for line in lines:
            click.echo(line)

    def remark(self, *lines: str) -> None:
        if not self.quiet:
            for line in lines:
                click.echo(line, err=True)

    def fail(self, code: int, *lines: str) -> NoReturn:
        for line in lines:
            click.echo(line, err=True)
        raise click.exceptions.Exit(code)

    def fail_settings(
        self, path: str, faults: Sequence[PlacedFault], head: str = "error.settings"
    ) -> NoReturn:
        lines = [self.tell(head, count=len(faults))]
        for fault in faults:
            data = {
                "file": Path(path).name,
                "line": str(fault.line),
                "key": fault.key,
                "words": self.words(fault.message),
            }
            code = "error.place_line" if fault.line and path else "error.place"
            lines.append(
                tell_with(code, self.language, data)
                .replace(", :", ":")
                .replace(", \u00a0:", "\u00a0:")
            )
        self.fail(EXIT_SETTINGS, *lines)

    def words(self, message: Message) -> str:
        """Return a message of the command or of the engine, without capital."""
        from ithaque.pairing.words import clause

        if message.code in SENTENCES:
            return tell_with(message.code, self.language, message.data)
        return clause(message, self.language)

    def refuse_same_file(self, read: set[Path], written: Sequence[Path | None]) -> None:
        """Refuse to write over what is read, or two results into one file."""
        taken = {path.resolve() for path in read}
        for path in written:
            if path is None:
                continue
            if path.resolve() in taken:
                raise click.UsageError(self.tell("error.same_file", path=str(path)))
            taken.add(path.resolve())

    @contextmanager
    def writing(self, path: Path) -> Iterator[None]:
        """End with the exit code of a result that cannot be written."""
        try:
            yield
        except OSError as error:
            reason = self.tell(_WRITE_REASONS.get(error.errno or 0, "write.other"))
            self.fail(EXIT_WRITE, self.tell("error.write", path=str(path), reason=reason))

    @contextmanager
    def progress(self) -> Iterator[Callable[[str, int, int], None] | None]:
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
            task = bar.add_task(self.tell("step.score"), total=None)

            def show(step: str, done: int, total: int) -> None:
                code = f"step.{step}" if f"step.{step}" in SENTENCES else "step.score"
                bar.update(task, description=self.tell(code), completed=done, total=total or None)

            yield show
