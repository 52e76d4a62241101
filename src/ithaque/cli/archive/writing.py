"""Write a backup: the database first, then the private files it names, then the manifest."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import zstandard
from django.conf import settings
from django.utils import timezone

from ithaque import __version__
from ithaque.cli.archive import databases
from ithaque.cli.archive.manifest import FILES, KEY, MANIFEST, BackupError, Manifest

Progress = Callable[[int, int, str], None]


def write(target: Path, progress: Progress = lambda *_: None) -> Manifest:
    """Write the whole instance into `target` and return its manifest.

    The file appears under its name only once complete, readable by its owner alone. Raises BackupError
    when the name ends neither in .tar.gz nor in .tar.zst, or is taken.
    """
    if target.exists():
        raise BackupError(f"{target} exists already. Nothing was written: choose another name.")
    if not target.name.endswith((".tar.gz", ".tar.zst")):
        raise BackupError("the name must end in .tar.gz or .tar.zst")
    partial = target.with_name(f".{target.name}.partial")
    try:
        with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as scratch:
            manifest = _write(partial, Path(scratch), progress)
        partial.rename(target)
    except OSError as error:
        raise BackupError(
            f"{error.filename or target} cannot be written ({error.strerror})."
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _write(partial: Path, scratch: Path, progress: Progress) -> Manifest:
    copy = scratch / databases.member()
    progress(0, 0, "Copying the database")
    databases.save(copy)
    manifest = Manifest(
        product=__version__,
        made_at=timezone.now().isoformat(timespec="seconds"),
        database=databases.connection.vendor,
        database_version=databases.server_version(),
        migrations=databases.applied_migrations(),
        rows=databases.row_counts(),
    )
    members = [(databases.member(), copy), *_private_files(), *_key()]
    with _compressed(partial) as stream, tarfile.open(fileobj=stream, mode="w|") as archive:
        for number, (name, path) in enumerate(members):
            progress(number, len(members), "Writing the backup")
            _add(archive, manifest, name, path)
        _add_bytes(archive, MANIFEST, manifest.as_bytes())
    progress(len(members), len(members), "Writing the backup")
    return manifest


def _private_files() -> Iterator[tuple[str, Path]]:
    root = Path(settings.PRIVATE_FILES_DIR)
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield FILES + path.relative_to(root).as_posix(), path


def _key() -> Iterator[tuple[str, Path]]:
    """Give the generated key: without it, the signed links already sent would stop working."""
    path = Path(settings.DATA_DIR) / KEY
    if path.is_file():
        yield KEY, path


def _add(archive: tarfile.TarFile, manifest: Manifest, name: str, path: Path) -> None:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return  # erased since the list was made: the backup must not keep it either
    with file:
        info = _info(name, os.fstat(file.fileno()).st_size)
        reader = _Hashing(file)
        archive.addfile(info, reader)
        manifest.add(name, info.size, reader.digest.hexdigest())


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    archive.addfile(_info(name, len(content)), io.BytesIO(content))


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, int(timezone.now().timestamp())
    return info


class _Hashing:
    """A file being read, and the hash of what was read so far."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read, and remember."""
        chunk = self._file.read(size)
        self.digest.update(chunk)
        return chunk


@contextmanager
def _compressed(path: Path) -> Iterator[IO[bytes]]:
    with open(path, "wb", opener=_for_the_owner_alone) as raw:
        if path.name.removesuffix(".partial").endswith(".zst"):
            with zstandard.ZstdCompressor(level=9, threads=-1).stream_writer(
                raw, closefd=False
            ) as stream:
                yield cast(IO[bytes], stream)
        else:
            with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=6) as stream:
                yield cast(IO[bytes], stream)


def _for_the_owner_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
