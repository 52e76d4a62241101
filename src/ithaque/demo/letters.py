"""Letters that come back: someone whose address no longer works, and wishes of delivery that differ."""

from __future__ import annotations

from django.db.models import Count

from ithaque.correspondence.enums import Family, Pace
from ithaque.correspondence.intake.returns import Return
from ithaque.correspondence.preferences import choose_delivery, delivery_of
from ithaque.correspondence.troubles import ENOUGH, note_return
from ithaque.demo.cast import BY_KEY
from ithaque.kernel.models import OutboxMessage
from ithaque.people.models import Person
from ithaque.programmes.models import Cohort

NO_SUCH_BOX = "5.1.1"


def come_back(cohort: Cohort) -> None:
    """Let the last letters to one of the cohort come back; nobody of the cast."""
    cast = [character.email for character in BY_KEY.values()]
    sent = OutboxMessage.objects.filter(
        status=OutboxMessage.Status.SENT, person__enrolments__cohort=cohort
    ).exclude(person__email__in=cast)
    counted = sent.values("person").annotate(number=Count("pk")).filter(number__gte=ENOUGH)
    found = counted.order_by("-number", "person").first()
    if found is None:
        return
    letters = sent.filter(person=found["person"]).order_by("-created_at", "-pk")[:ENOUGH]
    for letter in letters:
        note_return(Return(letter.public_id, NO_SUCH_BOX, for_good=True))


def wish(person: Person) -> None:
    """Let someone receive the questions of follow-up once a day, and nothing at night."""
    wishes = delivery_of(person).model_copy(
        update={"paces": {Family.FOLLOW_UP: Pace.DAILY}, "quiet_from": 21, "quiet_to": 7}
    )
    choose_delivery(person=person, delivery=wishes, by=person)
