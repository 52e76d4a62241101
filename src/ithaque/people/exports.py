"""A person's own data in open formats: each room adds its part, one archive gathers them.

    exports.register("mentoring", data_of_person, files_of_person)

`data` returns plain values (dates and ids included), `files` the person's own stored files.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from ithaque.kernel import files
from ithaque.kernel.models import StoredFile

Data = Callable[[Any], Any]
Files = Callable[[Any], Iterable[StoredFile]]
_parts: dict[str, tuple[Data, Files | None]] = {}


def register(room: str, data: Data, own_files: Files | None = None) -> None:
    """Declare what `room` gives to a person who asks for their data."""
    _parts[room] = (data, own_files)


def rooms() -> list[str]:
    """Return the rooms that declared a part, sorted."""
    return sorted(_parts)


def archive_for(person: Any) -> bytes:
    """Return a ZIP: `<room>.json` for each room, and the person's files under `files/`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for room in rooms():
            data, own_files = _parts[room]
            archive.writestr(f"{room}.json", _as_json(data(person)))
            for file in own_files(person) if own_files else ():
                archive.writestr(f"files/{file.public_id}-{file.name}", files.read(file))
    return buffer.getvalue()


def _as_json(data: Any) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
