"""Two people who wait, brought together as equals by the coordination."""

from __future__ import annotations

from datetime import date

import pytest

from ithaque.kernel.errors import Refusal
from ithaque.mentoring import services
from ithaque.mentoring.models import Pair
from ithaque.mentoring.parties import parties_of
from ithaque.mentoring.selectors.candidates import peers_of
from ithaque.programmes.enums import EnrolmentStatus, FallbackKind, PairFormat, Side
from ithaque.programmes.models import Fallback
from tests.mentoring import factories
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return factories.person("Nadia")


@pytest.fixture
def cohort(nadia):
    return factories.cohort(factories.programme(nadia))


def waiting(cohort, **fields):
    return factories.enrolment(cohort, Side.MENTEE, status=EnrolmentStatus.WAITING, **fields)


def test_two_who_wait_become_peers_and_keep_their_rank(cohort, nadia):
    first, second = waiting(cohort), waiting(cohort)
    pair = services.open_peers(first=second, second=first, by=nadia)
    assert pair.format == PairFormat.PEERS
    assert {one.role for one in pair.members.all()} == {"peer"}
    assert all(one.meanwhile and not one.holds_place for one in pair.members.all())
    invited = mails(kind="mentoring.pair_opened")
    assert len(invited) == 2
    assert all("vous êtes maintenant ensemble" in mail.text for mail in invited)
    assert services.open_peers(first=first, second=second, by=nadia) == pair
    mentor = factories.enrolment(cohort, Side.MENTOR)
    assert services.open_pair(mentor=mentor, mentee=first).format == PairFormat.ONE_TO_ONE


def test_in_a_programme_of_peers_it_takes_their_place(nadia):
    cohort = factories.cohort(factories.programme(nadia, format="peers"))
    first, second, third = (factories.enrolment(cohort, Side.MENTEE) for _number in range(3))
    pair = services.open_peers(first=first, second=second, by=nadia)
    assert pair.members.filter(holds_place=True).count() == 2
    assert [one.enrolment for one in peers_of(cohort)] == [third]


def test_who_is_refused(cohort, nadia):
    one, other, mentor = waiting(cohort), waiting(cohort), factories.enrolment(cohort, Side.MENTOR)
    minor = waiting(cohort, who=factories.person(born_on=date(2012, 1, 1)))
    elsewhere = factories.enrolment(factories.cohort(cohort.programme), Side.MENTEE)
    draft = factories.enrolment(cohort, Side.MENTEE, status=EnrolmentStatus.DRAFT)
    for second, by, code in (
        (one, nadia, "same_person"),
        (other, one.person, "not_coordinator"),
        (elsewhere, nadia, "not_same_cohort"),
        (mentor, nadia, "member_unavailable"),
        (draft, nadia, "member_unavailable"),
        (minor, nadia, "minors_apart"),
    ):
        with pytest.raises(Refusal) as refused:
            services.open_peers(first=one, second=second, by=by)
        assert refused.value.code == code
    services.open_peers(first=one, second=other, by=nadia)
    with pytest.raises(Refusal, match="déjà"):
        services.open_peers(first=one, second=waiting(cohort), by=nadia)
    assert Pair.objects.count() == 1


def test_who_said_yes_comes_first_and_who_has_a_pair_last(cohort, nadia):
    paired, free, willing = (factories.enrolment(cohort, Side.MENTEE) for _number in range(3))
    services.open_pair(mentor=factories.enrolment(cohort, Side.MENTOR), mentee=paired)
    Fallback.objects.create(enrolment=willing, kind=FallbackKind.PEER, accepted=True)
    assert [one.enrolment for one in peers_of(cohort)] == [willing, free, paired]


def test_peers_sign_as_equals(cohort, nadia):
    pair = services.open_peers(first=waiting(cohort), second=waiting(cohort), by=nadia)
    assert [party.role_name for party in parties_of(pair) if party.is_member] == ["Pair", "Pair"]
