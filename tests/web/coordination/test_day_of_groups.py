"""The coordinator's day where there are circles: named by their name, in words that fit several people."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from lxml import html

from ithaque.mentoring.followup.evaluation import evaluate_all
from ithaque.mentoring.followup.selectors import cases
from ithaque.mentoring.followup.services import close_card
from ithaque.mentoring.models import Agreement, FollowUpCard
from tests.followup.factories import cohort, days_ago, meeting, pair, person, programme

pytestmark = pytest.mark.django_db
OF_TWO = ("Un changement de mentor", "Quelqu’un d’autre", "Proposer plutôt un changement")


@pytest.fixture
def nadia():
    return person("Nadia", last_name="Benali")


@pytest.fixture
def card(nadia):
    under_way = cohort(programme(nadia, title_fr="Cap Insertion"))
    young = person("Moussa", born_on=date(days_ago(0).year - 15, 1, 1))
    circle = pair(
        under_way, mentor=person("Thierry"), mentee=young, format="circle", name="Premiers pas"
    )
    meeting(circle, 47)
    evaluate_all()
    return FollowUpCard.objects.get()


def words(response):
    return " ".join(html.fromstring(response.content).text_content().split())


def test_circle_stands_by_its_name_on_the_day_without_the_faces_of_two(card, nadia, as_):
    page = as_(nadia).get(reverse("coordination:day"))
    assert "Le cercle «Premiers pas»" in words(page).replace("« ", "«").replace(" »", "»")
    assert "Moussa et Thierry" not in words(page) and "avatar-pair" not in page.content.decode()
    assert "Moussa est mineur·e" in words(page)


def test_card_of_a_circle_offers_what_a_circle_can_do(card, nadia, as_):
    text = words(as_(nadia).get(reverse("coordination:card", args=[card.public_id])))
    assert "Quelqu’un part ou arrive" in text and "Changer qui en fait partie" in text
    assert [said for said in OF_TWO if said in text] == []
    close_card(card=card, outcome="change", by=nadia)
    card.refresh_from_db()
    assert cases([card])[0].outcome == "Quelqu’un part ou arrive"


def test_card_of_two_people_keeps_its_words(card, nadia, as_):
    card.pair.format = "one_to_one"
    card.pair.save()
    text = words(as_(nadia).get(reverse("coordination:card", args=[card.public_id])))
    assert [said for said in OF_TWO if said not in text] == []
    assert "Quelqu’un part ou arrive" not in text


def test_figures_and_page_of_a_circle_name_it(card, nadia, as_):
    Agreement.objects.create(pair=card.pair)
    listed = words(as_(nadia).get(reverse("coordination:figure", args=["followed"])))
    assert "Premiers pas" in listed
    page = words(as_(nadia).get(reverse("coordination:pair", args=[card.pair.public_id])))
    assert "Écrire à tout le monde" in page and "Clore ce cercle" in page
