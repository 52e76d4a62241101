"""The record: one JSON document, nothing personal that is not used, replayed to the same bytes."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from ithaque.pairing import Person, Problem, Settings, Skill, replay
from ithaque.pairing.record import FORMAT, person_from_dict, person_to_dict, problem_from, to_bytes
from ithaque.pairing.restoring import restored

from .builders import grid, people, quick

SRC = Path(__file__).parents[2] / "src"


@quick
@given(people("a"), people("o"))
def test_replaying_gives_the_same_bytes(mentees, mentors):
    document = Problem(mentees, mentors).solve().record()
    written = to_bytes(document)
    assert to_bytes(replay(json.loads(written)).record()) == written


@quick
@given(people("a", 1))
def test_person_written_and_read_back_is_the_same(drawn):
    for person in drawn:
        assert person_from_dict(json.loads(json.dumps(person_to_dict(person)))) == person


def test_names_texts_and_groups_are_not_in_the_record():
    person = Person(
        "x", name="Zoé", text="secret", group={"town": "rural"}, waiting_since=date(2026, 1, 2)
    )
    document = to_bytes(Problem([person], [Person("y", name="Yann")]).solve().record()).decode()
    for word in ("Zoé", "secret", "rural", "Yann"):
        assert word not in document
    assert "2026-01-02" in document


def test_altered_input_is_refused():
    document = Problem([Person("x")], [Person("y")]).solve().record()
    document["mentors"][0]["capacity"] = 5
    with pytest.raises(ValueError, match="hash"):
        replay(document)


def test_another_format_is_refused():
    with pytest.raises(ValueError, match="format"):
        problem_from({"format": "other"})
    with pytest.raises(ValueError, match="lacks input_hash, mentees, mentors, plugs"):
        problem_from({"format": FORMAT, "settings": {}})


def test_record_made_with_a_criterion_of_ones_own_asks_for_it():
    problem = grid([[0.5, 0.7]])
    document = problem.solve().record()
    assert document["plugs"] == ["text"]
    with pytest.raises(ValueError, match="text"):
        replay(document)
    assert replay(document, list(problem.plugs.values())).record() == document


def test_result_is_the_same_in_another_process_with_other_hashes_and_threads():
    code = """
import hashlib, sys
from ithaque.pairing import Person, Problem, Settings, Skill
from ithaque.pairing.record import to_bytes
mentees = [Person(f"e{k}", needs=[Skill(f"s{k % 7}"), Skill(f"s{k % 5}")], languages=["fr"]) for k in range(40)]
mentors = [Person(f"m{k}", offers=[Skill(f"s{k % 6}", level=k % 3 + 1)], languages=["fr", "en"]) for k in range(30)]
settings = Settings(dense_limit=5, candidates=2, workers=int(sys.argv[1]))
document = Problem(mentees, mentors, settings).solve().record()
document["settings"]["workers"] = document["input_hash"] = 0
print(hashlib.sha256(to_bytes(document)).hexdigest())
"""
    found = {
        subprocess.run(
            [sys.executable, "-c", code, workers],
            env={"PYTHONPATH": str(SRC), "PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": workers},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for workers, seed in (("1", "1"), ("2", "2"), ("1", "3"))
    }
    assert len(found) == 1


def test_importing_the_package_loads_no_solver():
    code = (
        "import sys, ithaque.pairing; from ithaque.pairing import Person, Settings, Message; "
        "print([name for name in ('numpy', 'scipy', 'ortools', 'django') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(SRC)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_door_gives_the_names_it_promises_and_no_other():
    import ithaque.pairing as door

    assert all(getattr(door, name) for name in door.__all__)
    assert set(dir(door)) == set(door.__all__)
    with pytest.raises(AttributeError):
        door.Nothing  # noqa: B018


def test_skill_without_label_is_called_by_its_key():
    assert Skill("python").name == "python"
    assert Settings() == Settings()


def test_proof_that_needs_an_odd_set_is_read_back():
    people = [Person(f"p{k}", interests=["chess"]) for k in range(3)]
    result = Problem(people, [], Settings(format="peers")).solve()
    assert result.certificate.sets
    again = restored(json.loads(to_bytes(result.record())))
    assert again.certificate == result.certificate
    assert again.check() == []
