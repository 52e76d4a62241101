"""Subscribe to somebody's calendar: read now and then, kept as busy hours, never as words.

Reading happens outside any transaction: a slow calendar holds no lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.busy import Span, UnreadableCalendar, busy_times
from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, fetching, journal, sealing, throttle
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import journal as acts
from ithaque.mentoring import mails
from ithaque.mentoring.models import SubscribedCalendar, UsualWeek
from ithaque.mentoring.models.calendars import PURPOSE
from ithaque.people.models import Person

MOST = 3
"""Calendars a person may subscribe: work, home, studies."""
MOST_BYTES = 5_000_000
SECONDS = 12.0
AHEAD = timedelta(days=62)
"""How far ahead busy hours are read: far enough to plan through some days without an answer."""
READ_EVERY = timedelta(hours=2)
TELL_AFTER = timedelta(days=3)
OFTEN = "10/minute"
FAULTS: dict[str, str | Promise] = {
    "address": _("This is not the address of a calendar: it starts with https:// or webcal://."),
    "private": _("This address leads to a private network, which Ithaque does not read."),
    "unreachable": _("Nothing answers at this address. Check that it is copied whole."),
    "refused": _(
        "The calendar refused to answer: the address may have changed, or is no longer shared."
    ),
    "large": _("This calendar is too large to be read: give one that holds fewer years."),
    "slow": _("The calendar takes too long to answer."),
    "garbage": _(
        "What answers there is no calendar in the iCal format. Copy the address that ends with .ics, not the page."
    ),
    "sealed": _("The address can no longer be read here. Give it again."),
}


class _Unread(Exception):
    """A reading that failed; `code` is one of FAULTS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def subscribe_calendar(*, person: Person, address: str, by: Person) -> SubscribedCalendar:
    """Return the calendar subscribed, read once already; the same address twice gives the same calendar.

    Refuses, and keeps nothing, when the address gives no calendar, when it is tried too often, and beyond three.
    """
    _require_patience(person)
    url = _web(address)
    try:
        busy = _read(url, person)
    except _Unread as error:
        raise Refusal("calendar_unread", FAULTS[error.code], conflict=False) from error
    with transaction.atomic():
        list(Person.objects.select_for_update(no_key=True).filter(pk=person.pk))
        known = list(SubscribedCalendar.objects.filter(person=person))
        same = next((one for one in known if one.address == url), None)
        if same is not None:
            return _keep(same, busy)
        if len(known) >= MOST:
            raise Refusal(
                "too_many_calendars",
                _("You already gave three calendars. Remove one to add another."),
                conflict=False,
            )
        now = clock.now()
        made = SubscribedCalendar.objects.create(
            person=person,
            sealed=sealing.seal(url, purpose=PURPOSE),
            host=(urlsplit(url).hostname or "")[:200],
            busy=_rows(busy),
            read_at=now,
            tried_at=now,
        )
        journal.record(acts.CALENDAR_SUBSCRIBED, by=by, target=person)
    return made


def refresh_calendar(*, calendar: SubscribedCalendar, by: Person | None) -> SubscribedCalendar:
    """Read the calendar again, now; a reading that fails leaves the last good hours and says why.

    Asked by a person (`by`), not too often; by the hourly task otherwise. After three days of failures the person is
    told, once.
    """
    if by is not None:
        _require_patience(by)
    person, address = calendar.person, calendar.address
    try:
        if address is None:
            raise _Unread("sealed")
        busy = _read(address, person)
    except _Unread as error:
        return _note_fault(calendar, error.code)
    with transaction.atomic():
        found = SubscribedCalendar.objects.select_for_update().filter(pk=calendar.pk).first()
        return _keep(found, busy) if found else calendar


@transaction.atomic
def remove_calendar(*, calendar: SubscribedCalendar, by: Person) -> None:
    """Forget the address and every hour read there."""
    calendar.delete()
    journal.record(acts.CALENDAR_REMOVED, by=by, target=calendar.person)


@transaction.atomic
def keep_usual_week(*, person: Person, hours: Sequence[str], by: Person) -> UsualWeek:
    """Return the usual hours of a person, in place of what their enrolment said; for every pair of theirs."""
    week, _made = UsualWeek.objects.update_or_create(person=person, defaults={"hours": list(hours)})
    journal.record(acts.WEEK_KEPT, by=by, target=person)
    return week


def calendars_to_read() -> list[int]:
    """Return which calendars were last tried two hours ago or more, the oldest first."""
    before = clock.now() - READ_EVERY
    rows = SubscribedCalendar.objects.filter(tried_at__lte=before, person__is_active=True)
    return list(rows.order_by("tried_at", "pk").values_list("pk", flat=True))


def _require_patience(person: Person) -> None:
    if not throttle.allow("calendar", OFTEN, str(person.pk)):
        raise Refusal(
            "too_often", _("That is a lot of tries. Wait a minute, then try again."), conflict=False
        )


def _web(address: str) -> str:
    """Return the address as the web reads it: webcal:// is https:// in a calendar's words."""
    url = address.strip()
    for scheme, web in (("webcals://", "https://"), ("webcal://", "https://")):
        if url.lower().startswith(scheme):
            return web + url[len(scheme) :]
    return url


def _read(url: str, person: Person) -> list[Span]:
    now = clock.now()
    try:
        content = fetching.fetch(url, most_bytes=MOST_BYTES, seconds=SECONDS)
        return busy_times(content, start=now, end=now + AHEAD, zone=person.time_zone)
    except fetching.FetchError as error:
        raise _Unread(error.code) from error
    except UnreadableCalendar as error:
        raise _Unread("garbage") from error


def _rows(busy: list[Span]) -> list[list[str]]:
    return [[start.isoformat(), end.isoformat()] for start, end in busy]


def _keep(calendar: SubscribedCalendar, busy: list[Span]) -> SubscribedCalendar:
    now = clock.now()
    calendar.busy, calendar.read_at, calendar.tried_at = _rows(busy), now, now
    calendar.fault, calendar.failing_since, calendar.told_at = "", None, None
    calendar.save()
    return calendar


@transaction.atomic
def _note_fault(calendar: SubscribedCalendar, code: str) -> SubscribedCalendar:
    found = SubscribedCalendar.objects.select_for_update().filter(pk=calendar.pk).first()
    if found is None:
        return calendar
    now = clock.now()
    found.tried_at, found.fault = now, code
    found.failing_since = found.failing_since or now
    if found.told_at is None and now - found.failing_since >= TELL_AFTER:
        found.told_at = now
        _tell(found, calendar.person, found.failing_since)
    found.save()
    return found


def _tell(calendar: SubscribedCalendar, person: Person, since: datetime) -> None:
    notify(
        mails.CALENDAR_SILENT,
        to=person,
        context={"calendar": calendar, "why": FAULTS[calendar.fault]},
        action=MailAction(_("See my calendars"), reverse("participant:calendars")),
        dedupe_key=f"calendar-silent:{calendar.public_id}:{since.isoformat()}",
    )
