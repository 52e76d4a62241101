"""Anyone may check a certificate; nobody reads a name."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from lxml import html

from ithaque.mentoring.models import Certificate
from tests.support.world import World

pytestmark = pytest.mark.django_db
CODE = "ABCD-EFGH-JKMN"


def words(answer: Any) -> str:
    return " ".join(html.fromstring(answer.content).text_content().split())


@pytest.fixture
def certificate(world: World) -> Certificate:
    return Certificate.objects.create(
        pair=world.pair,
        person=world.claire,
        code=CODE,
        hours=9.5,
        meetings=6,
        from_on=world.pair.started_on,
        to_on=world.pair.started_on,
    )


def test_page_says_what_the_certificate_says_with_initials_only(certificate, client):
    page = words(client.get(reverse("public:certificate", args=[CODE])))
    for said in ("C. M.", "mentorat bénévole", "Cap Insertion", "9,5 heures", "6", CODE):
        assert said in page
    assert "Morvan" not in page
    assert "Inès" not in page


@pytest.mark.parametrize("typed", [CODE, "abcd efgh jkmn"])
def test_code_typed_leads_to_its_page(certificate, client, typed):
    answer = client.post(reverse("public:certificate-check"), {"code": typed})
    assert answer.url == reverse("public:certificate", args=[CODE])


def test_unknown_code_says_so_and_is_kept(certificate, client):
    answer = client.post(reverse("public:certificate-check"), {"code": "AAAA-AAAA-AAAA"})
    assert answer.status_code == 422
    assert "Aucune attestation ne porte ce code" in words(answer)
    assert b"AAAA-AAAA-AAAA" in answer.content
    assert client.get(reverse("public:certificate", args=["AAAA-AAAA-AAAA"])).status_code == 404


def test_codes_are_not_guessed_by_the_thousand(certificate, client):
    tries = [
        client.post(reverse("public:certificate-check"), {"code": f"AAAA-{number:04}"})
        for number in range(21)
    ]
    assert "Trop de codes essayés" in words(tries[-1])
