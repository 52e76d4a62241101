"""The matching workbench in use: two runs to compare, a pair locked, a place reserved, notes of the team."""

from __future__ import annotations

from ithaque.matching import services as matching
from ithaque.matching.models import MatchRun
from ithaque.people.models import Person
from ithaque.programmes.models import Programme
from ithaque.programmes.selectors import settings_of
from ithaque.programmes.services import change_settings

MORE_HOURS = 12
"""What common free hours weigh more in the second run."""


def weigh_again(programme: Programme, *, by: Person) -> None:
    """Give the free hours in common more weight: two runs then differ."""
    weights = dict(settings_of(programme).matching.weights)
    weights["availability"] = weights.get("availability", 0) + MORE_HOURS
    change_settings(programme=programme, changes={"matching.weights": weights}, by=by)


def decide(run: MatchRun, *, by: Person) -> None:
    """Leave on a draft what a coordinator leaves there at the end of a day."""
    strongest, second = run.proposals.select_related("mentee", "mentor").order_by("-score", "pk")[
        :2
    ]
    matching.lock_pair(
        proposal=strongest, by=by, reason="Se sont rencontrés au forum, l’accord est déjà bon."
    )
    matching.add_note(
        run=run,
        mentee=second.mentee,
        by=by,
        text="A demandé quelqu’un de patient : en parler avant d’annoncer.",
    )
    matching.add_note(
        run=run, by=by, text="Les horaires pèsent plus lourd cette fois : à comparer à la veille."
    )
    matching.reserve_places(
        mentor=second.mentor, places=1, by=by, reason="Pour une arrivée prévue en janvier."
    )
