"""Who was there, and whose turn it is to speak: what a meeting of several needs."""

from __future__ import annotations

from secrets import SystemRandom

from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import journal as acts
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.models import Attendance, Meeting
from ithaque.mentoring.rules import require_of_pair
from ithaque.mentoring.services.locking import locked_meeting
from ithaque.people.models import Person

_chance = SystemRandom()


@transaction.atomic
def mark_attendance(*, meeting: Meeting, person: Person, present: bool, by: Person) -> Attendance:
    """Return whether someone was there, as anyone in the circle or the team says; the last word counts.

    Refuses a meeting to come or that did not take place, and someone who is not in it.
    """
    meeting = locked_meeting(meeting, by)
    require_of_pair(person, meeting.pair)
    took_place = meeting.status in (MeetingStatus.PLANNED, MeetingStatus.HELD)
    if not took_place or meeting.starts_at > clock.now():
        raise Refusal("meeting_to_come", _("Say who was there once the meeting has begun."))
    attendance, is_new = Attendance.objects.get_or_create(
        meeting=meeting, person=person, defaults={"present": present}
    )
    if not is_new and attendance.present != present:
        attendance.present = present
        attendance.save(update_fields=["present"])
    journal.record(acts.ATTENDANCE, by=by, target=meeting.pair, scope=meeting.pair.programme)
    return attendance


@transaction.atomic
def draw_turns(*, meeting: Meeting, by: Person) -> Meeting:
    """Return the meeting with an order of speech drawn among everyone there, those marked away left out."""
    meeting = locked_meeting(meeting, by)
    if meeting.status != MeetingStatus.PLANNED:
        raise Refusal("meeting_over", _("This meeting is over: nobody waits for a turn."))
    away = set(meeting.attendances.filter(present=False).values_list("person_id", flat=True))
    order = [str(one.public_id) for one in meeting.pair.people if one.pk not in away]
    _chance.shuffle(order)
    meeting.turns, meeting.turn = order, 0
    meeting.save(update_fields=["turns", "turn"])
    return meeting


@transaction.atomic
def next_turn(*, meeting: Meeting, by: Person, seen: int) -> Meeting:
    """Return the meeting at the next speaker; two people who tap at once (`seen`, the turn on screen) move it once."""
    meeting = locked_meeting(meeting, by)
    if meeting.turn == seen and meeting.turn < len(meeting.turns):
        meeting.turn += 1
        meeting.save(update_fields=["turn"])
    return meeting
