"""Waiting with a place and a date, something offered meanwhile, a pause and a return, places that hold."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ithaque.kernel import clock
from ithaque.programmes import alarms, selectors, services, waiting
from ithaque.programmes.enums import EnrolmentStatus, Side
from ithaque.programmes.signals import enrolment_paused
from tests.programmes import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    return make.cohort_of(make.programme(nadia))


def full(cohort, nadia):
    services.set_places(cohort=cohort, mentees=1, mentors=None, by=nadia)
    return services.validate_enrolment(enrolment=make.submitted(cohort), by=nadia)


def test_full_cohort_refuses_and_the_list_gives_a_place_and_a_date(cohort, nadia):
    full(cohort, nadia)
    first, second = make.submitted(cohort), make.submitted(cohort)
    with make.refused("cohort_full"):
        services.validate_enrolment(enrolment=first, by=nadia)
    for enrolment in (second, first):
        services.put_on_waiting_list(enrolment=enrolment, by=nadia)
    places = {one.enrolment: one.place for one in waiting.waiting_list(cohort)}
    assert places[first] < places[second], "first come, first served"
    [mail] = mails(to=first.person.email, kind="programmes.waitlisted")
    promised = selectors.mentor_promised_on(first)
    assert str(promised.year) in mail.text


def test_place_freed_goes_to_who_waits(cohort, nadia):
    settled = full(cohort, nadia)
    waiter = services.put_on_waiting_list(enrolment=make.submitted(cohort), by=nadia)
    services.withdraw_enrolment(enrolment=settled, by=settled.person)
    assert (
        services.validate_enrolment(enrolment=waiter, by=nadia).status == EnrolmentStatus.AVAILABLE
    )


def test_pause_keeps_its_place(cohort, nadia):
    settled = full(cohort, nadia)
    services.pause_enrolment(enrolment=settled, until=clock.today() + 30 * DAY, by=settled.person)
    with make.refused("cohort_full"):
        services.validate_enrolment(enrolment=make.submitted(cohort), by=nadia)


def test_coordinator_is_warned_before_the_promised_day(cohort, nadia):
    waiter = services.validate_enrolment(enrolment=make.submitted(cohort), by=nadia)
    due = selectors.mentor_promised_on(waiter)
    left = (due - clock.today()).days
    now = clock.now()

    def warned(days):
        with clock.at(now + days * DAY):
            return [one.level for one in alarms.alarms_for(nadia) if one.code == "promise"]

    assert warned(left - 8) == []
    assert warned(left - 7) == ["watch"]
    assert warned(left + 1) == ["urgent"]
    with clock.at(now + (left - 5) * DAY):
        services.promise_again(
            enrolment=waiter, on=due + 20 * DAY, words="Nous cherchons encore.", by=nadia
        )
    assert warned(left + 1) == []


def test_alarm_rests_until_its_day(cohort, nadia):
    late = make.submitted(cohort)
    with clock.at(clock.now() + 10 * DAY):
        [alarm] = alarms.alarms_for(nadia)
        assert (alarm.code, alarm.level, alarm.enrolment) == ("answer", "urgent", late)
        services.put_alarm_off(
            enrolment=late, code="answer", until=clock.today() + 3 * DAY, by=nadia
        )
        assert alarms.alarms_for(nadia) == []
    with clock.at(clock.now() + 13 * DAY):
        assert alarms.alarms_for(nadia)
    assert alarms.alarms_for(make.person("Oscar")) == []


def test_offer_is_answered_once_and_keeps_the_place(cohort, nadia):
    waiter = services.validate_enrolment(enrolment=make.submitted(cohort), by=nadia)
    offer = services.offer_fallback(enrolment=waiter, kind="circle", by=nadia)
    with make.refused("offer_pending"):
        services.offer_fallback(enrolment=waiter, kind="peer", by=nadia)
    for _time in range(2):
        answered = services.answer_fallback(fallback=offer, accept=True, by=waiter.person)
    assert answered.accepted and answered.answered_at
    with make.refused("offer_answered"):
        services.answer_fallback(fallback=offer, accept=False, by=waiter.person)
    assert waiting.place_of(waiter) == 1


def test_pause_then_return_where_one_was_by_hand_or_by_date(cohort, nadia):
    heard = []
    enrolment_paused.connect(lambda **kwargs: heard.append(kwargs["enrolment"]), weak=False)
    for by_hand in (True, False):
        someone = services.validate_enrolment(enrolment=make.submitted(cohort), by=nadia)
        services.pause_enrolment(
            enrolment=someone, until=clock.today() + 10 * DAY, by=someone.person
        )
        assert waiting.place_of(someone) is None
        if by_hand:
            services.resume_enrolment(enrolment=someone, by=someone.person)
        else:
            assert services.resume_due() == 0
            with clock.at(clock.now() + 10 * DAY):
                assert services.resume_due() == 1
        someone.refresh_from_db()
        assert someone.status == EnrolmentStatus.AVAILABLE and someone.paused_until is None
    assert len(heard) == 2


@pytest.mark.parametrize("days", [0, -1, 400])
def test_pause_asks_a_day_within_a_year(cohort, nadia, days):
    someone = make.submitted(cohort)
    with make.refused("pause_out_of_reach"):
        services.pause_enrolment(
            enrolment=someone, until=clock.today() + days * DAY, by=someone.person
        )


@pytest.mark.parametrize("n", [1, 3])
def test_alarms_take_a_constant_number_of_queries(cohort, nadia, n, django_assert_num_queries):
    for _number in range(n):
        make.submitted(cohort)
        services.validate_enrolment(enrolment=make.submitted(cohort), by=nadia)
    with clock.at(clock.now() + 100 * DAY), django_assert_num_queries(9):
        assert len(alarms.alarms_for(nadia)) == 2 * n


def test_mentor_brings_others_and_nobody_is_followed(cohort, nadia):
    mentor = make.submitted(cohort, side=Side.MENTOR)
    code = services.referral_of(mentor).code
    assert services.referral_of(mentor).code == code
    for _time in range(2):
        someone = make.person()
    services.start_enrolment(cohort=cohort, person=someone, side=Side.MENTEE, referral=code)
    services.start_enrolment(cohort=cohort, person=someone, side=Side.MENTEE, referral=code)
    mentor.referral.refresh_from_db()
    assert mentor.referral.started == 1, "beginning twice counts once"
    assert services.programme_referred_by("unknown") is None
