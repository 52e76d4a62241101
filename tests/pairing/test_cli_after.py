"""`explain`, `check`, `repair`, `replay`: everything said from a record, nothing solved that need not be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ithaque.pairing.cli import check, explain, match, repair, replay
from ithaque.pairing.result import Result as Solved
from tests.pairing.match_bench import rows

MENTEES = (
    "Nom;Mail;Besoins;Langues\nAna;ana@ex.fr;Droit;fr\nIda;ida@ex.fr;Paie, Droit;fr\n"
    "Kai;kai@ex.fr;Paie;de\nLou;lou@ex.fr;Droit;fr\n"
)
MENTORS = "Nom;Mail;Compétences;Langues;Places\nBob;bob@ex.fr;Droit;fr;1\nZoé;zoe@ex.fr;Paie;fr;1\nMax;max@ex.fr;Chant;fr;0\n"


def run(command: object, *arguments: object) -> Result:
    return CliRunner().invoke(
        command,  # type: ignore[arg-type]
        [str(one) for one in arguments],
        env={"LANG": "fr_FR.UTF-8", "LC_ALL": ""},
    )


@pytest.fixture
def record(tmp_path: Path) -> Path:
    (tmp_path / "a.csv").write_text(MENTEES, encoding="utf-8")
    (tmp_path / "b.csv").write_text(MENTORS, encoding="utf-8")
    path = tmp_path / "r.json"
    done = run(
        match, tmp_path / "a.csv", tmp_path / "b.csv", "--out", tmp_path / "p.csv", "--record", path
    )
    assert done.exit_code == 0, done.output
    return path


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


# -- repair ------------------------------------------------------------------------------------------------------


def test_repair_keeps_what_it_can_and_says_why_the_rest_changes(
    record: Path, tmp_path: Path
) -> None:
    made = json.loads(record.read_text(encoding="utf-8"))["solution"]["pairs"]
    with_bob = next(pair["mentee"] for pair in made if pair["mentor"] == "bob@ex.fr")
    done = run(
        repair, record, "--out", tmp_path / "n.csv", "--refused", f"{with_bob}=bob@ex.fr",
        "--unmatched", tmp_path / "u.csv", "--curve", tmp_path / "c.csv",
        "--record-out", tmp_path / "n.json", "--report", tmp_path / "n.html",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    kept = [
        (row["Identifiant mentoré·e"], row["Identifiant mentor·e"])
        for row in rows(tmp_path / "n.csv")
    ]
    assert ("ida@ex.fr", "zoe@ex.fr") in kept
    moved = {row["Identifiant mentoré·e"]: row for row in rows(tmp_path / "n-changes.csv")}
    assert moved[with_bob]["Pourquoi"] == "Le binôme a été décliné"
    assert "ida@ex.fr" not in moved
    assert any(row["Pourquoi"].startswith("Attendait") for row in moved.values())
    assert len(rows(tmp_path / "c.csv")) == 8
    assert "--keep 0" in done.stdout
    assert run(check, tmp_path / "n.json").exit_code == 0
    assert run(replay, tmp_path / "n.json").exit_code == 0


def test_repair_follows_departures_arrivals_and_places(record: Path, tmp_path: Path) -> None:
    arrived = tmp_path / "new.csv"
    arrived.write_text("Nom;Mail;Compétences;Langues\nEve;eve@ex.fr;Paie;de\n", encoding="utf-8")
    newcomers = tmp_path / "young.csv"
    newcomers.write_text("Nom;Mail;Besoins;Langues\nNoé;noe@ex.fr;Chant;fr\n", encoding="utf-8")
    done = run(
        repair, record, "--out", tmp_path / "n.json", "--departed", "zoe@ex.fr", "--departed", "lou@ex.fr",
        "--capacity", "max@ex.fr=1", "--arrived-mentors", arrived, "--arrived-mentees", newcomers,
        "--curve", tmp_path / "c.json", "--lang", "en",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    pairs = {
        one["mentee"]: one for one in json.loads((tmp_path / "n.json").read_text(encoding="utf-8"))
    }
    assert pairs["kai@ex.fr"]["mentor_name"] == "Eve"
    assert pairs["noe@ex.fr"]["mentor"] == "max@ex.fr"
    assert "lou@ex.fr" not in pairs
    why = {
        one["mentee"]: one["why"]["code"]
        for one in json.loads((tmp_path / "n-changes.json").read_text(encoding="utf-8"))
    }
    assert why["noe@ex.fr"] == "move.arrived"
    assert why["kai@ex.fr"] == "move.waited"
    assert "move.mentor_left" in why.values()
    assert json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))[0].keys() == {
        "keep", "changed", "lost", "placed", "total",
    }  # fmt: skip


def test_repair_reads_the_whole_files_of_today(record: Path, tmp_path: Path) -> None:
    today = tmp_path / "today.csv"
    today.write_text("Nom;Mail;Compétences;Langues\nBob;bob@ex.fr;Droit;fr\n", encoding="utf-8")
    done = run(repair, record, "--out", tmp_path / "n.csv", "--mentors", today, "--quiet")
    assert done.exit_code == 0, done.output
    assert [row["Mentor·e"] for row in rows(tmp_path / "n.csv")] == ["Bob"]
    both = run(
        repair, record, "--out", tmp_path / "n.csv", "--mentors", today, "--arrived-mentors", today
    )
    assert both.exit_code == 2


def test_repair_reads_changes_from_a_file_and_pairs_announced_elsewhere(
    record: Path, tmp_path: Path
) -> None:
    changes = tmp_path / "changes.yaml"
    changes.write_text(
        "refused:\n  - [ida@ex.fr, zoe@ex.fr]\ndeparted: [kai@ex.fr]\ncapacities: {bob@ex.fr: 2}\n",
        encoding="utf-8",
    )
    announced = tmp_path / "announced.csv"
    announced.write_text(
        "mentee,mentor\nlou@ex.fr,zoe@ex.fr\nida@ex.fr,bob@ex.fr\n", encoding="utf-8"
    )
    done = run(
        repair,
        record,
        "--out",
        tmp_path / "n.csv",
        "--changes",
        changes,
        "--pairs",
        announced,
        "--keep",
        "0.5",
    )
    assert done.exit_code == 0, done.output
    kept = {
        (r["Identifiant mentoré·e"], r["Identifiant mentor·e"]) for r in rows(tmp_path / "n.csv")
    }
    assert {("lou@ex.fr", "zoe@ex.fr"), ("ida@ex.fr", "bob@ex.fr")} <= kept


def test_repair_tells_every_fault_of_a_file_of_changes(record: Path, tmp_path: Path) -> None:
    changes = tmp_path / "changes.yaml"
    changes.write_text(
        "refusd: []\nrefused:\n  - [a]\ndeparted: kai\ncapacities:\n  bob@ex.fr: many\n",
        encoding="utf-8",
    )
    done = run(repair, record, "--out", tmp_path / "n.csv", "--changes", changes)
    assert done.exit_code == 4
    for place in (
        "ligne 1, refusd",
        "ligne 3, refused[0]",
        "ligne 4, departed",
        "ligne 6, capacities.bob@ex.fr",
    ):
        assert place in done.stderr.replace("\u00a0", " ")
    changes.write_text("capacities: 3\n", encoding="utf-8")
    assert run(repair, record, "--out", tmp_path / "n.csv", "--changes", changes).exit_code == 4
    changes.write_text("a: [", encoding="utf-8")
    assert run(repair, record, "--out", tmp_path / "n.csv", "--changes", changes).exit_code == 4
    assert not (tmp_path / "n.csv").exists()


@pytest.mark.parametrize(
    "options",
    [
        ("--refused", "ana"),
        ("--capacity", "bob@ex.fr=x"),
        ("--capacity", "3"),
        ("--departed", "nobody"),
    ],
)
def test_repair_refuses_options_it_cannot_read(
    record: Path, tmp_path: Path, options: tuple[str, str]
) -> None:
    assert run(repair, record, "--out", tmp_path / "n.csv", *options).exit_code == 2


def test_many_changes_are_summed_on_the_screen(tmp_path: Path) -> None:
    names = [f"p{k:02}" for k in range(25)]
    for file, head in (("a", "Besoins"), ("b", "Compétences")):
        lines = "".join(f"{name};Droit\n" for name in names)
        (tmp_path / f"{file}.csv").write_text(f"Identifiant;{head}\n{lines}", encoding="utf-8")
    run(
        match,
        tmp_path / "a.csv",
        tmp_path / "b.csv",
        "--out",
        tmp_path / "p.csv",
        "--record",
        tmp_path / "r.json",
        "--map",
        "Identifiant=id",
    )
    departed = [part for name in names[:24] for part in ("--capacity", f"{name}=0")]
    done = run(repair, tmp_path / "r.json", "--out", tmp_path / "n.csv", *departed)
    assert done.exit_code == 0, done.output
    assert "de plus, dans le fichier" in done.stdout
    assert "n’a plus de place" in done.stdout
