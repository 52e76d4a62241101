"""`ithaque manage …`: the framework's own commands, on this instance."""

from __future__ import annotations

import click

from ithaque.cli.instance import open_instance


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run a management command of the framework (migrate, shell, createsuperuser, …)."""
    open_instance()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["ithaque manage", *(arguments or ("help",))])
