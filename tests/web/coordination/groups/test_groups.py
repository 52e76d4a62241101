"""A coordinator opens a circle, by hand or composed, has people join and leave; the room shows them all."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from ithaque.mentoring import services
from ithaque.mentoring.models import Pair
from ithaque.programmes.enums import PairFormat, Side
from tests.mentoring import factories

pytestmark = pytest.mark.django_db


def plain(answer) -> str:
    """Return the words of a page."""
    return " ".join(html.fromstring(answer.content.decode()).text_content().split())


@pytest.fixture
def nadia():
    return factories.person("Nadia")


@pytest.fixture
def cohort(nadia):
    return factories.cohort(factories.programme(nadia, format="circle"))


def circle(cohort, nadia, mentees: int = 4) -> Pair:
    return services.open_group(
        format=PairFormat.CIRCLE,
        mentors=[factories.enrolment(cohort, Side.MENTOR, factories.person("Claire"))],
        mentees=[factories.enrolment(cohort, Side.MENTEE) for _number in range(mentees)],
        name="Premiers pas",
        by=nadia,
    )


def test_coordinator_opens_a_circle_by_hand(cohort, nadia, as_):
    mentor = factories.enrolment(cohort, Side.MENTOR)
    mentees = [factories.enrolment(cohort, Side.MENTEE) for _number in range(4)]
    page = reverse("coordination:group-new", args=[cohort.public_id])
    desk = as_(nadia)
    assert mentor.person.get_full_name() in plain(desk.get(page))
    sent = {
        "format": "circle",
        "name": "Premiers pas",
        "mentors": [mentor.public_id],
        "mentees": [one.public_id for one in mentees],
    }
    missing = desk.post(page, {**sent, "mentees": sent["mentees"][:2]})
    assert missing.status_code == 422
    assert "Un cercle réunit" in plain(missing)
    assert desk.post(page, sent).status_code == 302
    made = Pair.objects.get()
    assert made.name == "Premiers pas"
    assert "Premiers pas" in plain(desk.get(reverse("coordination:pair", args=[made.public_id])))


@pytest.mark.parametrize("form", ["circle", "team"])
def test_the_engine_composes_and_the_coordinator_decides(cohort, nadia, as_, form):
    for _number in range(4):
        factories.enrolment(cohort, Side.MENTEE)
    for _number in range(2):
        factories.enrolment(cohort, Side.MENTOR)
    page = reverse("coordination:group-new", args=[cohort.public_id])
    answer = as_(nadia).get(page, {"format": form, "compose": "1"})
    assert answer.status_code == 200
    assert answer.content.decode().count("checked") >= 4
    assert not Pair.objects.exists()


def test_composing_with_nobody_says_so(cohort, nadia, as_):
    page = reverse("coordination:group-new", args=[cohort.public_id])
    assert "Aucun groupe n’est possible" in plain(as_(nadia).get(page, {"compose": "1"}))


def test_someone_joins_and_someone_leaves(cohort, nadia, as_):
    pair = circle(cohort, nadia)
    late = factories.enrolment(cohort, Side.MENTEE)
    page = reverse("coordination:pair-members", args=[pair.public_id])
    desk = as_(nadia)
    assert desk.post(page, {"enrolment": late.public_id}).status_code == 302
    assert late.person in pair.people
    away = reverse("coordination:pair-member-remove", args=[pair.public_id])
    desk.post(away, {"person": late.person.public_id})
    assert late.person not in pair.people
    assert "Retirer du groupe" in plain(desk.get(page))
    assert "Il ne resterait personne" in plain(
        desk.post(away, {"person": pair.mentor.person.public_id}, follow=True)
    )


@pytest.mark.parametrize("mentees", [4, 7])
def test_room_of_a_circle_shows_everyone_in_a_constant_number_of_questions(
    cohort, nadia, as_, mentees
):
    pair = circle(cohort, nadia, mentees)
    browser = as_(pair.mentee.person)
    page = reverse("participant:pair", args=[pair.public_id])
    browser.get(page)
    with CaptureQueriesContext(connection) as found:
        text = plain(browser.get(page))
    assert "Premiers pas" in text
    assert all(one.get_short_name() in text for one in pair.people)
    assert len(found) == 15, "\n".join(query["sql"][:140] for query in found)


def test_meeting_of_a_circle_notes_who_was_there_and_gives_turns(cohort, nadia, as_):
    pair = circle(cohort, nadia)
    claire = pair.mentor.person
    meeting = factories.planned(pair, by=claire)
    browser = as_(claire)
    page = reverse("participant:meeting", args=[meeting.public_id])
    assert "Tour de parole" in plain(browser.get(page))
    turns = reverse("participant:meeting-turns", args=[meeting.public_id])
    assert "La parole est à" in plain(browser.post(turns, {"draw": "yes"}, HTTP_HX_REQUEST="true"))
    assert browser.post(turns, {"seen": "0"}).status_code == 302
    there = reverse("participant:meeting-there", args=[meeting.public_id])
    mark = {"person": claire.public_id, "present": "yes"}
    assert "une fois la rencontre commencée" in plain(
        browser.post(there, mark, HTTP_HX_REQUEST="true")
    )
    with factories.days_later(4):
        assert "Qui était là" in plain(browser.post(there, mark, HTTP_HX_REQUEST="true"))
    assert meeting.attendances.get().present


def test_every_page_of_the_room_speaks_to_a_circle(cohort, nadia, as_):
    pair = circle(cohort, nadia)
    browser = as_(pair.mentor.person)
    for name in (
        "pair-meetings",
        "pair-messages",
        "pair-agreement",
        "pair-note",
        "meeting-plan",
        "closure-ask",
        "pair-guides",
        "pair-help",
    ):
        answer = browser.get(reverse(f"participant:{name}", args=[pair.public_id]))
        assert answer.status_code == 200, name
        assert "deux seulement" not in plain(answer), name
