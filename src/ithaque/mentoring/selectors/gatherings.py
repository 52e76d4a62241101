"""A meeting of several: who was there, who speaks, and who comes next."""

from __future__ import annotations

from dataclasses import dataclass

from ithaque.kernel import clock
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.models import Meeting, PairMember
from ithaque.people.models import Person


@dataclass(frozen=True)
class Seat:
    """One person at a meeting; `present` is None while nobody said."""

    member: PairMember
    present: bool | None

    @property
    def person(self) -> Person:
        """Return who it is."""
        return self.member.person


@dataclass(frozen=True)
class Gathering:
    """What a circle or a team finds on the page of a meeting."""

    meeting: Meeting
    seats: list[Seat]
    order: list[Person]

    @property
    def may_mark(self) -> bool:
        """Tell whether one may say who was there."""
        took_place = self.meeting.status in (MeetingStatus.PLANNED, MeetingStatus.HELD)
        return took_place and self.meeting.starts_at <= clock.now()

    @property
    def speaker(self) -> Person | None:
        """Return whose turn it is; None before a draw and once everyone has spoken."""
        at = self.meeting.turn
        return self.order[at] if at < len(self.order) else None

    @property
    def waiting(self) -> list[Person]:
        """Return who speaks after, in order."""
        return self.order[self.meeting.turn + 1 :]

    @property
    def is_over(self) -> bool:
        """Tell whether everyone has spoken."""
        return bool(self.order) and self.speaker is None


def gathering_of(meeting: Meeting) -> Gathering | None:
    """Return who is at a meeting of a circle or a team; None for two people."""
    if meeting.pair.is_of_two:
        return None
    marks = dict(meeting.attendances.values_list("person_id", "present"))
    members = meeting.pair.present
    named = {str(one.person.public_id): one.person for one in members}
    return Gathering(
        meeting=meeting,
        seats=[Seat(one, marks.get(one.person_id)) for one in members],
        order=[named[key] for key in meeting.turns if key in named],
    )
