"""Circles and teams: opened, joined, left; who was there, and whose turn it is."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from ithaque.kernel.errors import Refusal
from ithaque.mentoring import selectors, services
from ithaque.mentoring.models import Certificate, Pair, PairMember, TrialPeriod
from ithaque.mentoring.selectors.candidates import candidates_of
from ithaque.mentoring.selectors.gatherings import gathering_of
from ithaque.mentoring.terms import digest_of
from ithaque.programmes.enums import EnrolmentStatus, PairFormat, Side
from ithaque.programmes.models import Cohort
from tests.mentoring import factories
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return factories.person("Nadia")


@pytest.fixture
def cohort(nadia) -> Cohort:
    return factories.cohort(factories.programme(nadia, format="circle"))


def people(cohort: Cohort, side: str, number: int) -> list:
    return [factories.enrolment(cohort, side) for _number in range(number)]


def circle(cohort: Cohort, nadia, mentees: int = 4, mentors: int = 1, **fields) -> Pair:
    """Open a circle with its mentors and mentees."""
    return services.open_group(
        format=PairFormat.CIRCLE,
        mentors=people(cohort, Side.MENTOR, mentors),
        mentees=people(cohort, Side.MENTEE, mentees),
        by=nadia,
        **{"name": "Premiers pas", **fields},
    )


def test_a_circle_opens_with_its_papers_and_tells_everyone(cohort, nadia):
    pair = circle(cohort, nadia)
    assert len(pair.people) == 5
    assert pair.agreement
    assert pair.note.body == ""
    assert len(mails(kind="mentoring.pair_opened")) == 5
    assert all(selectors.pair_for_member(one, pair.public_id) == pair for one in pair.people)


@pytest.mark.parametrize(
    ("mentors", "mentees", "name", "code"),
    [(1, 3, "A", "circle_size"), (3, 4, "A", "circle_size"), (1, 4, " ", "circle_unnamed")],
)
def test_a_circle_out_of_size_or_without_a_name_is_refused(
    cohort, nadia, mentors, mentees, name, code
):
    with pytest.raises(Refusal) as refused:
        circle(cohort, nadia, mentees, mentors, name=name)
    assert refused.value.code == code
    assert not Pair.objects.exists()


def test_only_the_coordination_opens_a_circle(cohort):
    with pytest.raises(Refusal) as refused:
        circle(cohort, factories.person())
    assert refused.value.code == "not_coordinator"


def test_minors_and_adults_do_not_share_a_circle(cohort, nadia):
    mentees = people(cohort, Side.MENTEE, 4)
    mentees[0].person.born_on = date(2012, 1, 1)
    mentees[0].person.save()
    with pytest.raises(Refusal) as refused:
        services.open_group(
            format=PairFormat.CIRCLE,
            mentors=people(cohort, Side.MENTOR, 1),
            mentees=mentees,
            name="A",
            by=nadia,
        )
    assert refused.value.code == "minors_apart"


def test_nobody_is_in_two_circles_of_their_programme(cohort, nadia):
    first = circle(cohort, nadia)
    with pytest.raises(Refusal) as refused:
        services.open_group(
            format=PairFormat.CIRCLE,
            mentors=people(cohort, Side.MENTOR, 1),
            mentees=[first.mentee, *people(cohort, Side.MENTEE, 3)],
            name="B",
            by=nadia,
        )
    assert refused.value.code == "member_unavailable"


def test_a_circle_meanwhile_keeps_the_rank_of_who_waits(nadia):
    cohort = factories.cohort(factories.programme(nadia))
    waiting = people(cohort, Side.MENTEE, 4)
    waiting[1].status = EnrolmentStatus.WAITING
    waiting[1].save()
    mentor = factories.enrolment(cohort, Side.MENTOR, capacity=2)
    services.open_group(
        format=PairFormat.CIRCLE, mentors=[mentor], mentees=waiting, name="A", by=nadia
    )
    assert mentor.memberships.filter(holds_place=True).count() == 1
    pair = services.open_pair(mentor=mentor, mentee=waiting[0])
    assert pair.format == PairFormat.ONE_TO_ONE


def test_a_team_is_two_or_three_mentors_for_one_mentee(nadia):
    cohort = factories.cohort(factories.programme(nadia, format="team"))
    mentee = factories.enrolment(cohort, Side.MENTEE)
    team = services.open_group(
        format=PairFormat.TEAM, mentors=people(cohort, Side.MENTOR, 2), mentees=[mentee], by=nadia
    )
    assert len(team.people) == 3
    with pytest.raises(Refusal) as refused:
        services.leave_group(pair=team, person=mentee.person, by=mentee.person)
    assert refused.value.code == "last_of_role"
    services.leave_group(pair=team, person=team.mentor.person, by=nadia)
    team.refresh_from_db()
    assert len(team.people) == 2
    assert team.mentor.person in team.people


def test_someone_joins_with_the_dates_to_come_and_leaves_without_reading_more(cohort, nadia):
    pair = circle(cohort, nadia)
    factories.planned(pair, by=pair.mentor.person)
    late = factories.enrolment(cohort, Side.MENTEE)
    services.join_group(pair=pair, enrolment=late, by=nadia)
    services.join_group(pair=pair, enrolment=late, by=nadia)
    assert late.person in pair.people
    assert len(mails(to=late.person.email, kind="mentoring.meeting_planned")) == 1
    assert len(mails(kind="mentoring.member_joined")) == 5
    services.leave_group(pair=pair, person=late.person, by=late.person)
    assert selectors.pair_for_member(late.person, pair.public_id) is None
    assert len(mails(to=late.person.email, kind="mentoring.group_left")) == 1
    assert not late.memberships.filter(holds_place=True).exists()
    services.join_group(pair=pair, enrolment=late, by=nadia)
    assert PairMember.objects.filter(pair=pair, person=late.person).count() == 1


def test_who_leads_a_circle_and_leaves_passes_the_lead(cohort, nadia):
    pair = circle(cohort, nadia)
    gone = pair.mentee
    services.leave_group(pair=pair, person=gone.person, by=gone.person)
    pair.refresh_from_db()
    assert pair.mentee != gone
    assert pair.mentee.person in pair.people


def test_a_full_circle_takes_nobody_more(cohort, nadia):
    pair = circle(cohort, nadia, mentees=8)
    with pytest.raises(Refusal) as refused:
        services.join_group(pair=pair, enrolment=factories.enrolment(cohort, "mentee"), by=nadia)
    assert refused.value.code == "group_full"


def test_nobody_joins_a_pair_of_two(pair):
    by = factories.person()
    pair.programme.team.create(person=by, role="coordinator")
    with pytest.raises(Refusal) as refused:
        services.join_group(pair=pair, enrolment=factories.enrolment(pair.cohort, "mentee"), by=by)
    assert refused.value.code == "not_a_group"


def test_a_message_reaches_everybody_else(cohort, nadia):
    pair = circle(cohort, nadia)
    services.send_message(pair=pair, by=pair.mentee.person, body="Bonjour", submission=uuid.uuid4())
    told = {one.person for one in mails(kind="mentoring.message_received")}
    assert told == set(pair.others(pair.mentee.person))


def test_the_agreement_is_sealed_when_all_have_signed_and_again_for_who_joins(cohort, nadia):
    pair = circle(cohort, nadia)

    def sign(person) -> None:
        agreement = pair.agreement
        agreement.refresh_from_db()
        agreement.pair = pair
        services.sign_agreement(pair=pair, by=person, name="Nom", digest=digest_of(agreement))

    for person in pair.people[:-1]:
        sign(person)
    assert not pair.agreement.sealed.exists()
    sign(pair.people[-1])
    assert pair.agreement.sealed.count() == 1
    late = factories.enrolment(cohort, Side.MENTEE)
    services.join_group(pair=pair, enrolment=late, by=nadia)
    sign(late.person)
    assert pair.agreement.sealed.count() == 1


def test_who_was_there_is_said_once_the_meeting_has_begun(cohort, nadia):
    pair = circle(cohort, nadia)
    ines, claire = pair.mentee.person, pair.mentor.person
    to_come = factories.planned(pair, by=claire)
    with pytest.raises(Refusal):
        services.mark_attendance(meeting=to_come, person=ines, present=True, by=claire)
    meeting = factories.held(pair, days=0)
    services.mark_attendance(meeting=meeting, person=ines, present=True, by=claire)
    services.mark_attendance(meeting=meeting, person=ines, present=False, by=ines)
    gathering = gathering_of(meeting)
    assert gathering is not None
    assert [seat.present for seat in gathering.seats if seat.person == ines] == [False]
    assert meeting.attendances.count() == 1


def test_turns_are_drawn_among_those_there_and_move_once(cohort, nadia):
    pair = circle(cohort, nadia)
    meeting = factories.planned(pair, by=pair.mentor.person)
    services.draw_turns(meeting=meeting, by=pair.mentee.person)
    services.next_turn(meeting=meeting, by=pair.mentee.person, seen=0)
    moved = services.next_turn(meeting=meeting, by=pair.mentor.person, seen=0)
    assert moved.turn == 1
    assert len(moved.turns) == 5
    gathering = gathering_of(moved)
    assert gathering is not None
    assert gathering.speaker not in gathering.waiting
    assert len(gathering.waiting) == 3


def test_a_certificate_counts_the_meetings_one_attended(cohort, nadia):
    pair = circle(cohort, nadia)
    away, claire = pair.mentee.person, pair.mentor.person
    meeting = factories.held(pair, days=0)
    services.mark_attendance(meeting=meeting, person=away, present=False, by=claire)
    services.ask_closure(pair=pair, by=claire, path="planned")
    services.complete_closure(pair=pair, by=nadia)
    assert Certificate.objects.filter(pair=pair).count() == 4
    assert not Certificate.objects.filter(person=away).exists()


def test_who_stops_after_the_trial_leaves_the_circle_that_goes_on(cohort, nadia):
    pair = circle(cohort, nadia)
    gone = pair.mentee.person
    trial = TrialPeriod.objects.create(pair=pair, asked_at=pair.created_at)
    services.answer_trial(trial=trial, by=gone, goes_on=False, reason="time")
    pair.refresh_from_db()
    assert pair.status == "active"
    assert gone not in pair.people


def test_candidates_have_a_place_and_say_whether_they_wait(cohort, nadia):
    pair = circle(cohort, nadia)
    free = factories.enrolment(cohort, Side.MENTEE, submitted_at=pair.created_at)
    found = candidates_of(cohort, PairFormat.CIRCLE)
    assert [one.enrolment for one in found] == [free]


def test_peers_have_no_roles_and_a_reverse_pair_says_so(nadia):
    for form in ("peers", "reverse"):
        cohort = factories.cohort(factories.programme(nadia, format=form))
        pair = services.open_pair(
            mentor=factories.enrolment(cohort, Side.MENTOR),
            mentee=factories.enrolment(cohort, Side.MENTEE),
        )
        assert pair.format == form
        roles = set(pair.members.values_list("role", flat=True))
        assert roles == ({"peer"} if form == "peers" else {"mentee", "mentor"})
        assert pair.is_mentor(pair.mentor.person) == (form == "reverse")
