"""Agreements read and signed by the coordination, and by a guardian without account."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from ithaque.kernel import links
from ithaque.mentoring import services
from ithaque.mentoring.models import Agreement, GuardianRefusal, SealedAgreement, Signature
from ithaque.mentoring.services.asking import GUARDIAN
from ithaque.mentoring.terms import digest_of
from ithaque.programmes.services import name_guardian
from tests.mentoring import factories
from tests.web.participant.pairs.reading import values, words

pytestmark = pytest.mark.django_db


def signed(nadia, programme=None, **settings):
    pair = factories.pair(coordinator=nadia, signing={"coordinator": True}, **settings)
    for person in pair.people:
        digest = digest_of(Agreement.objects.select_related("pair").get(pair=pair))
        services.sign_agreement(pair=pair, by=person, name=person.first_name, digest=digest)
    return pair


def test_coordinator_reads_and_signs_one_agreement_and_opens_its_pdf(as_):
    nadia = factories.person("Nadia")
    pair = signed(nadia)
    page = reverse("coordination:pair-agreement", args=[pair.public_id])
    browser = as_(nadia)
    read = browser.get(page)
    answer = browser.post(
        page, {"name": "Nadia", "agreed": "on", "digest": values(read, "digest")[0]}
    )
    assert answer.status_code == 302
    sealed = SealedAgreement.objects.get()
    pdf = browser.get(reverse("coordination:agreement-pdf", args=[sealed.public_id]))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")


def test_coordinator_signs_those_ticked_and_is_told_when_none_is(as_):
    nadia = factories.person("Nadia")
    pair = signed(nadia)
    page = reverse("coordination:agreements", args=[pair.programme.public_id])
    browser = as_(nadia)
    read = browser.get(page)
    [box] = html.fromstring(read.content).xpath("//input[@name='agreement']/@value")
    refused = browser.post(page, {"name": "Nadia", "agreed": "on"})
    assert refused.status_code == 422
    browser.post(page, {"name": "Nadia", "agreed": "on", "agreement": box})
    assert SealedAgreement.objects.count() == 1
    assert "Toutes les conventions sont signées" in words(browser.get(page))


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_agreements_asks_as_many_questions_whatever_it_holds(as_, count):
    nadia = factories.person("Nadia")
    pair = signed(nadia)
    for _more in range(count - 1):
        services.open_pair(
            mentor=factories.enrolment(pair.cohort, "mentor"),
            mentee=factories.enrolment(pair.cohort, "mentee"),
        )
    browser = as_(nadia)
    page = reverse("coordination:agreements", args=[pair.programme.public_id])
    browser.get(page)
    with CaptureQueriesContext(connection) as found:
        browser.get(page)
    assert len(found) == 8, "\n".join(query["sql"][:140] for query in found)


def test_guardian_signs_then_takes_back_by_link_without_account(client):
    moussa = factories.person("Moussa", born_on=date(2012, 6, 1))
    pair = factories.pair(mentee=moussa)
    guardian = name_guardian(
        enrolment=pair.mentee, name="Fatou", email="fatou@test.example", by=moussa
    )
    for person in pair.people:
        digest = digest_of(Agreement.objects.select_related("pair").get(pair=pair))
        services.sign_agreement(pair=pair, by=person, name=person.first_name, digest=digest)
    token = links.sign(GUARDIAN, target=pair.agreement.public_id, person=guardian.public_id)
    page = reverse("participant:agreement-guardian", args=[token])
    read = client.get(page)
    assert "Moussa" in words(read)
    half = client.post(page, {"name": "Fatou", "digest": digest})
    assert half.status_code == 422
    assert (
        client.post(
            page, {"name": "Fatou", "agreed": "on", "digest": values(read, "digest")[0]}
        ).url
        == page
    )
    assert Signature.objects.filter(role="guardian").count() == 1
    assert "Merci, vous avez signé" in words(client.get(page))
    client.post(page, {"act": "no", "words": "Trop tôt"})
    assert GuardianRefusal.objects.get().words == "Trop tôt"
    assert "Vous avez dit non" in words(client.get(page))
    assert (
        client.get(reverse("participant:agreement-guardian", args=[token + "x"])).status_code == 404
    )
