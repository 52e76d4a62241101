"""The command `ithaque`: one group, each command loaded only when it is typed.

`ithaque match` must start without the web framework: nothing here imports Django.
"""

from __future__ import annotations

from importlib import import_module

import click

from ithaque import __version__

# Name → where its click command is, and the line `ithaque --help` shows.
COMMANDS = {
    "serve": ("ithaque.cli.serve:serve", "Serve the site, its background tasks included."),
    "demo": ("ithaque.cli.demo:demo", "Build a living demo world, and list its accounts."),
    "worker": ("ithaque.cli.worker:worker", "Run the background tasks, apart from the site."),
    "mail": ("ithaque.cli.mail:mail", "Receive answers by mail, and messages that came back."),
    "match": ("ithaque.pairing.cli:match", "Pair two files of people, without any database."),
    "explain": (
        "ithaque.pairing.cli:explain",
        "Say why a pair was made, and what another would cost.",
    ),
    "repair": (
        "ithaque.pairing.cli:repair",
        "Mend announced pairs after refusals, arrivals, departures.",
    ),
    "replay": ("ithaque.pairing.cli:replay", "Pair again from a record, to the same bytes."),
    "manage": ("ithaque.cli.manage:manage", "Run a management command of the framework."),
    "backup": ("ithaque.cli.backup:backup", "Write the whole instance into one file."),
    "restore": ("ithaque.cli.backup:restore", "Bring an instance back from a backup."),
    "check": ("ithaque.cli.check:check", "Say whether the instance is ready; or verify a record."),
}


class LazyGroup(click.Group):
    """A group that imports a command when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of a newcomer's needs."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ithaque")
def main() -> None:
    """Mentoring programmes, from the call for mentors to the last thank-you.

    Settings come from the environment (ITHAQUE_…); the operations guide lists them.
    """
