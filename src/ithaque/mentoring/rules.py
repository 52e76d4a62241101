"""Who may do what in a pair, and the few formulas of the room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.kernel import clock
from ithaque.kernel.errors import Refusal
from ithaque.mentoring.enums import MEETING_ARROWS, PAIR_ARROWS, ContactAfter, Modality, PairStatus
from ithaque.mentoring.models import Meeting, MeetingSeries, Message, Pair
from ithaque.people.models import Person
from ithaque.programmes.enums import PairFormat
from ithaque.programmes.selectors import settings_of
from ithaque.ui import dates

OPEN_GOALS = 5
SERIES_MOST = 52
"""Meetings of one series: a year, every week."""
CLOSING_GRACE = timedelta(days=30)
"""How long after the pair's last day a closing meeting may still be planned (product default)."""
HOPED, BAND = 50, 5
CHANGE_WITHIN = timedelta(minutes=10)
"""How long an author may reword a message or take it back (product default)."""
GAS_CORRELATION = 0.3
"""Expected correlation between goals, the usual value (Kiresuk & Sherman 1968)."""


def is_of_pair(person: Person, pair: Pair) -> bool:
    """Tell whether the person is in it today."""
    return any(one.pk == person.pk for one in pair.people)


def was_of_pair(person: Person, pair: Pair) -> bool:
    """Tell whether the person is in it, or was and left."""
    if pair.is_of_two:
        return is_of_pair(person, pair)
    return pair.members.filter(person=person).exists()


def require_of_pair(person: Person, pair: Pair) -> None:
    """Refuse anyone who is not in it, or has left."""
    if not is_of_pair(person, pair):
        raise Refusal("not_of_pair", gettext_lazy("This space belongs to the people who share it."))


def require_open(pair: Pair) -> None:
    """Refuse to change what is closed, or paused by the safeguarding lead."""
    if pair.frozen_at is not None:
        raise Refusal(
            "pair_frozen",
            gettext_lazy(
                "This space is paused: it can be read, and nothing is added. The safeguarding lead will tell you what comes next."
            ),
        )
    if pair.status == PairStatus.CLOSED:
        raise Refusal(
            "pair_closed",
            gettext_lazy(
                "This mentoring is closed: its space can be read, and nothing is added. Write to the coordination to resume."
            ),
        )


def require_agreed(pair: Pair) -> None:
    """Refuse to plan before the agreement is signed, where the programme says so."""
    if settings_of(pair.programme).signing.before_meetings and not pair.agreement.sealed.exists():
        raise Refusal(
            "agreement_first",
            gettext_lazy(
                "In this programme the agreement is signed before meetings are planned. Read it, sign it, then choose a date."
            ),
        )


def close_flash(pair: Pair) -> None:
    """Close a flash meeting once it is over: it has no ending to prepare; nothing for any other pair."""
    if pair.format == PairFormat.FLASH and pair.status != PairStatus.CLOSED:
        pair.status = PairStatus.CLOSED
        pair.save(update_fields=["status"])


def is_changeable(message: Message, person: Person) -> bool:
    """Tell whether a person may still reword a message or take it back: their own, for ten minutes."""
    is_fresh = clock.now() - message.created_at <= CHANGE_WITHIN
    return message.author_id == person.pk and message.withdrawn_at is None and is_fresh


def require_changeable(message: Message, person: Person) -> None:
    """Refuse to change the message of someone else, one taken back, or one older than ten minutes."""
    if not is_changeable(message, person):
        raise Refusal(
            "message_settled",
            gettext_lazy(
                "A message can be changed for ten minutes by who wrote it. Send another one to correct it."
            ),
        )


def require_pair_arrow(pair: Pair, status: str) -> None:
    """Refuse a change of state that does not exist."""
    if status not in PAIR_ARROWS[pair.status]:
        raise Refusal(
            "pair_state",
            gettext_lazy("Something has changed in the meantime. Look at the page again."),
        )


def require_meeting_arrow(meeting: Meeting, status: str) -> None:
    """Refuse a change of state that does not exist."""
    if status not in MEETING_ARROWS[meeting.status]:
        raise Refusal(
            "meeting_state",
            gettext_lazy(
                "This meeting has changed in the meantime: it is cancelled or already noted. Nothing was changed."
            ),
        )


def instant(day: date, hour: time, zone: str) -> datetime:
    """Return the instant (in UTC) of a local date and hour.

    When clocks go back an hour exists twice: the first is meant. When they go forward one does not
    exist: refused, with the nearest that does.
    """
    local = datetime.combine(day, hour.replace(tzinfo=None), ZoneInfo(zone))
    moment = local.astimezone(UTC)
    back = moment.astimezone(ZoneInfo(zone))
    if back.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Refusal(
            "hour_skipped",
            _(
                "This hour does not exist on that day: clocks move forward. The next one is %(hour)s."
            )
            % {"hour": dates.hour(back.time())},
            conflict=False,
        )
    return moment


def require_in_future(starts_at: datetime) -> None:
    """Refuse to plan what is past."""
    if starts_at <= clock.now():
        raise Refusal(
            "meeting_in_past",
            gettext_lazy(
                "This date is past. Choose one to come, or log the meeting if it took place."
            ),
            conflict=False,
        )


def modalities_for(pair: Pair) -> list[str]:
    """Return the ways to meet that the programme offers this pair: never at home with a minor."""
    settings = settings_of(pair.programme)
    offered: list[str] = settings.modalities
    if settings.minors or any(person.is_minor for person in pair.people):
        return [one for one in offered if one != Modality.HOME]
    return offered


def require_offered(pair: Pair, modality: str) -> None:
    """Refuse a way to meet that the programme does not offer, and to meet at home with a minor."""
    if modality in modalities_for(pair):
        return
    if modality == Modality.HOME and modality in settings_of(pair.programme).modalities:
        raise Refusal(
            "home_with_minor",
            gettext_lazy(
                "One of you is a minor: you do not meet at home. Choose a public place, the workplace or a video."
            ),
            conflict=False,
        )
    raise Refusal(
        "modality_not_offered",
        gettext_lazy("The programme does not offer this way to meet. Choose one of the list."),
        conflict=False,
    )


def require_within_pair(pair: Pair, starts_at: datetime, *, closing: bool) -> None:
    """Refuse a meeting after the pair's last day; a closing meeting has thirty days more."""
    day = clock_date(starts_at, pair.mentee.person.time_zone)
    last = pair.ends_on + (CLOSING_GRACE if closing else timedelta(0))
    if day > last:
        raise Refusal(
            "after_the_end",
            _(
                "The mentoring ends on %(day)s. Choose an earlier date, or ask the coordination for more time."
            )
            % {"day": dates.day(pair.ends_on, weekday=False, year=True)},
            conflict=False,
        )


def repeated(starts_at: datetime, *, zone: str, every_weeks: int) -> list[datetime]:
    """Return a year of dates every so many weeks, at the same hour by the clock of `zone`.

    An hour that a change of clocks skips is told by the offset before it, as RFC 5545 §3.3.5 asks of calendars.
    """
    local = starts_at.astimezone(ZoneInfo(zone))
    hour = local.time().replace(fold=0)
    days = (local.date() + timedelta(weeks=every_weeks * rank) for rank in range(SERIES_MOST))
    later = [datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC) for day in days]
    return [starts_at, *later[1:]]


def dates_of(series: MeetingSeries, *, until: datetime) -> list[datetime]:
    """Return the dates a series gave up to an instant, kept or not."""
    found = repeated(series.starts_at, zone=series.zone, every_weeks=series.every_weeks)
    return [moment for moment in found if moment <= until]


def dates_until(pair: Pair, starts_at: datetime, *, zone: str, every_weeks: int) -> list[datetime]:
    """Return the dates of a series that the pair has time for, its last day included."""
    found = repeated(starts_at, zone=zone, every_weeks=every_weeks)
    home = pair.mentee.person.time_zone
    return [moment for moment in found if clock_date(moment, home) <= pair.ends_on]


def clock_date(moment: datetime, zone: str) -> date:
    """Return the day it is in `zone` at this instant."""
    return moment.astimezone(ZoneInfo(zone)).date()


def gas_score(goals: Iterable[tuple[int, int]]) -> float | None:
    """Return the T-score of (level, weight) goals, 50 when all are as expected; None without a goal.

    T = 50 + 10·Σ(w·x) / √((1-ρ)·Σw² + ρ·(Σw)²) with ρ = 0.3 (Kiresuk & Sherman 1968).
    """
    rows = list(goals)
    weights = sum(weight for _level, weight in rows)
    if not weights:
        return None
    squares = sum(weight**2 for _level, weight in rows)
    attained = sum(level * weight for level, weight in rows)
    spread = (1 - GAS_CORRELATION) * squares + GAS_CORRELATION * weights**2
    return float(50 + 10 * attained / spread**0.5)


def gas_words(score: float | None) -> str:
    """Return where a pair's goals stand taken together, in a sentence; nothing without a goal.

    The bands are half a standard deviation (5 points) around 50, what was hoped for (product default).
    """
    if score is None:
        return ""
    if score < HOPED - BAND * 2:
        return _("You are at the beginning of the way.")
    if score < HOPED - BAND:
        return _("You are moving: the first levels are behind you.")
    if score <= HOPED + BAND:
        return _("Taken together, you are about where you hoped to be.")
    return _("Taken together, you have gone further than you hoped.")


def months_after(start: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month."""
    year, month = divmod(start.month - 1 + months, 12)
    first = date(start.year + year, month + 1, 1)
    following = (first + timedelta(days=32)).replace(day=1)
    return min(first + timedelta(days=start.day - 1), following - timedelta(days=1))


def contact_agreed(wishes: Iterable[str]) -> str:
    """Return the most reserved of the wishes: nobody is held to more than they asked."""
    order = list(ContactAfter.values)
    return min(wishes, key=order.index, default=ContactAfter.GOODBYE)


def can_start_ending(pair: Pair) -> bool:
    """Tell whether the ending should be in view: so many days before the last one as the programme says."""
    prepare = settings_of(pair.programme).closing.prepare_days
    return clock.today() >= pair.ends_on - timedelta(days=prepare)
