"""The cast: people with fixed roles, shared by the demo, the tests and the screenshots.

Their addresses end in `.example`, which nobody can own (RFC 2606): no mail can reach a real person.
"""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "ithaque-demo-2026"  # noqa: S105 - shown on the sign-in page, in demo mode only


@dataclass(frozen=True)
class Character:
    """One of the cast; `role` says what the demo world gives them."""

    key: str
    first_name: str
    last_name: str
    role: str
    locale: str = "fr"

    @property
    def email(self) -> str:
        """Return the sign-in address."""
        return f"{self.key}@ithaque.example"


CAST: tuple[Character, ...] = (
    Character("nadia", "Nadia", "Benali", "coordinator"),
    Character("ines", "Inès", "Martin", "mentee"),
    Character("lea", "Léa", "Guillou", "mentee_wishing"),
    Character("claire", "Claire", "Morvan", "mentor"),
    Character("moussa", "Moussa", "Diarra", "mentee_minor"),
    Character("thierry", "Thierry", "Legrand", "mentor"),
    Character("oscar", "Oscar", "Bell", "other_coordinator", "en"),
    Character("solene", "Solène", "Kermadec", "safeguarding"),
    Character("paul", "Paul", "Aubry", "observer"),
    Character("bruno", "Bruno", "Lemoine", "follower"),
    Character("adele", "Adèle", "Fontaine", "administrator"),
    Character("rita", "Rita", "Costa", "stranger"),
)
BY_KEY = {character.key: character for character in CAST}
