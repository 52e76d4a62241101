"""Every message of the engine has its sentence, in both languages, well typeset."""

from __future__ import annotations

import string

import pytest

from ithaque.pairing.messages import KINDS, Message
from ithaque.pairing.rules import KINDS as RULE_KINDS
from ithaque.pairing.settings import RULES, WEIGHTS
from ithaque.pairing.words import (
    Language,
    band_name,
    criterion_name,
    number,
    phrase,
    rule_name,
    say,
)
from ithaque.pairing.words.catalogue import CRITERIA, SENTENCES

EXAMPLES = {
    "skill": "Droit", "skills": ["Droit", "Paie"], "items": ["A", "B"], "item": "frequency", "missing": ["Droit"],
    "themes": ["M1402"], "criteria": ["needs"], "rule": "language", "rules": {"language": 3, "team": 2}, "side": "mentors",
    "known": ["a", "b"], "expected": "a number", "people": ["a", "b"], "slots": [1], "place": "Lyon",
    "organisation": "Mairie", "name": "x", "got": "y", "mentee": "ana", "mentor": "bea", "id": "ana",
    "group": "a:b", "measure": "placed", "what": "x", "high": "any",
}  # fmt: skip


def example(code: str, count: int) -> Message:
    return Message(code, {key: EXAMPLES.get(key, count) for key in KINDS[code].data})


def test_each_code_of_the_engine_has_its_sentence_and_no_other() -> None:
    assert set(SENTENCES) == set(KINDS)


@pytest.mark.parametrize("code", sorted(KINDS))
def test_sentence_uses_known_data_and_reads_well(code: str) -> None:
    for text in SENTENCES[code]:
        names = {name.split("[")[0] for _, name, spec, _ in string.Formatter().parse(text) if name}
        assert names <= set(KINDS[code].data)
    for count in (0, 1, 2, 1_200):
        french, english = (say(example(code, count), language) for language in ("fr", "en"))
        assert french != english
        assert french[0] == french[0].upper()
        assert "'" not in french
        assert "{" not in french + english
        assert " :" not in french
        assert " ;" not in french


@pytest.mark.parametrize(
    ("language", "count", "expected"),
    [
        ("fr", 0, "0 place"),
        ("fr", 1, "1 place"),
        ("fr", 2, "2 places"),
        ("en", 0, "0 places"),
        ("en", 1, "1 place"),
    ],
)
def test_plural_follows_the_language(language: Language, count: int, expected: str) -> None:
    assert phrase("{n} {n:place|places}", language, {"n": count}) == expected


def test_numbers_lists_shares_and_quotes_follow_the_language() -> None:
    data = {"n": 1234.5, "share": 0.87, "items": ["a", "b", "c"], "name": "l'un"}
    assert (
        phrase("{n} {share:%} {items} {name:q}", "fr", data)
        == "1\u202f234,5 87\u00a0% a, b et c «\u00a0l'un\u00a0»"
    )
    assert phrase("{n} {share:%} {items} {name:q}", "en", data) == "1,234.5 87% a, b and c “l'un”"
    assert number(0.1 + 0.2, "fr") == "0,3"


def test_year_steps_are_said_as_years() -> None:
    message = Message("seniority.above", {"steps": 12})
    assert say(message, "fr") == "Le mentor a 12 échelons d’avance"
    assert say(message, "fr", in_years=True) == "Le mentor a 12 ans d’avance"


def test_every_rule_criterion_and_band_has_its_words() -> None:
    assert set(WEIGHTS) <= set(CRITERIA)
    for language in ("fr", "en"):
        assert len({criterion_name(code, language) for code in WEIGHTS}) == len(WEIGHTS)
        for code in {*RULE_KINDS, *RULES, "oneself", "forbidden"}:
            assert rule_name(code, "fr") != code
        assert len({band_name(band, language) for band in (1, 2, 3, 4)}) == 4
    assert rule_name("same campus", "fr") == "same campus"
