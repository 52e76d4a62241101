"""`python -m ithaque.pairing match …`: the engine alone, on files."""

from __future__ import annotations

import click

from ithaque.pairing.cli import match


@click.group()
def main() -> None:
    """Pair mentees and mentors of two files."""


main.add_command(match)

if __name__ == "__main__":
    main(prog_name="python -m ithaque.pairing")
