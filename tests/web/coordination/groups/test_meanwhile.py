"""For those who wait: peers brought together by hand, a flash meeting booked with a minor."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from ithaque.kernel import clock
from ithaque.mentoring import services
from ithaque.mentoring.models import FlashSlot, Pair
from ithaque.programmes.enums import EnrolmentStatus, FallbackKind, PairFormat, Side
from ithaque.programmes.models import Fallback
from tests.mentoring import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return factories.person("Nadia")


@pytest.fixture
def cohort(nadia):
    return factories.cohort(factories.programme(nadia))


def waiting(cohort, **fields):
    return factories.enrolment(cohort, Side.MENTEE, status=EnrolmentStatus.WAITING, **fields)


def hours(cohort, number: int = 1) -> list[FlashSlot]:
    return [
        FlashSlot.objects.create(
            mentor=factories.enrolment(cohort, Side.MENTOR),
            starts_at=clock.now() + timedelta(days=3 + turn),
            minutes=45,
        )
        for turn in range(number)
    ]


def test_coordinator_brings_two_who_wait_together(cohort, nadia, as_):
    first, second = waiting(cohort), waiting(cohort)
    page = reverse("coordination:peers-new", args=[cohort.public_id])
    desk = as_(nadia)
    text = desk.get(page, {"with": first.public_id}).content.decode()
    assert "gardent leur rang" in text
    assert f'value="{first.public_id}" selected' in text
    assert desk.post(page, {"first": first.public_id}).status_code == 422
    same = desk.post(page, {"first": first.public_id, "second": first.public_id})
    assert "deux personnes différentes" in same.content.decode()
    sent = {"first": first.public_id, "second": second.public_id}
    made = desk.post(page, sent)
    assert made.status_code == 302
    assert Pair.objects.get().format == PairFormat.PEERS
    assert desk.get(made.url).status_code == 200
    room = reverse("participant:pair", args=[Pair.objects.get().public_id])
    assert "À égalité" in as_(first.person).get(room).content.decode()
    assert "Il faut deux personnes" in desk.get(page).content.decode()


def test_coordinator_books_an_hour_with_a_minor(cohort, nadia, as_):
    minor = waiting(cohort, who=factories.person("Moussa", born_on=date(2012, 1, 1)))
    page = reverse("coordination:enrolment-flash", args=[minor.public_id])
    desk = as_(nadia)
    assert "Aucun créneau" in desk.get(page).content.decode()
    (slot,) = hours(cohort)
    assert "moins de 18 ans" in desk.get(page).content.decode()
    assert desk.post(page, {"slot": slot.public_id, "subject": " "}).status_code == 422
    booked = desk.post(page, {"slot": slot.public_id, "subject": "Relire ma lettre"})
    assert booked.status_code == 302
    slot.refresh_from_db()
    assert slot.meeting.topic == "Relire ma lettre"
    assert desk.get(booked.url).status_code == 200


def test_an_enrolment_not_validated_is_told_so_and_a_mentor_books_nothing(cohort, nadia, as_):
    (slot,) = hours(cohort)
    draft = factories.enrolment(cohort, Side.MENTEE, status=EnrolmentStatus.SUBMITTED)
    page = reverse("coordination:enrolment-flash", args=[draft.public_id])
    told = as_(nadia).post(page, {"slot": slot.public_id, "subject": "Ma lettre"})
    assert told.status_code == 422
    mentor = reverse("coordination:enrolment-flash", args=[slot.mentor.public_id])
    assert as_(nadia).get(mentor).status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_a_constant_number_of_questions(
    cohort, nadia, as_, number, django_assert_num_queries
):
    hours(cohort, number)
    people = [waiting(cohort) for _turn in range(number + 1)]
    desk = as_(nadia)
    peers = reverse("coordination:peers-new", args=[cohort.public_id])
    flash = reverse("coordination:enrolment-flash", args=[people[0].public_id])
    desk.get(peers)
    with django_assert_num_queries(4):
        desk.get(peers)
    with django_assert_num_queries(4):
        desk.get(flash)


def test_an_accepted_offer_leads_to_its_page(cohort, nadia, as_):
    one, desk = waiting(cohort), as_(nadia)
    page = reverse("coordination:enrolment", args=[one.public_id])
    flash = reverse("coordination:enrolment-flash", args=[one.public_id])
    peers = reverse("coordination:peers-new", args=[cohort.public_id])
    assert flash in desk.get(page).content.decode()
    offer = Fallback.objects.create(
        enrolment=one, kind=FallbackKind.PEER, accepted=True, answered_at=clock.now()
    )
    assert f"{peers}?with={one.public_id}" in desk.get(page).content.decode()
    Fallback.objects.filter(pk=offer.pk).update(kind=FallbackKind.ONE_OFF)
    assert desk.get(page).content.decode().count(flash) == 2


def test_lists_say_peers_without_roles(nadia, as_):
    cohort = factories.cohort(factories.programme(nadia, format="peers"))
    services.open_peers(first=waiting(cohort), second=waiting(cohort), by=nadia)
    listed = reverse("coordination:programme-pairs", args=[cohort.programme.public_id])
    text = as_(nadia).get(listed).content.decode()
    assert "Entre pairs" in text
    assert "L’autre pair" in text
    assert "Mentoré·e" not in text
