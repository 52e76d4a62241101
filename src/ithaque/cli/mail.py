"""`ithaque mail`: mails that come in, handed over by the mail server or read in a folder."""

from __future__ import annotations

import sys

import click

from ithaque.cli.instance import open_instance

TRY_LATER = 75
"""What tells a mail server to keep the mail and try again (EX_TEMPFAIL of sysexits.h)."""


@click.group()
def mail() -> None:
    """Receive answers and returned mails.

    `receive` takes one mail from its input, as mail servers hand it to a program; `fetch` reads the IMAP
    folder of the settings now, which background tasks do every minute.
    """


@mail.command()
@click.option(
    "--recipient", default="", help="Address it was delivered to, if the server knows it."
)
def receive(recipient: str) -> None:
    """Keep the mail on the standard input; it is read by the background tasks.

    The same mail twice is one. Exits with code 75 when it could not be kept: the server tries again later.
    """
    open_instance()
    from django.conf import settings

    from ithaque.correspondence.intake.services import receive as keep

    try:
        raw = sys.stdin.buffer.read(settings.MAIL_INTAKE_MAX_BYTES + 1)
        while sys.stdin.buffer.read(2**20):
            pass
        keep(raw, delivered_to=recipient)
    except Exception as error:  # whatever the fault, the mail must stay with the server
        click.echo(f"kept for later: {type(error).__name__}: {error}", err=True)
        raise SystemExit(TRY_LATER) from error


@mail.command()
def fetch() -> None:
    """Read the IMAP folder of the settings now, and say how many mails were new."""
    open_instance()
    from django.conf import settings

    from ithaque.correspondence.intake import fetching

    if not settings.MAIL_INTAKE_URL:
        raise click.ClickException(
            "no folder is known. Write for example: "
            "ITHAQUE_MAIL_INTAKE_URL=imaps://user:password@mail.example.org/INBOX"
        )
    try:
        click.echo(f"{fetching.fetch()} new mail(s).")
    except fetching.FolderError as error:
        raise click.ClickException(f"{error}. Check ITHAQUE_MAIL_INTAKE_URL.") from error
