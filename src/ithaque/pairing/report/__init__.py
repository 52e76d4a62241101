"""A pairing as one readable page: `report_page(result, "fr")` gives HTML that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ithaque.pairing.fairness import Fairness
    from ithaque.pairing.result import Result
    from ithaque.pairing.words import Language

__all__ = ["report_page"]


def report_page(
    result: Result,
    language: Language,
    *,
    mentees: Mapping[str, str] | None = None,
    mentors: Mapping[str, str] | None = None,
    fairness: Fairness | None = None,
    in_years: bool = False,
) -> str:
    """Return the report of a result as one self-contained HTML document: style and plots inside, no script.

    `mentees` and `mentors` give names by id; `fairness` adds the figures by group; `in_years` says that one step of
    seniority is a year. The same result gives the same bytes.
    """
    from .page import Report, page

    return page(Report(result, language, mentees or {}, mentors or {}, in_years, fairness))
