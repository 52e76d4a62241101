"""What guardians agree to: versions, a new agreement when it matters, taken back as easily as given."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ithaque.kernel import clock, links
from ithaque.kernel.bilingual import Bilingual
from ithaque.programmes import services
from ithaque.programmes.models import Enrolment
from tests.programmes import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db
FIRST, SECOND = Bilingual(fr="Sorties permises."), Bilingual(fr="Sorties et transports permis.")


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def programme(nadia):
    return make.programme(nadia)


@pytest.fixture
def young(programme):
    cohort = make.cohort_of(programme)
    born = clock.today().replace(year=clock.today().year - 16, day=1).isoformat()
    enrolment = make.draft(cohort, make.person("Moussa"), born_on=born)
    services.name_guardian(
        enrolment=enrolment, name="Fatou", email="f@ithaque.example", by=enrolment.person
    )
    return services.submit_enrolment(enrolment=enrolment, by=enrolment.person)


def publish(programme, words, nadia, *, renews=False):
    return services.publish_guardian_text(programme=programme, words=words, renews=renews, by=nadia)


def authorised(young):
    return services.authorise_as_guardian(guardian=young.guardian)


def test_agreement_keeps_the_version_it_was_given_to(programme, young, nadia):
    first = publish(programme, FIRST, nadia)
    assert publish(programme, FIRST, nadia) == first, "the same words make no version"
    assert authorised(young).text == first
    publish(programme, SECOND, nadia)
    young.guardian.refresh_from_db()
    assert young.guardian.text == first and young.guardian.holds
    assert not mails(kind="programmes.guardian_renewed")


def test_change_that_matters_asks_again_and_leaves_a_fortnight(programme, young, nadia):
    publish(programme, FIRST, nadia)
    authorised(young)
    services.validate_enrolment(enrolment=young, by=nadia)
    second = publish(programme, SECOND, nadia, renews=True)
    assert len(mails(kind="programmes.guardian_renewed", to="f@ithaque.example")) == 1
    assert Enrolment.objects.pairable().exists()
    with clock.at(clock.now() + timedelta(days=16)):
        assert not Enrolment.objects.pairable().exists()
        young.guardian.refresh_from_db()
        assert authorised(young).text == second
        assert Enrolment.objects.pairable().exists()


def test_taken_back_leaves_the_match_at_once_and_tells_the_team(programme, young, nadia):
    guardian = authorised(young)
    services.validate_enrolment(enrolment=young, by=nadia)
    for _time in range(2):
        services.withdraw_as_guardian(guardian=guardian)
    assert not Enrolment.objects.pairable().exists()
    assert len(mails(kind="programmes.guardian_withdrew", to=nadia.email)) == 1


def test_receipt_holds_a_link_that_outlives_the_mentoring(young):
    guardian = authorised(young)
    assert len(mails(kind="programmes.guardian_receipt")) == 1
    token = links.sign(
        "programmes.guardian.kept", target=guardian.public_id, person=young.person.public_id
    )
    assert services.guardian_at(token) == guardian
