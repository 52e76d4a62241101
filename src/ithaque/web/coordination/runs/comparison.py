"""Two runs side by side, in words: totals, weights, who is gained, lost or changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from ithaque.matching.comparing import Comparison, Kind, Line, Side, compare, people_of
from ithaque.matching.models import MatchRun
from ithaque.matching.naming import engine_words
from ithaque.programmes.models import Enrolment
from ithaque.ui.templatetags.typo import number
from ithaque.web.coordination.runs.pages import points, seconds
from ithaque.web.coordination.runs.rows import BANDS

PER_PAGE = 30
DIFFERENT = "different"
KINDS = {
    DIFFERENT: gettext_lazy("All that differs"),
    Kind.LOST: pgettext_lazy("compared runs", "Lost their mentor"),
    Kind.GAINED: pgettext_lazy("compared runs", "Gained a mentor"),
    Kind.CHANGED: pgettext_lazy("compared runs", "Change mentor"),
    Kind.SAME: pgettext_lazy("compared runs", "The same"),
}


FIGURES: tuple[tuple[Any, Callable[[dict[str, Any]], str]], ...] = (
    (gettext_lazy("Pairs proposed"), lambda one: number(one.get("paired", 0))),
    (gettext_lazy("People without mentor"), lambda one: number(one.get("unmatched", 0))),
    (gettext_lazy("Total"), lambda one: points(one.get("total"))),
    (gettext_lazy("Mean fit"), lambda one: points(one["mean"]) if "mean" in one else "—"),
    (
        gettext_lazy("Proven optimum"),
        lambda one: pgettext("proven", "yes") if one.get("proven") else pgettext("proven", "no"),
    ),
    (gettext_lazy("Time taken"), lambda one: seconds(one.get("seconds", 0))),
)


@dataclass(frozen=True)
class Row:
    """A mentee in both runs."""

    line: Line
    people: dict[int, Enrolment]

    @property
    def mentee(self) -> str:
        """Return their name."""
        return self._name(self.line.mentee)

    @property
    def before(self) -> str:
        """Return whom they had, and how well it fits."""
        return self._side(self.line.before)

    @property
    def after(self) -> str:
        """Return whom they have, and how well it fits."""
        return self._side(self.line.after)

    @property
    def gain(self) -> str:
        """Return what the fit gains or loses, in points."""
        gain = self.line.gain
        return "=" if not gain else f"{'+' if gain > 0 else '−'}{points(abs(gain))}"

    def _side(self, side: Side | None) -> str:
        if side is None:
            return _("nobody")
        return f"{self._name(side.mentor)} ({str(BANDS.get(side.band, BANDS[1])).lower()})"

    def _name(self, key: int) -> str:
        found = self.people.get(key)
        return found.person.get_full_name() if found else _("someone erased")


class ComparePage:
    """The page of two runs compared; the first is the one compared with."""

    def __init__(self, before: MatchRun, after: MatchRun, query: QueryDict) -> None:
        self.before, self.after = before, after
        self.comparison: Comparison = compare(before, after)
        self.kind = query.get("kind", DIFFERENT)
        self.lines = self.comparison.of(self.kind)
        self.page = Paginator(self.lines, PER_PAGE).get_page(query.get("page"))
        self.rows = _rows(list(self.page))

    def every_row(self) -> list[Row]:
        """Return the rows of every page."""
        return _rows(list(self.lines))

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """Return the kinds of difference with how many people each holds."""
        counts = self.comparison.counts
        counts[DIFFERENT] = len(self.comparison.of(DIFFERENT))
        other = self.before.public_id
        return [
            {
                "label": label,
                "href": f"?with={other}&kind={kind}",
                "count": counts[kind],
                "current": kind == self.kind,
            }
            for kind, label in KINDS.items()
        ]

    @property
    def figures(self) -> list[tuple[Any, str, str]]:
        """Return the figures of both runs."""
        before, after = self.before.summary, self.after.summary
        return [(label, show(before), show(after)) for label, show in FIGURES]

    @property
    def weights(self) -> list[tuple[str, str, str]]:
        """Return the criteria whose weight differs, with both weights."""
        before, after = (one.summary.get("weights", {}) for one in (self.before, self.after))
        return [
            (
                engine_words.criterion(code),
                number(round(before.get(code, 0), 1)),
                number(round(after.get(code, 0), 1)),
            )
            for code in sorted({*before, *after})
            if before.get(code, 0) != after.get(code, 0)
        ]

    @property
    def rules(self) -> list[str]:
        """Say which rules one run followed and not the other."""
        before, after = (set(one.summary.get("rules", [])) for one in (self.before, self.after))
        said = [
            (_("Run %(number)d alone followed: %(rule)s."), run.number, code)
            for run, codes in ((self.before, before - after), (self.after, after - before))
            for code in sorted(codes)
        ]
        return [
            words % {"number": number_, "rule": engine_words.rule(code)}
            for words, number_, code in said
        ]

    @property
    def title(self) -> str:
        """Say how many people it changes something for."""
        count = len(self.comparison.of(DIFFERENT))
        return ngettext(
            "%(count)d person is proposed something else",
            "%(count)d people are proposed something else",
            count,
        ) % {"count": count}


def _rows(lines: list[Line]) -> list[Row]:
    people = people_of(lines)
    return [Row(line, people) for line in lines]
