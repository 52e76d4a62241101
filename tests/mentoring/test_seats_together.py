"""The last seat of a circle, the last place of a mentee, one hour for a flash meeting: whoever comes at once."""

from __future__ import annotations

from functools import partial

import pytest

from ithaque.kernel import clock
from ithaque.mentoring import services
from ithaque.mentoring.enums import MemberRole
from ithaque.mentoring.models import Meeting, Pair, PairMember
from ithaque.programmes.enums import PairFormat, Side
from tests.mentoring import factories
from tests.mentoring.test_together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.databases]
CROWD = 4


@pytest.fixture(autouse=True)
def monday():
    with clock.at(factories.MONDAY):
        yield


@pytest.fixture
def nadia():
    return factories.person("Nadia")


@pytest.fixture
def cohort(nadia):
    return factories.cohort(factories.programme(nadia, format="circle"))


def people(cohort, side: str, number: int) -> list:
    return [factories.enrolment(cohort, side) for _number in range(number)]


def test_the_last_seat_of_a_circle_is_taken_once(cohort, nadia):
    circle = services.open_group(
        format=PairFormat.CIRCLE,
        mentors=people(cohort, Side.MENTOR, 1),
        mentees=people(cohort, Side.MENTEE, 7),
        name="Premiers pas",
        by=nadia,
    )
    crowd = people(cohort, Side.MENTEE, CROWD)
    came = together(
        *(partial(services.join_group, pair=circle, enrolment=one, by=nadia) for one in crowd)
    )
    assert [one for one in came if isinstance(one, str)] == ["group_full"] * (CROWD - 1)
    seats = PairMember.objects.filter(pair=circle, role=MemberRole.MENTEE, left_at=None)
    assert seats.count() == 8


def test_nobody_enters_two_circles_at_once(cohort, nadia):
    wanted = people(cohort, Side.MENTEE, 4)
    acts = [
        partial(
            services.open_group,
            format=PairFormat.CIRCLE,
            mentors=[factories.enrolment(cohort, Side.MENTOR)],
            mentees=wanted,
            name=f"Cercle {number}",
            by=nadia,
        )
        for number in range(3)
    ]
    came = together(*acts)
    assert sum(isinstance(one, Pair) for one in came) == 1
    assert Pair.objects.count() == 1


def test_one_hour_is_booked_once(cohort):
    mentor = factories.enrolment(cohort, Side.MENTOR)
    slot = services.open_slot(
        mentor=mentor,
        starts_at=factories.paris(clock.today(factories.PARIS)).replace(day=6),
        minutes=45,
        by=mentor.person,
    )
    crowd = people(cohort, Side.MENTEE, CROWD)
    came = together(
        *(
            partial(services.book_slot, slot=slot, mentee=one, subject="Mon CV", by=one.person)
            for one in crowd
        )
    )
    assert sum(isinstance(one, Meeting) for one in came) == 1
    assert Pair.objects.filter(format=PairFormat.FLASH).count() == 1


def test_nobody_has_two_peers_at_once(cohort, nadia):
    wanted, *others = people(cohort, Side.MENTEE, CROWD)
    came = together(
        *(partial(services.open_peers, first=wanted, second=one, by=nadia) for one in others)
    )
    assert sum(isinstance(one, Pair) for one in came) == 1
    assert PairMember.objects.filter(enrolment=wanted).count() == 1
