"""`ithaque demo`: a world to look around in, and the accounts that open it."""

from __future__ import annotations

from typing import Literal, get_args

import click

from ithaque.cli.instance import migrate, open_instance
from ithaque.cli.terminal import progress_bar

Size = Literal["village", "town", "region"]
DEFAULT_SEED = 2026


@click.group()
def demo() -> None:
    """Build a living demo world, and list its accounts."""


@demo.command()
@click.argument("size", type=click.Choice(get_args(Size)), default="village")
@click.option("--reset", is_flag=True, help="Empty the database first. Everything in it is lost.")
@click.option("--seed", default=DEFAULT_SEED, show_default=True, help="Same seed, same world.")
@click.option("--yes", is_flag=True, help="Do not ask before emptying.")
def build(size: Size, reset: bool, seed: int, yes: bool) -> None:
    """Build a world: village (about 60 people), town (400) or region (5,000)."""
    open_instance(demo=True)
    migrate()
    if reset:
        if not yes:
            click.confirm("Everything in this database will be lost. Go on?", abort=True)
        empty()
    elif not is_empty():
        raise click.ClickException(
            "this database already holds people. Nothing was changed. Add --reset to empty it first, "
            "or give another folder: ITHAQUE_DATA_DIR=/tmp/ithaque ithaque demo build"
        )
    build_world(size, seed)
    show_accounts()


@demo.command()
def accounts() -> None:
    """List the accounts to try."""
    open_instance(demo=True)
    show_accounts()


def is_empty() -> bool:
    """Tell whether nobody has an account yet."""
    from django.contrib.auth import get_user_model

    return not get_user_model()._default_manager.exists()


def empty() -> None:
    """Remove every row and every private file."""
    import shutil

    from django.conf import settings
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(settings.PRIVATE_FILES_DIR, ignore_errors=True)


def build_world(size: Size, seed: int = DEFAULT_SEED) -> None:
    """Build the world, whole or not at all, with a progress bar."""
    from django.db import transaction

    from ithaque.demo.build import build_world

    with progress_bar(f"Building the demo world ({size})") as progress, transaction.atomic():
        build_world(size=size, seed=seed, progress=progress)


def show_accounts() -> None:
    """Print the accounts to try, with their passwords."""
    from rich.console import Console
    from rich.table import Table

    from ithaque.demo.cast import CAST, PASSWORD

    table = Table(box=None, padding=(0, 3, 0, 0))
    for column in ("Account to try", "Who it is", "Role"):
        table.add_column(column, no_wrap=True)
    for person in CAST:
        role = person.role.replace("_", " ")
        table.add_row(person.email, f"{person.first_name} {person.last_name}", role)
    Console(width=None if Console().is_terminal else 120).print(table)
    click.echo(f"Password of all: {PASSWORD}")
