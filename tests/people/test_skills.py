"""The skills picker finds what people mean, accents or not, in both languages."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from ithaque.people import skills
from ithaque.people.skills.normalise import normal, spellings

QUERIES = json.loads((Path(__file__).parents[1] / "data" / "skill_queries.json").read_text())[
    "queries"
]


def labels(query: str, **options: object) -> list[str]:
    return [one.label for one in skills.search(query, **options)]  # type: ignore[arg-type]


def test_search_on_our_queries_shows_the_right_skill_among_five() -> None:
    found = [set(labels(query, locale="en", limit=5)) & set(right) for query, right in QUERIES]
    assert sum(map(bool, found)) / len(QUERIES) >= 0.94


@pytest.mark.parametrize("query", ["comptabilité", "comptabilite", "COMPTABILITÉ", "compta"])
def test_search_ignores_accents_case_and_knows_short_forms(query: str) -> None:
    assert "comptabilité" in labels(query)


def test_search_typing_error_finds_the_near_spelling() -> None:
    assert "électricien" in labels("elctricien", kinds=["occupation"])[0]


@pytest.mark.parametrize(
    "query", ["", "a", "   ", "!!", '"', "x" * 5000, "NOT OR AND", "' OR 1=1 --"]
)
def test_search_odd_input_answers_a_list(query: str) -> None:
    assert isinstance(labels(query), list)


def test_search_english_reader_gets_english_labels() -> None:
    assert all(one.lang == "en" for one in skills.search("public speaking", locale="en"))


def test_one_concept_has_one_id_in_both_languages() -> None:
    fr, en = skills.resolve("anglais"), skills.resolve("English", locale="en")
    assert fr is not None
    assert en is not None
    assert fr.id == en.id
    assert skills.label_of(fr.id, "en") == en.label


def test_resolve_unknown_text_is_none() -> None:
    assert skills.resolve("zzz inconnu") is None


def test_starters_are_the_transversal_skills() -> None:
    assert 80 <= len(skills.starters()) <= 120


def test_search_from_another_thread_opens_its_own_connection() -> None:
    found: list[list[str]] = []
    thread = threading.Thread(target=lambda: found.append(labels("python")))
    thread.start()
    thread.join()
    assert found[0]


def test_spellings_split_gendered_forms() -> None:
    both = set(spellings("directeur/directrice technique"))
    assert both >= {"directeur technique", "directrice technique"}
    assert "directeur" not in both


def test_normal_keeps_signs_that_name_languages() -> None:
    assert normal("  Œuvre d’Art ; C++ ") == "oeuvre d art c++"
