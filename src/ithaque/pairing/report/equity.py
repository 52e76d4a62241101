"""The report's section on groups: plots of the shares, and every figure in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ithaque.pairing.fairness import SMALLEST, Group, Measure
from ithaque.pairing.words import number

from .charts import Bar
from .markup import Markup, element

if TYPE_CHECKING:
    from .page import Report

MEASURES = ("placed", "fit", "accepted", "waiting")
PLOTTED = ("placed", "fit")


def equity_section(report: Report) -> Markup:
    """Return the section of all attributes."""
    from .page import card

    assert report.fairness is not None
    parts: list[Any] = [element("p", report.tell("fairness.text", smallest=SMALLEST))]
    for attribute, groups in report.fairness.attributes.items():
        parts.append(element("h3", attribute))
        plots = [_plot(report, attribute, groups, measure) for measure in PLOTTED]
        parts.append(element("div", plots, class_="columns"))
        parts.append(_table(report, attribute, groups))
    parts.append(element("p", report.tell("fairness.source"), class_="note"))
    return card(report.tell("fairness.head"), *parts)


def _plot(report: Report, attribute: str, groups: list[Group], measure: str) -> Markup | None:
    bars = []
    for group in groups:
        figure: Measure = getattr(group, measure)
        if figure.value is not None:
            words = _words(report, figure, measure)
            bars.append(Bar(group.name, figure.value, words, figure.low, figure.high))
    if not bars:
        return None
    title = f"{report.tell(f'fairness.{measure}')}, {attribute}"
    description = "; ".join(f"{bar.label}: {bar.words}" for bar in bars)
    return element(
        "div",
        element("p", report.tell(f"fairness.{measure}"), class_="note"),
        report.plots.bars(title, description, bars),
    )


def _table(report: Report, attribute: str, groups: list[Group]) -> Markup:
    from .page import table

    told = [m for m in MEASURES if any(_is_told(group, m) for group in groups)]
    heads = [report.tell("fairness.group"), report.tell("fairness.people")]
    heads += [report.tell(f"fairness.{measure}") for measure in told]
    rows: list[list[Any]] = []
    for group in groups:
        people = report.tell("fairness.hidden") if group.people is None else str(group.people)
        cells = [_cell(report, group, measure) for measure in told]
        rows.append([group.name, people, *cells])
    return table(f"{report.tell('fairness.head')}, {attribute}", heads, rows, "wide")


def _is_told(group: Group, measure: str) -> bool:
    figure: Measure = getattr(group, measure)
    return figure.value is not None or (figure.hidden and not group.hidden)


def _cell(report: Report, group: Group, measure: str) -> Any:
    figure: Measure = getattr(group, measure)
    if figure.hidden:
        return report.tell("fairness.hidden")
    if figure.value is None:
        return report.tell("fairness.nobody")
    words = _words(report, figure, measure)
    if measure not in group.below:
        return words
    return [words, element("br"), element("span", report.tell("fairness.below"), class_="care")]


def _words(report: Report, figure: Measure, measure: str) -> str:
    scale = 1 if measure == "waiting" else 100
    value, low, high = (
        None if one is None else number(scale * one, report.language, 0 if scale == 1 else 1)
        for one in (figure.value, figure.low, figure.high)
    )
    if low is None or high is None:
        return str(value)
    return report.tell("fairness.interval", value=value, low=low, high=high)
