"""How the text of a setting becomes its value; a ValueError says what it must be, in words an error repeats."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

MAILBOX_NAME = 20
"""Room left before @ by the signed mark that follows the + (64 characters in all, RFC 5321)."""
PLACES = ("to", "text", "from", "id")
"""What a template of text message may hold, between braces."""
HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
"""Name of a header of HTTP (RFC 9110, 5.6.2)."""


def boolean(text: str) -> bool:
    """Return yes or no, as people write it."""
    values = {"1": True, "true": True, "yes": True, "on": True}
    values |= {"0": False, "false": False, "no": False, "off": False}
    if text.lower() not in values:
        raise ValueError("it must be true or false")
    return values[text.lower()]


def items(text: str) -> list[str]:
    """Return what commas separate."""
    return [item.strip() for item in text.split(",") if item.strip()]


def url(*schemes: str) -> Callable[[str], str]:
    """Return a reader of addresses that start with one of these schemes."""

    def parse(text: str) -> str:
        if urlsplit(text).scheme not in schemes:
            raise ValueError(
                "it must start with " + " or ".join(f"{scheme}://" for scheme in schemes)
            )
        return text

    return parse


def site(text: str) -> str:
    """Return the address people type, without a final slash."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError("it must be the address people type, without path")
    return text.rstrip("/")


def choice(*options: str) -> Callable[[str], str]:
    """Return a reader of one of these words."""

    def parse(text: str) -> str:
        if text not in options:
            raise ValueError("it must be one of " + ", ".join(options))
        return text

    return parse


def zone(text: str) -> str:
    """Return the name of a known time zone."""
    return ZoneInfo(text).key


def positive(text: str) -> int:
    """Return a whole number above zero."""
    number = int(text)
    if number <= 0:
        raise ValueError("it must be a whole number above zero")
    return number


def servers(*schemes: str) -> Callable[[str], list[str]]:
    """Return a reader of STUN or TURN addresses, between commas."""

    def parse(text: str) -> list[str]:
        found = items(text)
        if not all(one.split(":", 1)[0] in schemes and ":" in one for one in found):
            raise ValueError("each must start with " + " or ".join(f"{one}:" for one in schemes))
        return found

    return parse


def secret(text: str) -> str:
    """Return a key long enough to sign with."""
    if len(text) < 32:
        raise ValueError("it is shorter than 32 characters")
    return text


def mailbox(text: str) -> str:
    """Return an address that leaves room for a mark."""
    local, at, domain = text.rpartition("@")
    if not (at and local and domain) or "+" in local or len(local) > MAILBOX_NAME:
        raise ValueError(
            f"it must be one address, without +, {MAILBOX_NAME} characters at most before @"
        )
    return text.lower()


def imap(text: str) -> str:
    """Return the address of a folder of mails, with its account."""
    parts = urlsplit(url("imap", "imap+tls", "imaps")(text))
    if not parts.hostname or not parts.username:
        raise ValueError("it must give an account and a server")
    return text


def https(text: str) -> str:
    """Return the address of another machine, protected, without an account in it."""
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        raise ValueError("it must start with https:// and hold no password")
    return text


def headers(text: str) -> dict[str, str]:
    """Return headers of HTTP, read from a JSON object."""
    found = _json(text)
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise ValueError("it must be a JSON object whose values are texts")
    for name, value in found.items():
        if not HEADER.fullmatch(name) or not (value.isascii() and value.isprintable()):
            raise ValueError("each must be a header of HTTP, on one line, without accents")
    return found


def body(text: str) -> dict[str, Any]:
    """Return a template of request: a JSON object with {to} and {text} somewhere in its values."""
    found = _json(text)
    if not isinstance(found, dict):
        raise ValueError("it must be a JSON object")
    places = {place for value in _texts(found) for place in re.findall(r"\{(\w*)\}", value)}
    if missing := [place for place in ("to", "text") if place not in places]:
        raise ValueError("its values must hold " + " and ".join(f"{{{one}}}" for one in missing))
    if strange := sorted(places.difference(PLACES)):
        raise ValueError(
            f"{{{strange[0]}}} is not known: write {{to}}, {{text}}, {{from}} or {{id}}"
        )
    return found


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise ValueError("it must be valid JSON, with double quotes") from None


def _texts(value: Any) -> Iterator[str]:
    """Yield every text of a JSON value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
