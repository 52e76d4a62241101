"""One tap at the end of the trial, from the mail or signed in; a word after a pair."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from ithaque.kernel import clock
from ithaque.mentoring import services
from ithaque.mentoring.enums import PairStatus, Wants
from ithaque.mentoring.models import Debrief, Pair, TrialAnswer, TrialPeriod
from ithaque.people.models import Person
from ithaque.programmes.enums import TeamRole
from ithaque.programmes.models import TeamMember
from tests.mentoring import factories
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


def coordinator_of(programme) -> Person:
    nadia = factories.person("Nadia")
    TeamMember.objects.create(programme=programme, person=nadia, role=TeamRole.COORDINATOR)
    return nadia


@pytest.fixture
def pair() -> Pair:
    made = factories.pair()
    with factories.days_later(30):
        services.ask_trials()
    return made


def link_of(person) -> str:
    (mail,) = mails(to=person.email, kind="mentoring.trial_asked")
    return re.search(r"http://testserver(/me/trials/\S+)", mail.text)[1]


def test_link_opened_changes_nothing_and_one_tap_answers(pair, client):
    with factories.days_later(31):
        path = link_of(pair.mentee.person)
        assert client.get(path).status_code == 200
        assert not TrialAnswer.objects.exists()
        response = client.post(path, {"answer": "on"}, follow=True)
        assert "Votre réponse est gardée" in response.content.decode()
        assert client.post(path, {"answer": "on"}).status_code == 302  # twice is once
    assert TrialAnswer.objects.get().goes_on


def test_link_forwarded_to_someone_signed_in_tells_nothing(pair, as_):
    with factories.days_later(31):
        stranger = factories.pair().mentor.person
        response = as_(stranger).get(link_of(pair.mentee.person))
    assert response.status_code == 403
    assert pair.mentor.person.first_name not in response.content.decode()


def test_link_too_old_says_what_to_do(pair, client, monkeypatch):
    path = link_of(pair.mentee.person)
    monkeypatch.setattr("ithaque.mentoring.doors.LINK_AGE", timedelta(seconds=-1))
    response = client.get(path)
    assert response.status_code == 410


def test_leaving_keeps_what_was_typed_until_a_reason_is_chosen(pair, as_):
    page = reverse("participant:trial", args=[pair.public_id])
    with factories.days_later(31):
        browser = as_(pair.mentee.person)
        response = browser.post(page, {"answer": "leave", "note": "Je déménage"})
        assert response.status_code == 422
        assert "Je déménage" in response.content.decode()
        browser.post(page, {"answer": "leave", "note": "Je déménage", "reason": "time"})
        assert Pair.objects.get().status == PairStatus.CLOSED
        other = as_(pair.mentor.person).get(page).content.decode()
    assert "Je déménage" not in other and "personne n’est en cause" in other


def test_no_trial_no_page(as_):
    made = factories.pair()
    page = reverse("participant:trial", args=[made.public_id])
    assert as_(made.mentee.person).get(page).status_code == 404


def test_word_after_a_pair_in_the_product_then_by_the_coordinator(pair, as_):
    nadia = coordinator_of(pair.programme)
    with clock.at(TrialPeriod.objects.get().asked_at):
        services.answer_trial(
            trial=TrialPeriod.objects.get(), by=pair.mentor.person, goes_on=False, reason="own"
        )
    mine = reverse("participant:debrief", args=[pair.public_id])
    as_(pair.mentee.person).post(mine, {"wants": "again", "differently": "Plus tôt"})
    assert Debrief.objects.get(person=pair.mentee.person).wants == Wants.AGAIN
    theirs = reverse("coordination:debrief", args=[pair.public_id])
    assert "Plus tôt" in as_(nadia).get(theirs).content.decode()
    as_(nadia).post(theirs, {"person": "mentor", "wants": "later"})
    assert Debrief.objects.get(person=pair.mentor.person).by == nadia
