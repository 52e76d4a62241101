"""The one way a table leaves: what a page shows, in the format its reader asked for with `?export=`.

The page that shows a table is the page that hands it over, so that search, filters, order and the right to read are
the same by construction. No cell can act as a formula (OWASP, CSV injection); JSON has no formulas and stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from ithaque.pairing.intake import table_bytes

MOST_ROWS = 50_000
"""A file holds at most this many lines: it is made in memory."""

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

    CSV is separated by semicolons, as French spreadsheets expect. Texts in the active language, days as days.
    """
    form = request.GET["export"]
    titles = [str(one) for one in header]
    lines = [[_value(one) for one in row] for row in islice(rows, MOST_ROWS)]
    content = (
        _json(titles, lines)
        if form == "json"
        else table_bytes(f".{form}", titles, lines, delimiter=";")
    )
    answer = HttpResponse(content, content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{slugify(name) or "ithaque"}.{form}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _value(one: Any) -> Value:
    if isinstance(one, datetime):
        return timezone.localtime(one).date()
    return one if one is None or isinstance(one, str | int | float | date) else str(one)


def _json(titles: list[str], lines: list[list[Value]]) -> bytes:
    table = [dict(zip(titles, line, strict=True)) for line in lines]
    return json.dumps(table, ensure_ascii=False, default=str, indent=1).encode()
