"""Refusals: what a service answers when a rule says no, in words a person can act on."""

from __future__ import annotations

from django.utils.functional import Promise


class Refusal(Exception):
    """A service declined to act; `message` is a translated sentence that says what to do.

    `code` is stable and may be tested; the message may not. Views show the message next to the form
    that caused it (status 409 for a conflict with the current state, 422 otherwise).
    """

    def __init__(self, code: str, message: str | Promise, *, conflict: bool = True) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.conflict = conflict

    def __str__(self) -> str:
        return str(self.message)
