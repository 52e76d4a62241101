"""A consistent copy of the database, taken while others write, and its way back: SQLite, PostgreSQL."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from ithaque.cli.archive.manifest import BackupError

MEMBERS = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def member() -> str:
    """Return the name of the database's copy in a backup."""
    if connection.vendor not in MEMBERS:
        raise BackupError("only SQLite and PostgreSQL can be saved by this command.")
    return MEMBERS[connection.vendor]


def save(target: Path) -> None:
    """Write a consistent copy of the whole database to `target`."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    else:
        _postgresql(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", str(target)
        )


def load(source: Path) -> None:
    """Replace the whole database by the copy; all or nothing."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(source)) as copy:
            _must_be_sound(copy)
            copy.backup(connection.connection)
    else:
        _postgresql(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges",
            "--single-transaction", "--exit-on-error", "--dbname", str(connection.settings_dict["NAME"]),
            str(source), dbname=False,
        )  # fmt: skip


def applied_migrations() -> dict[str, list[str]]:
    """Return the names of the migrations the database has had, by room."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationLoader(connection).applied_migrations):
        found.setdefault(app, []).append(name)
    return found


def unknown_migrations(migrations: dict[str, list[str]]) -> list[str]:
    """Return the migrations this code does not know: the sign of a newer version."""
    known = set(MigrationLoader(connection).disk_migrations)
    return [
        f"{app}.{name}"
        for app, names in migrations.items()
        for name in names
        if (app, name) not in known
    ]


def row_counts() -> dict[str, int]:
    """Return how many rows each table holds."""
    tables = sorted(connection.introspection.table_names())
    with connection.cursor() as cursor:
        return {table: _count(cursor, table) for table in tables}


def server_version() -> str:
    """Return the version of the database."""
    if connection.vendor == "sqlite":
        return sqlite3.sqlite_version
    return ".".join(str(part) for part in connection.get_database_version())


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - own table names
    return int(cursor.fetchone()[0])


def _must_be_sound(copy: sqlite3.Connection) -> None:
    try:
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise BackupError(f"the database of this backup is damaged ({error}).") from error
    if verdict != "ok":
        raise BackupError(f"the database of this backup is damaged ({verdict}).")


def _postgresql(program: str, *arguments: str, dbname: bool = True) -> None:
    path = shutil.which(program)
    if path is None:
        raise BackupError(
            f"{program} was not found. Install PostgreSQL's client programs, of the server's version "
            "or later: sudo apt-get install postgresql-client"
        )
    settings = connection.settings_dict
    env = {
        "PGHOST": settings["HOST"], "PGPORT": settings["PORT"], "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"], "PGDATABASE": settings["NAME"] if dbname else "",
    }  # fmt: skip
    given = {name: str(value) for name, value in env.items() if value}
    done = subprocess.run(
        [path, *arguments], env={**os.environ, **given}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()}")
