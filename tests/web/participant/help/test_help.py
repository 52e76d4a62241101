"""Asking for a hand, and answering a check-in, as people meet them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ithaque.kernel import links
from ithaque.mentoring.followup.checkins import LINK
from ithaque.mentoring.models import Agreement, CheckIn, FollowUpCard, HelpRequest, SharedNote
from tests.followup.factories import cohort, days_ago, pair, person, programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return person("Nadia")


@pytest.fixture
def two(nadia):
    made = pair(
        cohort(programme(nadia)), opened=5, mentee=person("Moussa"), mentor=person("Thierry")
    )
    Agreement.objects.create(pair=made)
    SharedNote.objects.create(pair=made)
    return made


def test_mentee_asks_for_a_hand_and_the_coordinator_reads_it_on_the_card(two, nadia, as_):
    mentee = as_(two.people[0])
    url = reverse("participant:pair-help", args=[two.public_id])
    assert (
        reverse("participant:pair-help", args=[two.public_id])
        in mentee.get(reverse("participant:pair", args=[two.public_id])).content.decode()
    )
    page = mentee.post(
        url, {"kind": "difficulty", "words": "Je n’ose pas <b>lui</b> dire"}, follow=True
    )
    assert page.status_code == 200
    card = FollowUpCard.objects.get()
    shown = as_(nadia).get(reverse("coordination:card", args=[card.public_id])).content.decode()
    assert "Je n’ose pas &lt;b&gt;lui&lt;/b&gt; dire" in shown


def test_the_other_of_the_pair_reads_nothing_of_it(two, as_):
    HelpRequest.objects.create(pair=two, person=two.people[0], kind="change", words="Entre nous")
    mentor = as_(two.people[1])
    for name in ("participant:pair", "participant:pair-help"):
        assert "Entre nous" not in mentor.get(reverse(name, args=[two.public_id])).content.decode()


def test_it_is_settled_takes_the_card_away(two, as_):
    mentee = as_(two.people[0])
    mentee.post(reverse("participant:pair-help", args=[two.public_id]), {"kind": "call"})
    mentee.post(reverse("participant:pair-help-withdraw", args=[two.public_id]))
    assert not HelpRequest.objects.filter(settled_at=None).exists()


def test_nothing_chosen_keeps_the_words(two, as_):
    url = reverse("participant:pair-help", args=[two.public_id])
    page = as_(two.people[0]).post(url, {"words": "Voici"})
    assert page.status_code == 422
    assert "Voici" in page.content.decode()


@pytest.fixture
def asked(two):
    return CheckIn.objects.create(pair=two, person=two.people[0], due_on=days_ago(0))


def address(of):
    token = links.sign(LINK, target=of.public_id, person=of.person.public_id)
    return reverse("participant:check-in", args=[token])


def test_opening_the_link_answers_nothing(asked, client):
    assert client.get(address(asked)).status_code == 200
    asked.refresh_from_db()
    assert asked.answered_at is None


@pytest.mark.parametrize("mood", ["good", "mixed", "help"])
def test_one_tap_answers_without_signing_in(mood, asked, client):
    assert client.post(address(asked), {"mood": mood}).status_code == 200
    asked.refresh_from_db()
    assert asked.mood == mood


def test_answer_that_does_not_exist_is_said(asked, client):
    assert client.post(address(asked), {"mood": "perhaps"}).status_code == 422


def test_link_altered_opens_nothing(asked, client):
    assert client.get(address(asked)[:-3] + "x/").status_code == 404


def test_link_too_old_says_so_kindly(asked, client, monkeypatch):
    from datetime import timedelta

    monkeypatch.setattr("ithaque.mentoring.followup.doors.LINK_AGE", timedelta(seconds=-1))
    assert client.get(address(asked)).status_code == 410


def test_link_of_someone_erased_opens_nothing(asked, client):
    from ithaque.kernel import clock

    asked.person.erased_at = clock.now()
    asked.person.save()
    assert client.get(address(asked)).status_code == 404
