"""Private files: kept outside any served folder, named by us, sniffed, bounded.

`keep` checks and stores; `response` hands the bytes to someone who came through a door.
"""

from __future__ import annotations

import hashlib
import io
import mimetypes
import re
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import puremagic
from django.conf import settings
from django.http import FileResponse
from django.utils.translation import gettext as _

from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import StoredFile

_OFFICE = "application/vnd.openxmlformats-officedocument."
OFFICE = {
    "word/": f"{_OFFICE}wordprocessingml.document",
    "xl/": f"{_OFFICE}spreadsheetml.sheet",
    "ppt/": f"{_OFFICE}presentationml.presentation",
}
"""Office documents by the folder that makes them one."""


def keep(
    content: bytes, *, name: str, accept: frozenset[str] | None = None, by: Any = None
) -> StoredFile:
    """Store bytes under a name of ours; return the row.

    Refuses (Refusal) what is larger than the instance's limit, and what is not of an accepted media
    type: the type is read from the content, the given name only breaks ties between text formats.
    """
    if len(content) > settings.UPLOAD_MAX_BYTES:
        raise Refusal(
            "file_too_large",
            _("This file is larger than %(megabytes)s MB. Nothing was kept: send a smaller one.")
            % {"megabytes": settings.UPLOAD_MAX_BYTES // 2**20},
            conflict=False,
        )
    media_type = sniff(content, name)
    if accept is not None and media_type not in accept:
        raise Refusal(
            "file_type",
            _(
                "This kind of file cannot be used here. Nothing was kept: check that it is the right one."
            ),
            conflict=False,
        )
    public_id = uuid4()
    path = Path(public_id.hex[:2]) / public_id.hex
    target = settings.PRIVATE_FILES_DIR / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return StoredFile.objects.create(
        public_id=public_id,
        name=clean_name(name),
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        path=path.as_posix(),
        uploaded_by=by,
    )


def read(file: StoredFile) -> bytes:
    """Return the bytes of a stored file."""
    return bytes((settings.PRIVATE_FILES_DIR / file.path).read_bytes())


def discard(file: StoredFile) -> None:
    """Remove the bytes, then the row."""
    (settings.PRIVATE_FILES_DIR / file.path).unlink(missing_ok=True)
    file.delete()


def response(file: StoredFile, *, inline: bool = False) -> FileResponse:
    """Return the download; never sniffed by the browser, inline only for PDF and images."""
    showable = file.media_type == "application/pdf" or file.media_type.startswith("image/")
    answer = FileResponse(
        (settings.PRIVATE_FILES_DIR / file.path).open("rb"),
        as_attachment=not (inline and showable),
        filename=file.name,
        content_type=file.media_type,
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def sniff(content: bytes, name: str) -> str:
    """Return the media type the bytes say; the name decides only between plain text formats."""
    try:
        found = puremagic.from_string(content, mime=True, filename=name)
    except puremagic.PureError:
        found = ""
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if found and not found.startswith("text/"):
        return str(found)
    if b"\0" in content[:4096]:
        return "application/octet-stream"
    guessed, _encoding = mimetypes.guess_type(name)
    return guessed if guessed and guessed.startswith("text/") else "text/plain"


def _zipped(content: bytes) -> str:
    """Return what an archive holds: a document tells its kind by its members, whatever its name."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if names and names[0] == "mimetype" and archive.getinfo("mimetype").file_size < 200:
                return archive.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, EOFError, ValueError, RuntimeError):
        return "application/zip"
    if any(name.endswith("vbaProject.bin") for name in names):
        return "application/zip"
    kinds = (kind for folder, kind in OFFICE.items() if any(n.startswith(folder) for n in names))
    return next(kinds, "application/zip") if "[Content_Types].xml" in names else "application/zip"


def clean_name(name: str) -> str:
    """Return a display name without path, control characters or excess length."""
    base = re.sub(r"[\x00-\x1f\x7f\"/\\:*?<>|]+", " ", Path(name.replace("\\", "/")).name).strip(
        " ."
    )
    return (base or "file")[-120:]
