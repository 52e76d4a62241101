"""On the real files the command finds the best total there is, proved by another solver on costs made apart."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from click.testing import CliRunner
from scipy.optimize import linear_sum_assignment

from ithaque.pairing.cli import match
from tests.pairing.intake.files import PEOPLE

Line = dict[str, str]
GRADES = ("AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4")


def lines(name: str) -> list[Line]:
    with (PEOPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def alumni_score(mentee: Line, mentor: Line) -> float:
    """Rank-weighted needs (35) and shared motivations over the shorter list (8); the rest is not answered."""
    needs, offers = (
        mentee["Activités et métiers"].split(";"),
        set(mentor["Activités et métiers"].split(";")),
    )
    weights = [3, 2, *[1] * len(needs)][: len(needs)]
    covered = sum(
        weight for need, weight in zip(needs, weights, strict=True) if need in offers
    ) / sum(weights)
    ours, theirs = set(mentee["Motivation"].split(";")), set(mentor["Motivation"].split(";"))
    shared = min(1, len(ours & theirs) / min(3, len(ours), len(theirs)))
    return (35 * covered + 8 * shared) / 43


def civil_score(mentee: Line, mentor: Line) -> float:
    """Same profession (15) and a mentor one to three grades ahead (10)."""
    ahead = GRADES.index(mentor["grade"]) - GRADES.index(mentee["grade"])
    grade = max(0.0, 1 - 0.2 * max(ahead - 3, 0)) if ahead > 0 else 0.0
    return (15 * (mentee["profession"] == mentor["profession"]) + 10 * grade) / 25


def same_person(mentee: Line, mentor: Line) -> bool:
    return [mentee.get(name) for name in ("Prénom", "Nom")] == [
        mentor.get(name) for name in ("Prénom", "Nom")
    ]


def best_total(
    mentees: list[Line], mentors: list[Line], score: Callable[[Line, Line], float]
) -> float:
    scores: npt.NDArray[np.float64] = np.array(
        [
            [-1.0 if "Nom" in a and same_person(a, b) else score(a, b) for b in mentors]
            for a in mentees
        ]
    )
    rows, columns = linear_sum_assignment(scores, maximize=True)
    return float(scores[rows, columns].sum())


@pytest.mark.parametrize(
    ("mentees", "mentors", "score"),
    [
        ("fr-anabvangun/Filleul_250.csv", "fr-anabvangun/Mentor_250.csv", alumni_score),
        ("uk-civil-service/large/mentees.csv", "uk-civil-service/large/mentors.csv", civil_score),
    ],
    ids=["alumni 250 + 250", "civil service 500 + 500"],
)
def test_total_equals_an_independent_exact_solver_on_costs_made_from_the_raw_file(
    mentees: str, mentors: str, score: Callable[[Line, Line], float], tmp_path: Path
) -> None:
    files = [str(PEOPLE / mentees), str(PEOPLE / mentors), "--out", str(tmp_path / "p.csv")]
    result = CliRunner().invoke(match, [*files, "--record", str(tmp_path / "r.json"), "--quiet"])
    assert result.exit_code == 0, result.output
    record = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    ours, theirs = lines(mentees), lines(mentors)
    best = best_total(ours, theirs, score)
    # The engine counts in whole millionths of a pair, and cuts values to a fine grid.
    assert record["summary"]["total"] == pytest.approx(best, abs=1e-4 * len(ours))
    assert record["certificate"]["proven"] is True
    assert record["certificate"]["objective"] == record["certificate"]["bound"]
    assert _total_of(record, ours, theirs, score) == pytest.approx(best, abs=1e-4 * len(ours))


def _total_of(
    record: dict[str, object],
    ours: list[Line],
    theirs: list[Line],
    score: Callable[[Line, Line], float],
) -> float:
    """Add up, from the raw files, the scores of the pairs the command chose."""
    solution = record["solution"]
    assert isinstance(solution, dict)
    by_id = {
        side: {_identifier(line): line for line in people}
        for side, people in (("a", ours), ("b", theirs))
    }
    return sum(
        score(by_id["a"][pair["mentee"]], by_id["b"][pair["mentor"]]) for pair in solution["pairs"]
    )


def _identifier(line: Line) -> str:
    from ithaque.pairing.intake.header import fold

    return line.get("email address") or fold(f"{line['Prénom']} {line['Nom']}").replace(" ", "-")


@pytest.mark.parametrize("name", ["alumni", "civil"])
def test_engine_total_equals_scipy_to_the_unit_on_the_same_costs(name: str) -> None:
    from ithaque.pairing.intake import read_records, read_table, recognise, to_sides
    from ithaque.pairing.problem import Problem
    from ithaque.pairing.scoring import Scorer
    from ithaque.pairing.settings import Settings

    files = {
        "alumni": ("fr-anabvangun/Filleul_250.csv", "fr-anabvangun/Mentor_250.csv"),
        "civil": ("uk-civil-service/large/mentees.csv", "uk-civil-service/large/mentors.csv"),
    }[name]
    records = []
    for side, file in zip(("mentee", "mentor"), files, strict=True):
        table = read_table(PEOPLE / file)
        records.append(
            read_records(table, recognise(table, "mentee" if side == "mentee" else "mentor"))[0]
        )
    mentees, mentors, _ = to_sides(*records)
    problem = Problem(
        mentees,
        mentors,
        Settings(weights={"needs": 35, "interests": 8, "path": 15, "seniority": 10}),
    )
    result = problem.solve()
    scores = (
        Scorer(problem.mentees, problem.mentors, problem.weighted, problem.rules)
        .matrix()
        .astype(np.int64)
    )
    rows, columns = linear_sum_assignment(scores, maximize=True)
    assert result.certificate.objective == int(scores[rows, columns].sum())
    assert result.check() == []
