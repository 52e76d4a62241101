"""`explain`, `check`, `replay`: everything said from a record, nothing solved that need not be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ithaque.pairing.cli import check, explain, replay
from ithaque.pairing.result import Result as Solved
from tests.pairing.record_bench import run


def altered(record: Path, change: object) -> Path:
    document = json.loads(record.read_text(encoding="utf-8"))
    change(document)  # type: ignore[operator]
    path = record.with_name("altered.json")
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


# -- replay ------------------------------------------------------------------------------------------------------


def test_replay_gives_the_same_bytes(record: Path, tmp_path: Path) -> None:
    done = run(replay, record, "--out", tmp_path / "again.json", "--report", tmp_path / "r.html")
    assert done.exit_code == 0
    assert "octet pour octet : 2 binômes" in done.stdout.replace("\u00a0", " ")
    assert (tmp_path / "again.json").read_bytes() == record.read_bytes()
    assert "ana@ex.fr" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_replay_names_what_differs(record: Path) -> None:
    path = altered(record, lambda document: document["summary"].update(total=9.0))
    done = run(replay, path, "--language", "en", "--quiet")
    assert done.exit_code == 1
    assert "differs from the record: summary" in done.stdout


# -- check -------------------------------------------------------------------------------------------------------


def test_check_verifies_without_solving(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a check does not solve")

    monkeypatch.setattr("ithaque.pairing.solve.solve", never)
    done = run(check, record)
    assert done.exit_code == 0
    assert "la preuve tient sur les 12 couples possibles" in done.stdout


def test_check_names_every_fault(record: Path, tmp_path: Path) -> None:
    def tamper(document: dict) -> None:
        document["solution"]["pairs"][0]["mentor"] = "zoe@ex.fr"
        document["certificate"]["bound"] += 5

    done = run(check, altered(record, tamper), "--json", tmp_path / "f.json")
    assert done.exit_code == 1
    found = json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))["faults"]
    assert {"check.capacity", "check.score", "check.bound"} <= {one["code"] for one in found}
    assert "zoe@ex.fr a 2 personnes pour 1 place" in done.stdout
    assert f"{len(found)} fautes" in done.stdout


def test_check_finds_a_stranger(record: Path) -> None:
    def tamper(document: dict) -> None:
        document["solution"]["pairs"][0]["mentor"] = "nobody"

    done = run(check, altered(record, tamper), "--lang", "en")
    assert done.exit_code == 1
    assert "nobody is not in the problem" in done.stdout


def test_check_of_pairs_changed_by_hand(record: Path, tmp_path: Path) -> None:
    fine = run(check, record, "--pairs", tmp_path / "p.csv", "--language", "en")
    assert fine.exit_code == 0
    assert "0 pairs change from the record; total 1.600, against 1.600." in fine.stdout
    by_hand = tmp_path / "hand.csv"
    by_hand.write_text(
        "mentee,mentor\nana@ex.fr,bob@ex.fr\nkai@ex.fr,bob@ex.fr\n", encoding="utf-8"
    )
    wrong = run(check, record, "--pairs", by_hand, "--language", "en")
    assert wrong.exit_code == 1
    assert "bob@ex.fr has 2 mentees for 1 place" in wrong.stdout
    assert "break the rule “a common language”" in wrong.stdout
    assert "certificate" not in wrong.stdout


def test_check_of_pairs_by_hand_lets_other_people_wait(record: Path, tmp_path: Path) -> None:
    made = json.loads(record.read_text(encoding="utf-8"))["solution"]
    waiting = {one["mentee"] for one in made["unmatched"]}
    other = next(one for one in ("ana@ex.fr", "lou@ex.fr") if one in waiting)
    by_hand = tmp_path / "hand.csv"
    by_hand.write_text(f"mentee,mentor\n{other},bob@ex.fr\n", encoding="utf-8")
    done = run(check, record, "--pairs", by_hand, "--language", "en")
    assert done.exit_code == 0, done.stdout


def test_check_refuses_pairs_without_identifiers(record: Path, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = run(check, record, "--pairs", tmp_path / "x.csv")
    assert done.exit_code == 3
    assert "aucune colonne ne dit les identifiants" in done.stderr
    assert run(check, record, "--pairs", tmp_path / "absent.csv").exit_code == 3


@pytest.mark.parametrize(
    ("objective", "words"), [("stable", "ne préférerait se retrouver"), ("total", "la borne tient")]
)
def test_check_says_what_kind_of_proof_holds(tmp_path: Path, objective: str, words: str) -> None:
    from ithaque.pairing import Person, Problem, Settings, Skill

    mentees = [Person(f"a{k}", needs=[Skill(f"s{k}")]) for k in range(3)]
    mentors = [Person(f"m{k}", offers=[Skill(f"s{k}")]) for k in range(3)]
    solved: Solved = Problem(mentees, mentors, Settings(objective=objective)).solve()
    document = solved.record()
    if objective == "total":
        document["certificate"]["proven"] = False
    (tmp_path / "r.json").write_text(json.dumps(document), encoding="utf-8")
    done = run(check, tmp_path / "r.json")
    assert done.exit_code == 0, done.output
    assert words in done.stdout


# -- records that cannot be followed -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "n’est pas du JSON (ligne 1)"),
        ('{\n"a": }', "ligne 2"),
        ("[" * 100_000, "n’est pas du JSON"),
        ("[1]", "cette version lit le format"),
        ('{"format": "ithaque.pairing/9"}', "« ithaque.pairing/9 » ; cette version lit"),
        ('{"format": "ithaque.pairing/1"}', "n’a pas la forme attendue"),
    ],
)
def test_what_is_no_record_of_this_version_is_refused_in_words(
    tmp_path: Path, content: str, words: str
) -> None:
    (tmp_path / "r.json").write_text(content, encoding="utf-8")
    for command in (check, replay, explain):
        done = run(command, tmp_path / "r.json")
        assert done.exit_code == 3
        assert words in done.stderr.replace("\u00a0", " ")


def test_record_unreadable_altered_or_of_other_versions_is_told(
    record: Path, tmp_path: Path
) -> None:
    (tmp_path / "latin.json").write_bytes(b"\xff\xfe\xe9")
    assert "ne peut pas être lu (UTF-8)" in run(check, tmp_path / "latin.json").stderr
    assert run(check, tmp_path / "absent.json").exit_code == 3
    path = altered(record, lambda document: document["mentors"][0].update(capacity=7))
    assert "empreinte" in run(check, path).stderr
    path = altered(record, lambda document: document["versions"].update(numpy="0.1"))
    noted = run(check, path)
    assert noted.exit_code == 0
    assert "numpy (0.1)" in noted.stderr


# -- explain -----------------------------------------------------------------------------------------------------


def test_explain_tells_waits_and_whom_to_recruit(record: Path, tmp_path: Path) -> None:
    done = run(explain, record, "--json", tmp_path / "e.json")
    assert "2 personnes sans mentor" in done.stdout
    assert "kai@ex.fr" in done.stdout
    assert "Mentors à recruter" in done.stdout
    told = json.loads((tmp_path / "e.json").read_text(encoding="utf-8"))
    assert {"kai@ex.fr"} in [set(one["people"]) for one in told["unmatched"]]
    assert told["recruits"][0]["serves"]
    assert "Mentors à recruter" not in run(explain, record, "--recruits", 0).stdout


def test_explain_a_pair_gives_each_criterion_and_the_price_of_undoing_it(record: Path) -> None:
    done = run(explain, record, "ida@ex.fr", "ZOE@ex.fr", "--language", "en")
    assert "60.0 out of 100, strong" in done.stdout
    assert "needs and skills: 60.0 points of 100.0" in done.stdout
    assert "If this pair were set aside:" in done.stdout


def test_explain_counts_each_criterion_in_points_of_its_share(tmp_path: Path) -> None:
    from ithaque.pairing import Person, Problem, Settings, Skill

    mentee = Person("ana", needs=[Skill("law"), Skill("tax")], interests=["chess"])
    mentor = Person("bob", offers=[Skill("law")], interests=["chess"])
    weights = {"needs": 3, "interests": 1}
    document = Problem([mentee], [mentor], Settings(weights=weights)).solve().record()
    (tmp_path / "r.json").write_text(json.dumps(document), encoding="utf-8")
    done = run(explain, tmp_path / "r.json", "ana", "bob", "--language", "en")
    assert "needs and skills: 45.0 points of 75.0" in done.stdout
    assert "interests: 25.0 points of 25.0" in done.stdout


def test_explain_another_mentor_gives_its_exact_price(record: Path, tmp_path: Path) -> None:
    from ithaque.pairing import replay as replayed

    made = json.loads(record.read_text(encoding="utf-8"))
    mentee = next(p["mentee"] for p in made["solution"]["pairs"] if p["mentor"] == "bob@ex.fr")
    done = run(explain, record, mentee, "zoe@ex.fr", "--json", tmp_path / "e.json")
    assert "Si ce binôme était imposé" in done.stdout
    told = json.loads((tmp_path / "e.json").read_text(encoding="utf-8"))
    exact = replayed(made).price(mentee, "zoe@ex.fr")
    assert told["made"] is False
    assert told["price"]["loss"] == pytest.approx(exact.loss)
    assert [move["mentee_id"] for move in told["price"]["moves"]] == [
        m.mentee_id for m in exact.moves
    ]


def test_explain_a_pair_a_rule_forbids_names_the_rule(record: Path) -> None:
    done = run(explain, record, "kai@ex.fr", "bob@ex.fr")
    assert "ne peut pas être formé (une langue en commun)" in done.stdout


def test_explain_a_person_tells_pair_or_wait_and_other_mentors(record: Path) -> None:
    paired = run(explain, record, "ida@ex.fr")
    assert "Avec un autre mentor" in paired.stdout
    waiting = run(explain, record, "kai@ex.fr", "--others", 0)
    assert "kai@ex.fr n’a pas de mentor" in waiting.stdout
    assert "Avec un autre mentor" not in waiting.stdout


def test_explain_suggests_a_name_and_refuses_a_stranger(record: Path) -> None:
    close = run(explain, record, "anna@ex.fr")
    assert close.exit_code == 2
    assert "peut-être ana@ex.fr" in close.stderr
    far = run(explain, record, "qqqqqqqq")
    assert far.exit_code == 2
    assert "peut-être" not in far.stderr
    assert run(explain, record, "ana@ex.fr", "bobb@ex.fr").exit_code == 2


@pytest.mark.parametrize("form", ["circle", "team", "peers", "reverse"])
def test_every_format_is_checked_replayed_explained(tmp_path: Path, form: str) -> None:
    from ithaque.pairing import Person, Problem, Settings, Skill

    mentees = [Person(f"a{k}", needs=[Skill(f"s{k % 3}")]) for k in range(9)]
    mentors = [Person(f"m{k}", offers=[Skill(f"s{k % 3}")], capacity=2) for k in range(5)]
    solved = Problem(mentees, mentors, Settings(format=form)).solve()
    path = tmp_path / "r.json"
    path.write_text(json.dumps(solved.record()), encoding="utf-8")
    for command in (check, replay, explain):
        assert run(command, path).exit_code == 0
    pair = solved.pairs[0]
    assert run(explain, path, pair.mentee_id, pair.mentor_id).exit_code == 0
    document = json.loads(path.read_text(encoding="utf-8"))
    document["solution"]["pairs"][0]["score"] = 3
    path.write_text(json.dumps(document), encoding="utf-8")
    assert run(check, path).exit_code == 1


def test_explain_of_an_unproved_record_solves_again(record: Path) -> None:
    path = altered(record, lambda document: document["certificate"].update(proven=False))
    assert "Avec un autre mentor" in run(explain, path, "ana@ex.fr").stdout


def test_explain_of_a_stable_record_solves_again(tmp_path: Path) -> None:
    from ithaque.pairing import Person, Problem, Settings, Skill

    mentees = [Person(f"a{k}", needs=[Skill(f"s{k}")]) for k in range(2)]
    mentors = [Person(f"m{k}", offers=[Skill(f"s{k}")]) for k in range(2)]
    solved = Problem(mentees, mentors, Settings(objective="stable")).solve()
    (tmp_path / "r.json").write_text(json.dumps(solved.record()), encoding="utf-8")
    made = run(explain, tmp_path / "r.json", "a0", "m0")
    assert made.exit_code == 0
    assert "Si ce binôme était écarté" in made.stdout
    other = run(explain, tmp_path / "r.json", "a0", "m1", "--lang", "en")
    assert "a1 moves from m1 to" in other.stdout
    alone = run(explain, tmp_path / "r.json", "a0")
    assert "Avec un autre mentor" not in alone.stdout
    nobody = run(explain, tmp_path / "r.json")
    assert "Personne n’attend" in nobody.stdout
