"""One line of the access matrix."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.support.world import World

OPEN = frozenset({200, 204, 302, 303, 409, 422})
"""The door opened: a page, a redirection after a change, or a form shown again with its errors."""
EVERYONE = "everyone"
SIGNED_IN = "signed in"


@dataclass(frozen=True)
class Row:
    """Who opens one URL: `opens` names personas, or EVERYONE, or SIGNED_IN.

    `closed` is what others get (404); the anonymous visitor is sent to sign in (302) unless everyone may come.
    """

    url: str
    kwargs: Callable[[World], dict[str, Any]] = lambda world: {}
    opens: Iterable[str] | str = field(default_factory=frozenset)
    method: str = "get"
    data: Callable[[World], dict[str, Any]] = lambda world: {}
    query: str = ""
    closed: int = 404
    answers: frozenset[int] = OPEN

    def expected(self, persona: str) -> frozenset[int]:
        """Return the statuses this persona may get."""
        if self.opens == EVERYONE or (self.opens == SIGNED_IN and persona != "anonymous"):
            return self.answers
        if persona == "anonymous":
            return (
                self.answers
                if not isinstance(self.opens, str) and "anonymous" in self.opens
                else frozenset({302, self.closed})
            )
        if isinstance(self.opens, str):
            return frozenset({self.closed})
        return self.answers if persona in self.opens else frozenset({self.closed})
