"""What a reader meets in the report: sound markup, named tables and regions, the result's own words."""

from __future__ import annotations

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from ithaque.pairing import Person, Problem, Settings, Skill
from ithaque.pairing.fairness import fairness
from ithaque.pairing.record import versions
from ithaque.pairing.report import page as pages
from ithaque.pairing.report import report_page
from ithaque.pairing.report.figures import causes
from ithaque.pairing.report.sentences import tell
from ithaque.pairing.words import say

from .test_report import cohort

# What may stand directly in each element; all others but those in VOID hold a text, and nothing else.
INSIDE = {
    "html": "head body",
    "head": "meta title style",
    "body": "main",
    "main": "p h1 dl section div",
    "section": "h2 h3 p ul dl div svg",
    "div": "section div p svg dt dd table",
    "dl": "div dt dd",
    "ul": "li",
    "table": "caption thead tbody",
    "thead": "tr",
    "tbody": "tr",
    "tr": "th td",
    "td": "br span ul",
    "svg": "title desc text rect line",
}
VOID = {"meta", "br"}
SHAPES = {"rect", "line"}


def read(result, language="en", **said):
    return BeautifulSoup(report_page(result, language, **said), "html.parser")


def rows(table):
    return [
        [cell.get_text(" ") for cell in row.find_all(["th", "td"])]
        for row in table.tbody.find_all("tr")
    ]


def card(page, title):
    return page.find("h2", string=title).parent


def numbers(shape, *names):
    return [float(shape[name]) for name in names]


def told():
    """Return a result and its figures by group, every measure among them."""
    result = cohort()
    accepted = {(p.mentee_id, p.mentor_id): k % 2 == 0 for k, p in enumerate(result.pairs)}
    return result, fairness(result, accepted, date(2026, 3, 1))


@pytest.fixture(params=["full", "cut", "nobody", "everybody", "peers", "unproved"])
def written(request, monkeypatch):
    """Return the text of a page, one for each shape that a page takes."""
    result, found = told()
    if request.param == "full":
        return report_page(result, "en", fairness=found)
    if request.param == "cut":
        monkeypatch.setattr(pages, "MOST_PAIRS", 3)
        monkeypatch.setattr(pages, "MOST_NAMES", 2)
        return report_page(result, "fr", fairness=found)
    if request.param == "nobody":
        return report_page(Problem([Person("a", languages=["fr"])], []).solve(), "en")
    if request.param == "everybody":
        return report_page(Problem([Person("a")], [Person("m")]).solve(), "fr")
    if request.param == "peers":
        return report_page(cohort(format="peers"), "en")
    return report_page(cohort(objective="stable"), "fr")


def test_every_element_is_known_well_placed_and_closed(written):
    markup = re.sub(r"(?s)(?<=<style>).*?(?=</style>)", "", written).removeprefix(
        "<!DOCTYPE html>\n"
    )
    open_ = []
    for closing, tag in re.findall(r"<(/?)([^\s>]+)", markup):
        if closing:
            assert open_.pop() == tag
            continue
        assert not open_ or tag in INSIDE.get(open_[-1], "").split(), (open_, tag)
        if tag not in VOID:
            open_.append(tag)
    assert open_ == []


def test_nothing_that_should_speak_is_silent(written):
    page = BeautifulSoup(written, "html.parser")
    silent = [*INSIDE, *VOID, *SHAPES]
    for found in page.find_all(lambda tag: tag.name not in silent):
        assert found.get_text(strip=True), found
    for group in page.find_all(["svg", "section", "table", "ul", "dl", "thead"]):
        assert group.get_text(strip=True), group
    for section in page.find_all("section"):
        assert section.h2.find_next_sibling(), section


def test_page_is_read_as_utf_8_at_the_width_of_the_screen(written):
    page = BeautifulSoup(written, "html.parser")
    assert [found.attrs for found in page.head.find_all("meta")] == [
        {"charset": "utf-8"},
        {"name": "viewport", "content": "width=device-width, initial-scale=1"},
    ]
    assert page.head.title.text == page.h1.text


def test_tables_name_their_columns_their_rows_and_themselves(written):
    page = BeautifulSoup(written, "html.parser")
    for table in page.find_all("table"):
        heads = table.thead.find_all("th")
        assert {head["scope"] for head in heads} == {"col"}
        for row in table.tbody.find_all("tr"):
            assert [cell.name for cell in row.find_all(["th", "td"])] == [
                "th",
                *["td"] * (len(heads) - 1),
            ]
            assert row.th["scope"] == "row"
        region = table.parent
        assert (region["role"], region["tabindex"]) == ("region", "0")
        assert region["aria-label"] == table.caption.text
        # A caption is only shown where the title above does not say it already.
        title = region.find_parent("section").h2.text
        assert (table.caption.get("class") == ["aside"]) == (table.caption.text == title)


def test_every_class_is_known_to_the_style_and_every_colour_has_a_light_and_a_dark(written):
    page = BeautifulSoup(written, "html.parser")
    style = page.style.text
    used = {one for found in page.find_all(class_=True) for one in found["class"]}
    assert used - {"titled"} <= set(re.findall(r"\.([a-z]+)", style))
    light, dark = (
        set(re.findall(r"(--[a-z-]+):", block))
        for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    )
    assert light == dark
    assert set(re.findall(r"var\((--[a-z-]+)\)", style)) <= light
    painted = set(
        re.findall(r"\.plot \.(\w+)(?=[^{}]*\{ (?:fill|stroke): (?:none|var\(--[a-z-]+\));)", style)
    )
    for plot in page.find_all("svg"):
        assert plot["class"] == ["plot"]
        for shape in plot.find_all(list(SHAPES)):
            assert shape["class"][0] in painted
        for shape in plot.find_all(["text", *SHAPES]):
            assert not {"fill", "stroke", "style"} & set(shape.attrs)


def test_plots_draw_inside_their_frame_and_say_their_title(written):
    page = BeautifulSoup(written, "html.parser")
    for plot in page.find_all("svg"):
        left, top, width, height = map(float, plot["viewbox"].split())
        assert (left, top) == (0, 0)
        for box in plot.find_all("rect"):
            x, y, wide, tall = numbers(box, "x", "y", "width", "height")
            assert x >= 0 <= y
            assert x + wide <= width + 0.01
            assert y + tall <= height
        for words in plot.find_all("text"):
            x, y = numbers(words, "x", "y")
            assert 0 <= x <= width
            assert 0 < y < height
        title, words = (page.find(id=one) for one in plot["aria-labelledby"].split())
        assert (title.name, words.name) == ("title", "desc")
        assert (title.parent, words.parent) == (plot, plot)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_headings_come_in_order_each_over_a_section_of_the_page(language):
    result, found = told()
    page = read(result, language, fairness=found)
    heads = [
        *(("h2", "proof.proven"), ("h3", "proof.how"), ("h2", "fit.head"), ("h2", "criteria.head")),
        *(("h2", "capacity.head"), ("h2", "rules.head"), ("h2", "waiting.head")),
        *(("h3", "recruits.head"), ("h2", "pairs.head"), ("h2", "run.head")),
    ]
    expected = [(tag, tell(code, language)) for tag, code in heads]
    expected[6:6] = [("h2", tell("fairness.head", language)), ("h3", "town")]
    assert [(head.name, head.text) for head in page.find_all(["h2", "h3"])] == expected
    above = [one.parent.name for one in page.find_all("section")]
    assert above == ["main", *["div"] * 4, *["main"] * 4]
    assert page.main.p.text == tell("kicker", language)
    assert page.main.find("h1", recursive=False)


def test_figures_at_the_top_are_those_of_the_result():
    result = cohort()
    summary = result.summary
    shown = [
        (one.dt.text, one.dd.text)
        for one in read(result).find("dl", class_="figures").find_all("div")
    ]
    assert shown == [
        ("Pairs made", str(len(result.pairs))),
        ("Without a mentor", str(len(result.unmatched))),
        ("Places taken", f"{len(result.pairs)} of {summary.places}"),
        ("Mean score out of 100", f"{100 * summary.mean:.1f}"),
        ("Lowest score", f"{100 * summary.lowest:.1f}"),
    ]


def test_every_pair_has_its_row_with_score_reasons_and_care_in_the_order_of_names():
    result = cohort()
    names = {one.id: f"{'bB'[k % 2]}{k:02}" for k, one in enumerate(result.problem.mentees)}
    table = card(read(result, mentees=names), "The pairs").table
    assert [cell.text for cell in table.thead.find_all("th")] == [
        "Mentee", "Mentor", "Score", "Why", "Point of attention",
    ]  # fmt: skip
    pairs = sorted(result.pairs, key=lambda pair: names[pair.mentee_id].lower())
    assert any(pair.care for pair in pairs)
    for pair, row in zip(pairs, table.tbody.find_all("tr"), strict=True):
        mentor, score, why, care = row.find_all("td")
        assert (row.th.text, mentor.text) == (names[pair.mentee_id], pair.mentor_id)
        assert score.text.startswith(f"{100 * pair.score:.1f} out of 100, ")
        assert score.span.text == f"confidence {100 * pair.confidence:.0f}%"
        assert [one.text for one in why.find_all("li")] == [say(one, "en") for one in pair.reasons]
        assert care.text == (say(pair.care, "en") if pair.care else "")


def test_a_list_as_long_as_allowed_is_whole_and_one_more_is_cut(monkeypatch):
    result = cohort()
    cause, people = causes(result)[0]
    monkeypatch.setattr(pages, "MOST_PAIRS", len(result.pairs))
    monkeypatch.setattr(pages, "MOST_NAMES", len(people))
    whole = read(result)
    assert card(whole, "The pairs").p is None
    assert rows(card(whole, "Without a mentor, and why").table)[0] == [
        say(cause, "en"),
        ", ".join(people),
    ]
    monkeypatch.setattr(pages, "MOST_PAIRS", len(result.pairs) - 1)
    monkeypatch.setattr(pages, "MOST_NAMES", len(people) - 1)
    cut = read(result)
    note = card(cut, "The pairs").find("p", class_="note")
    assert note.text.startswith("The first 11 pairs of 12;")
    assert len(rows(card(cut, "The pairs").table)) == 11
    assert rows(card(cut, "Without a mentor, and why").table)[0][1].endswith("a16 … and 1 more")


def test_profiles_to_recruit_are_listed_with_how_many_each_would_serve():
    result = cohort()
    shown = rows(card(read(result), "Without a mentor, and why").find_all("table")[1])
    assert shown[0] == ["Skills: pay; languages: fr", "8 people"]
    assert [row[1] for row in shown] == [f"{len(one.serves)} people" for one in result.recruits()]


def test_rules_are_listed_with_the_couples_they_set_aside_the_most_first():
    mentees = [Person(f"a{k}", languages=["de" if k == 0 else "fr"]) for k in range(4)]
    mentors = [Person(f"m{k}", languages=["fr"], trained=k == 0) for k in range(3)]
    result = Problem(mentees, mentors, Settings()).solve()
    rules = card(read(result), "Rules followed")
    assert rows(rules.table) == [["Training done", "8"], ["A common language", "3"]]
    assert "free hours in common" in rules.p.text
    assert "training done" not in rules.p.text


def test_what_was_asked_is_written_down():
    settings = Settings(
        weights={"needs": 2, "style": 0, "path": 1},
        seed=7,
        locks=[("a01", "m1")],
        objective="total",
    )
    mentees = [Person("a01", needs=[Skill("law")]), Person("a02")]
    result = Problem(mentees, [Person("m1"), Person("m2")], settings).solve()
    asked = card(read(result), "What was asked").find("dl", class_="asked")
    words = dict(
        zip(
            [one.text for one in asked.find_all("dt")],
            [one.text for one in asked.find_all("dd")],
            strict=True,
        )
    )
    assert words["Objective"] == "total"
    assert "needs and skills 2, path 1" in words["Weights"].lower()
    assert "style" not in words["Weights"].lower()
    assert words["Pairs locked, set aside"] == "1 and 0"
    assert words["Seed of ties"] == "7"
    assert words["Versions"] == ", ".join(f"{name} {one}" for name, one in versions().items())
