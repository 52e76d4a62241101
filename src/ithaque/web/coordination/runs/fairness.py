"""How a run treats groups, in words: shares with their intervals, small groups hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ithaque.matching.equity import SMALLEST, Attribute, Group, Measure, equity_of
from ithaque.matching.models import MatchRun
from ithaque.matching.words import listed
from ithaque.ui.templatetags.typo import number, percent

MEASURES = {
    "placed": gettext_lazy("share with a mentor"),
    "fit": gettext_lazy("mean fit"),
    "accepted": gettext_lazy("share of acceptances"),
}


@dataclass(frozen=True)
class GroupRow:
    """One group, as the table shows it."""

    group: Group

    @property
    def placed(self) -> str:
        """Return the share with a mentor."""
        return _share(self.group.placed)

    @property
    def fit(self) -> str:
        """Return the mean fit, in points of 100."""
        return _points(self.group.fit)

    @property
    def accepted(self) -> str:
        """Return the share of yes among the answers."""
        return _share(self.group.accepted)

    @property
    def waits(self) -> str:
        """Return the median wait of those without a mentor."""
        days = self.group.waiting_days
        if days is None:
            return "—"
        return ngettext("%(count)d day", "%(count)d days", round(days)) % {"count": round(days)}

    @property
    def below(self) -> str:
        """Say which figures are far under those of the best group."""
        return listed(str(MEASURES[name]) for name in MEASURES if name in self.group.below)


class EquityPage:
    """The figures of a run by group."""

    def __init__(self, run: MatchRun) -> None:
        self.run = run
        self.attributes = equity_of(run)

    @property
    def tables(self) -> list[tuple[Attribute, list[GroupRow], int]]:
        """Return each question with its groups shown, and how many are hidden."""
        return [
            (one, [GroupRow(group) for group in one.shown], len(one.groups) - len(one.shown))
            for one in self.attributes
        ]

    @property
    def bars(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Return, by question, the share of each group shown that has a mentor."""
        return [
            (
                one.label,
                [
                    {
                        "label": group.name,
                        "value": percent(group.placed.value),
                        "share": round(100 * group.placed.value),
                        "colour": "coral" if group.below else "",
                    }
                    for group in one.shown
                    if group.placed and group.placed.value is not None
                ],
            )
            for one in self.attributes
        ]

    @property
    def to_look_at(self) -> list[str]:
        """Say which groups are far under the best one."""
        return [
            _("%(question)s: %(group)s, under four fifths of the best group for the %(measures)s.")
            % {"question": one.label, "group": row.group.name, "measures": row.below}
            for one in self.attributes
            for row in map(GroupRow, one.shown)
            if row.group.below
        ]

    @property
    def smallest(self) -> int:
        """Return how many people a group needs to be shown."""
        return SMALLEST


def _share(measure: Measure | None) -> str:
    if measure is None or measure.value is None:
        return "—"
    low, high = measure.low or 0, measure.high or 0
    return _("%(value)s (%(low)s to %(high)s)") % {
        "value": percent(measure.value),
        "low": percent(low),
        "high": percent(high),
    }


def _points(measure: Measure | None) -> str:
    if measure is None or measure.value is None:
        return "—"
    value = number(round(100 * measure.value))
    if measure.low is None or measure.high is None:
        return value
    return _("%(value)s (%(low)s to %(high)s)") % {
        "value": value,
        "low": number(round(100 * max(0, measure.low))),
        "high": number(round(100 * min(1, measure.high))),
    }
