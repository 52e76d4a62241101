"""What someone reads who may never read a person: counts, the small ones hidden."""

from __future__ import annotations

from dataclasses import dataclass

from ithaque.insight import indicators, selectors
from ithaque.insight.indicators import Indicator
from ithaque.programmes.models import Programme
from ithaque.programmes.selectors import settings_of

LEAST = 5
"""Cells under five people are hidden (domain practice of public statistics; product default)."""
WHOLE = {"enrolments": "enrolled", "pairs": "followed"}
"""The figure each other is part of: what is left of it must not be small either."""


@dataclass(frozen=True)
class Aggregate:
    """A figure as an observer reads it; `value` is None where it is hidden."""

    indicator: Indicator
    value: int | None

    @property
    def hidden(self) -> bool:
        """Tell whether too few people stand behind the figure."""
        return self.value is None

    @property
    def label(self) -> str:
        """Return its name in the active language."""
        return str(self.indicator.label)

    @property
    def definition(self) -> str:
        """Return what it counts, in the active language."""
        return str(self.indicator.definition)


@dataclass(frozen=True)
class Aggregates:
    """The figures of one programme for its observers."""

    figures: list[Aggregate]
    weeks: list[selectors.Week]
    median_wait_days: int | None
    least: int = LEAST


def aggregates_of(programme: Programme) -> Aggregates:
    """Return the indicators the programme chose (all of them by default), in its order, small ones hidden.

    Meetings by week and the median wait are shown when at least five pairs stand behind them.
    """
    counted = selectors.counts([programme])
    chosen = [indicators.named(code) for code in settings_of(programme).indicators]
    wanted = [one for one in chosen if one is not None] or indicators.declared()
    enough = counted["followed"] >= LEAST
    return Aggregates(
        figures=[Aggregate(one, shown(one, counted)) for one in wanted],
        weeks=selectors.meetings_per_week([programme]) if enough else [],
        median_wait_days=selectors.median_wait_days([programme]) if enough else None,
    )


def shown(indicator: Indicator, counted: dict[str, int]) -> int | None:
    """Return a count, or None when it or what it leaves of its whole is from one to four people."""
    value, whole = counted[indicator.code], counted[WHOLE[indicator.rows]]
    rest = whole - value if value <= whole else 0
    small = 0 < value < LEAST or 0 < rest < LEAST
    return None if small else value
