"""Circles and teams: opened, joined and left without closing what goes on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NoReturn

from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.correspondence.kinds import Kind
from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import invitations, mails, paths, places, rules
from ithaque.mentoring import journal as acts
from ithaque.mentoring.enums import MeetingStatus, MemberRole
from ithaque.mentoring.models import Meeting, Pair, PairMember
from ithaque.mentoring.selectors.candidates import WELCOME
from ithaque.mentoring.services.locking import locked_pair
from ithaque.mentoring.services.pairs import draft_papers, introduce_pair, locked_enrolments
from ithaque.people.models import Person
from ithaque.programmes.enums import PairFormat, Side
from ithaque.programmes.models import Cohort, Enrolment, Programme
from ithaque.programmes.rules import can_coordinate
from ithaque.programmes.selectors import settings_of

ROLES = {Side.MENTEE: MemberRole.MENTEE, Side.MENTOR: MemberRole.MENTOR}


@transaction.atomic
def open_group(
    *,
    format: str,
    mentors: Sequence[Enrolment],
    mentees: Sequence[Enrolment],
    by: Person,
    name: str = "",
) -> Pair:
    """Return the circle or the team opened with these enrolments of one cohort; everyone is told how to begin.

    In a programme of another format it is something offered meanwhile: its mentees keep their rank, its mentors give
    one place. Refuses who does not coordinate, a number of people outside the sizes of the programme, someone who is not
    validated or waiting, minors and adults together, and a person without a place left.
    """
    locked = locked_enrolments(*mentors, *mentees)
    mentors = [locked[one.pk] for one in mentors]
    mentees = [locked[one.pk] for one in mentees]
    cohort = _one_cohort([*mentors, *mentees])
    _require_coordinator(by, cohort.programme)
    _require_sizes(format, len(mentors), len(mentees), cohort.programme)
    if format == PairFormat.CIRCLE and not name.strip():
        raise Refusal("circle_unnamed", _("Give the circle a name."), conflict=False)
    meanwhile = settings_of(cohort.programme).format != format
    _require_roles(mentors, mentees)
    _require_welcome(mentors, mentees, meanwhile=meanwhile)
    settings = settings_of(cohort.programme)
    today = clock.today(mentees[0].person.time_zone)
    pair = Pair(
        cohort=cohort,
        format=format,
        name=name.strip(),
        mentor=mentors[0],
        mentee=mentees[0],
        started_on=today,
        ends_on=rules.months_after(today, settings.duration_months),
    )
    Pair.objects.bulk_create([pair])
    PairMember.objects.bulk_create(
        [_member(pair, one, meanwhile=False) for one in mentors]
        + [_member(pair, one, meanwhile=meanwhile) for one in mentees]
    )
    draft_papers(pair, settings)
    journal.record(acts.PAIR_OPENED, by=by, target=pair, scope=cohort.programme)
    introduce_pair(pair)
    return pair


@transaction.atomic
def join_group(*, pair: Pair, enrolment: Enrolment, by: Person) -> PairMember:
    """Return the member who joins a circle or a team that goes on; all are told, and calendars follow.

    Twice is the same as once; who left may come back. Refuses as `open_group` does, and one person too many.
    """
    pair = locked_pair(pair)
    _require_coordinator(by, pair.programme)
    _require_group(pair)
    rules.require_open(pair)
    enrolment = locked_enrolments(enrolment)[enrolment.pk]
    known = PairMember.objects.filter(pair=pair, person=enrolment.person_id).first()
    if known is not None and known.left_at is None:
        return known
    sides = [member.role for member in pair.present]
    mentors, mentees = sides.count(MemberRole.MENTOR), sides.count(MemberRole.MENTEE)
    is_mentor = enrolment.side == Side.MENTOR
    _require_room(pair, mentors + is_mentor, mentees + (not is_mentor))
    meanwhile = settings_of(pair.programme).format != pair.format
    there = [member.enrolment for member in _mentees(pair)]
    _one_cohort([pair.mentee, enrolment])
    _require_welcome(
        [enrolment] if is_mentor else [],
        [] if is_mentor else [enrolment],
        meanwhile=meanwhile,
        beside=there,
    )
    member = _member(pair, enrolment, meanwhile=meanwhile and not is_mentor)
    member.pk = known.pk if known is not None else None
    member.joined_on = clock.today()
    member.save()
    journal.record(acts.MEMBER_JOINED, by=by, target=pair, scope=pair.programme)
    introduce_pair(pair, [member.person])
    _tell(mails.MEMBER_JOINED, pair, pair.others(member.person), member.person)
    _put_in_calendar(pair, member.person)
    return member


@transaction.atomic
def leave_group(*, pair: Pair, person: Person, by: Person) -> PairMember:
    """Return the member who leaves a circle or a team, which goes on; the others are told, without a reason.

    They read nothing of it any more; their words stay. By themselves, or by the coordination. Refuses the last
    mentor and the last mentee: then the ending is the way.
    """
    pair = locked_pair(pair)
    _require_group(pair)
    rules.require_open(pair)
    if by.pk != person.pk:
        _require_coordinator(by, pair.programme)
    members = pair.present
    member = next((one for one in members if one.person_id == person.pk), None)
    if member is None:
        raise Refusal("not_of_pair", _("This person is not in it any more."))
    if not may_leave(pair, person):
        raise Refusal(
            "last_of_role",
            _("Nobody would be left on this side: have someone join first, or prepare the ending."),
        )
    member.left_at, member.holds_place = clock.now(), False
    member.save(update_fields=["left_at", "holds_place"])
    _pass_the_lead(pair, member)
    journal.record(acts.MEMBER_LEFT, by=by, target=pair, scope=pair.programme)
    _tell(mails.MEMBER_LEFT, pair, pair.people, person)
    _say_goodbye(pair, person)
    return member


def may_leave(pair: Pair, person: Person) -> bool:
    """Tell whether a circle or a team goes on without someone: another mentor, or another mentee, is there."""
    if pair.is_of_two:
        return False
    roles = {one.person_id: one.role for one in pair.present}
    return list(roles.values()).count(roles.get(person.pk, "")) > 1


def _pass_the_lead(pair: Pair, gone: PairMember) -> None:
    for member in pair.present:
        if gone.enrolment_id == pair.mentor_id and member.role == MemberRole.MENTOR:
            pair.mentor_id = member.enrolment_id
            break
        if gone.enrolment_id == pair.mentee_id and member.role == MemberRole.MENTEE:
            pair.mentee_id = member.enrolment_id
            break
    pair.save(update_fields=["mentor", "mentee"])


def _member(pair: Pair, enrolment: Enrolment, *, meanwhile: bool) -> PairMember:
    return PairMember(
        pair=pair,
        enrolment=enrolment,
        person=enrolment.person,
        role=ROLES[Side(enrolment.side)],
        joined_on=pair.started_on,
        meanwhile=meanwhile,
        holds_place=not meanwhile,
    )


def _mentees(pair: Pair) -> list[PairMember]:
    found = pair.members.filter(left_at=None, role=MemberRole.MENTEE)
    return list(found.select_related("enrolment__person"))


def _one_cohort(enrolments: Sequence[Enrolment]) -> Cohort:
    cohorts = {one.cohort_id for one in enrolments}
    if len(cohorts) != 1:
        raise Refusal("not_same_cohort", _("Choose people of one cohort."), conflict=False)
    return enrolments[0].cohort


def _require_coordinator(by: Person, programme: Programme) -> None:
    if not can_coordinate(by, programme):
        raise Refusal("not_coordinator", _("Only the coordination makes circles and teams."))


def _require_group(pair: Pair) -> None:
    if pair.is_of_two:
        raise Refusal("not_a_group", _("A pair is made of two people: nobody joins it."))


def _require_sizes(format: str, mentors: int, mentees: int, programme: Programme) -> None:
    settings = settings_of(programme)
    if format == PairFormat.TEAM:
        if not (2 <= mentors <= 3 and mentees == 1):
            raise Refusal(
                "team_size", _("A team is two or three mentors for one mentee."), conflict=False
            )
    elif not (1 <= mentors <= 2 and settings.circle_least <= mentees <= settings.circle_most):
        raise Refusal(
            "circle_size",
            _("A circle is one or two mentors with %(least)s to %(most)s mentees.")
            % {"least": settings.circle_least, "most": settings.circle_most},
            conflict=False,
        )


def _require_room(pair: Pair, mentors: int, mentees: int) -> None:
    settings = settings_of(pair.programme)
    most = settings.circle_most if pair.format == PairFormat.CIRCLE else 1
    if mentees > most or mentors > (2 if pair.format == PairFormat.CIRCLE else 3):
        raise Refusal(
            "group_full",
            _("There is no seat left here. Nobody was added: choose another circle, or open one."),
        )


def _require_roles(mentors: Iterable[Enrolment], mentees: Iterable[Enrolment]) -> None:
    people = [one.person_id for one in (*mentors, *mentees)]
    wrong = any(one.side != Side.MENTOR for one in mentors) or any(
        one.side != Side.MENTEE for one in mentees
    )
    if wrong or len(people) != len(set(people)):
        raise Refusal(
            "roles",
            _("Choose mentors among the mentors, mentees among the mentees."),
            conflict=False,
        )


def _require_welcome(
    mentors: Sequence[Enrolment],
    mentees: Sequence[Enrolment],
    *,
    meanwhile: bool,
    beside: Sequence[Enrolment] = (),
) -> None:
    for one in mentors:
        if not one.is_pairable:
            _refuse_someone(one, _("%(name)s is not validated, or not any more."))
        taken = one.memberships.filter(holds_place=True).count()
        if taken + places.promised(one, mentees[0] if mentees else one) >= one.capacity:
            _refuse_someone(one, _("%(name)s has no place left. Ask for one more."))
    for one in mentees:
        if one.status not in WELCOME or not one.person.is_active:
            _refuse_someone(one, _("%(name)s is not validated, or not any more."))
        if not meanwhile and one.memberships.filter(holds_place=True).exists():
            _refuse_someone(one, _("%(name)s already has an open pair or circle."))
    if len({one.person.is_minor for one in (*mentees, *beside)}) > 1:
        raise Refusal(
            "minors_apart",
            _("Minors and adults do not share a circle. Nobody was added."),
            conflict=False,
        )


def _refuse_someone(one: Enrolment, sentence: str) -> NoReturn:
    raise Refusal("member_unavailable", sentence % {"name": one.person.get_full_name()})


def _tell(kind: Kind, pair: Pair, people: Iterable[Person], about: Person) -> None:
    for person in people:
        notify(
            kind,
            to=person,
            context={"pair": pair, "other": pair.other(person), "about": about},
            action=MailAction(_("Open our space"), paths.room(pair)),
        )


def _ahead(pair: Pair) -> list[Meeting]:
    found = list(pair.meetings.filter(status=MeetingStatus.PLANNED, starts_at__gt=clock.now()))
    for meeting in found:
        meeting.pair = pair
    return found


def _put_in_calendar(pair: Pair, person: Person) -> None:
    """Invite who joins to the meetings to come."""
    for meeting in _ahead(pair):
        notify(
            mails.MEETING_PLANNED,
            to=person,
            context={
                "meeting": meeting,
                "by": None,
                "mine": True,
                "other": pair.other(person),
                "word": "",
            },
            action=MailAction(_("Open the meeting"), paths.meeting(meeting)),
            attachments=[invitations.attachment(meeting, method=invitations.REQUEST, to=person)],
        )


def _say_goodbye(pair: Pair, person: Person) -> None:
    """Tell who leaves, and take the meetings to come out of their calendar."""
    cancelled = [
        invitations.attachment(meeting, method=invitations.CANCEL, to=person)
        for meeting in _ahead(pair)
    ]
    notify(
        mails.GROUP_LEFT,
        to=person,
        context={"pair": pair, "has_dates": bool(cancelled)},
        attachments=cancelled,
    )
