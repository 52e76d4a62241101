"""What a backup says about itself: versions, kind of database, and the hash of each member."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

FORMAT = 1
MANIFEST = "manifest.json"
FILES = "files/"
KEY = "secret_key"
CHUNK = 1 << 20


class BackupError(Exception):
    """A backup cannot be made or brought back; the message says why and what to do."""


@dataclass
class Manifest:
    """The table of contents of a backup, written last, checked before anything is changed."""

    product: str
    made_at: str
    database: str
    database_version: str
    migrations: dict[str, list[str]]
    rows: dict[str, int]
    format: int = FORMAT
    members: dict[str, dict[str, str | int]] = field(default_factory=dict)

    def add(self, name: str, size: int, sha256: str) -> None:
        """Note a member that was written."""
        self.members[name] = {"size": size, "sha256": sha256}

    def as_bytes(self) -> bytes:
        """Return the manifest as it is stored."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read the manifest of an unpacked backup; raise BackupError when it is none of ours."""
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            if values["format"] > FORMAT:
                raise BackupError(
                    f"this backup was made by a newer Ithaque ({values['product']}). "
                    "Install that version or a later one, then restore."
                )
            return cls(**values)
        except FileNotFoundError as error:
            raise BackupError(
                "this file has no manifest: it is not a backup of Ithaque, or it was cut short."
            ) from error
        except (ValueError, KeyError, TypeError) as error:
            raise BackupError(
                "the manifest of this backup cannot be read: it was altered."
            ) from error

    def prove(self, folder: Path) -> None:
        """Check every unpacked member against its size and hash; raise BackupError at the first fault."""
        for name, noted in self.members.items():
            path = folder / name
            if not path.is_file():
                raise BackupError(f"the backup lacks {name}: it was cut short or altered.")
            if path.stat().st_size != noted["size"] or hash_of(path) != noted["sha256"]:
                raise BackupError(
                    f"{name} is not what was saved: the backup was damaged or altered."
                )
        unpacked = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
        foreign = sorted(unpacked - set(self.members) - {MANIFEST})
        if foreign:
            raise BackupError(
                f"the backup holds something its manifest does not know: {foreign[0]}"
            )


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
