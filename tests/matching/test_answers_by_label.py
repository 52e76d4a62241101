"""Columns named after the questions of a form: every type a cell can hold, in both languages, and what is kept aside."""

from __future__ import annotations

import pytest

from ithaque.matching import intake
from ithaque.matching.cells import CellReader, can_be_read
from ithaque.matching.services import (
    bad_rows,
    begin_import,
    choose_columns,
    imports,
    preview,
    start_import,
)
from ithaque.programmes.models import Enrolment
from ithaque.questionnaires.models import FormVersion
from ithaque.questionnaires.schema import FormSchema
from tests.matching import factories as make

SPORTS = [
    {"value": "swim", "label": make.both("Natation", "Swimming")},
    {"value": "read", "label": make.both("Lecture, écriture", "Reading, writing")},
    {"value": "cook", "label": make.both("Cuisine", "Cooking")},
]
TONGUES = [
    {"value": "fr", "label": make.both("Français", "French")},
    {"value": "en", "label": make.both("Anglais", "English")},
]


def asked(key, type_, fr, en, **rest):
    return {"key": key, "type": type_, "label": make.both(fr, en), **rest}


QUESTIONS = [
    asked("hobby", "choice", "Votre loisir préféré", "Your favourite hobby", options=SPORTS),
    asked("hobbies", "several", "Vos loisirs", "Your hobbies", options=SPORTS, limit=2),
    asked("order", "ranked", "Par ordre d’envie", "In order of wish", options=SPORTS),
    asked(
        "ease",
        "scale",
        "À l’aise à l’oral ?",
        "At ease speaking?",
        left=make.both("peu", "little"),
        right=make.both("très", "very"),
    ),
    asked("years", "number", "Années d’expérience", "Years of experience", maximum=40),
    asked("since", "date", "Disponible à partir du", "Free from"),
    asked("tools", "skills", "Vos outils", "Your tools", levels=True),
    asked("tongues", "languages", "Langues parlées", "Languages spoken", options=TONGUES),
    asked("fluent", "languages", "Niveaux", "Levels", options=TONGUES, levels=True),
    asked("hours", "availability", "Vos créneaux", "Your slots"),
    asked("town", "place", "Votre ville", "Your town", radius=True),
    asked("words", "text", "Pourquoi ce programme ?", "Why this programme?", limit=40),
    asked("paper", "file", "Votre CV", "Your CV"),
]
SCHEMA = {"sections": [{"key": "all", "title": make.both("Vous", "You"), "questions": QUESTIONS}]}
BY_KEY = {one.key: one for one in FormSchema.model_validate(SCHEMA).questions()}


@pytest.mark.parametrize(
    ("key", "cell", "value"),
    [
        ("hobby", "natation", "swim"),
        ("hobby", "Swimming", "swim"),
        ("hobby", "Lecture, écriture", "read"),
        ("hobbies", "Natation ; Cuisine", ["swim", "cook"]),
        ("hobbies", "Lecture, écriture, Cuisine", ["read", "cook"]),
        ("hobbies", "swim|cook|swim", ["swim", "cook"]),
        ("order", "Cuisine; Natation", ["cook", "swim"]),
        ("ease", "4", 4),
        ("ease", "4/5", 4),
        ("years", "12 ans", 12),
        ("since", "01/09/2026", "2026-09-01"),
        ("since", "1er septembre 2026", "2026-09-01"),
        ("tongues", "français et anglais", ["fr", "en"]),
        ("tongues", "English; French", ["en", "fr"]),
        ("fluent", "Français (ma langue), Anglais", {"fr": 4, "en": 3}),
        ("hours", "lundi 18h-20h", ["mon-18", "mon-19"]),
        ("town", "Lyon, 20 km", {"town": "Lyon", "radius": 20}),
        ("town", "Villeurbanne", {"town": "Villeurbanne"}),
        ("words", "Pour apprendre", "Pour apprendre"),
    ],
)
def test_cell_is_read_as_its_question_stores_it(key, cell, value):
    found = CellReader(BY_KEY[key]).read(cell)
    assert (found.value, found.aside) == (value, [])


@pytest.mark.django_db
def test_skills_are_read_in_words_with_their_level():
    found = CellReader(BY_KEY["tools"]).read("Excel (à l’aise) ; Python : 3 ; Couture")
    told = [(one["label"], one["level"]) for one in found.value]
    assert told == [("Excel", 2), ("Python", 3), ("Couture", 2)]


@pytest.mark.parametrize(
    ("key", "cell", "kept", "hint"),
    [
        ("hobby", "Natasion", None, "Natation"),
        ("hobby", "Escalade", None, "Cuisine"),
        ("hobbies", "Natation; Escalade", ["swim"], "Cuisine"),
        ("ease", "9", None, "5"),
        ("ease", "beaucoup", None, "5"),
        ("years", "beaucoup", None, "entier"),
        ("years", "95", None, "40"),
        ("since", "bientôt", None, "31/12/2026"),
        ("hours", "quand je peux", None, "18h-20h"),
        ("tongues", "klingon", None, "Français"),
        ("words", "x" * 60, None, "40"),
    ],
)
def test_what_cannot_be_read_is_kept_aside_with_what_to_do(key, cell, kept, hint):
    found = CellReader(BY_KEY[key]).read(cell)
    assert found.value == kept
    ((_written, to_do),) = found.aside
    assert hint in to_do


@pytest.mark.parametrize("cell", ["", "  ", "-", "n/a", "aucun"])
def test_cell_that_says_nothing_is_no_answer(cell):
    assert CellReader(BY_KEY["years"]).read(cell) == CellReader(BY_KEY["years"]).read("")


def test_file_does_not_fit_in_a_cell():
    assert not can_be_read(BY_KEY["paper"])


@pytest.fixture
def nadia(db):
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    made = make.cohort(nadia)
    FormVersion.objects.filter(form=made.programme.mentee_form).update(schema=SCHEMA)
    return made


def sent(cohort, nadia, text):
    return start_import(cohort=cohort, side="mentee", name="a.csv", content=text.encode(), by=nadia)


def fields(import_):
    return {
        one.header: one.field for one in intake.columns_shown(import_, intake.table_of(import_))
    }


def test_headings_that_are_labels_in_either_language_are_recognised_and_answered(cohort, nadia):
    text = (
        "Nom;Courriel;votre loisir PREFERE;Your hobbies;Années d'expérience\n"
        "Emma;emma@test.example;Cuisine;Natation, Cuisine;3\n"
    )
    import_ = sent(cohort, nadia, text)
    assert list(fields(import_).values())[2:] == [
        "question:hobby",
        "question:hobbies",
        "question:years",
    ]
    begin_import(import_=import_, enrol_as="submitted", by=nadia)
    imports.take_in(import_.pk)
    answers = Enrolment.objects.get(person__email="emma@test.example").sheet.answers
    assert answers == {"hobby": "cook", "hobbies": ["swim", "cook"], "years": 3}


def test_heading_that_looks_like_a_label_is_offered_not_taken(cohort, nadia):
    import_ = sent(cohort, nadia, "Nom;Votre loisir prefere ?!\nEmma;Cuisine\n")
    near = sent(cohort, nadia, "Nom;Aise oral\nEmma;4\n")
    assert fields(import_)["Votre loisir prefere ?!"] == "question:hobby"
    (column,) = [
        one
        for one in intake.columns_shown(near, intake.table_of(near))
        if one.header == "Aise oral"
    ]
    assert (column.field, "À l’aise à l’oral" in column.suggestion) == ("", True)


def test_question_chosen_by_hand_is_remembered_and_unreadable_cells_do_not_stop_the_line(
    cohort, nadia
):
    text = "Nom;Courriel;Truc\nEmma;emma@test.example;Cuisine\nLou;lou@test.example;Escalade\n"
    import_ = sent(cohort, nadia, text)
    choices = {"Nom": "name", "Courriel": "email", "Truc": "question:hobby"}
    choose_columns(import_=import_, choices=choices, by=nadia)
    import_.refresh_from_db()
    seen = preview(import_)
    (trouble,) = [one for one in seen.reading.troubles() if "Escalade" in one.wrong]
    assert (trouble.line, trouble.column, trouble.blocking) == (3, "Truc", False)
    assert b"lou@test.example" in bad_rows(import_, aside=True)
    assert b"emma@test.example" not in bad_rows(import_, aside=True)
    begin_import(import_=import_, enrol_as="submitted", by=nadia)
    imports.take_in(import_.pk)
    assert Enrolment.objects.count() == 2
    assert Enrolment.objects.filter(sheet__answers__hobby="cook").count() == 1
    again = sent(cohort, nadia, text.replace("emma@", "e2@").replace("lou@", "l2@"))
    assert fields(again)["Truc"] == "question:hobby"


def test_question_of_a_deleted_key_is_left_out_in_the_next_file(cohort, nadia):
    import_ = sent(cohort, nadia, "Nom;Truc\nEmma;Cuisine\n")
    import_.mapping = {"columns": {"Nom": "name", "Truc": "question:gone"}}
    import_.save()
    assert fields(import_)["Truc"] == ""
