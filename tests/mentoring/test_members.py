"""Who is in a pair: written for every pair, one place for a mentee, nothing to read after leaving."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from ithaque.kernel import clock
from ithaque.mentoring import doors, rules, selectors
from ithaque.mentoring.enums import MemberRole, PairStatus
from ithaque.mentoring.models import Pair, PairMember
from ithaque.mentoring.selectors.pairs import load_members
from ithaque.programmes.enums import PairFormat, Side
from tests.mentoring import factories

pytestmark = pytest.mark.django_db


def circle(mentees: int = 4, **fields: object) -> Pair:
    """Make a circle of one mentor, Claire, and some mentees, row by row."""
    pair = factories.pair()
    pair.format, pair.name = PairFormat.CIRCLE, "Premiers pas"
    pair.save()
    for _number in range(mentees - 1):
        add(pair, Side.MENTEE)
    return pair


def add(pair: Pair, side: str) -> PairMember:
    """Add someone to a circle."""
    enrolment = factories.enrolment(pair.cohort, side)
    return PairMember.objects.create(
        pair=pair,
        enrolment=enrolment,
        person=enrolment.person,
        role=side,
        joined_on=pair.started_on,
    )


def test_every_pair_has_its_leads_for_members(pair):
    roles = {one.person: one.role for one in pair.members.all()}
    assert roles == {
        pair.mentee.person: MemberRole.MENTEE,
        pair.mentor.person: MemberRole.MENTOR,
    }
    assert all(one.holds_place for one in pair.members.all())


def test_a_closed_pair_gives_its_places_back_and_keeps_its_members(pair):
    factories.close(pair)
    assert not pair.members.filter(holds_place=True).exists()
    assert pair.people == (pair.mentee.person, pair.mentor.person)
    assert selectors.pair_for_member(pair.mentee.person, pair.public_id) == pair


def test_a_mentee_has_one_place_whatever_the_format(pair):
    for form, allowed in ((PairFormat.FLASH, True), (PairFormat.ONE_TO_ONE, False)):
        fields = {
            "cohort": pair.cohort,
            "mentor": factories.enrolment(pair.cohort, Side.MENTOR),
            "mentee": pair.mentee,
            "started_on": pair.started_on,
            "ends_on": pair.ends_on,
            "format": form,
        }
        if allowed:
            assert Pair.objects.create(**fields)
        else:
            with pytest.raises(IntegrityError), transaction.atomic():
                Pair.objects.create(**fields)


def test_a_circle_is_everyone_in_it_and_is_called_by_its_name():
    pair = circle(mentees=4)
    ines, claire = pair.mentee.person, pair.mentor.person
    assert len(pair.people) == 5
    assert pair.people[0] == ines
    assert pair.people[-1] == claire
    assert ines not in pair.others(ines)
    assert pair.other(ines).get_short_name() == "le cercle «\xa0Premiers pas\xa0»"
    assert pair.is_mentor(claire)
    assert not pair.is_mentor(ines)


def test_a_team_is_called_by_the_names_of_the_others():
    pair = factories.pair()
    pair.format = PairFormat.TEAM
    pair.save()
    bruno = add(pair, Side.MENTOR).person
    bruno.first_name = "Bruno"
    bruno.save()
    assert pair.other(pair.mentee.person).get_short_name() == "Claire et Bruno"


def test_who_left_reads_nothing_more():
    pair = circle()
    gone = pair.members.filter(role=MemberRole.MENTEE).last()
    assert gone is not None
    meeting = factories.planned(pair)
    gone.left_at, gone.holds_place = clock.now(), False
    gone.save()
    assert doors.PAIR.find(gone.person, pair_id=pair.public_id) is None
    assert doors.MEETING.find(gone.person, meeting_id=meeting.public_id) is None
    assert not rules.is_of_pair(gone.person, pair)
    assert rules.was_of_pair(gone.person, pair)
    assert pair not in selectors.pairs_of(gone.person)


@pytest.mark.parametrize("number", [1, 3])
def test_people_of_many_circles_ask_one_question(number, django_assert_num_queries):
    for _number in range(number):
        circle()
    pairs = list(Pair.objects.select_related("mentor__person", "mentee__person"))
    with django_assert_num_queries(1):
        load_members(pairs)
        assert {len(pair.people) for pair in pairs} == {5}


def test_people_of_two_ask_nothing(pair, django_assert_num_queries):
    pairs = list(Pair.objects.select_related("mentor__person", "mentee__person"))
    with django_assert_num_queries(0):
        load_members(pairs)
        assert {len(one.people) for one in pairs} == {2}


def test_the_migration_writes_the_members_of_older_pairs(pair):
    closed = factories.pair()
    factories.close(closed)
    PairMember.objects.all().delete()
    module = import_module("ithaque.mentoring.migrations.0004_members")
    module.write_members(apps, SimpleNamespace(connection=connection))
    assert PairMember.objects.count() == 4
    assert {one.holds_place for one in pair.members.all()} == {True}
    assert {one.holds_place for one in closed.members.all()} == {False}
    assert closed.status == PairStatus.CLOSED
