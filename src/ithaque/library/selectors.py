"""Choose from what ships: the cards that fit a step of the plan, an agenda, a guide."""

from __future__ import annotations

from collections.abc import Iterable

from ithaque.kernel.bilingual import Bilingual
from ithaque.library import content
from ithaque.library.content import Agenda, GoalIdea, Guide, QuestionCard, Wording

CALLED_BY_AGENDA = {
    "first": ("link", "path", "strengths"),
    "midway": ("review", "obstacles", "learning"),
    "closing": ("review", "decision", "network"),
    "early": ("review", "decision"),
}
ALWAYS = ("strengths", "obstacles", "network", "decision")
FIRST, REGULAR = "first", "regular"
CLOSING, EARLY = "closing", "early"


def cards_for(step: str, agenda: str = REGULAR, *, limit: int | None = 3) -> list[QuestionCard]:
    """Return the cards that fit a step of a plan (its key) and its agenda: one of each theme, then the rest.

    An unknown step gets the cards that always help.
    """
    wanted = themes_for(step, agenda)
    ranks = {theme: rank for rank, theme in enumerate(wanted)}
    seen: dict[str, int] = {}
    ordered: list[tuple[int, int, QuestionCard]] = []
    for card in content.cards().values():
        if card.theme.key in ranks:
            turn = seen[card.theme.key] = seen.get(card.theme.key, 0) + 1
            ordered.append((turn, ranks[card.theme.key], card))
    ordered.sort(key=lambda row: row[:2])
    return [card for _turn, _rank, card in ordered][:limit]


def themes_for(step: str, agenda: str = REGULAR) -> tuple[str, ...]:
    """Return the themes a step calls for, the most fitting first."""
    key = step.lower().replace("-", "_")
    named: list[tuple[int, str]] = []
    for theme in content.themes().values():
        ranks = [rank for rank, word in enumerate(theme.steps) if word in key]
        named += [(min(ranks), theme.key)] if ranks else []
    called = [theme for _rank, theme in sorted(named)]
    return tuple(dict.fromkeys([*CALLED_BY_AGENDA.get(agenda, ()), *called, *ALWAYS]))[:4]


def cards_named(keys: Iterable[str]) -> list[QuestionCard]:
    """Return the cards with these keys, in this order; unknown keys are left out."""
    return [content.cards()[key] for key in keys if key in content.cards()]


def is_card(key: str) -> bool:
    """Tell whether a card has this key."""
    return key in content.cards()


def wording_for(step: str, agenda: str = REGULAR) -> Wording:
    """Return the way of asking to leave aside at this step."""
    wanted = themes_for(step, agenda)
    return max(
        content.wordings(), key=lambda wording: sum(theme in wording.themes for theme in wanted)
    )


def agenda(key: str) -> Agenda:
    """Return an agenda; the regular one for an unknown key."""
    return content.agendas().get(key) or content.agendas()[REGULAR]


def agendas() -> list[Agenda]:
    """Return every agenda, in order of a pair's life."""
    return list(content.agendas().values())


def guides() -> list[Guide]:
    """Return every conversation guide."""
    return list(content.guides().values())


def agreement_text() -> Bilingual:
    """Return the agreement's text for a programme that wrote none."""
    return content.agreement()


def guide(key: str) -> Guide:
    """Return a conversation guide; raise KeyError when there is none."""
    return content.guides()[key]


def goal_ideas(theme: str = "") -> list[GoalIdea]:
    """Return the goals of a theme to start from, all of them without one."""
    return [one for one in content.goals().values() if theme in ("", one.theme.key)]


def goal_idea(key: str) -> GoalIdea | None:
    """Return a goal to start from, None for an unknown key."""
    return content.goals().get(key)


def goal_themes() -> list[content.GoalTheme]:
    """Return the themes of the goals."""
    return list(content.goal_themes().values())


def themes() -> list[content.Theme]:
    """Return the themes of the question cards."""
    return list(content.themes().values())


def cards_of(theme: str = "") -> list[QuestionCard]:
    """Return the cards of a theme, all of them without one."""
    return [card for card in content.cards().values() if theme in ("", card.theme.key)]
