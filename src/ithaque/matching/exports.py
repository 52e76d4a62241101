"""The one way a table leaves: what a page shows, in the format its reader asked for with `?export=`.

The page that shows a table is the page that hands it over, so that search, filters, order and the right to read are
the same by construction. No cell can act as a formula (OWASP, CSV injection); JSON has no formulas and stays as it is.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import Any, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from ithaque.pairing.intake import write_to

IN_MEMORY = 2_000
"""Lines of a file made in memory; a longer one is written line by line in a file without a name, then sent."""

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json",
}

Value = str | int | float | date | None


def is_asked(request: HttpRequest) -> bool:
    """Tell whether the address asks for the table as a file; an unknown format is the page."""
    return request.GET.get("export") in TYPES


def table_response(
    request: HttpRequest, name: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """Return the download of a table in the format the address asks for.

    Every line leaves, however many they are. CSV is separated by semicolons, as French spreadsheets expect. Texts in the active language, days as days.
    """
    form = request.GET["export"]
    titles = [str(one) for one in header]
    lines = ([_value(one) for one in row] for row in rows)
    first = list(islice(lines, IN_MEMORY + 1))
    file: Any = io.BytesIO()
    if len(first) > IN_MEMORY:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    _write(file, form, titles, chain(first, lines))
    answer = _answer(file, TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{slugify(name) or "ithaque"}.{form}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _answer(file: Any, content_type: str) -> HttpResponse:
    if isinstance(file, io.BytesIO):
        return HttpResponse(file.getvalue(), content_type=content_type)
    file.seek(0)
    return cast(HttpResponse, FileResponse(file, content_type=content_type))


def _write(file: Any, form: str, titles: list[str], lines: Iterable[list[Value]]) -> None:
    if form != "json":
        write_to(file, f".{form}", titles, lines, delimiter=";")
        return
    before = "["
    for line in lines:
        one = dict(zip(titles, line, strict=True))
        file.write(f"{before}\n {json.dumps(one, ensure_ascii=False, default=str)}".encode())
        before = ","
    file.write(b"[]" if before == "[" else b"\n]")


def _value(one: Any) -> Value:
    if isinstance(one, datetime):
        return timezone.localtime(one).date()
    return one if one is None or isinstance(one, str | int | float | date) else str(one)
