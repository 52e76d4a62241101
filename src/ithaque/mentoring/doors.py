"""Doors to pairs and to what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from ithaque.correspondence.preferences import delivery_of
from ithaque.kernel import links
from ithaque.kernel.access import Door
from ithaque.mentoring import selectors, video
from ithaque.mentoring.models import (
    Action,
    Certificate,
    Goal,
    GoalStep,
    Meeting,
    Message,
    MessageFile,
    Pair,
    SealedAgreement,
    SubscribedCalendar,
    TrialPeriod,
)
from ithaque.mentoring.selectors.certificates import WITH_PAIR
from ithaque.mentoring.selectors.flash import own_slot, slot_to_book
from ithaque.mentoring.selectors.pairs import WITH_PEOPLE, load_members, of_member
from ithaque.mentoring.services.asking import GUARDIAN
from ithaque.mentoring.services.exits import EXIT
from ithaque.mentoring.services.noting import PULSE
from ithaque.mentoring.services.reminders import HELD
from ithaque.mentoring.services.telling import ANSWER
from ithaque.mentoring.services.trials import TRIAL
from ithaque.people.models import Person
from ithaque.programmes.models import GuardianAuthorisation
from ithaque.programmes.rules import can_coordinate

LINK_AGE = timedelta(days=60)
GUARDIAN_AGE = timedelta(days=400)
"""A guardian may read, and take back, for as long as a pair lasts."""
FEED, FEED_AGE = "calendar", timedelta(days=3650)
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class MeetingLink:
    """What the link of a mail opens: a meeting, for one person; `expired` when it is too old to open anything."""

    meeting: Meeting | None
    person: Person | None
    expired: bool = False


@dataclass(frozen=True)
class TrialLink:
    """What the link of a trial opens, for one person; nothing when it is too old."""

    trial: TrialPeriod | None
    person: Person | None


def _of_member(
    model: type[Row], person: Any, path: str = "pair", also: tuple[str, ...] = (), **lookup: Any
) -> Row | None:
    """Return a row of one of the person's pairs, with its pair (and what `also` names) ready to be read."""
    mine = of_member(person, path)
    related = [*also, *(f"{path}__{one}" for one in WITH_PEOPLE)]
    row = model._default_manager.filter(mine, **lookup).select_related(*related).first()
    if row is not None:
        pair: Any = row
        for name in path.split("__"):
            pair = getattr(pair, name)
        load_members([pair])
    return row


def _meeting(person: Any, meeting_id: UUID) -> Meeting | None:
    return _of_member(Meeting, person, also=("series",), public_id=meeting_id)


def _call(person: Any, meeting_id: UUID) -> Meeting | None:
    meeting = _meeting(person, meeting_id)
    return meeting if meeting is not None and video.is_open(meeting) else None


def _goal(person: Any, goal_id: UUID) -> Goal | None:
    return _of_member(Goal, person, public_id=goal_id)


def _step(person: Any, step_id: UUID) -> GoalStep | None:
    return _of_member(GoalStep, person, "goal__pair", public_id=step_id)


def _action(person: Any, action_id: UUID) -> Action | None:
    return _of_member(Action, person, public_id=action_id)


def _own_message(person: Any, message_id: UUID) -> Message | None:
    return _of_member(Message, person, public_id=message_id, author=person)


def _message_file(person: Any, file_id: UUID) -> MessageFile | None:
    return _of_member(MessageFile, person, "message__pair", public_id=file_id)


def _supervised_file(person: Any, file_id: UUID) -> MessageFile | None:
    watched = selectors.supervised_by(person).order_by().values("pk")
    found = MessageFile.objects.filter(message__pair__in=watched, message__supervised=True)
    return found.select_related("file").filter(public_id=file_id).first()


def _sealed(person: Any, sealed_id: UUID) -> SealedAgreement | None:
    return _of_member(
        SealedAgreement, person, "agreement__pair", public_id=sealed_id, file__isnull=False
    )


def _coordinated_sealed(person: Any, sealed_id: UUID) -> SealedAgreement | None:
    found = SealedAgreement.objects.select_related("file", "agreement__pair__cohort__programme")
    sealed = found.filter(public_id=sealed_id, file__isnull=False).first()
    if sealed is None or not can_coordinate(person, sealed.agreement.pair.programme):
        return None
    return sealed


def _own_calendar(person: Any, calendar_id: UUID) -> SubscribedCalendar | None:
    found = SubscribedCalendar.objects.filter(person_id=person.pk, public_id=calendar_id)
    return found.select_related("person").first()


def _own_certificate(person: Any, certificate_id: UUID) -> Certificate | None:
    return (
        Certificate.objects.filter(person_id=person.pk, public_id=certificate_id)
        .select_related(*WITH_PAIR)
        .first()
    )


def _pulse(person: Any, token: str) -> MeetingLink | None:
    return _meeting_link(PULSE, token)


def _held(person: Any, token: str) -> MeetingLink | None:
    return _meeting_link(HELD, token)


def _answer(person: Any, token: str) -> MeetingLink | None:
    return _meeting_link(ANSWER, token)


def _meeting_link(purpose: str, token: str) -> MeetingLink | None:
    try:
        link = links.read(purpose, token, max_age=LINK_AGE)
    except links.LinkError as error:
        return MeetingLink(None, None, expired=True) if error.expired else None
    owner = Person.objects.filter(public_id=link.person, erased_at=None).first()
    meeting = _of_member(Meeting, owner, also=("series",), public_id=link.target) if owner else None
    return MeetingLink(meeting, owner) if meeting else None


def _trial(person: Any, token: str) -> TrialLink | None:
    try:
        link = links.read(TRIAL, token, max_age=LINK_AGE)
    except links.LinkError as error:
        return TrialLink(None, None) if error.expired else None
    owner = Person.objects.filter(public_id=link.person, erased_at=None).first()
    trial = _of_member(TrialPeriod, owner, public_id=link.target) if owner else None
    return TrialLink(trial, owner) if trial else None


def _verified(person: Any, code: str) -> Certificate | None:
    return selectors.certificate_by_code(code)


@dataclass(frozen=True)
class GuardianLink:
    """What a guardian's link opens: the agreement of a pair; nothing when it is too old."""

    pair: Pair | None
    guardian: GuardianAuthorisation | None


def _guardian(person: Any, token: str) -> GuardianLink | None:
    try:
        link = links.read(GUARDIAN, token, max_age=GUARDIAN_AGE)
    except links.LinkError as error:
        return GuardianLink(None, None) if error.expired else None
    guardian = (
        GuardianAuthorisation.objects.filter(public_id=link.person)
        .select_related("enrolment__person")
        .first()
    )
    if guardian is None:
        return None
    of_theirs = {"members__enrolment": guardian.enrolment_id, "members__left_at": None}
    pair = (
        Pair.objects.filter(agreement__public_id=link.target, **of_theirs)
        .select_related(*WITH_PEOPLE)
        .first()
    )
    return GuardianLink(pair, guardian) if pair else None


@dataclass(frozen=True)
class ExitLink:
    """What the link of an exit survey opens, for one person; nothing when it is too old."""

    pair: Pair | None
    person: Person | None


def _exit(person: Any, token: str) -> ExitLink | None:
    try:
        link = links.read(EXIT, token, max_age=LINK_AGE)
    except links.LinkError as error:
        return ExitLink(None, None) if error.expired else None
    owner = Person.objects.filter(public_id=link.person, erased_at=None).first()
    if owner is None:
        return None
    closed = Pair.objects.filter(of_member(owner), closure__public_id=link.target)
    pair = closed.select_related(*WITH_PEOPLE).first()
    return ExitLink(pair, owner) if pair else None


@dataclass(frozen=True)
class Feed:
    """What the private address of a calendar opens: the meetings of one person."""

    person: Person


def _feed(person: Any, token: str) -> Feed | None:
    try:
        link = links.read(FEED, token, max_age=FEED_AGE)
    except links.LinkError:
        return None
    owner = Person.objects.filter(public_id=link.person, erased_at=None, is_active=True).first()
    is_current = owner is not None and delivery_of(owner).calendar == link.target
    return Feed(owner) if owner and is_current else None


PAIR = Door("pair", selectors.pair_for_member)
MEETING = Door("meeting", _meeting)
CALL = Door("call", _call)
GOAL = Door("goal", _goal)
GOAL_STEP = Door("goal_step", _step)
ACTION = Door("action", _action)
COORDINATED_SEALED = Door("coordinated_sealed", _coordinated_sealed)
OWN_MESSAGE = Door("own_message", _own_message)
SUPERVISED_FILE = Door("supervised_file", _supervised_file)
MESSAGE_FILE = Door("message_file", _message_file)
SEALED_AGREEMENT = Door("sealed_agreement", _sealed)
OWN_CALENDAR = Door("own_calendar", _own_calendar)
OWN_CERTIFICATE = Door("own_certificate", _own_certificate)
PULSE_LINK = Door("pulse_link", _pulse, signed_in=False)
GUARDIAN_AGREEMENT = Door("guardian_agreement", _guardian, signed_in=False)
EXIT_LINK = Door("exit_link", _exit, signed_in=False)
CALENDAR_FEED = Door("calendar_feed", _feed, signed_in=False)
ANSWER_LINK = Door("answer_link", _answer, signed_in=False)
HELD_LINK = Door("held_link", _held, signed_in=False)
TRIAL_LINK = Door("trial_link", _trial, signed_in=False)
FLASH_TO_BOOK = Door("flash_to_book", slot_to_book)
OWN_FLASH = Door("own_flash", own_slot)
SUPERVISED_PAIR = Door("supervised_pair", selectors.supervised_pair)
TEAM_PAIR = Door("team_pair", selectors.pair_for_team)
COORDINATED_PAIR = Door("coordinated_pair", selectors.pair_for_coordinator)
CERTIFICATE_CODE = Door("certificate_code", _verified, signed_in=False)
