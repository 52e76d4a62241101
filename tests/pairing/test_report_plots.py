"""What the plots of the report show: shapes to scale, each beside its words, the figures those of the result."""

from __future__ import annotations

from collections import Counter
from statistics import median

import pytest
from bs4 import BeautifulSoup

from ithaque.pairing import Person, Problem, Skill
from ithaque.pairing.fairness import fairness
from ithaque.pairing.report.charts import Bar, Plots

from .builders import grid
from .test_report import cohort
from .test_report_page import card, numbers, read, rows


def test_columns_of_scores_stand_on_one_line_as_tall_as_their_counts():
    scores = [0.05, 0.91, 0.95, 0.55, 0.97, 1.0]
    table = [[score if i == j else None for j in range(6)] for i, score in enumerate(scores)]
    result = grid(table).solve()
    fit = card(read(result), "How well pairs fit")
    middle = 100 * median(pair.score for pair in result.pairs)
    assert fit.p.text.startswith(f"Half of the pairs score {middle:.1f} out of 100 or more;")
    assert fit.p.text.endswith("the lowest is at 5.0.")
    assert fit.svg.desc.text == fit.p.text
    boxes = [numbers(box, "x", "y", "width", "height") for box in fit.svg.find_all("rect")]
    ground = float(fit.svg.line["y1"])
    assert fit.svg.line["y2"] == fit.svg.line["y1"]
    assert [tall for *_, tall in boxes] == [45, 0, 0, 0, 0, 45, 0, 0, 0, 180]
    assert {y + tall for _, y, _, tall in boxes} == {ground}
    assert len({wide for _, _, wide, _ in boxes}) == 1
    labels = [words for words in fit.svg.select("text.label") if words.text.isdigit()]
    assert [words.text for words in labels] == [str(10 * k) for k in range(10)]
    for (x, _, wide, _), words in zip(boxes, labels, strict=True):
        assert float(words["x"]) == x + wide / 2
        assert float(words["y"]) > ground
    assert [words.text for words in fit.svg.select("text.count")] == ["1", "1", "4"]
    full = [box for box in boxes if box[3]]
    for (x, y, wide, _), words in zip(full, fit.svg.select("text.count"), strict=True):
        assert float(words["x"]) == x + wide / 2
        assert float(words["y"]) < y


def test_bars_fill_their_track_in_proportion_under_their_words_with_their_interval():
    plot = BeautifulSoup(
        Plots().bars("t", "d", [Bar("one", 0.25, "25 of 100", 0.125, 0.5), Bar("two", 1, "all")]),
        "html.parser",
    )
    tracks, fills = plot.select(".track"), plot.select(".fill")
    assert [float(fill["width"]) / float(tracks[0]["width"]) for fill in fills] == [0.25, 1]
    for track, fill in zip(tracks, fills, strict=True):
        assert numbers(track, "x", "y", "height") == numbers(fill, "x", "y", "height")
    strong = plot.select("text.strong")
    said = plot.select("text:not(.strong)")
    assert [one.text for one in strong] == ["one", "two"]
    assert [one.text for one in said] == ["25 of 100", "all"]
    last = 0.0
    for name, words, track in zip(strong, said, tracks, strict=True):
        assert last < float(name["y"]) < float(words["y"]) < float(track["y"])
        last = float(track["y"]) + float(track["height"])
    across, low, high = plot.select(".interval")
    middle = float(tracks[0]["y"]) + float(tracks[0]["height"]) / 2
    assert numbers(across, "x1", "x2", "y1", "y2") == [80, 320, middle, middle]
    for end, x in ((low, 80), (high, 320)):
        assert numbers(end, "x1", "x2") == [x, x]
        assert float(end["y1"]) < middle < float(end["y2"])


def test_each_criterion_has_a_bar_as_long_as_its_mean_the_heaviest_first():
    criteria = card(read(cohort()), "What makes the scores")
    assert [one.text for one in criteria.select("text.label")][:4] == [
        "Needs and skills",
        "83 out of 100, weight 35, answered for 100%",
        "Working style",
        "weight 20, no answer",
    ]
    wide = [float(one["width"]) for one in criteria.select(".fill")]
    assert wide == [pytest.approx(640 * 10 / 12, abs=0.01), 0, 0, 0, 0, 0, 0]
    alone = card(read(Problem([Person("a")], []).solve()), "What makes the scores")
    assert "35, no answer" in alone.svg.desc.text
    assert "answered for" not in alone.text


@pytest.mark.parametrize(
    ("mentees", "places", "parts"),
    [
        (2, 5, [("used", "Taken: 2", 0.4), ("free", "Free: 3", 0.6)]),
        (8, 6, [("used", "Taken: 6", 0.75), ("short", "Waiting: 2", 0.25)]),
        (3, 3, [("used", "Taken: 3", 1)]),
        (4, 0, [("used", "Taken: 0", 0), ("short", "Waiting: 4", 1)]),
        (0, 0, [("used", "Taken: 0", 0)]),
    ],
)
def test_places_are_one_bar_in_proportion_with_a_legend_of_the_same_colours(mentees, places, parts):
    result = Problem(
        [Person(f"a{k}") for k in range(mentees)], [Person("m", capacity=places)]
    ).solve()
    capacity = card(read(result), "Mentors’ places")
    boxes = capacity.select("rect")
    bar, legend, words = boxes[::2], boxes[1::2], capacity.select("text")
    at = 0.0
    for (kind, said, share), part, patch, name in zip(parts, bar, legend, words, strict=True):
        assert part["class"] == patch["class"] == [kind]
        assert name.text == said
        assert numbers(part, "x", "width") == [pytest.approx(at), pytest.approx(640 * share)]
        assert float(part["y"]) + float(part["height"]) < float(patch["y"])
        assert float(patch["x"]) + float(patch["width"]) < float(name["x"])
        at += 640 * share
    assert len({(part["y"], part["height"]) for part in bar}) == 1
    assert capacity.p.text.endswith(f"taken of {places} offered.")


def test_mentors_are_counted_by_how_many_they_accompany():
    result = cohort()
    held = Counter(pair.mentor_id for pair in result.pairs)
    table = card(read(result), "Mentors’ places").table
    assert rows(table) == [
        [str(load), str(n)] for load, n in sorted(Counter(held.values()).items())
    ]


def test_groups_have_their_shares_plotted_and_told_with_their_interval():
    mentees = [
        Person(f"a{k:02}", needs=[Skill("law")], group={"town": "north" if k < 15 else "south"})
        for k in range(30)
    ]
    mentors = [
        Person(f"m{k}", offers=[Skill("law" if k % 2 else "pay")], capacity=3) for k in range(8)
    ]
    result = Problem(mentees, mentors).solve()
    found = fairness(result)
    groups = card(read(result, fairness=found), "Fairness between groups")
    plots = groups.find_all("svg")
    assert [plot.title.text for plot in plots] == [
        "Share who have a mentor, town",
        "Mean score of pairs, town",
    ]
    assert [plot.parent.p.text for plot in plots] == [plot.title.text[:-6] for plot in plots]
    cells = {name: shown for name, *shown in rows(groups.table)}
    for group in found.attributes["town"]:
        assert cells[group.name][0] == str(group.people)
    for at, (plot, measure) in enumerate(zip(plots, ("placed", "fit"), strict=True), 1):
        for k, group in enumerate(found.attributes["town"]):
            figure = getattr(group, measure)
            value, low, high = (100 * one for one in (figure.value, figure.low, figure.high))
            words = f"{value:.1f} ({low:.1f} to {high:.1f})"
            below = " under four fifths of the best group" if measure in group.below else ""
            assert cells[group.name][at] == words + below
            assert [one.text for one in plot.select("text")[2 * k : 2 * k + 2]] == [
                group.name,
                words,
            ]
            assert float(plot.select(".fill")[k]["width"]) == pytest.approx(6.4 * value, abs=0.01)
            assert numbers(plot.select(".interval")[3 * k], "x1", "x2") == [
                pytest.approx(6.4 * max(0, low), abs=0.01),
                pytest.approx(6.4 * min(100, high), abs=0.01),
            ]
    assert "fewer than 5 people" in groups.p.text
    assert groups.find_all("p")[-1].text.startswith("Intervals: Wilson")
