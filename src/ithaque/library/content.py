"""What ships with the product: question cards, wordings, guides, agendas, goals, the agreement's first text.

The words live in `content/*.yaml`, in both languages, ours; this module reads and checks them once.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from ithaque.kernel.bilingual import Bilingual

FOLDER = Path(__file__).parent / "content"


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Theme(Bilingual):
    """What a card is about; `steps` are the words by which a step of a plan calls for it."""

    key: str
    steps: tuple[str, ...] = ()


class Phase(Bilingual):
    """When in a conversation a card helps."""

    key: str


class QuestionCard(_Content):
    """A question to borrow; `avoid` says when to leave it in the box."""

    key: str
    theme: Theme
    phase: Phase
    text: Bilingual
    familiar: Bilingual
    """The same for a programme of minors, where French says « tu »."""
    avoid: Bilingual

    def worded(self, *, familiar: bool) -> Bilingual:
        """Return the question as this programme speaks."""
        return self.familiar if familiar else self.text


class Wording(_Content):
    """A question that closes a conversation, why, and a better one."""

    themes: tuple[str, ...]
    say: Bilingual
    why: Bilingual
    prefer: Bilingual


class AgendaItem(Bilingual):
    """A timed point."""

    minutes: int = Field(ge=1, le=240)


class Agenda(_Content):
    """The order of a meeting; `closing` ones may come after the pair's last day."""

    key: str
    title: Bilingual
    items: tuple[AgendaItem, ...]
    closing: bool = False

    @property
    def minutes(self) -> int:
        """Return how long it takes."""
        return sum(item.minutes for item in self.items)


class GuideStep(_Content):
    """One step of a guide."""

    title: Bilingual
    text: Bilingual


class Guide(_Content):
    """A conversation guide of one page."""

    key: str
    title: Bilingual
    origin: str
    use: Bilingual
    steps: tuple[GuideStep, ...]


class GoalTheme(Bilingual):
    """What a goal is about."""

    key: str


class GoalWords(_Content):
    """A goal in one language; `levels` are its five sentences, from −2 to +2."""

    title: str = Field(max_length=160)
    why: str = Field(max_length=400)
    first_step: str = Field(max_length=200)
    evidence: str = Field(max_length=400)
    levels: tuple[str, str, str, str, str]


class GoalIdea(_Content):
    """A well-written goal to start from."""

    key: str
    theme: GoalTheme
    fr: GoalWords
    en: GoalWords

    def worded(self, locale: str) -> GoalWords:
        """Return the goal in a language."""
        return self.fr if locale.startswith("fr") else self.en


@lru_cache
def goal_themes() -> dict[str, GoalTheme]:
    """Return the themes of the goals, by key."""
    return {key: GoalTheme(key=key, **row) for key, row in _read("goals")["themes"].items()}


@lru_cache
def goals() -> dict[str, GoalIdea]:
    """Return the goals to start from, by key, in the order they are written."""
    return {
        row["key"]: GoalIdea(**{**row, "theme": goal_themes()[row["theme"]]})
        for row in _read("goals")["goals"]
    }


@lru_cache
def themes() -> dict[str, Theme]:
    """Return the themes of the question cards, by key."""
    return {key: Theme(key=key, **row) for key, row in _read("questions")["themes"].items()}


@lru_cache
def cards() -> dict[str, QuestionCard]:
    """Return the question cards, by key, in the order they are written."""
    source = _read("questions")
    phases = {key: Phase(key=key, **row) for key, row in source["phases"].items()}
    return {row["key"]: _card(row, phases) for row in source["cards"]}


def _card(row: dict[str, Any], phases: dict[str, Phase]) -> QuestionCard:
    return QuestionCard(
        key=row["key"],
        theme=themes()[row["theme"]],
        phase=phases[row["phase"]],
        text=Bilingual(fr=row["fr"], en=row["en"]),
        familiar=Bilingual(fr=row["tu"], en=row["en"]),
        avoid=Bilingual(**row["avoid"]),
    )


@lru_cache
def wordings() -> tuple[Wording, ...]:
    """Return the ways of asking to leave aside."""
    return tuple(Wording(**row) for row in _read("wordings"))


@lru_cache
def agendas() -> dict[str, Agenda]:
    """Return the agendas, by key."""
    return {row["key"]: Agenda(**row) for row in _read("agendas")}


@lru_cache
def guides() -> dict[str, Guide]:
    """Return the conversation guides, by key."""
    return {row["key"]: Guide(**row) for row in _read("guides")}


@lru_cache
def agreement() -> Bilingual:
    """Return the agreement a programme starts from when it wrote none."""
    return Bilingual(**_read("agreement"))


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
