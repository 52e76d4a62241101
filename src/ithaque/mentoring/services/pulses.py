"""Three answers after a meeting."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ithaque.kernel import journal
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import journal as acts
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.models import Meeting, Pulse
from ithaque.mentoring.rules import require_of_pair
from ithaque.people.models import Person

POINTS = range(1, 6)


@transaction.atomic
def give_pulse(*, meeting: Meeting, by: Person, progress: int, listened: int, go_on: int) -> Pulse:
    """Return the answers of one person after a meeting, 1 to 5 each; a later answer replaces the first."""
    meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("pair__cohort__programme", "pair__mentor__person", "pair__mentee__person")
        .get(pk=meeting.pk)
    )
    require_of_pair(by, meeting.pair)
    if meeting.status != MeetingStatus.HELD:
        raise Refusal("meeting_not_held", _("These questions follow a meeting that took place."))
    if not {progress, listened, go_on} <= set(POINTS):
        raise Refusal("pulse_range", _("Answer each question from 1 to 5."), conflict=False)
    pulse, is_new = Pulse.objects.update_or_create(
        meeting=meeting,
        person=by,
        defaults={"progress": progress, "listened": listened, "go_on": go_on},
    )
    if is_new:
        journal.record(acts.PULSE_GIVEN, by=by, target=meeting.pair, scope=meeting.pair.programme)
    return pulse
