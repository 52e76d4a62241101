"""The pairing engine: exact, explained, proved. Pure Python over NumPy, SciPy and OR-tools, usable alone.

    from ithaque.pairing import Person, Problem, Settings, Skill

    mentees = [Person("ana", needs=[Skill("python")])]
    mentors = [Person("bea", offers=[Skill("python", level=3)], capacity=2)]
    result = Problem(mentees, mentors, Settings()).solve()
    result.pairs[0].reasons, result.certificate.proven

Names are loaded when first used: importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .book import PriceBook, ProblemScores
    from .changes import Change, Price
    from .messages import KINDS, Message
    from .people import Person, Skill
    from .problem import Cancelled, Problem, ProblemError
    from .record import replay
    from .result import Certificate, Contribution, Pairing, Result, Summary, Unmatched
    from .settings import Fault, FaultsError, Settings, SettingsError

_HOMES = {
    "PriceBook": "book",
    "ProblemScores": "book",
    "Change": "changes",
    "Price": "changes",
    "KINDS": "messages",
    "Message": "messages",
    "Person": "people",
    "Skill": "people",
    "Cancelled": "problem",
    "Problem": "problem",
    "ProblemError": "problem",
    "replay": "record",
    "Certificate": "result",
    "Contribution": "result",
    "Pairing": "result",
    "Result": "result",
    "Summary": "result",
    "Unmatched": "result",
    "Fault": "settings",
    "FaultsError": "settings",
    "Settings": "settings",
    "SettingsError": "settings",
}

__all__ = [
    "KINDS",
    "Cancelled",
    "Certificate",
    "Change",
    "Contribution",
    "Fault",
    "FaultsError",
    "Message",
    "Pairing",
    "Person",
    "Price",
    "PriceBook",
    "Problem",
    "ProblemError",
    "ProblemScores",
    "Result",
    "Settings",
    "SettingsError",
    "Skill",
    "Summary",
    "Unmatched",
    "replay",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted(__all__)
