"""People as JSON: a list of objects, or an object that holds one list, laid out as lines under headers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ithaque.pairing.intake.table import TableError

SEPARATOR = "; "


def looks_like_json(data: bytes) -> bool:
    """Return whether a file begins as a JSON document of people."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    return re.match(rb"\[\s*[{\]]|\{\s*[\"}]", start) is not None


def read_documents(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Return headers then one line per object, numbered from 1, as `read_delimited` does.

    A list becomes its items between semicolons; an object inside, one column per key. Raises `TableError`.
    """
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise TableError("not_json", line=getattr(error, "lineno", 1)) from error
    if isinstance(document, dict):
        lists = [value for value in document.values() if _is_people(value)]
        document = lists[0] if len(lists) == 1 else [document]
    if document != [] and not _is_people(document):
        raise TableError("no_objects")
    people = [_flat(one) for one in document]
    headers = list(dict.fromkeys(key for one in people for key in one))
    if not headers:
        raise TableError("empty")
    return iter(
        [
            (1, headers),
            *((at, [one.get(key, "") for key in headers]) for at, one in enumerate(people, 1)),
        ]
    )


def _is_people(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _flat(document: Mapping[str, Any]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in document.items():
        if isinstance(value, dict):
            flat |= {f"{key} {inner}": text for inner, text in _flat(value).items()}
        else:
            flat[str(key)] = _text(value)
    return flat


def _text(value: Any) -> str:
    if isinstance(value, list):
        return SEPARATOR.join(_text(one) for one in value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
