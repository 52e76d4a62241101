"""`ithaque match`: settings in a file, and input that cannot be used, told in words with what to do."""

from __future__ import annotations

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
        ("weights: {needs: 3", "ce n’est pas du YAML"),
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
