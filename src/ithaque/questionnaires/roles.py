"""Who reads an answer: the one question asked before showing it to somebody."""

from __future__ import annotations

from ithaque.questionnaires.enums import Reader
from ithaque.questionnaires.schema import Question


def can_read(reader: Reader | str, question: Question) -> bool:
    """Tell whether someone may read the answers to a question; its author always may."""
    return reader in question.readers
