"""The kinds of message the house writes: each says why people get it.

A room declares its kinds in its `mails.py`, and writes one text template per kind,
`<room>/mail/<name>.txt`: the first line is the subject, the rest the paragraphs, separated by a blank
line. The HTML version is made from the same text.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from ithaque.correspondence.enums import Family


@dataclass(frozen=True)
class Kind:
    """A kind `room.name`; `why` completes “You receive this message because …”.

    Its `family` is what people tune: how often, and whether by e-mail. A kind that `can_wait` respects quiet hours.
    `reply` says what an answer by mail does; empty when it does nothing. One that `texts` may leave by text message
    too: it then has a second template, `<room>/sms/<name>.txt`, one sentence without a name nor anybody's words.
    """

    code: str
    why: str | Promise
    family: Family = Family.NECESSARY
    can_wait: bool = False
    reply: str | Promise = ""
    texts: bool = False

    @property
    def template(self) -> str:
        """Return the name of the kind's text template."""
        room, _, name = self.code.partition(".")
        return f"{room}/mail/{name}.txt"

    @property
    def short_template(self) -> str:
        """Return the name of the template of its text message."""
        room, _, name = self.code.partition(".")
        return f"{room}/sms/{name}.txt"


_kinds: dict[str, Kind] = {}


def register(
    code: str,
    why: str | Promise,
    family: Family = Family.NECESSARY,
    *,
    can_wait: bool = False,
    reply: str | Promise = "",
    texts: bool = False,
) -> Kind:
    """Declare a kind of message and return it."""
    return _kinds.setdefault(code, Kind(code, why, family, can_wait, reply, texts))


def named(code: str) -> Kind | None:
    """Return a kind, or None when it is no longer declared."""
    return _kinds.get(code)


def declared() -> list[Kind]:
    """Return every kind, by code."""
    return [_kinds[code] for code in sorted(_kinds)]
