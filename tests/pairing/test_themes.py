"""Own words as themes: what they are worth on triplets, the same everywhere, and in a pairing."""

from __future__ import annotations

import json
import math
import random
import runpy
from itertools import chain
from pathlib import Path

import pytest

from ithaque.pairing import Person, Problem, Settings, replay
from ithaque.pairing.criteria import Text
from ithaque.pairing.themes import MOST_THEMES, theme_label, themes_of
from ithaque.pairing.themes.build import main as build
from ithaque.pairing.words import say

TRIPLETS = json.loads(
    (Path(__file__).parents[1] / "data/themes/triplets.json").read_text(encoding="utf-8")
)["triplets"]


def likeness(one: str, other: str) -> float:
    a, b = themes_of(one), themes_of(other)
    length = math.sqrt(sum(v * v for v in a.values()) * sum(v * v for v in b.values()))
    return sum(weight * b.get(code, 0) for code, weight in a.items()) / length if length else 0.0


def share_right(triplets: list[list[str]]) -> float:
    right = 0.0
    for goal, fit, unfit in triplets:
        near, far = likeness(goal, fit), likeness(goal, unfit)
        right += 1.0 if near > far else 0.5 if near == far else 0.0
    return right / len(triplets)


@pytest.mark.parametrize(
    ("kind", "least"),
    [("FR_PLAIN", 0.95), ("FR_TRAP", 0.5), ("TITLES", 0.7), ("XLING", 0.9), ("EN", 0.8)],
)
def test_the_mentor_who_fits_a_goal_comes_before_the_one_who_does_not(
    kind: str, least: float
) -> None:
    assert share_right(TRIPLETS[kind]) >= least


def test_words_that_belong_together_stand_out_from_words_drawn_at_random() -> None:
    every = list(chain.from_iterable(TRIPLETS.values()))
    fits = [likeness(goal, fit) for goal, fit, _ in every]
    draw = random.Random(1)
    others = [likeness(draw.choice(every)[0], draw.choice(every)[1]) for _ in range(1500)]
    above = sum(fit > other for fit in fits for other in others)
    assert above / (len(fits) * len(others)) >= 0.85


def test_themes_are_few_whole_and_the_strongest_first() -> None:
    found = themes_of("Je veux apprendre à manager une équipe commerciale")
    weights = list(found.values())
    assert len(found) <= MOST_THEMES
    assert weights == sorted(weights, reverse=True)
    assert weights[0] == 1000
    assert all(isinstance(weight, int) and weight > 0 for weight in weights)


def test_what_introduces_a_goal_says_nothing() -> None:
    assert themes_of("J'aimerais apprendre à coder") == themes_of("coder")
    assert themes_of("Comptable, 15 ans d'expérience") == themes_of("Comptable")


@pytest.mark.parametrize("text", ["", "   ", "zzzz qqqq", "le la les", "🙂"])
def test_words_unknown_have_no_theme(text: str) -> None:
    assert themes_of(text) == {}


def test_one_thing_said_in_french_and_in_english_is_near() -> None:
    assert likeness("infirmière à l'hôpital", "nurse in a hospital") > likeness(
        "infirmière à l'hôpital", "truck driver"
    )


def test_theme_is_named_in_the_language_asked() -> None:
    assert theme_label("2654.1.7", "fr") == "directeur technique"
    assert theme_label("2654.1.7", "en") == "technical director"
    assert theme_label("A1101", "en") == theme_label("A1101", "fr")
    assert theme_label("unheard of", "en") == "unheard of"


def test_own_words_weigh_in_a_pairing_and_their_themes_replay() -> None:
    words = ["Devenir infirmière à l'hôpital", "Apprendre la comptabilité"]
    lived = ["Comptable en cabinet", "Cadre de santé, infirmier en chirurgie"]
    mentees = [Person(f"a{k}", themes=themes_of(text), text=text) for k, text in enumerate(words)]
    mentors = [Person(f"m{k}", themes=themes_of(text), text=text) for k, text in enumerate(lived)]
    result = Problem(mentees, mentors, Settings(weights={"text": 1})).solve()
    assert [(pair.mentee_id, pair.mentor_id) for pair in result.pairs] == [
        ("a0", "m1"),
        ("a1", "m0"),
    ]
    (reason,) = result.pairs[1].reasons
    assert reason.code == "text.themes"
    assert "ompta" in say(reason, "fr")
    document = result.record()
    assert "comptabilité" not in json.dumps(document, ensure_ascii=False)
    assert replay(document).record() == document


def test_vectors_of_a_model_may_stand_in_for_themes() -> None:
    plug = Text(
        vectors={"a": [1.0, 0.0], "m": [1.0, 0.1], "n": [0.0, 1.0], "z": [0.0, 0.0]}, low=0, high=1
    )
    a, m, n, z = (Person(one) for one in "amnz")
    assert plug.read(a, m).value > 0.9
    assert plug.read(a, n).value == 0
    assert plug.read(a, z) is None
    assert plug.read(a, Person("x")) is None
    assert plug.tell(a, m).reason.code == "text.close"
    assert plug.tell(a, n).care.code == "text.far"


def test_packaged_concepts_are_built_from_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = {
        "esco_skills.csv": "n,label_fr,label_en\n1,soigner,care\n",
        "esco_occupations_desc.csv.gz": "n,desc_fr,desc_en\n1,soins aux malades,care of the sick\n",
        "esco_occupation_skills.csv.gz": "occ,skill,rel\n1,1,e\n2,1,o\n",
        "esco_occupations.csv": (
            "n,code,label_fr,label_en,alt_fr,alt_en\n1,2221.1,infirmier/infirmière,nurse,,\n2,2221.2,,carer,,\n"
        ),
        "rome_appellations.csv": "code_rome,libelle_appellation_long\nJ1506,Infirmier / Infirmière\n",
        "rome_competences.csv": "code_ogr,libelle_competence\n7,soigner\n",
        "rome_savoirs.csv": "code_ogr_savoir,libelle_savoir\n8,hygiène\n",
        "rome_metier_items.csv.gz": "code_rome,code_ogr\nJ1506,7\nJ1506,8\nJ1506,9\n",
        "rome_metiers.csv": "code_rome,libelle_rome,definition\nJ1506,Infirmier / Infirmière,Soigne\n",
    }
    import gzip

    for name, text in tables.items():
        data = text.encode()
        (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    build(tmp_path, tmp_path)
    elsewhere = tmp_path / "again"
    elsewhere.mkdir()
    monkeypatch.setattr("sys.argv", ["build", str(tmp_path), str(elsewhere)])
    runpy.run_path(build.__code__.co_filename, run_name="__main__")
    assert (elsewhere / "concepts.json").read_bytes() == (tmp_path / "concepts.json").read_bytes()
    labels = json.loads((tmp_path / "concepts.json").read_text(encoding="utf-8"))
    assert labels == {
        "2221.1": ["infirmier", "nurse"],
        "2221.2": ["carer", "carer"],
        "J1506": ["Infirmier / Infirmière", ""],
    }
    assert (tmp_path / "concepts.npz").exists()
