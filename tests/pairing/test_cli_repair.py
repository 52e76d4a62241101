"""`ithaque repair`: announced pairs kept as far as can be, and everything that changes told with its reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ithaque.pairing.cli import check, match, repair, replay
from tests.pairing.match_bench import rows
from tests.pairing.record_bench import run


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


def test_departures_of_a_file_of_changes_are_followed(record: Path, tmp_path: Path) -> None:
    changes = tmp_path / "changes.yaml"
    changes.write_text("departed: [zoe@ex.fr]\n", encoding="utf-8")
    done = run(repair, record, "--out", tmp_path / "n.csv", "--changes", changes)
    assert done.exit_code == 0, done.output
    assert [row["Identifiant mentor·e"] for row in rows(tmp_path / "n.csv")] == ["bob@ex.fr"]
    assert done.stdout.splitlines()[0].endswith(" Total 1,000.")


def test_repair_tells_every_fault_of_a_file_of_changes(record: Path, tmp_path: Path) -> None:
    changes = tmp_path / "changes.yaml"
    changes.write_text(
        "refusd: []\nrefused:\n  - [a]\ndeparted: kai\ncapacities:\n  bob@ex.fr: many\n  zoe@ex.fr: yes\n",
        encoding="utf-8",
    )
    done = run(repair, record, "--out", tmp_path / "n.csv", "--changes", changes)
    assert done.exit_code == 4
    for place in (
        "ligne 1, refusd",
        "ligne 3, refused[0]",
        "ligne 4, departed",
        "ligne 6, capacities.bob@ex.fr",
        "ligne 7, capacities.zoe@ex.fr",
        "many",
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


def test_repair_names_the_rule_that_now_forbids_a_pair(record: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.csv"
    again.write_text("Nom;Mail;Compétences;Langues\nZoé;zoe@ex.fr;Paie;es\n", encoding="utf-8")
    done = run(repair, record, "--out", tmp_path / "n.csv", "--arrived-mentors", again)
    assert done.exit_code == 0, done.output
    (moved,) = rows(tmp_path / "n-changes.csv")
    assert moved["Identifiant mentoré·e"] == "ida@ex.fr"
    assert (
        moved["Pourquoi"]
        == "La règle «\u00a0une langue en commun\u00a0» interdit maintenant le binôme d’avant"
    )


def test_repair_that_gives_more_to_others_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Identifiant;Besoins\na;Droit\nb;Paie\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("Identifiant;Compétences\nx;Droit\ny;Paie\n", encoding="utf-8")
    run(
        match, tmp_path / "a.csv", tmp_path / "b.csv", "--out", tmp_path / "p.csv",
        "--record", tmp_path / "r.json", "--map", "Identifiant=id",
    )  # fmt: skip
    (tmp_path / "announced.csv").write_text("mentee,mentor\na,y\nb,x\n", encoding="utf-8")
    done = run(
        repair, tmp_path / "r.json", "--out", tmp_path / "n.csv", "--keep", "0",
        "--pairs", tmp_path / "announced.csv",
    )  # fmt: skip
    assert done.stdout.count("d’autres aient un mentor ou aillent bien mieux ensemble") == 2


def test_repair_tells_that_a_mentee_who_had_a_mentor_left(record: Path, tmp_path: Path) -> None:
    done = run(repair, record, "--out", tmp_path / "n.json", "--departed", "ana@ex.fr")
    assert done.exit_code == 0, done.output
    why = {
        one["mentee"]: (one["before"], one["after"], one["why"]["code"])
        for one in json.loads((tmp_path / "n-changes.json").read_text(encoding="utf-8"))
    }
    assert why["ana@ex.fr"] == (["bob@ex.fr"], [], "move.mentee_left")
