"""Two people who wait, brought together by hand as equals."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import journal as acts
from ithaque.mentoring import rules
from ithaque.mentoring.enums import MemberRole, PairStatus
from ithaque.mentoring.models import Pair, PairMember
from ithaque.mentoring.selectors.candidates import WELCOME
from ithaque.mentoring.services.pairs import draft_papers, introduce_pair, locked_enrolments
from ithaque.people.models import Person
from ithaque.programmes.enums import PairFormat, Side
from ithaque.programmes.models import Enrolment
from ithaque.programmes.rules import can_coordinate
from ithaque.programmes.selectors import settings_of


@transaction.atomic
def open_peers(*, first: Enrolment, second: Enrolment, by: Person) -> Pair:
    """Return the peers opened with these two enrolments of one cohort; both are told how to begin.

    In a programme of another format it is something offered meanwhile, between mentees who keep their rank. The same
    two, in either order, are the same peers. Refuses who does not coordinate, someone who is not validated or waiting,
    who has a peer already or, where it takes their place, a pair; a minor with an adult.
    """
    if first.person_id == second.person_id:
        raise Refusal("same_person", _("Choose two different people."), conflict=False)
    locked = locked_enrolments(first, second)
    people = [locked[pk] for pk in sorted(locked)]
    cohort = people[0].cohort
    if not can_coordinate(by, cohort.programme):
        raise Refusal("not_coordinator", _("Only the coordination brings two peers together."))
    if people[1].cohort_id != cohort.pk:
        raise Refusal("not_same_cohort", _("Choose people of one cohort."), conflict=False)
    known = _known(people)
    if known is not None:
        return known
    settings = settings_of(cohort.programme)
    meanwhile = settings.format != "peers"
    _require_welcome(people, meanwhile=meanwhile)
    today = clock.today(people[0].person.time_zone)
    pair = Pair(
        cohort=cohort,
        format=PairFormat.PEERS,
        mentor=people[1],
        mentee=people[0],
        started_on=today,
        ends_on=rules.months_after(today, settings.duration_months),
    )
    Pair.objects.bulk_create([pair])
    PairMember.objects.bulk_create(
        PairMember(
            pair=pair,
            enrolment=one,
            person=one.person,
            role=MemberRole.PEER,
            joined_on=today,
            meanwhile=meanwhile,
            holds_place=not meanwhile,
        )
        for one in people
    )
    draft_papers(pair, settings)
    journal.record(acts.PAIR_OPENED, by=by, target=pair, scope=cohort.programme)
    introduce_pair(pair)
    return pair


def _known(people: list[Enrolment]) -> Pair | None:
    found = Pair.objects.filter(format=PairFormat.PEERS, mentor__in=people, mentee__in=people)
    return found.exclude(status=PairStatus.CLOSED).first()


def _require_welcome(people: list[Enrolment], *, meanwhile: bool) -> None:
    for one in people:
        if one.status not in WELCOME or not one.person.is_active:
            _refuse(one, _("%(name)s is not validated, or not any more."))
        if meanwhile and one.side != Side.MENTEE:
            _refuse(one, _("%(name)s is a mentor: peers are two mentees here."))
        if one.memberships.filter(role=MemberRole.PEER, left_at=None).exclude(
            pair__status=PairStatus.CLOSED
        ):
            _refuse(one, _("%(name)s already has a peer. Nothing was opened."))
        if not meanwhile and one.memberships.filter(holds_place=True).exists():
            _refuse(one, _("%(name)s already has an open pair or circle."))
    if people[0].person.is_minor != people[1].person.is_minor:
        raise Refusal(
            "minors_apart",
            _("A minor and an adult are not brought together as peers. Nothing was opened."),
            conflict=False,
        )


def _refuse(one: Enrolment, sentence: str) -> None:
    raise Refusal("member_unavailable", sentence % {"name": one.person.get_full_name()})
