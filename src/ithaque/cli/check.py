"""`ithaque check`: is this instance ready? One line per point, and what to write where it is not.

With the record of a pairing, it verifies that record instead: see `ithaque.pairing.cli.checking`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ithaque.kernel.settings import Environment
from ithaque.pairing.cli.speech import FILE, LANGUAGE

if TYPE_CHECKING:
    from ithaque.pairing.words import Language

READY, ADVICE, FAULT = "ready", "advice", "fault"
COLOURS = {READY: "green", ADVICE: "yellow", FAULT: "red"}


@dataclass(frozen=True)
class Finding:
    """What was looked at, whether it is ready, and the sentence to read."""

    point: str
    level: str
    words: str


@click.command()
@click.argument("record", type=FILE, required=False)
@click.option("--strict", is_flag=True, help="Fail on advice too (instance).")
@click.option("--pairs", type=FILE, help="Check these pairs against the record (record).")
@click.option("--json", "json_out", type=FILE, help="Write the faults as JSON (record).")
@LANGUAGE
@click.option("--quiet", is_flag=True, help="Say only the verdict and the faults (record).")
@click.pass_context
def check(
    context: click.Context,
    record: Path | None,
    strict: bool,
    pairs: Path | None,
    json_out: Path | None,
    language: Language | None,
    quiet: bool,
) -> None:
    """Say whether the instance is ready, and what to write where it is not; or verify the RECORD of a pairing.

    Exits with code 1 when something must be changed before people use it, or when the record has faults.
    """
    if record is not None:
        from ithaque.pairing.cli.checking import check as check_record

        given = {"pairs": pairs, "json_out": json_out, "language": language, "quiet": quiet}
        context.invoke(check_record, record=record, **given)
        return
    findings = list(inspect())
    for finding in findings:
        click.secho(f"{finding.level:7}", fg=COLOURS[finding.level], nl=False)
        click.echo(f"{finding.point}: {finding.words}")
    worst = {finding.level for finding in findings}
    if FAULT in worst or (strict and ADVICE in worst):
        raise SystemExit(1)


def inspect() -> Iterator[Finding]:
    """Give the findings one by one; stop after the settings when they cannot be used."""
    faults = Environment().faults()
    yield from (Finding("settings", FAULT, str(fault)) for fault in faults)
    if faults:
        return
    yield Finding("settings", READY, "every setting can be read.")
    from ithaque.cli.instance import open_instance

    open_instance()
    from ithaque.cli import points

    for look in points.ALL:
        yield from _safely(look)


def _safely(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Give what the look finds; a look that fails is itself a finding."""
    try:
        yield from look()
    except Exception as error:  # one broken point must not hide the others
        point = look.__name__.replace("_", " ")
        yield Finding(point, FAULT, f"could not be looked at ({type(error).__name__}: {error}).")
