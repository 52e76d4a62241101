"""Columns are understood whatever they are called; what stays in doubt is asked, what is sensitive is left out."""

from __future__ import annotations

import pytest

from ithaque.pairing.intake import (
    ColumnMapping,
    Side,
    TableError,
    evidence_words,
    note_words,
    read_table,
    recognise,
)
from ithaque.pairing.intake.fields import FIELDS, field_named, fields_for
from tests.pairing.intake.files import PEOPLE

ALUMNI = {
    "Horodateur": "waiting_since",
    "Prénom": "first_name",
    "Nom": "last_name",
    "Promotion": "seniority",
    "Motivation": "interests",
    "Anglais": "speaks_en",
}
ALUMNI_MENTEE = ALUMNI | {"Activités et métiers": "needs"}
ALUMNI_MENTOR = ALUMNI | {"Activités et métiers": "offers"}
CIVIL = {
    "first name": "first_name",
    "last name": "last_name",
    "email address": "email",
    "grade": "seniority",
    "organisation": "organisation",
    "profession": "path",
    "biography": "text",
}
GOLDEN: list[tuple[str, Side, dict[str, str]]] = [
    ("fr-anabvangun/Filleul_10.csv", "mentee", ALUMNI_MENTEE),
    ("fr-anabvangun/Filleul_250.csv", "mentee", ALUMNI_MENTEE),
    ("fr-anabvangun/Filleul_Trivial.csv", "mentee", ALUMNI_MENTEE),
    ("fr-anabvangun/Mentor_10.csv", "mentor", ALUMNI_MENTOR),
    ("fr-anabvangun/Mentor_250.csv", "mentor", ALUMNI_MENTOR),
    ("fr-anabvangun/Mentor_Trivial.csv", "mentor", ALUMNI_MENTOR),
    ("fr-anabvangun/Mentor_Trivial.duplicates.csv", "mentor", ALUMNI_MENTOR),
    ("fr-anabvangun/Results_Trivial.csv", "mentee", {"Mentoré": "name"}),
    ("uk-civil-service/small/mentees.csv", "mentee", CIVIL),
    ("uk-civil-service/small/mentors.csv", "mentor", CIVIL),
    ("uk-civil-service/large/mentees.csv", "mentee", CIVIL),
    ("uk-civil-service/large/mentors.csv", "mentor", CIVIL),
    (
        "student-project/students.csv",
        "mentee",
        {"name": "name"} | {str(n): "wishes" for n in range(25)},
    ),
    ("student-project/projects.csv", "mentor", {"code": "id", "capacity": "capacity"}),
    ("student-project/supervisors.csv", "mentor", {"name": "name", "capacity": "capacity"}),
]


def mapping_of(text: str, side: Side = "mentee") -> ColumnMapping:
    return recognise(read_table(text.encode(), "a.csv"), side)


@pytest.mark.parametrize(
    ("name", "side", "expected"), GOLDEN, ids=lambda value: value if isinstance(value, str) else ""
)
def test_real_file_is_understood_alone(name: str, side: Side, expected: dict[str, str]) -> None:
    mapping = recognise(read_table(PEOPLE / name), side)
    assert mapping.as_dict() == expected


def test_sensitive_columns_are_left_out_with_a_note_and_never_suggested() -> None:
    mapping = recognise(read_table(PEOPLE / "uk-civil-service/large/mentees.csv"), "mentee")
    sensitive = {"match with similar identity", "identity to match"}
    assert {c.header for c in mapping.unknown} == sensitive | {
        "both mentor and mentee",
        "job title",
    }
    assert all(
        column.suggestion is None for column in mapping.columns if column.header in sensitive
    )
    (note,) = mapping.notes
    assert "identity to match" in note_words(note, "fr")
    assert "never weigh" in note_words(note, "en")


@pytest.mark.parametrize(
    "header", ["Genre", "Sexe", "Nationality", "Boursier", "Handicap (RQTH)", "Religion", "QPV"]
)
def test_protected_characteristic_is_never_read(header: str) -> None:
    mapping = mapping_of(f"Nom;{header}\nAna;x\nBob;y\n")
    assert mapping.columns[1].field is None
    assert [note.code for note in mapping.notes] == ["note.sensitive"]


@pytest.mark.parametrize(
    ("header", "value", "side", "field"),
    [
        ("E-mail", "a@b.fr", "mentee", "email"),
        ("Votre adresse mail ?", "a@b.fr", "mentee", "email"),
        ("COURRIEL", "a@b.fr", "mentee", "email"),
        ("Contact", "a@b.fr", "mentee", "email"),
        ("compétence", "python", "mentor", "offers"),
        ("Compétences", "python", "mentee", "needs"),
        ("Skills", "python; sql", "mentor", "offers"),
        ("Domaine d’expertise", "python", "mentor", "offers"),
        ("Compétences à développer", "python", "mentor", "needs"),
        ("I can share", "python", "mentee", "offers"),
        ("Besoins", "python|sql", "mentee", "needs"),
        ("Centre d'intérêt", "vélo, échecs", "mentee", "interests"),
        ("Hobbies", "chess", "mentor", "interests"),
        ("LANGUES PARLÉES", "français, anglais", "mentor", "languages"),
        ("Anglais", "oui", "mentor", "speaks_en"),
        ("Parle allemand", "x", "mentor", "speaks_de"),
        ("Spanish", "no", "mentor", "speaks_es"),
        ("Nombre de filleuls", "3", "mentor", "capacity"),
        ("Max mentees", "3", "mentor", "capacity"),
        ("Date d’inscription", "03/04/2026", "mentee", "waiting_since"),
        ("Disponibilité(s)", "lundi 18h-20h", "mentee", "availability"),
        ("Ville", "Lyon", "mentee", "place"),
        ("N+1", "Jean Martin", "mentee", "manager"),
        ("Vœux", "Anne Roy; Paul Bel", "mentee", "wishes"),
        ("À éviter", "Anne Roy", "mentee", "excluded"),
        ("Fuseau", "Europe/Paris", "mentee", "time_zone"),
        ("Distance ou présence", "à distance", "mentee", "modality"),
        ("Date de naissance", "03/04/2010", "mentee", "minor"),
        ("Niveau d'études", "L3", "mentee", "seniority"),
        ("Grade", "Grade 7", "mentor", "seniority"),
        ("Competnces", "python", "mentor", "offers"),
    ],
)
def test_header_is_known_in_both_languages_with_accents_case_plural_and_slips(
    header: str, value: str, side: Side, field: str
) -> None:
    mapping = mapping_of(f"Nom\t{header}\nAna\t{value}\nBob\t{value}\n", side)
    assert mapping.columns[1].field == field


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Email", ("oui", "non")),
        ("Nombre de places", ("plein", "vide")),
        ("Anglais", ("couramment bien", "pas trop")),
        ("Age", ("x?", "bb")),
    ],
)
def test_header_that_its_values_deny_is_left_out_and_says_so(
    header: str, values: tuple[str, str]
) -> None:
    column = mapping_of(f"Nom;{header}\nAna;{values[0]}\nBob;{values[1]}\n").columns[1]
    assert column.field is None
    assert evidence_words(column.evidence[-1], "fr")


def test_hint_is_a_suggestion_never_a_silent_guess() -> None:
    column = mapping_of("Nom;Poste\nAna;Juriste\nBob;Comptable\n").columns[1]
    assert (column.field, column.suggestion) == (None, "path")


def test_same_value_for_everybody_tells_nothing() -> None:
    rows = "".join(f"Ana {n};Cadre\n" for n in range(12))
    column = mapping_of(f"Nom;Profession\n{rows}").columns[1]
    assert (column.field, column.evidence[0].code) == (None, "evidence.constant")


def test_lone_name_column_holds_the_whole_name() -> None:
    assert mapping_of("Nom;Ville\nAna Roy;Lyon\nBob Bel;Nice\n").as_dict()["Nom"] == "name"


def test_numbered_columns_are_ranked_wishes() -> None:
    mapping = mapping_of("Nom;Vœu 1;Vœu 2;Vœu 3\nAna;Roy P;Bel J;\nBob;Bel J;Roy P;Luz A\n")
    assert mapping.columns_of("wishes") == ["Vœu 1", "Vœu 2", "Vœu 3"]


def test_choice_of_a_person_wins_and_the_other_column_gives_way() -> None:
    mapping = mapping_of("Nom;Ville;Site\nAna;Lyon;A\nBob;Nice;B\n")
    assert mapping.as_dict() == {"Nom": "name", "Ville": "place"}
    chosen = mapping.choose("site", "place")
    assert chosen.as_dict() == {"Nom": "name", "Site": "place"}
    assert [column.confidence for column in chosen.columns[1:]] == [0.0, 1.0]
    assert chosen.choose("Site", None).as_dict() == {"Nom": "name"}
    for header, field, code in (
        ("Absente", "place", "column_unknown"),
        ("Site", "lieu-dit", "field_unknown"),
    ):
        with pytest.raises(TableError) as caught:
            mapping.choose(header, field)
        assert caught.value.code == code


@pytest.mark.parametrize("named", ["buts", "BUT", "Mes buts", "Bût"])
def test_column_is_named_whatever_its_case_accents_plural_and_little_words(named: str) -> None:
    mapping = mapping_of("Nom;But\nAna;Droit\nBob;Paie\n").choose(named, "needs")
    assert mapping.as_dict() == {"Nom": "name", "But": "needs"}


def test_choices_of_an_earlier_import_are_remembered_where_they_fit() -> None:
    first = mapping_of("Nom;Poste\nAna;Juriste\nBob;Comptable\n").choose("Poste", "path")
    later = mapping_of("NOM;Poste;Autre\nZoé;Notaire;1\nLéa;Avocate;2\n").remembered(
        {**first.as_dict(), "Perdue": "place"}
    )
    assert later.as_dict() == {"NOM": "name", "Poste": "path"}


def test_every_used_column_says_why_in_both_languages() -> None:
    for name, side, _ in GOLDEN:
        for column in recognise(read_table(PEOPLE / name), side).columns:
            assert column.evidence
            for evidence in column.evidence:
                assert evidence_words(evidence, "fr") != evidence_words(evidence, "en")


def test_every_field_has_label_and_help_in_both_languages() -> None:
    assert len({field.code for field in FIELDS}) == len(FIELDS)
    for field in FIELDS:
        assert field.label("fr")
        assert field.help("fr") != field.help("en")
        assert "'" not in field.help("fr")
    assert "minimum_load" not in {field.code for field in fields_for("mentee")}
    assert field_named("speaks_de").label("fr") == "Parle allemand"  # type: ignore[union-attr]
    assert field_named("speaks_zz") is None
    assert field_named("nothing") is None


def test_a_column_whose_likeliest_field_is_taken_waits_for_a_person_rather_than_take_its_second() -> (
    None
):
    lines = "Nom;Ville;Lieu de travail du service\nAna;Lyon;Paris\n"
    mapping = recognise(read_table(lines.encode()), "mentee")
    town, left = mapping.columns[1:]
    assert (town.field, left.field, left.suggestion) == ("place", None, "place")
    assert "evidence.taken" in {one.code for one in left.evidence}


def test_a_whole_name_beside_its_two_halves_is_not_needed() -> None:
    mapping = recognise(read_table("Nom complet;Prénom;Nom\nAna Roy;Ana;Roy\n".encode()), "mentee")
    assert [column.field for column in mapping.columns] == [None, "first_name", "last_name"]
