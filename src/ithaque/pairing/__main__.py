"""`python -m ithaque.pairing match …`: the engine alone, on files."""

from __future__ import annotations

import click

from ithaque.pairing.cli import COMMANDS


@click.group()
def main() -> None:
    """Pair mentees and mentors of two files, and explain, check, repair or replay the result."""


for command in COMMANDS:
    main.add_command(command)

if __name__ == "__main__":
    main(prog_name="python -m ithaque.pairing")
