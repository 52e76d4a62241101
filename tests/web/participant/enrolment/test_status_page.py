"""Where an enrolment stands, for its person: the step of the moment, the wait, the pause, the way out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from ithaque.kernel import clock
from ithaque.programmes import services
from ithaque.programmes.enums import EnrolmentStatus, Side, Stage
from tests.programmes import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    made = make.cohort_of(make.programme(nadia))
    steps = ["interview", "references", "check", "training"]
    make.vetting(made.programme, nadia, steps=steps, training_guides=["listen"])
    return made


@pytest.fixture
def claire(cohort):
    return make.submitted(cohort, make.person("Claire"), side=Side.MENTOR)


def url(enrolment, action: str = "") -> str:
    return reverse(f"participant:enrolment{action}", args=[enrolment.public_id])


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (Stage.INTERVIEW, "Choisissez l’heure de votre entretien"),
        (Stage.REFERENCES, "Qui peut parler de vous"),
        (Stage.CHECK, "ne le déposez jamais"),
        (Stage.TRAINING, "J’ai suivi la formation"),
    ],
)
def test_each_step_says_what_is_asked(as_, claire, nadia, stage, words):
    services.move_enrolment(enrolment=claire, to=stage, by=nadia)
    assert words in as_(claire.person).get(url(claire)).content.decode()


def test_person_books_names_and_trains_from_their_page(as_, claire, nadia):
    browser = as_(claire.person)
    services.move_enrolment(enrolment=claire, to=Stage.INTERVIEW, by=nadia)
    slot = make.slot(claire.cohort.programme, nadia)
    browser.post(url(claire, "-book"), {"slot": str(slot.public_id)})
    assert claire.interviews.filter(status="booked").exists()
    browser.post(url(claire, "-unbook"))
    assert not claire.interviews.filter(status="booked").exists()
    given = {"name": "Odile", "email": "odile@ithaque.example", "relation": "Collègue"}
    assert browser.post(url(claire, "-referee"), given | {"email": "faux"}).status_code == 422
    assert browser.post(url(claire, "-referee"), given).status_code == 302
    assert claire.references.get().name == "Odile"
    browser.post(url(claire, "-trained"))
    assert claire.vetting.filter(step=Stage.TRAINING).exists()


def test_pause_then_return_from_the_page(as_, claire):
    browser = as_(claire.person)
    assert "Faire une pause" in browser.get(url(claire, "-pause")).content.decode()
    past = browser.post(url(claire, "-pause"), {"until": "2020-01-01"})
    assert past.status_code == 422 and "à venir" in past.content.decode()
    until = (clock.today() + timedelta(days=20)).isoformat()
    assert browser.post(url(claire, "-pause"), {"until": until}).status_code == 302
    assert "Votre inscription est en pause" in browser.get(url(claire)).content.decode()
    assert browser.get(reverse("participant:home")).status_code == 200
    browser.post(url(claire, "-return"))
    claire.refresh_from_db()
    assert claire.status == EnrolmentStatus.SUBMITTED


def test_waiting_list_shows_place_date_and_offer(as_, cohort, nadia):
    ines = make.submitted(cohort)
    services.put_on_waiting_list(enrolment=ines, by=nadia)
    offer = services.offer_fallback(enrolment=ines, kind="circle", words="Mardi", by=nadia)
    browser = as_(ines.person)
    text = browser.get(url(ines)).content.decode()
    assert "rang 1" in text and "Un cercle" in text and "Oui, avec plaisir" in text
    assert browser.get(reverse("participant:home")).status_code == 200
    browser.post(reverse("participant:fallback-answer", args=[offer.public_id]), {"answer": "yes"})
    offer.refresh_from_db()
    assert offer.accepted
