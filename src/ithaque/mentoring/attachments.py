"""Which files go with a message: their kinds, told by their bytes and agreeing with their name; their size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings
from django.utils.translation import gettext as _

from ithaque.kernel import files
from ithaque.kernel.errors import Refusal

_OPEN = "application/vnd.oasis.opendocument."
_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    ".pdf": "application/pdf",
    ".docx": f"{_OFFICE}wordprocessingml.document",
    ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}presentationml.presentation",
    ".odt": f"{_OPEN}text",
    ".ods": f"{_OPEN}spreadsheet",
    ".odp": f"{_OPEN}presentation",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
}
"""Nothing that runs: no page, no drawing with scripts, no archive, no document with macros."""
ACCEPT = ",".join(KINDS)
MOST = 5
"""Files of one message."""


@dataclass(frozen=True)
class Upload:
    """A file as it came: from a form, or from a reply by mail."""

    name: str
    content: bytes


def most_bytes() -> int:
    """Return how large one file may be, never above what the instance takes."""
    return min(settings.MESSAGE_FILE_MAX_BYTES, settings.UPLOAD_MAX_BYTES)


def require_fit(uploads: Sequence[Upload]) -> None:
    """Refuse the lot when one is too large, empty, of another kind, or not what its name says: nothing is kept."""
    if len(uploads) > MOST:
        raise Refusal(
            "files_too_many",
            _("A message carries %(most)s files at most. Send the others in another message.")
            % {"most": MOST},
            conflict=False,
        )
    for upload in uploads:
        _require_fit(upload, files.clean_name(upload.name))


def _require_fit(upload: Upload, name: str) -> None:
    if not upload.content:
        raise _refused("file_empty", _("“%(name)s” is empty: choose another file."), name)
    if len(upload.content) > most_bytes():
        limit = most_bytes() // 1_000_000
        raise _refused(
            "file_too_large",
            _("“%(name)s” is larger than %(megabytes)s MB: send a lighter version."),
            name,
            megabytes=limit,
        )
    expected = KINDS.get(PurePath(name).suffix.lower())
    if expected is None:
        raise _refused(
            "file_type",
            _(
                "“%(name)s” cannot be sent here: PDF, text documents, tables, presentations and images are."
            ),
            name,
        )
    if files.sniff(upload.content, name) != expected:
        raise _refused(
            "file_disguised",
            _("“%(name)s” is not what its name says. Save it again in its own format, or as PDF."),
            name,
        )


def _refused(code: str, sentence: str, name: str, **values: object) -> Refusal:
    kept = _("Your words are kept; nothing was sent.")
    return Refusal(code, f"{sentence % {'name': name, **values}} {kept}", conflict=False)
