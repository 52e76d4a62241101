"""`ithaque check`: is this instance ready? One line per point, and what to write where it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import click

from ithaque.kernel.settings import Environment

READY, ADVICE, FAULT = "ready", "advice", "fault"
COLOURS = {READY: "green", ADVICE: "yellow", FAULT: "red"}


@dataclass(frozen=True)
class Finding:
    """What was looked at, whether it is ready, and the sentence to read."""

    point: str
    level: str
    words: str


@click.command()
@click.option("--strict", is_flag=True, help="Fail on advice too.")
def check(strict: bool) -> None:
    """Say whether the instance is ready, and what to write where it is not.

    Exits with code 1 when something must be changed before people use it.
    """
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
