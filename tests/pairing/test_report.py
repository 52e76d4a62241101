"""The report: one page that needs nothing, says everything, hides what it must, the same bytes each time."""

from __future__ import annotations

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from hypothesis import given

from ithaque.pairing import Person, Problem, Settings, Skill
from ithaque.pairing.fairness import fairness
from ithaque.pairing.report import report_page
from ithaque.pairing.report.charts import Bar, Plots
from ithaque.pairing.report.figures import fit_bins, loads
from ithaque.pairing.report.markup import element, joined
from ithaque.pairing.report.sentences import SENTENCES

from .builders import grid, people, quick

LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


def cohort(**settings):
    mentees = [
        Person(
            f"a{k:02}",
            needs=[Skill("law" if k % 2 else "pay")],
            languages=["fr" if k < 20 else "de"],
            group={"town": "north" if k < 12 else "south"},
            waiting_since=date(2026, 1, 1 + k),
        )
        for k in range(24)
    ]
    mentors = [
        Person(f"m{k}", offers=[Skill("law" if k % 3 else "pay")], languages=["fr"], capacity=k % 3)
        for k in range(12)
    ]
    return Problem(mentees, mentors, Settings(**settings)).solve()


@LANGUAGES
def test_page_is_whole_without_script_or_anything_outside(language):
    result = cohort()
    text = report_page(result, language, fairness=fairness(result, today=date(2026, 3, 1)))
    page = BeautifulSoup(text, "html.parser")
    assert text.startswith("<!DOCTYPE html>")
    assert page.html["lang"] == language
    assert page.find_all(["script", "link", "img", "iframe"]) == []
    assert not re.search(r"(href|src|url\()", text)
    assert not re.search(r"\son\w+=", text)
    assert len(page.find_all("h1")) == 1
    ids = [found["id"] for found in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for plot in page.find_all("svg"):
        assert plot["role"] == "img"
        assert all(
            page.find(id=one) and page.find(id=one).text for one in plot["aria-labelledby"].split()
        )
    for region in page.find_all(attrs={"role": "region"}):
        assert region["tabindex"] == "0"
        assert region["aria-label"]


@LANGUAGES
def test_same_result_gives_the_same_bytes(language):
    assert report_page(cohort(), language) == report_page(cohort(), language)


def test_page_tells_figures_proof_causes_recruits_and_every_pair():
    result = cohort()
    names = {person.id: f"Name {person.id}" for person in result.problem.mentees}
    text = BeautifulSoup(report_page(result, "en", mentees=names), "html.parser").get_text(" ")
    assert f"{len(result.pairs)} pairs for 24 mentees" in text
    assert "Proven optimum" in text
    assert "over the 288 possible couples" in text
    assert "Whom to recruit" in text
    assert "Skills: pay; languages: fr" in text
    for pair in result.pairs:
        assert names[pair.mentee_id] in text
        assert pair.mentor_id in text
    for one in result.unmatched:
        assert names[one.mentee_id] in text


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"objective": "balanced"}, "scores rééquilibrés"),
        ({"objective": "worst_off"}, "est le plus haut possible"),
        ({"objective": "stable"}, "le prix de la stabilité"),
        ({"format": "peers"}, "Optimum prouvé"),
        ({"format": "circle"}, "cercles pour 24 personnes mentorées"),
        ({"format": "team"}, "équipes pour 24 personnes mentorées"),
        ({"format": "peers"}, "binômes de pairs pour"),
    ],
)
def test_page_says_what_is_proved_of_each_objective(settings, words):
    text = BeautifulSoup(report_page(cohort(**settings), "fr"), "html.parser").get_text(" ")
    assert words in text.replace("\u00a0", " ")


def test_page_of_an_unproved_result_says_the_gap():
    from dataclasses import replace

    result = cohort()
    certificate = replace(result.certificate, proven=False, bound=result.certificate.bound + 10_000)
    text = report_page(replace(result, certificate=certificate), "en")
    assert "from the optimum" in text
    assert "Proven optimum" not in text
    for change, words in (
        ({"searched": True}, "searched to the end"),
        ({"more_placed": 1}, "1 more person could be placed"),
    ):
        told = replace(result, certificate=replace(certificate, **change))
        assert words in report_page(told, "en").replace("\u00a0", " ")


@LANGUAGES
def test_page_of_nobody_and_of_everybody_placed(language):
    empty = report_page(Problem([], []).solve(), language)
    assert SENTENCES["fit.none"][language == "en"].replace("'", "’") in empty
    wished = Person("a", expectations={"directive": 3})
    alone = report_page(Problem([wished], []).solve(), language)
    assert SENTENCES["recruits.any"][language == "en"][1:] in alone
    text = report_page(Problem([Person("a")], [Person("m")]).solve(), language)
    assert SENTENCES["waiting.nobody"][language == "en"].replace("'", "’") in text


def test_profile_to_recruit_tells_place_path_and_hours():
    waiting = Person("a", path=["law"], place="Brest", availability=[1, 2], languages=["fr"])
    text = report_page(Problem([waiting], [], Settings(bands=(0.0, 0.6, 0.75))).solve(), "en")
    for words in ("path: law", "place: Brest", "2 free hours a week"):
        assert words in text.lower() or words in text


def test_small_groups_are_hidden_in_the_page_too():
    mentees = [
        Person(f"a{k:02}", group={"town": "small" if k < 3 else "mid" if k < 10 else "large"})
        for k in range(24)
    ]
    result = Problem(mentees, [Person("m", capacity=10)]).solve()
    page = BeautifulSoup(report_page(result, "en", fairness=fairness(result)), "html.parser")
    rows = {
        row.th.text: [cell.text for cell in row.find_all("td")]
        for row in page.select("table.wide tbody tr")
    }
    assert rows["small"] == ["hidden", "hidden", "hidden"]
    assert rows["mid"] == ["hidden", "hidden", "hidden"]
    assert rows["large"][0] == "14"
    shown = [text.text for text in page.select("svg text.strong")]
    assert "small" not in shown
    assert "mid" not in shown


def test_group_far_under_the_best_and_waits_and_acceptance_are_told():
    result = cohort()
    accepted = {(p.mentee_id, p.mentor_id): k % 2 == 0 for k, p in enumerate(result.pairs)}
    found = fairness(result, accepted, date(2026, 3, 1))
    text = report_page(result, "en", fairness=found)
    for words in (
        "Share of proposals accepted",
        "Median wait in days",
        "under four fifths",
        "hidden",
    ):
        assert words in text


def test_measure_that_rests_on_nobody_says_so():
    mentees = [
        Person(f"a{k:02}", group={"g": "x" if k < 8 else "y"}, languages=["fr" if k < 8 else "de"])
        for k in range(16)
    ]
    result = Problem(mentees, [Person("m", languages=["fr"], capacity=8)]).solve()
    page = BeautifulSoup(report_page(result, "en", fairness=fairness(result)), "html.parser")
    assert [cell.text for cell in page.select("table.wide tbody tr")[1].find_all("td")][
        2
    ] == "nobody"


def test_names_cannot_act_as_markup():
    result = Problem([Person("a")], [Person("m")]).solve()
    text = report_page(
        result, "fr", mentees={"a": "<script>alert('x')</script>"}, mentors={"m": '"><b>'}
    )
    assert "<script" not in text
    assert "<b>" not in text


def test_long_lists_are_cut_and_say_so():
    many = Problem(
        [Person(f"a{k:04}") for k in range(1100)],
        [Person("m", capacity=1005)],
        Settings(dense_limit=5000),
    )
    text = report_page(many.solve(), "en")
    assert "The first 1,000 pairs of 1,005" in text
    assert "and 55 more" in text


def test_figures_count_each_pair_and_each_mentor_once():
    result = grid([[0.05, 0.95, 0.5], [1.0, 0.2, None]]).solve()
    assert sum(count for _, count in fit_bins(result)) == len(result.pairs)
    assert fit_bins(result)[9] == (90, 2)
    assert loads(cohort()).total() == 8
    assert sum(load * count for load, count in loads(cohort()).items()) == len(cohort().pairs)


@quick
@given(people("a"), people("o"))
def test_any_result_has_a_page_in_both_languages(mentees, mentors):
    result = Problem(
        mentees, mentors, Settings(weights={"needs": 1, "text": 1, "distance": 2})
    ).solve()
    for language in ("fr", "en"):
        assert report_page(result, language, fairness=fairness(result)).endswith("</html>\n")


def test_plots_keep_shares_inside_and_escape_words():
    plot = Plots().bars("t", "d", [Bar("<x>", 1.7, "w", -0.2, 1.4)])
    assert "&lt;x&gt;" in plot
    assert 'width="640"' in plot
    assert 'x1="0"' in plot
    assert Plots().histogram("t", "d", [], "axis").count("<rect") == 0


def test_markup_leaves_nothing_out_and_escapes_the_rest():
    assert element("p", "a & b", class_="x", id=None) == '<p class="x">a &amp; b</p>'
    assert element("br") == "<br>"
    assert joined([None, False, 0, ["<"]]) == "0&lt;"


def test_a_figure_of_too_few_people_for_an_interval_is_told_without_one():
    waiting = [date(2026, 1, day) for day in (1, 3, 11, 20, 30)]
    mentees = [
        Person(f"a{k}", group={"g": "x"}, languages=["de"], waiting_since=since)
        for k, since in enumerate(waiting)
    ]
    result = Problem(mentees, [Person("m", languages=["fr"], capacity=8)]).solve()
    found = fairness(result, today=date(2026, 1, 31))
    page = BeautifulSoup(report_page(result, "en", fairness=found), "html.parser")
    assert page.select("table.wide tbody tr td")[-1].text == "20"
