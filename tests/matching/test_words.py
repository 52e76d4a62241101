"""A reason is read in the reader's language, the names of skills included."""

from __future__ import annotations

import pytest
from django.utils import translation

from ithaque.matching.words import Labels, Names, View, say

NAMES = Names(mentee="Inès", mentor="Ada")


def said(code: str, data: dict[str, object], language: str) -> str:
    with translation.override(language):
        return say({"code": code, "data": data}, View.COORDINATOR, NAMES, Labels())


@pytest.mark.parametrize(("language", "label"), [("fr", "comptabilité"), ("en", "accounting")])
def test_known_skill_is_named_in_the_language_of_the_reader(language: str, label: str) -> None:
    assert label in said("needs.first", {"skill": "comptabilité"}, language)
    assert label in said("needs.partly", {"missing": ["comptabilité"]}, language)


def test_words_typed_freely_stay_as_they_were_typed() -> None:
    assert "prise de parole" in said("needs.first", {"skill": "prise de parole"}, "en")
