"""Bring a backup back: unpack beside the data, prove it, then swap the database and the files in."""

from __future__ import annotations

import gzip
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import zstandard
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from ithaque.cli.archive import databases
from ithaque.cli.archive.manifest import FILES, KEY, MANIFEST, BackupError, Manifest

Progress = Callable[[int, int, str], None]
SIGNATURES = {b"\x1f\x8b": "gzip", b"\x28\xb5": "zstd"}


def restore(source: Path, *, force: bool = False, progress: Progress = lambda *_: None) -> Manifest:
    """Replace this instance by the backup and return its manifest.

    Raises BackupError, having changed nothing, when the backup cannot be proved, comes from a newer
    version or another kind of database, or when the instance already holds people and `force` is not
    given. The files it replaces stay beside the data in `files.before-restore` until the next time.
    """
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".restore-") as scratch:
        unpacked = Path(scratch)
        progress(0, 4, "Unpacking")
        _unpack(source, unpacked)
        progress(1, 4, "Checking every hash")
        manifest = Manifest.read(unpacked / MANIFEST)
        manifest.prove(unpacked)
        _must_fit(manifest)
        if not force:
            _must_be_empty()
        progress(2, 4, "Bringing the database back")
        databases.load(unpacked / databases.member())
        call_command("migrate", interactive=False, verbosity=0)
        progress(3, 4, "Bringing the files back")
        _swap_files(unpacked / FILES.rstrip("/"))
        _keep_key(unpacked / KEY)
    progress(4, 4, "Restored")
    return manifest


def _unpack(source: Path, target: Path) -> None:
    try:
        with _expanded(source) as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
            archive.extractall(target, filter="data")
    except FileNotFoundError as error:
        raise BackupError(f"{source} does not exist.") from error
    except tarfile.FilterError as error:
        raise BackupError(
            "this file tries to write outside its folder: it is no backup of ours."
        ) from error
    except (tarfile.TarError, zstandard.ZstdError, zlib.error, EOFError, OSError) as error:
        raise BackupError(
            f"{source} cannot be unpacked: it was cut short or damaged ({error})."
        ) from error


@contextmanager
def _expanded(source: Path) -> Iterator[IO[bytes]]:
    with source.open("rb") as raw:
        kind = SIGNATURES.get(raw.read(2))
        raw.seek(0)
        if kind == "zstd":
            with zstandard.ZstdDecompressor().stream_reader(raw) as stream:
                yield stream
        elif kind == "gzip":
            with gzip.GzipFile(fileobj=raw) as plain:
                yield cast(IO[bytes], plain)
        else:
            raise BackupError(f"{source} is neither a .tar.gz nor a .tar.zst file.")


def _must_fit(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        raise BackupError(
            f"this backup holds a {manifest.database} database, and this instance uses {connection.vendor}. "
            "Set ITHAQUE_DATABASE_URL to a database of the same kind, then restore."
        )
    unknown = databases.unknown_migrations(manifest.migrations)
    if unknown:
        raise BackupError(
            f"this backup was made by a newer Ithaque ({manifest.product}): this one does not know "
            f"{unknown[0]}. Install that version or a later one, then restore."
        )


def _must_be_empty() -> None:
    people = get_user_model()._meta.db_table
    if (
        people in connection.introspection.table_names()
        and get_user_model()._default_manager.exists()
    ):
        raise BackupError(
            "this instance already holds people. Nothing was changed. "
            "Restore into an empty one, or add --force to replace everything."
        )


def _swap_files(restored: Path) -> None:
    present = Path(settings.PRIVATE_FILES_DIR)
    before = present.with_name(f"{present.name}.before-restore")
    shutil.rmtree(before, ignore_errors=True)
    if present.exists():
        present.rename(before)
    if restored.exists():
        restored.rename(present)
    else:
        present.mkdir(parents=True)


def _keep_key(restored: Path) -> None:
    if restored.exists():
        target = Path(settings.DATA_DIR) / KEY
        target.write_bytes(restored.read_bytes())
        target.chmod(0o600)
