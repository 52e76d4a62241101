"""Two coordinators at the same instant: places never exceeded, one act for one enrolment, one booking for a slot."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from ithaque.kernel.errors import Refusal
from ithaque.programmes import services
from ithaque.programmes.enums import EnrolmentStatus, Side, Stage
from ithaque.programmes.models import Enrolment, Interview
from tests.programmes import factories as make
from tests.support.mailbox import mails

pytestmark = [pytest.mark.databases, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ATTEMPTS, HANDS = 200, 8


def at_once(*acts):
    """Run the acts with eight hands started together; return how many gave what: `done`, or a refusal's code."""
    gate = threading.Barrier(HANDS)
    shares = [acts[hand::HANDS] for hand in range(HANDS)]

    def work(share):
        outcomes = []
        try:
            gate.wait(timeout=60)
            for act in share:
                try:
                    act()
                    outcomes.append("done")
                except Refusal as refusal:
                    outcomes.append(refusal.code)
        finally:
            connections.close_all()
        return outcomes

    with ThreadPoolExecutor(HANDS) as pool:
        return Counter(outcome for share in pool.map(work, shares) for outcome in share)


def test_last_places_are_given_once_in_two_hundred_attempts():
    nadia, oscar = make.person("Nadia"), make.person("Oscar")
    cohort = make.cohort_of(make.programme(nadia))
    services.set_places(cohort=cohort, mentees=3, mentors=None, by=nadia)
    people = [make.submitted(cohort) for _number in range(10)]
    turns = [(people[turn % 10], (nadia, oscar)[turn % 2]) for turn in range(ATTEMPTS)]
    outcomes = at_once(
        *(
            lambda one=one, by=by: services.validate_enrolment(enrolment=one, by=by)
            for one, by in turns
        )
    )
    assert set(outcomes) == {"done", "cohort_full"}, outcomes
    assert sum(outcomes.values()) == ATTEMPTS
    assert Enrolment.objects.filter(status=EnrolmentStatus.AVAILABLE).count() == 3
    assert len(mails(kind="programmes.enrolment_validated")) == 3


def test_one_enrolment_decided_by_two_coordinators_has_one_end():
    nadia, oscar = make.person("Nadia"), make.person("Oscar")
    cohort = make.cohort_of(make.programme(nadia))
    enrolment = make.submitted(cohort)
    outcomes = at_once(
        *(
            (lambda: services.validate_enrolment(enrolment=enrolment, by=nadia))
            if turn % 2
            else (lambda: services.refuse_enrolment(enrolment=enrolment, reason="Non", by=oscar))
            for turn in range(16)
        )
    )
    enrolment.refresh_from_db()
    assert outcomes == {"done": 8, "enrolment_moved_on": 8}
    assert enrolment.status in (EnrolmentStatus.AVAILABLE, EnrolmentStatus.REFUSED)


def test_one_slot_is_booked_once():
    nadia = make.person("Nadia")
    cohort = make.cohort_of(make.programme(nadia))
    make.vetting(cohort.programme, nadia, steps=["interview"])
    slot = make.slot(cohort.programme, nadia)
    people = [make.submitted(cohort, side=Side.MENTOR) for _number in range(HANDS)]
    for one in people:
        services.move_enrolment(enrolment=one, to=Stage.INTERVIEW, by=nadia)
    outcomes = at_once(
        *(
            lambda one=one: services.book_interview(enrolment=one, slot=slot, by=one.person)
            for one in people
        )
    )
    assert outcomes == {"done": 1, "slot_taken": HANDS - 1}
    assert Interview.objects.count() == 1
