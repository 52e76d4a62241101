"""How a person wishes to be told: a pace for each family of messages, and quiet hours.

Kept with the person as JSON, so that writing to someone asks the database nothing more. The default tells at
once, and is never quiet: nothing changes for anyone until they choose it.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Annotated, Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from pydantic import BaseModel, Field, ValidationError

from ithaque.correspondence.enums import Family, Pace
from ithaque.correspondence.journal import CHOSEN
from ithaque.kernel import journal
from ithaque.people.models import Person

SUMMARY_HOUR = 7
"""Summaries leave at this hour where the person lives; weekly ones on Monday."""
MONDAY = 0
PUSHED = (Family.MEETINGS, Family.WORDS)
"""What a first device tells, until the person chooses."""
REMINDERS = (2, 24, 48, 72)
"""Hours before a meeting when it may be recalled."""
Hour = Annotated[int, Field(ge=0, le=23)]


class Delivery(BaseModel):
    """The wishes of one person; quiet from an hour to another, where they live."""

    paces: dict[Family, Pace] = Field(default_factory=dict)
    push: set[Family] = Field(default_factory=set)
    """Families told on their devices too, at once."""
    push_words: bool = False
    """Whether their devices show the subject of a message, or only that there is one."""
    sms: bool = False
    """Their mobile was confirmed and rings; kept here so that writing to someone asks nothing more."""
    mail_fails: bool = False
    """Mails to their address come back; kept here so that a list of people asks nothing more."""
    remind_hours: int | None = 24
    """How long before a meeting it is recalled; None for never."""
    calendar: UUID | None = None
    """Key of the private address of their calendar; a new one closes the old address."""
    shows_reading: bool = True
    """Whether the others of a conversation see when they have read; who hides it does not see it either."""
    quiet_from: Hour | None = None
    quiet_to: Hour | None = None

    def pace(self, family: Family) -> Pace:
        """Return how often this family is told; what is necessary always leaves at once."""
        return Pace.NOW if family == Family.NECESSARY else self.paces.get(family, Pace.NOW)

    def is_pushed(self, family: Family) -> bool:
        """Tell whether this family is told on the person's devices."""
        return family in self.push

    def after_quiet(self, moment: datetime, zone: str) -> datetime:
        """Return `moment`, or the end of the quiet hours it falls in."""
        if self.quiet_from is None or self.quiet_to is None or self.quiet_from == self.quiet_to:
            return moment
        local = moment.astimezone(ZoneInfo(zone))
        if not _is_within(local.hour, self.quiet_from, self.quiet_to):
            return moment
        day = local.date() + timedelta(days=int(local.hour >= self.quiet_to))
        return datetime.combine(day, time(self.quiet_to), ZoneInfo(zone))


def delivery_of(person: Person) -> Delivery:
    """Return the wishes of a person; what can no longer be read counts as none."""
    try:
        return Delivery.model_validate(person.delivery)
    except ValidationError:
        return Delivery()


def summary_after(moment: datetime, pace: Pace, zone: str) -> datetime:
    """Return when the summary that follows `moment` leaves, at seven where the person lives."""
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=int(local.hour >= SUMMARY_HOUR))
    if pace == Pace.WEEKLY:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    return datetime.combine(day, time(SUMMARY_HOUR), ZoneInfo(zone))


@transaction.atomic
def choose_delivery(*, person: Person, delivery: Delivery, by: Person) -> Person:
    """Keep how the person wishes to be told, from the next message on."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    # What is known of their address and mobile is not chosen here, whatever a page read before.
    now = delivery_of(person)
    person.delivery = delivery.model_copy(
        update={"mail_fails": now.mail_fails, "sms": now.sms}
    ).model_dump(mode="json", exclude_defaults=True)
    person.save(update_fields=["delivery"])
    journal.record(CHOSEN, by=by, target=person)
    return person


def change_delivery(*, person: Person, **changes: Any) -> Delivery:
    """Change some of a person's wishes, inside the caller's transaction and lock; return them all."""
    wishes = delivery_of(person).model_copy(update=changes)
    person.delivery = wishes.model_dump(mode="json", exclude_defaults=True)
    person.save(update_fields=["delivery"])
    return wishes


@transaction.atomic
def stop_family(*, person: Person, family: Family) -> Person:
    """Send this family no longer by e-mail: it stays readable in the product. Twice is the same as once."""
    wishes = delivery_of(Person.objects.select_for_update().get(pk=person.pk))
    wishes.paces[family] = Pace.HERE
    return choose_delivery(person=person, delivery=wishes, by=person)


@transaction.atomic
def renew_calendar(*, person: Person, by: Person) -> UUID:
    """Return the key of a new private calendar address; the former one opens nothing any more."""
    wishes = delivery_of(Person.objects.select_for_update().get(pk=person.pk))
    wishes.calendar = uuid4()
    choose_delivery(person=person, delivery=wishes, by=by)
    return wishes.calendar


def _is_within(hour: int, start: int, end: int) -> bool:
    return start <= hour < end if start < end else hour >= start or hour < end
