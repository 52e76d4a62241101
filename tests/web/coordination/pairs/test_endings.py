"""Endings as the coordination sees them, and the exit survey by its link."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ithaque.kernel import clock, links
from ithaque.mentoring import services
from ithaque.mentoring.models import Closure, ExitInterview, ExitSurvey, Meeting
from ithaque.mentoring.services.exits import EXIT
from tests.mentoring import factories
from tests.support.world import World
from tests.web.participant.pairs.reading import url, words

pytestmark = pytest.mark.django_db
ANSWERS = {"satisfaction": "5", "usefulness": "4", "reached": "yes", "recommendation": ""}


def close(pair):
    services.ask_closure(pair=pair, by=pair.mentee.person, path="planned")
    for person in pair.people:
        services.write_balance(pair=pair, by=person, gained="Oui")
    return pair


def test_survey_by_link_needs_no_sign_in_and_is_optional_line_by_line(world: World, client):
    close(world.pair)
    closure = Closure.objects.get()
    token = links.sign(EXIT, target=closure.public_id, person=world.claire.public_id)
    page = reverse("participant:exit-survey-link", args=[token])
    assert "Mon temps" in words(client.get(page))
    assert client.post(page, {"satisfaction": "5"}).status_code == 422
    assert client.post(page, ANSWERS).status_code == 302
    survey = ExitSurvey.objects.get()
    assert (survey.person, survey.recommendation) == (world.claire, None)
    assert client.get(page + "x").status_code == 404


def test_closed_pair_says_until_when_it_is_read_and_offers_the_survey(world: World, as_):
    close(world.pair)
    page = words(as_(world.ines).get(url("pair-closure", world.pair)))
    assert "Lisible jusqu’au" in page
    assert "Répondre en deux minutes" in page


def test_ending_asked_while_a_meeting_is_booked_asks_what_becomes_of_it(world: World, as_):
    browser = as_(world.ines)
    page = url("closure-ask", world.pair)
    assert "Une rencontre est déjà prévue" in words(browser.get(page))
    assert browser.post(page, {"path": "early", "reason": ""}).status_code == 422
    browser.post(page, {"path": "early", "reason": "", "meetings": "cancel"})
    world.planned.refresh_from_db()
    assert world.planned.status == "cancelled"
    assert not Meeting.objects.filter(status="planned").exists()


def test_coordinator_notes_a_talk_and_reads_the_endings(world: World, as_):
    close(world.pair)
    browser = as_(world.nadia)
    page = reverse("coordination:endings", args=[world.programme.public_id])
    assert "Discussions à avoir" in words(browser.get(page))
    talk = reverse("coordination:pair-interview", args=[world.pair.public_id])
    sent = {
        "person": str(world.ines.public_id),
        "held_on": clock.today().isoformat(),
        "reason": "reached",
        "note": "Stage trouvé",
    }
    assert browser.post(talk, sent).status_code == 302
    assert ExitInterview.objects.get().person == world.ines
    shown = browser.get(reverse("coordination:pair", args=[world.pair.public_id]))
    assert "Stage trouvé" in words(shown)


@pytest.mark.parametrize("count", [1, 3])
def test_endings_ask_as_many_questions_whatever_they_list(as_, count):
    nadia = factories.person("Nadia")
    group = factories.cohort(factories.programme(nadia))
    for rank in range(2 * count):
        pair = services.open_pair(
            mentor=factories.enrolment(group, "mentor"), mentee=factories.enrolment(group, "mentee")
        )
        if rank % 2:
            services.ask_closure(pair=pair, by=nadia, path="early")
        else:
            services.answer_exit_survey(
                pair=close(pair),
                by=pair.mentee.person,
                satisfaction=5,
                usefulness=5,
                reached="yes",
                for_team="Mot",
            )
    browser = as_(nadia)
    page = reverse("coordination:endings", args=[group.programme.public_id])
    browser.get(page)
    with CaptureQueriesContext(connection) as found:
        browser.get(page)
    assert len(found) == 10, "\n".join(query["sql"][:140] for query in found)
