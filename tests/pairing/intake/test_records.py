"""Lines become people; every doubt is a fault with its line, its column, what is kept and what to do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ithaque.pairing.intake import (
    Fault,
    Record,
    Side,
    TableError,
    fault_words,
    lines_to_correct,
    read_records,
    read_table,
    recognise,
    table_bytes,
    to_people,
    to_person,
    to_sides,
)
from ithaque.pairing.intake.sentences import EVIDENCE, LINE_FAULTS, NOTES, TABLE_ERRORS
from ithaque.pairing.intake.values import read_minority
from tests.pairing.intake.files import PEOPLE

TODAY = date(2026, 11, 23)


def read(text: str, side: Side = "mentee", **maps: str) -> tuple[list[Record], list[Fault]]:
    table = read_table(text.encode(), "a.csv")
    mapping = recognise(table, side)
    for header, field in maps.items():
        mapping = mapping.choose(header.replace("_", " "), field)
    return read_records(table, mapping, today=TODAY)


def codes(faults: list[Fault]) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.column, fault.code) for fault in faults]


def test_alumni_line_becomes_a_whole_person() -> None:
    table = read_table(PEOPLE / "fr-anabvangun/Filleul_Trivial.csv")
    people, faults = to_people(table, recognise(table, "mentee"), today=TODAY)
    laula = people[3]
    assert faults == []
    assert (laula.id, laula.name, laula.seniority) == ("laula-anthonin", "Laula Anthonin", 6)
    assert [skill.label for skill in laula.needs] == ["Défense"] or [
        s.key for s in laula.needs
    ] == ["defense", "aeronautique"]
    assert laula.interests == ("Entreprise",)
    assert laula.languages == {"en"}
    assert laula.waiting_since == date(2021, 8, 17)


def test_civil_servant_keeps_grade_and_profession_and_loses_identity() -> None:
    table = read_table(PEOPLE / "uk-civil-service/large/mentees.csv")
    people, faults = to_people(table, recognise(table, "mentee"), today=TODAY)
    assert faults == []
    assert len(people) == 500
    first, second = people[:2]
    assert (first.id, first.name, first.seniority, first.path) == (
        "mentee.000@gov.uk",
        "mentee 000",
        0,
        ("Policy",),
    )
    assert second.seniority == 4
    assert not first.wishes
    assert "Non-binary" not in first.text
    assert "characteristics is/are …" in first.text


def test_duplicates_file_keeps_each_person_once() -> None:
    table = read_table(PEOPLE / "fr-anabvangun/Mentor_Trivial.duplicates.csv")
    people, faults = to_people(table, recognise(table, "mentor"))
    assert len(people) == 5
    (fault,) = faults
    assert (fault.line, fault.code, fault.severity, fault.data["first"]) == (
        7,
        "duplicate_person",
        "error",
        5,
    )
    words = fault_words(fault, "fr")
    assert words.wrong == "Même personne et mêmes réponses que la ligne 5."
    assert words.kept
    assert words.to_do


def test_same_email_twice_keeps_the_first_line_whatever_the_case() -> None:
    records, faults = read("Nom;E-mail\nAna;ana@ex.fr\nAnna;ANA@EX.FR\n")
    assert [record.name for record in records] == ["Ana"]
    assert codes(faults) == [(3, "", "duplicate_email")]


def test_homonyms_with_other_answers_are_two_people_whose_ids_do_not_depend_on_the_order() -> None:
    lines = ["Ana Roy;Lyon", "Ana Roy;Nice", "Bob Bel;Nice"]
    records, faults = read("Nom;Ville\n" + "\n".join(lines) + "\n")
    again, _ = read("Nom;Ville\n" + "\n".join(reversed(lines)) + "\n")
    assert len({record.id for record in records}) == 3
    assert {(r.id, r.values["place"]) for r in records} == {
        (r.id, r.values["place"]) for r in again
    }
    assert codes(faults) == [(3, "", "homonym")]


def test_identifier_comes_from_the_column_else_the_email_else_the_name() -> None:
    assert read("Matricule;Nom;Mail\nA7;Ana;a@ex.fr\n")[0][0].id == "A7"
    assert read("Nom;Mail\nAna;a@ex.fr\n")[0][0].id == "a@ex.fr"
    assert read("Nom;Ville\nÉlodie Noël;Lyon\n")[0][0].id == "elodie-noel"


def test_line_without_any_name_is_left_out() -> None:
    records, faults = read("Nom;Ville\nAna;Lyon\n;Nice\n")
    assert len(records) == 1
    assert codes(faults) == [(3, "", "name_missing")]


def test_file_that_names_nobody_is_refused() -> None:
    with pytest.raises(TableError) as caught:
        read("Ville;Langues\nLyon;fr\nNice;en\n")
    assert caught.value.code == "no_name_column"


def test_name_that_looks_like_a_formula_is_kept_and_said() -> None:
    records, faults = read("Nom;Ville\n=cmd|' /C calc'!A0;Lyon\nBob;Nice\n")
    assert records[0].name.startswith("=cmd")
    assert codes(faults) == [(2, "", "formula_like")]


@pytest.mark.parametrize(
    ("header", "good", "bad", "code"),
    [
        ("E-mail", "a@ex.fr", "ana(at)ex", "not_email"),
        ("Places", "3", "trois", "not_number"),
        ("Places", "3", "1001", "out_of_range"),
        ("Places", "3", "-2", "out_of_range"),
        ("Places", "3", "1,5", "not_number"),
        ("Anglais", "oui", "un peu", "not_truth"),
        ("Formé", "oui", "bientôt", "not_truth"),
        ("Inscrit le", "03/04/2026", "32/13/2026", "not_date"),
        ("Langues", "français", "klingon", "not_language"),
        ("Fuseau", "Europe/Paris", "Mars/Olympus", "not_zone"),
        ("Disponibilités", "lundi", "jamais", "not_hours"),
        ("Grade", "HEO", "chef", "not_grade"),
        ("Promotion", "2008", "deux mille", "not_year"),
        ("Modalité", "distance", "bof", "not_modality"),
        ("Âge", "17", "jeune", "not_minority"),
    ],
)
def test_cell_that_cannot_be_read_keeps_the_line_and_says_what_to_write(
    header: str, good: str, bad: str, code: str
) -> None:
    rows = "".join(f"Ana{n}\t{good if header != 'E-mail' else f'a{n}@ex.fr'}\n" for n in range(9))
    records, faults = read(f"Nom\t{header}\n{rows}Zoé\t{bad}\n", "mentor")
    assert len(records) == 10
    assert codes(faults) == [(11, header, code)]
    assert faults[0].severity == "warning"
    assert bad in fault_words(faults[0], "fr").wrong


def test_values_are_read_in_both_languages() -> None:
    head = "Nom\tBesoins\tLangues\tAnglais\tDisponibilités\tModalité\tÂge\tVille\tInscrit le\tCapacité\n"
    records, faults = read(
        head
        + "Ana\tPython (expert); SQL : 2; Écrire\tfrançais, allemand (B2)\toui\tlundi 18h-20h ; mar. midi\thybride\t17\t48.85, 2.35\t3 avril 2026\t2\n"
        + "Bob\tPYTHON\tFrench/German\tFALSE\tMonday 6pm-8pm; weekend morning\tremote\t33\tLyon\t2026-04-03T10:00\t1\n"
    )
    assert faults == []
    ana, bob = (to_person(record, today=TODAY) for record in records)
    assert [(s.key, s.label, s.level) for s in ana.needs] == [
        ("python", "Python", 3),
        ("sql", "SQL", 2),
        ("ecrire", "Écrire", None),
    ]
    assert bob.needs[0].key == "python"
    assert (ana.languages, bob.languages) == ({"fr", "de", "en"}, {"fr", "de"})
    assert ana.availability == {18, 19, 36, 37}
    assert bob.availability == {18, 19, *range(129, 132), *range(153, 156)}
    assert (ana.modality, bob.modality) == ({"remote", "in_person"}, {"remote"})
    assert (ana.minor, ana.adult, bob.minor, bob.adult) == (True, False, False, True)
    assert (ana.place, bob.place) == ((48.85, 2.35), "Lyon")
    assert ana.waiting_since == bob.waiting_since == date(2026, 4, 3)
    assert ana.capacity == 2


def test_levels_run_from_one_to_three_however_they_are_counted() -> None:
    records, faults = read(
        "Nom\tBesoins\nAna\tDroit : 1; Paie : 2; SQL : 5; Chant (4/5); Vélo (3/3)\n"
    )
    assert faults == []
    assert [skill.level for skill in records[0].values["needs"]] == [1, 2, 3, 3, 3]


@pytest.mark.parametrize(
    ("header", "minors", "adults"),
    [
        ("Âge", ("17", "0", "1"), ("18", "33")),
        ("Tranche d’âge : moins de 18 ans ?", ("oui",), ("non",)),
        ("Mineur·e", ("oui", "1"), ("non", "0")),
        ("Majeur·e", ("non", "0"), ("oui", "1")),
    ],
)
def test_minority_is_read_from_an_age_or_from_yes_and_no(
    header: str, minors: tuple[str, ...], adults: tuple[str, ...]
) -> None:
    assert [read_minority(cell, header, TODAY) for cell in minors] == [True] * len(minors)
    assert [read_minority(cell, header, TODAY) for cell in adults] == [False] * len(adults)


def test_radius_may_be_a_part_of_a_kilometre_and_half_way_round_the_earth_at_most() -> None:
    records, faults = read("Nom;Ville;Rayon (km)\nAna;Lyon;2,5\nBob;Lyon;20000\nZoé;Lyon;20001\n")
    assert [record.values.get("radius_km") for record in records] == [2.5, 20_000.0, None]
    assert codes(faults) == [(4, "Rayon (km)", "out_of_range")]
    assert "20000" in fault_words(faults[0], "fr").wrong.replace("\u202f", "")


def test_hours_move_to_utc_by_the_time_zone_of_the_person() -> None:
    records, _ = read(
        "Nom;Disponibilités;Fuseau\nAna;lundi 18h-20h;Europe/Paris\nBob;lundi 18h-20h;America/New_York\n"
    )
    ana, bob = (to_person(record, today=TODAY) for record in records)
    assert ana.availability == {17, 18}
    assert bob.availability == {23, 24}


def test_hours_without_a_zone_are_taken_in_the_zone_most_people_name() -> None:
    mentees, _ = read("Nom;Disponibilités;Fuseau\nAna;lundi 18h-20h;Europe/Paris\n")
    mentors, _ = read("Nom;Disponibilités\nBob;lundi 18h-20h\n", "mentor")
    ours, theirs, _ = to_sides(mentees, mentors, today=TODAY)
    assert ours[0].availability == theirs[0].availability == {17, 18}


def test_similar_lists_take_the_separator_of_the_whole_column() -> None:
    records, _ = read("Nom\tBesoins\nAna\tdroit, fiscal;sport\nBob\tgestion, paie\n")
    assert [[skill.label for skill in r.values["needs"]] for r in records] == [
        ["droit, fiscal", "sport"],
        ["gestion, paie"],
    ]


def test_students_repeat_choices_and_some_say_nothing() -> None:
    table = read_table(PEOPLE / "student-project/students.csv")
    records, faults = read_records(table, recognise(table, "mentee"))
    assert len(records) == 100
    assert len({fault.line for fault in faults if fault.code == "repeated_wish"}) == 71
    assert len([fault for fault in faults if fault.code == "nothing_to_compare"]) == 3
    assert records[0].values["wishes"][:3] == ["G2", "P1", "V2"]


def test_wishes_managers_and_exclusions_become_identifiers() -> None:
    mentees, _ = read(
        "Nom;Mail;Vœux;N+1;À éviter\nAna Roy;ana@ex.fr;Bel Bob|INCONNU;zoe@ex.fr;Zoé Luz\nIda Ney;ida@ex.fr;zoe@ex.fr;;\n"
    )
    mentors, _ = read("Prénom;Nom;Mail\nBob;Bel;bob@ex.fr\nZoé;Luz;zoe@ex.fr\n", "mentor")
    people, _, faults = to_sides(mentees, mentors, today=TODAY)
    assert people[0].wishes == ("bob@ex.fr",)
    assert people[1].wishes == ("zoe@ex.fr",)
    assert people[0].manager == "zoe@ex.fr"
    assert people[0].excluded == {"zoe@ex.fr"}
    assert [(side, fault.line, fault.column, fault.code) for side, fault in faults] == [
        ("mentee", 2, "wishes", "person_unknown")
    ]


def test_identity_serves_only_the_wish_of_a_mentee_who_asked_when_mapped_by_hand() -> None:
    text = "Nom;Mail;match with similar identity;identity to match\nAna;a@ex.fr;yes;Gay\nIda;i@ex.fr;no;Gay\n"
    mentors, _ = read(
        "Nom;Mail;characteristics\nBob;b@ex.fr;Gay, Non-binary\nZoé;z@ex.fr;\n",
        "mentor",
        characteristics="identity",
    )
    asked, _ = read(
        text, match_with_similar_identity="identity_wanted", identity_to_match="identity"
    )
    people, _, _ = to_sides(asked, mentors)
    assert [person.wishes for person in people] == [("b@ex.fr",), ()]
    left_out, _ = read(text)
    people, _, _ = to_sides(left_out, mentors)
    assert [person.wishes for person in people] == [(), ()]


def test_spellings_of_one_word_are_one_word_on_both_sides() -> None:
    mentees, _ = read("Nom;Profession\nAna;Énergie\nBob;Droit\n")
    mentors, _ = read("Nom;Profession\nZoé;ENERGIE\nLéo;droit\n", "mentor")
    ours, theirs, _ = to_sides(mentees, mentors)
    assert [person.path for person in ours] == [person.path for person in theirs]


def test_hidden_and_direction_signs_leave_names() -> None:
    records, _ = read("Nom;Ville\nA\u202ena\u200b Roy;Lyon\nBob;Nice\n")
    assert records[0].name == "Ana Roy"


def test_every_sentence_has_its_french_typography() -> None:
    from ithaque.pairing.words import phrase

    texts = [pair[0] for table in (TABLE_ERRORS, NOTES, EVIDENCE) for pair in table.values()]
    texts += [part for french, _ in LINE_FAULTS.values() for part in french]
    for text in texts:
        plain = phrase(text.replace("{", "").replace("}", ""), "fr")
        assert "'" not in plain
        assert " :" not in plain
        assert " ;" not in plain
        assert "« " not in plain


def test_lines_left_out_are_given_back_with_what_to_do_and_can_be_sent_again_once_corrected() -> (
    None
):
    table = read_table(
        b"Nom;E-mail;Ville\nAna;ana@ex.fr;Lyon\nBob;bob@ex.fr;Nice;Sud\n;x@;Paris\nAna;ana@ex.fr;Lyon\n",
        "a.csv",
    )
    _, faults = read_records(table, recognise(table, "mentee"))
    headers, rows = lines_to_correct(table, faults, "fr")
    assert headers == ["Ligne", "À corriger", "Nom", "E-mail", "Ville", "#4"]
    assert [row[0] for row in rows] == ["3", "4", "5"]
    assert rows[0][2:] == ["Bob", "bob@ex.fr", "Nice", "Sud"]
    assert "Mettez entre guillemets" in rows[0][1]
    rows[0][4:] = ["Nice Sud", ""]
    again = read_table(table_bytes(".csv", headers, rows[:1]), "b.csv")
    records, faults = read_records(again, recognise(again, "mentee"))
    assert [(record.name, record.values["place"]) for record in records] == [("Bob", "Nice Sud")]
    assert faults == []


def test_two_columns_of_own_words_are_put_together() -> None:
    records, faults = read("Nom;Présentation;Remarques\nAna;J’aime lire.;Matin.\nBob;;Soir.\n")
    assert faults == []
    assert [record.values["text"] for record in records] == ["J’aime lire.\nMatin.", "Soir."]


def test_a_name_that_is_the_identifier_of_another_gets_one_of_its_own() -> None:
    records, _ = read("Identifiant;Nom;Besoins\nana-roy;Ida Ney;Droit\n;Ana Roy;Droit\n")
    assert [record.id for record in records] == ["ana-roy", "ana-roy-2"]


def test_a_way_of_meeting_and_a_date_of_birth_are_read() -> None:
    born = [TODAY.replace(year=TODAY.year - 18) + timedelta(days=late) for late in (1, 0)]
    text = "Nom;Besoins;Modalité;Date de naissance\n"
    text += f"Ana;Droit;présentiel;{born[0]:%d/%m/%Y}\nBob;Droit;visio;{born[1]:%d/%m/%Y}\n"
    records, faults = read(text)
    assert faults == []
    ana, bob = (to_person(record, today=TODAY) for record in records)
    assert (ana.modality, bob.modality) == ({"in_person"}, {"remote"})
    assert (ana.minor, bob.minor) == (True, False)
