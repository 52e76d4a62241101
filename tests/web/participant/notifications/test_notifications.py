"""Choosing how to be told, and stopping with one click, as people meet it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ithaque.correspondence import kinds
from ithaque.correspondence.enums import Family, Pace
from ithaque.correspondence.preferences import Delivery, choose_delivery, delivery_of
from ithaque.correspondence.services import MailAction, notify
from ithaque.correspondence.stopping import stop_path
from ithaque.kernel import clock
from tests.followup.factories import person

pytestmark = pytest.mark.django_db
PAGE = "participant:notifications"
SUMMARY = kinds.named("correspondence.summary")


@pytest.fixture
def ines():
    return person("Inès")


def write(to, number=1):
    for _ in range(number):
        action = MailAction("Ouvrir", "/pairs/")
        notify(SUMMARY, to=to, context={"rows": [], "number": 2}, action=action)


def test_what_was_written_is_read_again_with_its_reason_and_state(ines, as_):
    write(ines)
    page = as_(ines).get(reverse(PAGE)).content.decode()
    assert "2 messages pour vous" in page
    assert "vous avez choisi de recevoir" in page
    assert "En attente" in page
    assert 'href="/pairs/"' in page


def test_messages_of_others_are_not_there(ines, as_):
    write(person("Autre"))
    assert "2 messages pour vous" not in as_(ines).get(reverse(PAGE)).content.decode()


def test_choices_are_kept(ines, as_):
    form = {family.value: Pace.NOW.value for family in Family} | {
        "meetings": "daily", "words": "here", "quiet_from": "21", "quiet_to": "7",
        "remind_hours": "48", "shows_reading": "on",
    }  # fmt: skip
    assert as_(ines).post(reverse("participant:notifications-choose"), form).status_code == 302
    ines.refresh_from_db()
    assert delivery_of(ines) == Delivery(
        paces={Family.MEETINGS: Pace.DAILY, Family.WORDS: Pace.HERE},
        quiet_from=21,
        quiet_to=7,
        remind_hours=48,
    )


@pytest.mark.parametrize("wrong", [{"meetings": "hourly"}, {"quiet_from": "9"}, {"quiet_to": "25"}])
def test_choice_that_does_not_exist_is_said_and_nothing_changes(wrong, ines, as_):
    form = {family.value: Pace.NOW.value for family in Family} | wrong
    assert as_(ines).post(reverse("participant:notifications-choose"), form).status_code == 422
    ines.refresh_from_db()
    assert delivery_of(ines) == Delivery()


def test_opening_the_stop_link_stops_nothing_and_one_click_does(ines):
    choose_delivery(person=ines, delivery=Delivery(quiet_from=1, quiet_to=2), by=ines)
    mail_reader = Client(enforce_csrf_checks=True)
    path = stop_path(Family.WORDS, ines)
    assert mail_reader.get(path).status_code == 200
    ines.refresh_from_db()
    assert delivery_of(ines).pace(Family.WORDS) == Pace.NOW
    assert mail_reader.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    ines.refresh_from_db()
    assert delivery_of(ines).pace(Family.WORDS) == Pace.HERE
    assert delivery_of(ines).quiet_from == 1


def test_stop_link_of_another_family_altered_or_of_someone_erased_opens_nothing(ines, client):
    path = stop_path(Family.WORDS, ines)
    assert client.get(path.replace("/words/", "/meetings/")).status_code == 404
    assert client.get(path.replace("/words/", "/necessary/")).status_code == 404
    assert client.get(path[:-4] + "xyz/").status_code == 404
    ines.erased_at = clock.now()
    ines.save()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_same_questions_whatever_was_written(
    number, ines, as_, django_assert_num_queries
):
    write(ines, number)
    browser = as_(ines)
    browser.get(reverse(PAGE))
    with django_assert_num_queries(5):
        browser.get(reverse(PAGE))
