"""A mentor opens an hour, a mentee books it; a minor is sent to the coordination."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from ithaque.kernel import clock
from ithaque.mentoring.models import FlashSlot, Pair
from ithaque.programmes.enums import Side
from tests.mentoring import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return factories.cohort(factories.programme(factories.person("Nadia")))


def slot(cohort, days: int = 3) -> FlashSlot:
    return FlashSlot.objects.create(
        mentor=factories.enrolment(cohort, Side.MENTOR, factories.person("Claire")),
        starts_at=clock.now() + timedelta(days=days),
        minutes=45,
    )


def test_a_mentor_opens_an_hour_and_takes_it_back(cohort, as_):
    mentor = factories.enrolment(cohort, Side.MENTOR)
    browser, page = as_(mentor.person), reverse("participant:flash")
    day = clock.today() + timedelta(days=4)
    sent = {"where": mentor.public_id, "day": day.isoformat(), "hour": "18:00", "minutes": "45"}
    assert browser.post(page, {**sent, "day": "2001-01-01"}).status_code == 422
    assert browser.post(page, sent).status_code == 302
    made = FlashSlot.objects.get()
    assert "Personne ne l’a encore réservé" in browser.get(page).content.decode()
    browser.post(reverse("participant:flash-withdraw", args=[made.public_id]))
    assert not FlashSlot.objects.exists()


def test_a_mentee_books_an_hour_on_a_subject(cohort, as_):
    made, mentee = slot(cohort), factories.enrolment(cohort, Side.MENTEE)
    browser = as_(mentee.person)
    assert "Claire" in browser.get(reverse("participant:flash")).content.decode()
    page = reverse("participant:flash-book", args=[made.public_id])
    assert browser.post(page, {"subject": ""}).status_code == 422
    assert browser.post(page, {"subject": "Relire ma lettre"}).status_code == 302
    pair = Pair.objects.get()
    room = browser.get(reverse("participant:pair", args=[pair.public_id])).content.decode()
    assert "Relire ma lettre" in room
    assert "convention est à signer" not in room
    assert browser.get(reverse("participant:home")).status_code == 200


def test_a_minor_is_sent_to_the_coordination(cohort, as_):
    slot(cohort)
    mentee = factories.enrolment(cohort, Side.MENTEE, factories.person(born_on=date(2012, 1, 1)))
    text = as_(mentee.person).get(reverse("participant:flash")).content.decode()
    assert "Avant 18 ans" in text


@pytest.mark.parametrize("number", [1, 3])
def test_hours_ask_a_constant_number_of_questions(cohort, as_, number, django_assert_num_queries):
    for days in range(number):
        slot(cohort, days + 2)
    browser = as_(factories.enrolment(cohort, Side.MENTEE).person)
    page = reverse("participant:flash")
    browser.get(page)
    with django_assert_num_queries(5):
        browser.get(page)
