"""A proposal told to each of its two people: who the other is, what they share, what to do.

Written in the language and time zone of the person told; only first names and answers they may share.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import override

from ithaque.matching.models import Proposal
from ithaque.matching.slots import to_come
from ithaque.matching.words import Labels, Names, View, say, say_all
from ithaque.people.models import Person
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Enrolment, Programme

REASONS = 3


@dataclass(frozen=True)
class Told:
    """What one of the two reads of a proposal."""

    proposal: Proposal
    programme: Programme
    person: Person
    side: str
    other: str
    reasons: list[str] = field(default_factory=list)
    care: str = ""
    answer: str = ""
    other_answer: str = ""
    expires_at: datetime | None = None
    slots: list[datetime] = field(default_factory=list)


def told(proposal: Proposal, side: str, labels: Labels, *, strong: bool = False) -> Told:
    """Return what the person on `side` reads, in the active language."""
    mine, theirs = sides(proposal, side)
    view = View(side)
    names = names_in(proposal, mine.person.time_zone)
    return Told(
        proposal=proposal,
        programme=proposal.run.cohort.programme,
        person=mine.person,
        side=side,
        other=theirs.person.get_short_name(),
        reasons=say_all(proposal.reasons, view, names, labels, strong=strong)[:REASONS],
        care=say(proposal.care, view, names, labels, strong=strong) if proposal.care else "",
        answer=getattr(proposal, f"{side}_answer"),
        other_answer=proposal.mentor_answer if side == Side.MENTEE else proposal.mentee_answer,
        expires_at=proposal.expires_at,
        slots=to_come(proposal.slots),
    )


def told_in_their_language(proposal: Proposal, side: str, labels: Labels) -> Told:
    """Return what the person on `side` will be written."""
    mine, _theirs = sides(proposal, side)
    with override(mine.person.locale):
        return told(proposal, side, labels)


def sides(proposal: Proposal, side: str) -> tuple[Enrolment, Enrolment]:
    """Return the enrolment on `side`, then the other."""
    couple = (proposal.mentee, proposal.mentor)
    return couple if side == Side.MENTEE else couple[::-1]


def names_in(proposal: Proposal, zone: str) -> Names:
    """Return the first names a sentence needs, for a reader of this time zone."""
    return Names(
        mentee=proposal.mentee.person.get_short_name(),
        mentor=proposal.mentor.person.get_short_name(),
        zone=zone,
    )


def reasons_for_the_pair(proposal: Proposal, labels: Labels) -> list[dict[str, str]]:
    """Return the reasons both may read in their pair's room, in both languages."""
    names = names_in(proposal, proposal.mentee.person.time_zone)
    said: dict[str, list[str]] = {}
    for language in ("fr", "en"):
        with override(language):
            said[language] = say_all(proposal.reasons, View.COORDINATOR, names, labels)
    return [
        {"fr": french, "en": english}
        for french, english in zip(said["fr"], said["en"], strict=True)
    ]
