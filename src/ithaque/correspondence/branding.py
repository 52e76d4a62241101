"""Whose name and colours a message wears: the organisation it speaks of, else Ithaque.

This room knows no programme: a room above registers how to find the organisation in what a message is given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings

from ithaque.people.brand.look import Brand, brand_of
from ithaque.people.models import Organisation

Finder = Callable[[Mapping[str, Any]], Organisation | None]
ITHAQUE = Brand(name="Ithaque")
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Add a way to find the organisation a message speaks of."""
    if finder not in _finders:
        _finders.append(finder)


def brand_in(context: Mapping[str, Any]) -> Brand:
    """Return the brand of the organisation a message speaks of, Ithaque's when it speaks of none."""
    found = next(filter(None, (finder(context) for finder in _finders)), None)
    return brand_of(found) if found is not None else ITHAQUE


def sender_headers(brand: Brand) -> dict[str, str]:
    """Return the sender's name and the address of replies; the sender's address stays the instance's own."""
    headers = {}
    if brand.sender_name:
        _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        headers["From"] = formataddr((brand.sender_name, address))
    if brand.reply_to:
        headers["Reply-To"] = brand.reply_to
    return headers
