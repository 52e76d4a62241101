"""A PostgreSQL server for the length of the tests: its own folder and port, no durability, removed at the end."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from system import POSTGRESQL
from terminal import Stop

# A test server may lose everything at a power cut: it gains a factor of three in speed.
OPTIONS = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=60 -c timezone=UTC"


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Start a server and give its address (`postgres://…`); stop and erase it at the end."""
    initdb = POSTGRESQL.path()
    if initdb is None:
        raise Stop("PostgreSQL's server programs were not found")
    folder = Path(tempfile.mkdtemp(prefix="ithaque-postgresql-"))
    data, owner, port = folder / "data", _owner(), _free_port()
    if owner:
        shutil.chown(folder, owner)
    pg_ctl = initdb.with_name(initdb.name.replace("initdb", "pg_ctl"))
    sockets = "" if os.name == "nt" else f"-k {folder}"
    try:
        _as(
            owner,
            [
                initdb,
                "-D",
                data,
                "-A",
                "trust",
                "-U",
                "postgres",
                "--no-sync",
                "-E",
                "UTF8",
                "--locale=C",
            ],
        )
        options = f"-p {port} -h 127.0.0.1 {sockets} {OPTIONS}"
        _as(owner, [pg_ctl, "-D", data, "-o", options, "-l", folder / "log", "-w", "start"])
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        finally:
            _as(owner, [pg_ctl, "-D", data, "-m", "immediate", "-w", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> str | None:
    """Return the account that runs the server: PostgreSQL refuses root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _as(owner: str | None, command: list[str | Path]) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        check=False, user=owner, cwd="/" if owner else None, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode:
        raise Stop(f"the PostgreSQL test server did not obey ({command[0]}):\n{done.stdout}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
