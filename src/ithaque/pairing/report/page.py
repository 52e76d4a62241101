"""The report's page: figures, proof in plain words, plots, causes, pairs. One file, no script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from statistics import median
from typing import TYPE_CHECKING, Any

from ithaque.pairing.messages import Message
from ithaque.pairing.scoring import MILLION
from ithaque.pairing.words import Language, band_name, criterion_name, number, rule_name, say

from .charts import Bar, Plots
from .equity import equity_section
from .figures import causes, criteria, fit_bins, loads
from .markup import Markup, element
from .sentences import tell

if TYPE_CHECKING:
    from ithaque.pairing.fairness import Fairness
    from ithaque.pairing.people import Person
    from ithaque.pairing.recruits import Recruit
    from ithaque.pairing.result import Pairing, Result

MOST_PAIRS = 1000
MOST_NAMES = 40
ITEMS_SHOWN = 8


@dataclass
class Report:
    """What a page is made from; `mentees` and `mentors` give names by id, ids stand where a name is missing."""

    result: Result
    language: Language
    mentees: Mapping[str, str]
    mentors: Mapping[str, str]
    in_years: bool = False
    fairness: Fairness | None = None

    def __post_init__(self) -> None:
        self.plots = Plots()

    def tell(self, code: str, /, **data: Any) -> str:
        return tell(code, self.language, **data)

    def say(self, message: Message) -> str:
        return say(message, self.language, in_years=self.in_years)

    def points(self, share: float) -> str:
        return number(100 * share, self.language, 1)

    def mentee(self, one: str) -> str:
        return self.mentees.get(one, one)

    def mentor(self, one: str) -> str:
        return self.mentors.get(one, one)


def page(report: Report) -> str:
    """Return the whole HTML document."""
    form, made = report.result.problem.format, len(report.result.meetings)
    title = report.tell(
        f"title.{form.kind}" if form.grouped else "title",
        paired=made if form.grouped else report.result.summary.paired,
        mentees=report.result.summary.mentees,
    )
    style = files("ithaque.pairing.report").joinpath("style.css").read_text(encoding="utf-8")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Markup(style)),
    )
    sections = [
        _figures(report),
        _proof(report),
        element(
            "div",
            _fit(report),
            _criteria(report),
            _capacity(report),
            _rules(report),
            class_="columns",
        ),
        equity_section(report) if report.fairness and report.fairness.attributes else None,
        _waiting(report),
        _pairs(report),
        _run(report),
    ]
    body = element(
        "body",
        element(
            "main",
            element("p", report.tell("kicker"), class_="kicker"),
            element("h1", title),
            *sections,
        ),
    )
    return "<!DOCTYPE html>\n" + element("html", head, body, lang=report.language) + "\n"


def card(title: str, *children: Any, kind: str = "card") -> Markup:
    """Return a titled section."""
    return element("section", element("h2", title), *children, class_=kind)


def table(caption: str, heads: list[str], rows: list[list[Any]], kind: str | None = None) -> Markup:
    """Return a table that scrolls on its own when it is too wide, by keyboard too.

    Its caption is read aloud only where the `kind` says "pairs" or "titled": the section's title says it already.
    """
    inner = element(
        "table",
        element("caption", caption, class_="aside" if kind in ("pairs", "titled") else None),
        element("thead", element("tr", [element("th", head, scope="col") for head in heads])),
        element(
            "tbody",
            [
                element(
                    "tr",
                    element("th", row[0], scope="row"),
                    [element("td", cell) for cell in row[1:]],
                )
                for row in rows
            ],
        ),
        class_=kind,
    )
    return element("div", inner, class_="scroll", tabindex=0, role="region", aria_label=caption)


def _figures(report: Report) -> Markup:
    summary, form = report.result.summary, report.result.problem.format
    used = len(report.result.pairs)
    made = len(report.result.meetings) if form.grouped else used
    shown = [
        (form.kind if form.grouped else "paired", number(made, report.language)),
        ("unmatched", number(len(report.result.unmatched), report.language)),
        *(
            [("places", report.tell("figure.of", part=used, whole=summary.places))]
            if form.kind not in ("circle", "peers")
            else []
        ),
        ("mean", report.points(summary.mean)),
        ("lowest", report.points(summary.lowest)),
    ]
    return element(
        "dl",
        [
            element("div", element("dt", report.tell(f"figure.{name}")), element("dd", words))
            for name, words in shown
        ],
        class_="figures",
    )


def _fit(report: Report) -> Markup:
    scores = [pair.score for pair in report.result.pairs]
    if not scores:
        return card(report.tell("fit.head"), element("p", report.tell("fit.none")))
    words = report.tell(
        "fit.text", median=report.points(median(scores)), lowest=report.points(min(scores))
    )
    columns = [(str(low), count) for low, count in fit_bins(report.result)]
    plot = report.plots.histogram(report.tell("fit.head"), words, columns, report.tell("fit.axis"))
    return card(report.tell("fit.head"), element("p", words), plot)


def _criteria(report: Report) -> Markup:
    bars = []
    for one in criteria(report.result):
        weight = number(one.weight, report.language)
        words = (
            report.tell(
                "criteria.one",
                value=number(100 * one.value, report.language, 0),
                weight=weight,
                answered=one.answered,
            )
            if one.answered
            else report.tell("criteria.none", weight=weight)
        )
        bars.append(Bar(_capital(criterion_name(one.code, report.language)), one.value, words))
    description = "; ".join(f"{bar.label}: {bar.words}" for bar in bars)
    plot = report.plots.bars(report.tell("criteria.head"), description, bars)
    return card(report.tell("criteria.head"), element("p", report.tell("criteria.text")), plot)


def _capacity(report: Report) -> Markup:
    places, used = report.result.summary.places, len(report.result.pairs)
    waiting = len(report.result.unmatched)
    parts = [
        (report.tell(f"capacity.{kind}", count=count), count, kind)
        for kind, count in (("used", used), ("free", max(0, places - used)), ("short", waiting))
        if count or kind == "used"
    ]
    words = report.tell("capacity.text", used=used, places=places)
    plot = report.plots.parts(report.tell("capacity.head"), words, parts)
    rows: list[list[Any]] = [
        [number(load, report.language), number(count, report.language)]
        for load, count in sorted(loads(report.result).items())
    ]
    heads = [report.tell("capacity.mentees"), report.tell("capacity.mentors")]
    return card(
        report.tell("capacity.head"),
        element("p", words),
        plot,
        table(report.tell("capacity.table"), heads, rows),
    )


def _rules(report: Report) -> Markup:
    excluded = report.result.summary.excluded
    rows: list[list[Any]] = [
        [_capital(rule_name(code, report.language)), number(count, report.language)]
        for code, count in sorted(excluded.items(), key=lambda found: -found[1])
        if count
    ]
    idle = [rule_name(code, report.language) for code, count in excluded.items() if not count]
    heads = [report.tell("rules.rule"), report.tell("rules.couples")]
    return card(
        report.tell("rules.head"),
        table(report.tell("rules.text"), heads, rows) if rows else None,
        element("p", report.tell("rules.idle", rules=idle), class_="note") if idle else None,
    )


def _proof(report: Report) -> Markup:
    result, certificate = report.result, report.result.certificate
    summary = result.summary
    total, bound = (
        number(value / MILLION, report.language, 3)
        for value in (certificate.objective, certificate.bound)
    )
    said: list[str] = []
    if certificate.stable:
        title = report.tell("proof.stable")
        said.append(report.tell("proof.no_envy", total=total, bound=bound))
    elif certificate.proven:
        title = report.tell("proof.proven")
        said.append(report.tell("proof.best"))
    else:
        gap = number(100 * certificate.gap, report.language, 3)
        title = report.tell("proof.near", gap=gap)
        if certificate.searched:
            said.append(report.tell("proof.searched"))
        elif certificate.more_placed:
            said.append(report.tell("proof.more", count=certificate.more_placed))
    if result.problem.settings.aims.fit[1]:
        said.append(report.tell("proof.balanced"))
    if certificate.floor is not None:
        said.append(report.tell("proof.worst", floor=report.points(certificate.floor / MILLION)))
    couples = summary.mentees * summary.mentors
    how = [
        report.tell("proof.prices"),
        report.tell("proof.bound", couples=couples, bound=bound, total=total),
        report.tell("proof.check"),
    ]
    return card(
        title,
        [element("p", words) for words in said],
        element("h3", report.tell("proof.how")),
        element("ul", [element("li", words) for words in how]),
        kind="card proof",
    )


def _waiting(report: Report) -> Markup:
    result = report.result
    if not result.unmatched:
        return card(report.tell("waiting.head"), element("p", report.tell("waiting.nobody")))
    rows: list[list[Any]] = []
    for cause, people in causes(result):
        names = ", ".join(report.mentee(one) for one in people[:MOST_NAMES])
        if len(people) > MOST_NAMES:
            names += f" {report.tell('waiting.more', count=len(people) - MOST_NAMES)}"
        rows.append([report.say(cause), names])
    heads = [report.tell("waiting.cause"), report.tell("waiting.people")]
    found = result.recruits()
    return card(
        report.tell("waiting.head"),
        table(report.tell("waiting.head"), heads, rows, "titled"),
        _recruits(report, found) if found else None,
    )


def _recruits(report: Report, found: list[Recruit]) -> list[Markup]:
    rows: list[list[Any]] = [
        [profile_words(report, one.profile), report.tell("recruits.people", count=len(one.serves))]
        for one in found
    ]
    heads = [report.tell("recruits.profile"), report.tell("recruits.serves")]
    return [
        element("h3", report.tell("recruits.head")),
        table(report.tell("recruits.text"), heads, rows),
    ]


def profile_words(report: Report, profile: Person) -> str:
    """Return a mentor's profile to look for in one line."""
    listed = {
        "offers": [skill.name for skill in profile.offers],
        "path": list(profile.path),
        "languages": sorted(profile.languages),
        "place": [profile.place] if isinstance(profile.place, str) else [],
    }
    words = [
        report.tell(f"recruits.{name}", items=items[:ITEMS_SHOWN])
        for name, items in listed.items()
        if items
    ]
    if profile.availability:
        words.append(report.tell("recruits.hours", count=len(profile.availability)))
    return _capital("; ".join(words) or report.tell("recruits.any"))


def _pairs(report: Report) -> Markup:
    pairs = sorted(report.result.pairs, key=lambda pair: report.mentee(pair.mentee_id).casefold())
    if not pairs:
        return card(report.tell("pairs.head"), element("p", report.tell("fit.none")))
    heads = [report.tell(f"pairs.{head}") for head in ("mentee", "mentor", "score", "why", "care")]
    rows = [_pair_row(report, pair) for pair in pairs[:MOST_PAIRS]]
    cut = len(pairs) > MOST_PAIRS
    note = report.tell("pairs.more", shown=MOST_PAIRS, count=len(pairs)) if cut else None
    return card(
        report.tell("pairs.head"),
        element("p", note, class_="note") if note else None,
        table(report.tell("pairs.head"), heads, rows, "pairs"),
    )


def _pair_row(report: Report, pair: Pairing) -> list[Any]:
    score = report.tell(
        "pairs.words", score=report.points(pair.score), band=band_name(pair.band, report.language)
    )
    confidence = report.tell("pairs.confidence", confidence=pair.confidence)
    reasons = [element("li", report.say(reason)) for reason in pair.reasons]
    return [
        report.mentee(pair.mentee_id),
        report.mentor(pair.mentor_id),
        [score, element("br"), element("span", confidence, class_="note")],
        element("ul", reasons) if reasons else None,
        element("span", report.say(pair.care), class_="care") if pair.care else None,
    ]


def _run(report: Report) -> Markup:
    from ithaque.pairing.record import versions

    settings = report.result.problem.settings
    weights = [
        f"{criterion_name(code, report.language)} {number(weight, report.language)}"
        for code, weight in settings.weights.items()
        if weight
    ]
    decided = report.tell("run.two", locks=len(settings.locks), forbids=len(settings.forbids))
    rows: list[list[Any]] = [
        [report.tell("run.objective"), report.result.summary.objective],
        [report.tell("run.weights"), ", ".join(weights)],
        [report.tell("run.decided"), decided],
        [report.tell("run.seed"), str(settings.seed)],
        [report.tell("run.versions"), ", ".join(f"{k} {v}" for k, v in versions().items())],
    ]
    return card(
        report.tell("run.head"),
        element(
            "dl",
            [[element("dt", head), element("dd", words)] for head, words in rows],
            class_="asked",
        ),
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
