"""The journal: one registered type per action, that can speak and forget.

CLOSED = journal.register("mentoring.pair.closed", _("{by} closed the pair"))
journal.record(CLOSED, by=person, target=pair, scope=programme, data={"reason": "planned"})
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

from ithaque.kernel.models import JournalEntry

Forget = Callable[[dict[str, Any]], dict[str, Any]]


def keep_nothing(data: dict[str, Any]) -> dict[str, Any]:
    """Forget all details: the default when a person is erased."""
    return {}


@dataclass(frozen=True)
class JournalType:
    """A kind of entry: `sentence` is formatted with `by` and the entry's data."""

    code: str
    sentence: str | Promise
    forget: Forget = keep_nothing


_types: dict[str, JournalType] = {}


def register(code: str, sentence: str | Promise, *, forget: Forget = keep_nothing) -> JournalType:
    """Declare a type `room.noun.past`; raise ValueError when the code is taken by another sentence."""
    known = _types.get(code)
    if known is not None and str(known.sentence) != str(sentence):
        raise ValueError(f"journal type {code!r} is already registered")
    return _types.setdefault(code, JournalType(code, sentence, forget))


def record(
    type_: JournalType,
    *,
    by: Any = None,
    target: models.Model | None = None,
    scope: models.Model | None = None,
    data: dict[str, Any] | None = None,
) -> JournalEntry:
    """Write one entry. `target` and `scope` need a `public_id`; `data` must hold no free text."""
    return JournalEntry.objects.create(
        type=type_.code,
        by=by if getattr(by, "pk", None) else None,
        target_type=target._meta.label_lower if target else "",
        target_id=getattr(target, "public_id", None),
        scope_id=getattr(scope, "public_id", None),
        data=data or {},
    )


def say(entry: JournalEntry) -> str:
    """Return the entry's sentence in the active language; the code when its type is unknown."""
    type_ = _types.get(entry.type)
    if type_ is None:
        return entry.type
    by = entry.by.get_full_name() if entry.by else "Ithaque"
    return str(type_.sentence).format_map(_Known({**entry.data, "by": by}))


def entries_about(target: models.Model, limit: int = 50) -> models.QuerySet[JournalEntry]:
    """Return the newest entries about one object."""
    return JournalEntry.objects.filter(
        target_type=target._meta.label_lower, target_id=getattr(target, "public_id", None)
    ).select_related("by")[:limit]


def forget_person(person: Any) -> int:
    """Strip the personal data from every entry a person authored; return how many were touched."""
    touched = 0
    for entry in JournalEntry.objects.filter(by=person).iterator():
        forget = _types[entry.type].forget if entry.type in _types else keep_nothing
        entry.data, entry.by = forget(entry.data), None
        entry.save(update_fields=["data", "by"])
        touched += 1
    return touched


class _Known(dict[str, Any]):
    """Leaves an unknown placeholder blank rather than failing: forgotten data must still speak."""

    def __missing__(self, key: str) -> str:
        return "…"
