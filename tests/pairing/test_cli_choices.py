"""`ithaque match`: settings in a file, and input that cannot be used, told in words with what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.pairing.intake.files import PEOPLE
from tests.pairing.match_bench import (
    MENTEES,
    TRIVIAL,
    rows,
    run,
    settings_file,
)

# -- settings --------------------------------------------------------------------------------------------------------


def test_settings_give_weights_capacities_rules_decisions_and_columns(
    people: tuple[str, str], tmp_path: Path
) -> None:
    settings = settings_file(
        tmp_path,
        "language: en\n"
        "columns:\n  mentees: {Besoins: interests}\n  mentors: {Compétences: interests}\n"
        "weights: {interests: 10}\n"
        "capacities: {default: 2, people: {zoé luz: 3}}\n"
        "rules: {language: false}\n"
        "locks:\n  - [Ana Roy, ZOE@ex.fr]\n"
        "forbids:\n  - {mentee: kai@ex.fr, mentor: Zoe Luz}\n"
        "seed: 3\n",
    )
    result = run(*people, "--out", str(tmp_path / "p.csv"), "--settings", settings)
    assert result.exit_code == 0, result.stderr
    assert "3 pairs for 3 mentees and 2 mentors (5 places)" in result.stdout
    pairs = {row["Mentee"]: row["Mentor"] for row in rows(tmp_path / "p.csv")}
    assert pairs == {"Ana Roy": "Zoé Luz", "Ida Ney": "Zoé Luz", "Kai Ott": "Bob Bel"}


def test_capacity_comes_from_the_column_then_the_default(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "Nom;Besoins\n" + "".join(f"P{n};Droit\n" for n in range(6)), encoding="utf-8"
    )
    (tmp_path / "b.csv").write_text(
        "Nom;Compétences;Combien\nBob;Droit;4\nZoé;Droit;\n", encoding="utf-8"
    )
    settings = settings_file(tmp_path, "capacities: {default: 2, column: Combien}\n")
    result = run(
        str(tmp_path / "a.csv"),
        str(tmp_path / "b.csv"),
        "--out",
        str(tmp_path / "p.csv"),
        "--settings",
        settings,
    )
    assert "6 binômes formés" in result.stdout
    mentors = [row["Mentor·e"] for row in rows(tmp_path / "p.csv")]
    assert (mentors.count("Bob"), mentors.count("Zoé")) == (4, 2)


def test_all_faults_of_the_settings_are_said_at_once_with_their_lines(
    people: tuple[str, str], tmp_path: Path
) -> None:
    settings = settings_file(
        tmp_path,
        "language: klingon\nweights:\n  needs: -3\n  fun: 4\ncapacities:\n  default: beaucoup\n  autre: 3\n"
        "rules:\n  inconnue: true\nlimits: {rows: 0}\ncolumns: {enfants: {}}\nseed: a\n",
    )
    result = run(*people, "--out", str(tmp_path / "p.csv"), "--settings", settings)
    assert result.exit_code == 4
    text = result.stderr.replace("\u00a0", " ")
    for place in (
        "ligne 1, language", "ligne 3, weights.needs", "ligne 4, weights.fun", "ligne 6, capacities.default",
        "ligne 7, capacities.autre", "ligne 9, rules.inconnue", "ligne 10, limits.rows", "ligne 11, columns.enfants",
        "ligne 12, seed",
    ):  # fmt: skip
        assert place in text
    assert "« fun » est inconnu ici ; choisissez parmi" in text
    assert "attendu : un nombre entier" in text
    assert not (tmp_path / "p.csv").exists()


def test_name_nearly_right_is_suggested(people: tuple[str, str], tmp_path: Path) -> None:
    settings = settings_file(tmp_path, "wieghts: {needs: 3}\nrules: {Langage: false}\n")
    result = run(*people, "--out", str(tmp_path / "p.csv"), "--settings", settings, "--lang", "en")
    assert result.exit_code == 4
    assert "line 1, wieghts: “wieghts” is not known here; did you mean “weights”?" in result.stderr
    assert "did you mean “language”?" in result.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("seed: 1\nweights: needs: 3\n", "ligne 2\u00a0: ce n’est pas du YAML"),
        ("- a\n- b\n", "clé: valeur"),
        ("seed: 1\nseed: 2\n", "écrite deux fois"),
        ("a: &x [1]\nb: *x\n", "renvois YAML"),
    ],
)
def test_settings_that_are_no_settings_are_refused(
    people: tuple[str, str], tmp_path: Path, text: str, words: str
) -> None:
    result = run(
        *people, "--out", str(tmp_path / "p.csv"), "--settings", settings_file(tmp_path, text)
    )
    assert result.exit_code == 4
    assert words in result.stderr


def test_decision_about_a_stranger_names_its_line(people: tuple[str, str], tmp_path: Path) -> None:
    settings = settings_file(tmp_path, "locks:\n  - [Ana Roy, Bob Bel]\n  - [Ana Roy, Personne]\n")
    result = run(*people, "--out", str(tmp_path / "p.csv"), "--settings", settings)
    assert result.exit_code == 4
    assert "ligne 3, locks[1]" in result.stderr
    assert "Personne n’est pas parmi les mentors" in result.stderr


# -- bad input -------------------------------------------------------------------------------------------------------


def test_both_unusable_files_are_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    (tmp_path / "b.xlsx").write_bytes(b"%PDF-1.7")
    result = run(
        str(tmp_path / "a.csv"), str(tmp_path / "b.xlsx"), "--out", str(tmp_path / "p.csv")
    )
    assert result.exit_code == 3
    assert "a.csv" in result.stderr
    assert "b.xlsx" in result.stderr
    assert not (tmp_path / "p.csv").exists()


def test_too_many_lines_name_the_setting_to_raise(people: tuple[str, str], tmp_path: Path) -> None:
    settings = settings_file(tmp_path, "limits: {rows: 2}\n")
    result = run(*people, "--out", str(tmp_path / "p.csv"), "--settings", settings)
    assert result.exit_code == 3
    assert "limits: rows" in result.stderr


def test_file_without_a_usable_line_is_refused_with_the_reasons(
    people: tuple[str, str], tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("Nom,Besoins\nAna,Droit,social,paie\n", encoding="utf-8")
    result = run(str(tmp_path / "a.csv"), people[1], "--out", str(tmp_path / "p.csv"))
    assert result.exit_code == 3
    assert "4 cellules pour 2 en-têtes" in result.stderr
    assert "aucune ligne utilisable" in result.stderr


def test_unwritable_result_says_why(people: tuple[str, str], tmp_path: Path) -> None:
    result = run(*people, "--out", str(tmp_path / "absent" / "p.csv"))
    assert result.exit_code == 5
    assert "le dossier n’existe pas" in result.stderr


def test_result_never_overwrites_what_is_read(people: tuple[str, str], tmp_path: Path) -> None:
    for options in (
        ("--out", people[0]),
        ("--out", str(tmp_path / "p.csv"), "--record", str(tmp_path / "p.csv")),
    ):
        result = run(*people, *options)
        assert result.exit_code == 2
    assert Path(people[0]).read_text(encoding="utf-8") == MENTEES


def test_duplicates_and_faults_are_told_and_do_not_stop_the_run(tmp_path: Path) -> None:
    result = run(
        TRIVIAL[0],
        str(PEOPLE / "fr-anabvangun/Mentor_Trivial.duplicates.csv"),
        "--out",
        str(tmp_path / "p.csv"),
    )
    assert result.exit_code == 0
    assert "ligne 7" in result.stderr
    assert "Même personne et mêmes réponses que la ligne 5" in result.stderr
    assert "5 mentors (5 places)" in result.stdout


def test_many_faults_of_one_kind_are_summed(tmp_path: Path) -> None:
    folder = PEOPLE / "student-project"
    result = run(
        str(folder / "students.csv"), str(folder / "projects.csv"), "--out", str(tmp_path / "p.csv")
    )
    assert result.exit_code == 0
    assert "autres remarques du même genre" in result.stderr
    assert (
        "100 binômes formés pour 100 personnes mentorées et 70 mentors (206 places)"
        in result.stdout
    )


# -- groups and floors -----------------------------------------------------------------------------------------------


def test_groups_of_a_column_are_compared_in_the_report_and_never_recorded(tmp_path: Path) -> None:
    lines = "".join(f"P{n:02};Droit;{'Nord' if n < 6 else 'Sud'}\n" for n in range(12))
    lines += "Sans campus;Droit;\n"
    (tmp_path / "a.csv").write_text(f"Nom;Besoins;Campus\n{lines}", encoding="utf-8")
    (tmp_path / "b.csv").write_text("Nom;Compétences;Places\nBob;Droit;9\n", encoding="utf-8")
    files = (str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--out", str(tmp_path / "p.csv"))
    written = ("--report", str(tmp_path / "r.html"), "--record", str(tmp_path / "r.json"))
    done = run(*files, *written, "--group", "campus", "--lang", "en")
    assert done.exit_code == 0, done.output
    report = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Fairness between groups" in report
    assert "Nord" in report
    assert "Report:" in done.stdout
    assert "Nord" not in (tmp_path / "r.json").read_text(encoding="utf-8").partition('"intake"')[0]
    refused = run(*files, "--group", "Ville")
    assert refused.exit_code == 2
    assert "aucune colonne «\u00a0Ville\u00a0»" in refused.stderr


def test_floors_protect_the_groups_of_a_column(tmp_path: Path) -> None:
    lines = "".join(
        f"P{n:02};{'Droit' if n < 8 else 'Paie'};{'Nord' if n < 8 else 'Sud'}\n" for n in range(12)
    )
    (tmp_path / "a.csv").write_text(f"Nom;Besoins;Campus\n{lines}", encoding="utf-8")
    (tmp_path / "b.csv").write_text("Nom;Compétences;Places\nBob;Droit;6\n", encoding="utf-8")
    settings = settings_file(tmp_path, "floors:\n  - {attribute: Campus, value: Sud, least: 0.5}\n")
    record = tmp_path / "r.json"
    done = run(
        str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--out", str(tmp_path / "p.csv"),
        "--settings", settings, "--record", str(record),
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    placed = {row["Mentoré·e"] for row in rows(tmp_path / "p.csv")}
    assert len(placed & {"P08", "P09", "P10", "P11"}) == 2
    from ithaque.pairing import replay

    document = json.loads(record.read_text(encoding="utf-8"))
    del document["intake"]
    assert replay(document).record() == document


def test_pairs_are_written_in_json_and_opendocument(
    people: tuple[str, str], tmp_path: Path
) -> None:
    assert run(*people, "--out", str(tmp_path / "p.json"), "--lang", "en").exit_code == 0
    first, _ = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    assert (first["mentee_name"], first["mentor_name"], first["score"]) == (
        "Ana Roy",
        "Bob Bel",
        1.0,
    )
    assert first["reasons"][0]["code"] == "needs.first"
    assert first["contributions"]["needs"] == {"value": 1.0, "weight": 1.0}
    (waiting,) = json.loads((tmp_path / "p-unmatched.json").read_text(encoding="utf-8"))
    assert waiting["cause"]["code"] == "unmatched.rule"
    assert run(*people, "--out", str(tmp_path / "p.ods")).exit_code == 0
    assert rows(tmp_path / "p.ods")[0]["Score sur 100"] in {"100", "100.0"}


def test_circles_are_numbered_in_the_file_of_pairs(tmp_path: Path) -> None:
    lines = "".join(f"P{n:02};Droit\n" for n in range(8))
    (tmp_path / "a.csv").write_text(f"Nom;Besoins\n{lines}", encoding="utf-8")
    (tmp_path / "b.csv").write_text("Nom;Compétences\nBob;Droit\nZoé;Droit\n", encoding="utf-8")
    settings = settings_file(tmp_path, "format: {kind: circle, least: 4, most: 4}\n")
    done = run(
        str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--out", str(tmp_path / "p.csv"),
        "--settings", settings, "--report", str(tmp_path / "r.html"),
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    groups = [row["Groupe"] for row in rows(tmp_path / "p.csv")]
    assert sorted(groups) == ["1"] * 4 + ["2"] * 4


def test_own_words_weigh_on_request(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "Nom;Présentation\nAna;Devenir infirmière à l'hôpital\nIda;Apprendre la comptabilité\n",
        encoding="utf-8",
    )
    (tmp_path / "b.csv").write_text(
        "Nom;Présentation\nBob;Comptable en cabinet\nZoé;Infirmière en chirurgie\n",
        encoding="utf-8",
    )
    settings = settings_file(tmp_path, "weights: {text: 1}\n")
    done = run(
        str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--out", str(tmp_path / "p.csv"),
        "--settings", settings, "--map", "Présentation=text",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    pairs = {row["Mentoré·e"]: row for row in rows(tmp_path / "p.csv")}
    assert pairs["Ana"]["Mentor·e"] == "Zoé"
    assert pairs["Ana"]["Raison 1"].startswith("Leurs présentations parlent des mêmes choses")


@pytest.mark.parametrize("option", ["--record", "--report", "--unmatched"])
def test_each_result_that_cannot_be_written_says_why(
    people: tuple[str, str], tmp_path: Path, option: str
) -> None:
    done = run(*people, "--out", str(tmp_path / "p.csv"), option, str(tmp_path / "absent" / "x"))
    assert done.exit_code == 5
    assert "le dossier n’existe pas" in done.stderr


def test_memory_that_does_not_suffice_is_told(
    people: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("ithaque.pairing.solve.solve", full)
    done = run(*people, "--out", str(tmp_path / "p.csv"))
    assert done.exit_code == 6
    assert "memory_mb" in done.stderr
