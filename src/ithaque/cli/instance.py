"""Open the instance: settings read, framework started, database up to date; faults said in words."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import click

from ithaque.cli.terminal import console_status
from ithaque.kernel.settings import Environment, SettingError


def open_instance(*, demo: bool | None = None) -> None:
    """Start the framework on the settings of the environment; `demo` forces that mode on.

    Exits with code 2 and one paragraph per fault when a setting cannot be used.
    """
    if demo:
        os.environ["ITHAQUE_DEMO"] = "true"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ithaque.config.settings")
    faults = Environment().faults()
    if faults:
        refuse_settings(faults)
    folder = Path(Environment()["ITHAQUE_DATA_DIR"])
    try:
        make_private(folder)
        import django

        django.setup()
    except SettingError as error:
        refuse_settings([error])
    except OSError as error:
        refuse_settings([unusable_folder(folder, error)])


def unusable_folder(folder: Path, error: OSError) -> SettingError:
    """Return the fault of a data folder that cannot be made or written."""
    return SettingError(
        "ITHAQUE_DATA_DIR",
        f"{folder} cannot be written ({error.strerror}).",
        "/var/lib/ithaque (a folder that belongs to the account that runs Ithaque)",
    )


def make_private(folder: Path) -> None:
    """Make the folder when it is absent; only its owner may look inside."""
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    with TemporaryFile(dir=folder):
        pass


def refuse_settings(faults: list[SettingError]) -> None:
    """Print the faults and exit with code 2."""
    for fault in faults:
        click.secho(str(fault), fg="red", err=True)
    click.echo(
        "Nothing was started. Every setting is explained in docs/operate/settings.md.", err=True
    )
    raise SystemExit(2)


def pending_migrations() -> list[Any]:
    """Return the migrations the database still needs.

    Raises ClickException with what to do when the database cannot be reached.
    """
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise click.ClickException(unreachable_database(error)) from error
    return list(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def unreachable_database(error: Exception) -> str:
    """Return the sentence for a database that does not answer."""
    first = str(error).strip().splitlines()[0]
    return (
        f"the database cannot be reached: {first}\n"
        "Check that its server runs and that ITHAQUE_DATABASE_URL names it, for example "
        "postgres://ithaque:password@localhost/ithaque"
    )


def migrate() -> None:
    """Bring the database up to date; an existing SQLite file is copied first, beside the data."""
    from django.core.management import call_command

    pending = pending_migrations()
    if not pending:
        return
    copy = _copy_before_migrating()
    if copy:
        click.echo(f"A copy of the database as it was is kept in {copy}")
    with console_status(f"Preparing the database ({len(pending)} migrations)"):
        call_command("migrate", interactive=False, verbosity=0)


def _copy_before_migrating() -> Path | None:
    from django.conf import settings
    from django.db import connection

    name = Path(str(connection.settings_dict["NAME"]))
    if (
        connection.vendor != "sqlite"
        or not name.is_file()
        or not connection.introspection.table_names()
    ):
        return None
    copy = Path(settings.DATA_DIR) / "before-migration.sqlite3"
    with sqlite3.connect(name) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    copy.chmod(0o600)
    return copy


def collect_static() -> None:
    """Gather the static files when the ones collected are not those of this code."""
    from django.conf import settings
    from django.core.management import call_command

    if settings.DEBUG:
        return
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    fingerprint = _static_fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint:
        return
    with console_status("Gathering the static files"):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(fingerprint, encoding="ascii")


def _static_fingerprint() -> str:
    from hashlib import sha256

    from django.contrib.staticfiles.finders import get_finders

    digest = sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path}|{state.st_size}|{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
