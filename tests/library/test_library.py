"""What ships: enough of it, in both languages, set with care."""

import re

import pytest

from ithaque.library import content, selectors

FRENCH_SPACE = re.compile(r"[^\u202f\W][;!?]|[^\u00a0\W]:(?!//)|« |[^\u00a0\u202f]»|\w'\w")


def french_texts():
    for card in content.cards().values():
        yield from (card.text.fr, card.familiar.fr, card.avoid.fr)
    for wording in content.wordings():
        yield from (wording.say.fr, wording.why.fr, wording.prefer.fr)
    for agenda in content.agendas().values():
        yield agenda.title.fr
        yield from (item.fr for item in agenda.items)
    for guide in content.guides().values():
        yield from (guide.title.fr, guide.use.fr)
        yield from (text for step in guide.steps for text in (step.title.fr, step.text.fr))
    yield content.agreement().fr


def test_there_are_enough_cards_guides_and_agendas():
    assert len(content.cards()) >= 40
    assert len(content.guides()) == 7
    assert set(content.agendas()) == {"first", "regular", "midway", "closing", "early"}


def test_every_card_speaks_both_languages_and_says_when_to_leave_it():
    for card in content.cards().values():
        assert all((card.text.fr, card.text.en, card.familiar.fr, card.avoid.fr, card.avoid.en)), (
            card.key
        )
        assert not re.search(r"\b(vous|votre|vos)\b", card.familiar.fr, re.IGNORECASE), card.key


def test_every_theme_has_a_card():
    assert {card.theme.key for card in content.cards().values()} == set(content.themes())


def test_french_is_set_as_a_careful_native_would():
    assert [text for text in french_texts() if FRENCH_SPACE.search(text)] == []


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("first", 60, 60),
        ("regular", 45, 60),
        ("midway", 60, 60),
        ("closing", 60, 75),
        ("early", 30, 30),
    ],
)
def test_agenda_takes_the_time_it_says(key, low, high):
    assert low <= selectors.agenda(key).minutes <= high


@pytest.mark.parametrize(
    ("step", "theme"),
    [
        ("documents", "paper"),
        ("strengths", "strengths"),
        ("network", "network"),
        ("interview", "confidence"),
        ("bond", "link"),
    ],
)
def test_cards_for_a_step_begin_with_its_theme(step, theme):
    found = selectors.cards_for(step, limit=None)
    assert theme in {card.theme.key for card in found[:2]}


def test_cards_for_a_step_are_of_different_themes_first():
    assert len({card.theme.key for card in selectors.cards_for("documents")}) == 3


def test_cards_for_an_unknown_step_are_those_that_always_help():
    assert [card.theme.key for card in selectors.cards_for("zzz")] == [
        "strengths",
        "obstacles",
        "network",
    ]


def test_agenda_of_an_unknown_key_is_the_regular_one():
    assert selectors.agenda("zzz").key == "regular"


def test_cards_named_leaves_out_what_no_longer_exists():
    assert [card.key for card in selectors.cards_named(["gone", "network-give"])] == [
        "network-give"
    ]
