"""`ithaque match` on files: no database, no framework; results, remarks and exit codes a person can rely on."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.pairing.match_bench import (
    ALUMNI,
    CIVIL,
    rows,
    run,
)


def test_match_writes_pairs_with_score_band_reasons_and_attention(
    people: tuple[str, str], tmp_path: Path
) -> None:
    result = run(*people, "--out", str(tmp_path / "pairs.csv"))
    assert result.exit_code == 0, result.output
    pairs = rows(tmp_path / "pairs.csv")
    assert [(pair["Mentoré·e"], pair["Mentor·e"]) for pair in pairs] == [
        ("Ana Roy", "Bob Bel"),
        ("Ida Ney", "Zoé Luz"),
    ]
    assert pairs[0]["Score sur 100"] == "100,0"
    assert pairs[0]["Appréciation"] == "très solide"
    assert re.fullmatch(r"\d+,\d", pairs[0]["Confiance sur 100"])
    assert pairs[0]["Raison 1"].startswith("«\u00a0Droit\u00a0», le premier besoin")
    assert pairs[0]["Identifiant mentoré·e"] == "ana@ex.fr"


def test_match_writes_the_unmatched_with_their_cause_and_a_summary_with_its_proof(
    people: tuple[str, str], tmp_path: Path
) -> None:
    result = run(*people, "--out", str(tmp_path / "pairs.csv"))
    (alone,) = rows(tmp_path / "pairs-unmatched.csv")
    assert alone["Mentoré·e"] == "Kai Ott"
    assert "une langue en commun" in alone["Cause"]
    assert "2 binômes formés pour 3 personnes mentorées" in result.stdout
    assert "1 × La règle" in result.stdout
    assert "Preuve" in result.stdout
    assert "Besoins → Besoins" in result.stderr
    assert "séparateur ;" in result.stderr
    assert (tmp_path / "pairs-unmatched.csv").read_text(encoding="utf-8-sig").count(";") == 4


def test_match_speaks_english_when_asked(people: tuple[str, str], tmp_path: Path) -> None:
    result = run(*people, "--out", str(tmp_path / "pairs.csv"), "--lang", "en")
    pair = rows(tmp_path / "pairs.csv")[0]
    assert (
        pair["Reason 1"]
        == "“Droit”, the first need, is a strength of the mentor (1 of 1 need covered)"
    )
    assert pair["Score out of 100"] == "100.0"
    assert "Proof: no pairing" in result.stdout
    by_environment = run(
        *people, "--out", str(tmp_path / "b.csv"), environment={"LANG": "en_GB.UTF-8"}
    )
    assert "Proof: no pairing" in by_environment.stdout


def test_quiet_says_only_the_summary(people: tuple[str, str], tmp_path: Path) -> None:
    result = run(*people, "--out", str(tmp_path / "pairs.csv"), "--quiet")
    assert result.stderr == ""
    assert result.stdout


def test_xlsx_result_holds_numbers_and_no_formula(tmp_path: Path) -> None:
    mentees, mentors = tmp_path / "a.csv", tmp_path / "b.csv"
    mentees.write_text("Nom;Besoins\n=1+1;Droit\nIda;Paie\n", encoding="utf-8")
    mentors.write_text("Nom;Compétences\n@SUM(A1);Droit\nZoé;Paie\n", encoding="utf-8")
    result = run(str(mentees), str(mentors), "--out", str(tmp_path / "pairs.xlsx"))
    assert result.exit_code == 0
    import openpyxl

    sheet = openpyxl.load_workbook(tmp_path / "pairs.xlsx").active
    first = [cell.value for cell in sheet[2]]
    assert first[:3] == ["'=1+1", "'@SUM(A1)", 100]
    assert all(cell.data_type != "f" for row in sheet for cell in row)
    assert (tmp_path / "pairs-unmatched.xlsx").exists()


def test_csv_result_neutralises_names(tmp_path: Path) -> None:
    mentees, mentors = tmp_path / "a.csv", tmp_path / "b.csv"
    mentees.write_text("Nom;Besoins\n=cmd|' /C calc'!A0;Droit\n", encoding="utf-8")
    mentors.write_text("Nom;Compétences\n-2+3+cmd;Droit\n", encoding="utf-8")
    result = run(str(mentees), str(mentors), "--out", str(tmp_path / "pairs.csv"))
    assert result.exit_code == 0
    line = (tmp_path / "pairs.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    assert line.startswith("'=cmd")
    assert ";'-2+3+cmd;" in line
    assert "commence comme une formule" in result.stderr


def test_record_tells_files_columns_faults_result_and_proof(
    people: tuple[str, str], tmp_path: Path
) -> None:
    with Path(people[0]).open("a", encoding="utf-8") as file:
        file.write("Ana Roy;ana@ex.fr;Droit;fr\n")
    run(*people, "--out", str(tmp_path / "p.csv"), "--record", str(tmp_path / "r.json"))
    record = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    file = record["intake"]["files"]["mentees"]
    assert (file["name"], file["lines"], file["people"], len(file["sha256"])) == (
        "mentees.csv",
        4,
        3,
        64,
    )
    assert {column["header"]: column["field"] for column in file["columns"]}["Besoins"] == "needs"
    assert [(fault["line"], fault["code"]) for fault in file["faults"]] == [(5, "duplicate_person")]
    assert record["certificate"]["proven"] is True


def test_record_can_be_replayed_to_the_same_result(people: tuple[str, str], tmp_path: Path) -> None:
    from ithaque.pairing import replay

    run(*people, "--out", str(tmp_path / "p.csv"), "--record", str(tmp_path / "r.json"))
    record = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    again = replay(record)
    assert again is not None


def test_same_files_give_the_same_pairs_byte_for_byte_whatever_the_order_of_the_lines(
    tmp_path: Path,
) -> None:
    run(*ALUMNI, "--out", str(tmp_path / "a.csv"), "--quiet")
    head, *lines = Path(ALUMNI[1]).read_text(encoding="utf-8").splitlines()
    (tmp_path / "turned.csv").write_text("\n".join([head, *reversed(lines)]), encoding="utf-8")
    run(ALUMNI[0], str(tmp_path / "turned.csv"), "--out", str(tmp_path / "b.csv"), "--quiet")
    run(*ALUMNI, "--out", str(tmp_path / "c.csv"), "--quiet")
    first = (tmp_path / "a.csv").read_bytes()
    assert first == (tmp_path / "b.csv").read_bytes() == (tmp_path / "c.csv").read_bytes()


# -- columns ---------------------------------------------------------------------------------------------------------


def test_map_names_a_column_in_both_files_or_in_one(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Qui;Quoi\nAna;Droit\nIda;Paie\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("Qui;Sait\nBob;Paie\nZoé;Droit\n", encoding="utf-8")
    files = (str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--out", str(tmp_path / "p.csv"))
    refused = run(*files)
    assert refused.exit_code == 3
    assert "Aucune colonne ne dit de qui il s’agit" in refused.stderr
    named = run(
        *files, "--map", "Qui=name", "--map-mentees", "quoi=needs", "--map-mentors", "SAIT=offers"
    )
    assert named.exit_code == 0
    assert [row["Mentor·e"] for row in rows(tmp_path / "p.csv")] == ["Zoé", "Bob"]


def test_map_to_nothing_leaves_a_column_out(people: tuple[str, str], tmp_path: Path) -> None:
    result = run(*people, "--out", str(tmp_path / "p.csv"), "--map", "Langues=")
    assert "Langues : laissée de côté (choisi par vous)" in result.stderr.replace("\u00a0", " ")
    assert "2 binômes" in result.stdout
    assert "langue en commun" not in result.stdout


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("Poste", "colonne=champ"),
        ("Absente=path", "aucune colonne"),
        ("Mail=fantaisie", "n’est pas un champ"),
    ],
)
def test_wrong_map_is_refused_in_words(
    people: tuple[str, str], tmp_path: Path, option: str, words: str
) -> None:
    result = run(*people, "--out", str(tmp_path / "p.csv"), "--map", option)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not (tmp_path / "p.csv").exists()


def test_columns_in_doubt_are_asked_on_request_and_told_otherwise(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Nom;Poste\nAna;Juriste\nIda;Notaire\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("Nom;Poste\nBob;Notaire\nZoé;Juriste\n", encoding="utf-8")
    files = (str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--out", str(tmp_path / "p.csv"))
    told = run(*files)
    assert 'Pour l’utiliser : --map "Poste=path"' in told.stderr.replace("\u00a0", " ")
    assert "Rien ne se compare" in told.stderr
    asked = run(*files, "--ask", tell="bizarre\npath\n\n")
    assert asked.exit_code == 0
    assert "Champs possibles" in asked.stderr
    assert [row["Mentor·e"] for row in rows(tmp_path / "p.csv")] == ["Zoé", "Bob"]


def test_each_column_in_doubt_is_asked_about_with_its_first_cells(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "Nom;Poste;Fonction\nAna;Juriste;Conseil\nIda;Notaire;Actes\n",
        encoding="utf-8",
    )
    (tmp_path / "b.csv").write_text("Nom;Compétences\nBob;Droit\n", encoding="utf-8")
    files = (str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--out", str(tmp_path / "p.csv"))
    asked = run(*files, "--ask", "--lang", "en", tell="odd\n-\n-\n")
    assert asked.exit_code == 0, asked.output
    assert "“Poste” (Juriste, Notaire): is it “Path, occupation”?" in asked.stderr
    assert "“Fonction” (Conseil, Actes): is it “Path, occupation”?" in asked.stderr
    assert "Possible fields: id, name, first_name" in asked.stderr


def test_nameless_file_asks_who_each_line_is_about(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Qui;Besoins\nAna;Droit\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("Nom;Compétences\nBob;Droit\n", encoding="utf-8")
    result = run(
        str(tmp_path / "a.csv"),
        str(tmp_path / "b.csv"),
        "--out",
        str(tmp_path / "p.csv"),
        "--ask",
        tell="Absente\nQui\n",
    )
    assert result.exit_code == 0
    assert rows(tmp_path / "p.csv")[0]["Mentoré·e"] == "Ana"


def test_grades_on_both_sides_get_a_weight_and_it_is_said(tmp_path: Path) -> None:
    result = run(*CIVIL, "--out", str(tmp_path / "p.csv"), "--lang", "en")
    assert "Assumed: grades are read on both sides, they get the weight 10" in result.stderr
    assert (
        "Sensitive characteristics left out: match with similar identity and identity to match"
        in result.stderr
    )
    assert "steps ahead" in (tmp_path / "p.csv").read_text(encoding="utf-8-sig")
    for word in ("Gay", "Lesbian", "Non-binary", "Transgender", "Bisexual"):
        assert word not in (tmp_path / "p.csv").read_text(encoding="utf-8-sig")


# -- alone -----------------------------------------------------------------------------------------------------------


def test_command_runs_without_the_framework(people: tuple[str, str], tmp_path: Path) -> None:
    code = (
        "import sys; from ithaque.pairing.cli import match\n"
        "try: match(sys.argv[1:])\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in {'django', 'pandas', 'pydantic'}]\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *people, "--out", str(tmp_path / "p.csv")],
        capture_output=True, text=True, cwd=tmp_path, env=_environment(), timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_module_is_a_command(people: tuple[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ithaque.pairing", "match", *people, "--out", str(tmp_path / "p.csv"), "--quiet"],
        capture_output=True, text=True, cwd=tmp_path, env=_environment(), timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "2 binômes" in done.stdout


def _environment() -> dict[str, str]:
    import os

    source = Path(__file__).parents[2] / "src"
    kept: dict[str, Any] = {
        name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ
    }
    return {**kept, "PYTHONPATH": str(source), "LANG": "fr_FR.UTF-8", "PYTHONIOENCODING": "utf-8"}


def test_column_whose_field_another_column_holds_is_not_asked_about(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "Nom;Ville;Lieu de travail du service;Besoins\nAna;Lyon;Paris;Droit\n", encoding="utf-8"
    )
    (tmp_path / "b.csv").write_text("Nom;Compétences\nBob;Droit\n", encoding="utf-8")
    files = (str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--out", str(tmp_path / "p.csv"))
    done = run(*files, "--ask")
    assert done.exit_code == 0, done.output
    assert "Lieu de travail du service" in done.stderr
    assert rows(tmp_path / "p.csv")[0]["Mentor·e"] == "Bob"


def test_files_of_json_are_told_without_a_form(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"Nom": "Ana", "Besoins": "Droit"}]', encoding="utf-8")
    (tmp_path / "b.json").write_text('[{"Nom": "Bob", "Compétences": "Droit"}]', encoding="utf-8")
    done = run(str(tmp_path / "a.json"), str(tmp_path / "b.json"), "--out", str(tmp_path / "p.csv"))
    assert done.exit_code == 0, done.output
    assert rows(tmp_path / "p.csv")[0]["Mentor·e"] == "Bob"
    assert "a.json" in done.stderr
