"""Who waits: a place, a dated promise, something else meanwhile; a pause and a return."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings as instance
from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.programmes import journal as entries
from ithaque.programmes import mails, selectors, waiting
from ithaque.programmes.enums import EnrolmentStatus, FallbackKind
from ithaque.programmes.models import AlarmRest, Cohort, Enrolment, Fallback
from ithaque.programmes.services import interviews
from ithaque.programmes.services.common import (
    check_arrow,
    check_word,
    hold_places,
    locked,
    move,
)
from ithaque.programmes.services.telling import tell
from ithaque.programmes.signals import enrolment_paused

Status = EnrolmentStatus
LONGEST_PAUSE = timedelta(days=366)
FARTHEST_PROMISE = timedelta(days=183)
WAITERS = (Status.WAITING, Status.AVAILABLE)


@transaction.atomic
def put_on_waiting_list(*, enrolment: Enrolment, by: Person) -> Enrolment:
    """Keep someone on the waiting list, with their place and a dated promise; twice changes nothing."""
    enrolment = locked(enrolment)
    if enrolment.status == Status.WAITING:
        return enrolment
    check_arrow(enrolment, Status.WAITING)
    move(enrolment, Status.WAITING, decided_at=clock.now(), decided_by=by)
    journal.record(
        entries.ENROLMENT_WAITLISTED, by=by, target=enrolment, scope=enrolment.cohort.programme
    )
    tell(
        mails.WAITLISTED,
        enrolment,
        place=waiting.place_of(enrolment),
        promised_on=selectors.mentor_promised_on(enrolment),
    )
    return enrolment


@transaction.atomic
def promise_again(*, enrolment: Enrolment, on: date, words: str, by: Person) -> Enrolment:
    """Give someone who waits a new date, with words they read; refuses a day past or too far."""
    enrolment = locked(enrolment)
    _check_waits(enrolment)
    check_word(words)
    today = clock.today(instance.TIME_ZONE)
    if not today < on <= today + FARTHEST_PROMISE:
        raise Refusal(
            "promise_out_of_reach",
            _("Give a day to come, within six months: a promise has a date one can hold."),
            conflict=False,
        )
    enrolment.promised_on = on
    enrolment.save(update_fields=["promised_on"])
    journal.record(
        entries.ENROLMENT_PROMISED, by=by, target=enrolment, scope=enrolment.cohort.programme
    )
    tell(mails.NEW_PROMISE, enrolment, words=words.strip(), promised_on=on, by=by)
    return enrolment


@transaction.atomic
def offer_fallback(*, enrolment: Enrolment, kind: str, by: Person, words: str = "") -> Fallback:
    """Offer something else than a mentor meanwhile; the person answers on their page.

    Refuses a second offer while the first awaits an answer. Their place on the list does not change.
    """
    enrolment = locked(enrolment)
    _check_waits(enrolment)
    if enrolment.fallbacks.filter(answered_at=None).exists():
        raise Refusal("offer_pending", _("An offer already awaits their answer."))
    if words.strip():
        check_word(words)
    offer = Fallback.objects.create(
        enrolment=enrolment, kind=FallbackKind(kind), words=words.strip(), offered_by=by
    )
    journal.record(
        entries.FALLBACK_OFFERED,
        by=by,
        target=enrolment,
        scope=enrolment.cohort.programme,
        data={"kind": kind},
    )
    tell(mails.FALLBACK_OFFERED, enrolment, offer=offer, by=by)
    return offer


@transaction.atomic
def answer_fallback(*, fallback: Fallback, accept: bool, by: Person) -> Fallback:
    """Record the person's yes or no; the same answer twice changes nothing, another is refused."""
    held = Fallback.objects.select_for_update().get(pk=fallback.pk)
    if held.answered_at is not None:
        if held.accepted == accept:
            return held
        raise Refusal(
            "offer_answered", _("You have already answered; write to the team to change.")
        )
    held.accepted, held.answered_at = accept, clock.now()
    held.save(update_fields=["accepted", "answered_at"])
    journal.record(
        entries.FALLBACK_ANSWERED,
        by=by,
        target=fallback.enrolment,
        scope=fallback.enrolment.cohort.programme,
        data={"accepted": accept},
    )
    return held


@transaction.atomic
def pause_enrolment(*, enrolment: Enrolment, until: date, by: Person) -> Enrolment:
    """Set someone aside until a day, then back where they were; pairs under way go on.

    Refuses a day past or more than a year ahead. Sends `enrolment_paused`; an interview ahead is cancelled.
    """
    enrolment = locked(enrolment)
    today = clock.today(instance.TIME_ZONE)
    if not today < until <= today + LONGEST_PAUSE:
        raise Refusal(
            "pause_out_of_reach",
            _("Give the day of the return: to come, and within a year."),
            conflict=False,
        )
    if enrolment.status == Status.PAUSED:
        enrolment.paused_until = until
        enrolment.save(update_fields=["paused_until"])
        return enrolment
    check_arrow(enrolment, Status.PAUSED)
    interviews.cancel_ahead(enrolment, by=by)
    move(enrolment, Status.PAUSED, paused_from=enrolment.status, paused_until=until)
    journal.record(
        entries.ENROLMENT_PAUSED, by=by, target=enrolment, scope=enrolment.cohort.programme
    )
    enrolment_paused.send(sender=Enrolment, enrolment=enrolment, by=by)
    tell(mails.PAUSED, enrolment, until=until)
    return enrolment


@transaction.atomic
def resume_enrolment(*, enrolment: Enrolment, by: Person | None) -> Enrolment:
    """Bring someone back from a pause, where they were; twice changes nothing. `by` None: the day came."""
    enrolment = locked(enrolment)
    if enrolment.status != Status.PAUSED:
        return enrolment
    check_arrow(enrolment, enrolment.paused_from)
    move(enrolment, enrolment.paused_from, paused_from="", paused_until=None)
    journal.record(
        entries.ENROLMENT_RESUMED, by=by, target=enrolment, scope=enrolment.cohort.programme
    )
    tell(mails.RESUMED, enrolment)
    return enrolment


def resume_due() -> int:
    """Bring back those whose day has come; return how many."""
    due = Enrolment.objects.filter(
        status=Status.PAUSED, paused_until__lte=clock.today(instance.TIME_ZONE)
    )
    for enrolment in list(due):
        resume_enrolment(enrolment=enrolment, by=None)
    return len(due)


@transaction.atomic
def set_places(*, cohort: Cohort, mentees: int | None, mentors: int | None, by: Person) -> Cohort:
    """Set how many people of each side a cohort takes (None: no bound); nobody validated is taken out."""
    held = hold_places(cohort)
    held.mentee_places = cohort.mentee_places = mentees
    held.mentor_places = cohort.mentor_places = mentors
    held.save(update_fields=["mentee_places", "mentor_places"])
    journal.record(entries.PLACES_SET, by=by, target=cohort, scope=cohort.programme)
    return cohort


@transaction.atomic
def put_alarm_off(*, enrolment: Enrolment, code: str, until: date, by: Person) -> None:
    """Hide an alarm about an enrolment until a day, for the whole team; refuses a day past or far."""
    today = clock.today(instance.TIME_ZONE)
    if not today < until <= today + timedelta(days=60):
        raise Refusal(
            "rest_out_of_reach", _("Give a day to come, within two months."), conflict=False
        )
    AlarmRest.objects.update_or_create(
        enrolment=enrolment, code=code, defaults={"until": until, "by": by}
    )
    journal.record(entries.ALARM_PUT_OFF, by=by, target=enrolment, scope=enrolment.cohort.programme)


def _check_waits(enrolment: Enrolment) -> None:
    if enrolment.status not in WAITERS:
        raise Refusal("not_waiting", _("This person is not waiting any more. Nothing was sent."))
