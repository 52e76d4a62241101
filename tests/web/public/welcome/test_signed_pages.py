"""Signed pages without an account: a referee answers once, a candidate books, a mentor's link leads in."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ithaque.kernel import links
from ithaque.programmes import services
from ithaque.programmes.enums import Side, Stage
from tests.programmes import factories as make

pytestmark = pytest.mark.django_db
WORD = {"known_for": "Trois ans", "advice": "yes", "strengths": "Patiente et juste", "cautions": ""}


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def claire(nadia):
    cohort = make.cohort_of(make.programme(nadia))
    make.vetting(cohort.programme, nadia, steps=["interview", "references"])
    enrolment = make.submitted(cohort, make.person("Claire"), side=Side.MENTOR)
    return services.move_enrolment(enrolment=enrolment, to=Stage.INTERVIEW, by=nadia)


def reference_page(claire):
    reference = make.reference(claire)
    token = links.sign(
        "programmes.reference", target=reference.public_id, person=claire.person.public_id
    )
    return reference, reverse("public:reference", args=[token])


def interview_page(claire):
    token = links.sign(
        "programmes.interview", target=claire.public_id, person=claire.person.public_id
    )
    return reverse("public:interview", args=[token])


def test_referee_reads_consents_and_answers_once(client, claire):
    reference, page = reference_page(claire)
    text = client.get(page).content.decode()
    assert "Un mot sur Claire Essai" in text and "Si ce n’est pas vous" in text
    assert client.post(page, WORD).status_code == 422, "no answer without consent"
    assert client.post(page, WORD | {"consents": "on"}).status_code == 302
    assert "Merci pour votre mot" in client.get(page).content.decode()
    again = client.post(page, WORD | {"consents": "on", "strengths": "Autre"})
    assert again.status_code == 409
    reference.refresh_from_db()
    assert reference.strengths == "Patiente et juste"


def test_referee_declines_then_erases(client, claire):
    reference, page = reference_page(claire)
    client.post(f"{page}decline/")
    assert "vous préférez ne pas répondre" in client.get(page).content.decode()
    assert client.post(f"{page}erase/").status_code == 200
    assert client.get(page).status_code == 410
    reference.refresh_from_db()
    assert reference.email == ""


def test_candidate_books_moves_and_cancels_by_link(client, claire, nadia):
    page = interview_page(claire)
    assert "Aucune heure n’est libre" in client.get(page).content.decode()
    first, second = (make.slot(claire.cohort.programme, nadia) for _n in range(2))
    for slot in (first, second):
        assert client.post(page, {"slot": str(slot.public_id)}).status_code == 302
        assert claire.interviews.get(status="booked").slot == slot
    assert "Votre entretien est réservé" in client.get(page).content.decode()
    for wrong in ("", "forged", str(second.public_id)):
        assert client.post(page, {"slot": wrong}).status_code == 409
    client.post(f"{page}cancel/")
    assert not claire.interviews.filter(status="booked").exists()


def test_link_after_a_withdrawal_says_it_opens_nothing(client, claire):
    _reference, page = reference_page(claire)
    booking = interview_page(claire)
    services.withdraw_enrolment(enrolment=claire, by=claire.person)
    assert client.get(page).status_code == client.get(booking).status_code == 410
    assert client.post(page, WORD | {"consents": "on"}).status_code == 410


def test_link_of_a_mentor_leads_to_both_ways_in(client, as_, claire):
    code = services.referral_of(claire).code
    page = reverse("public:referral", args=[code])
    assert "Claire a pensé à vous" in client.get(page).content.decode()
    assert client.get(reverse("public:referral", args=["nothing"])).status_code == 404
    browser = as_(make.person("Zoé"))
    start = reverse("participant:enrolment-start", args=[claire.cohort.public_id, Side.MENTEE])
    assert f'value="{code}"' in browser.get(f"{start}?referral={code}").content.decode()
    browser.post(start, {"referral": code})
    claire.referral.refresh_from_db()
    assert claire.referral.started == 1
