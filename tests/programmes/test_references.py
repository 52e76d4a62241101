"""References: asked by mail, answered once by a signed link, read by coordinators, erased in time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ithaque.kernel import clock, links
from ithaque.programmes import services
from ithaque.programmes.enums import Side, Stage
from tests.programmes import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db
WORD = {"advice": "yes", "known_for": "Trois ans", "strengths": "Patiente", "cautions": ""}


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def claire(nadia):
    cohort = make.cohort_of(make.programme(nadia))
    make.vetting(cohort.programme, nadia, steps=["references"], references=2)
    enrolment = make.submitted(cohort, make.person("Claire"), side=Side.MENTOR)
    return services.move_enrolment(enrolment=enrolment, to=Stage.REFERENCES, by=nadia)


def named(claire, email: str = "odile@ithaque.example"):
    return services.name_referee(
        enrolment=claire, name="Odile", email=email, relation="Collègue", by=claire.person
    )


def token_of(reference):
    person = reference.enrolment.person
    return links.sign("programmes.reference", target=reference.public_id, person=person.public_id)


def test_referee_is_written_to_once_with_consent_words(claire):
    assert named(claire) == named(claire)
    [mail] = mails(to="odile@ithaque.example")
    words = " ".join(mail.text.split())
    assert (
        "Seule la coordination lit votre réponse" in words and "libre de ne pas répondre" in words
    )


def test_answer_is_taken_once_even_by_a_forwarded_link(claire):
    reference = named(claire)
    services.answer_reference(reference=services.reference_at(token_of(reference)), **WORD)
    with make.refused("already_answered"):
        services.answer_reference(reference=reference, **(WORD | {"strengths": "Autre"}))
    reference.refresh_from_db()
    assert reference.strengths == "Patiente"


def test_link_expires_and_a_new_one_is_sent(claire, nadia):
    reference = named(claire)
    token = token_of(reference)
    services.ask_referee_again(reference=reference, by=nadia)
    assert len(mails(to="odile@ithaque.example")) == 2
    services.remove_referee(reference=reference, by=claire.person)
    assert services.reference_at(token) is None


@pytest.mark.parametrize("who", ["self", "team", "many"])
def test_who_cannot_be_a_referee(claire, nadia, who):
    if who == "self":
        with make.refused("referee_is_self"):
            named(claire, claire.person.email)
    elif who == "team":
        with make.refused("referee_in_team"):
            named(claire, nadia.email)
    else:
        for number in range(4):
            named(claire, f"r{number}@ithaque.example")
        with make.refused("enough_referees"):
            named(claire)


def test_silent_referee_is_reminded_twice_then_left_alone(claire):
    named(claire)
    now, sent = clock.now(), []
    for days in (3, 8, 9, 16, 24, 31):
        with clock.at(now + timedelta(days=days)):
            sent.append(services.remind_referees())
    assert sent == [0, 1, 0, 1, 0, 0]


def test_who_declines_is_not_written_to_again(claire):
    services.decline_reference(reference=named(claire))
    with clock.at(clock.now() + timedelta(days=10)):
        assert services.remind_referees() == 0


def test_words_name_and_address_are_erased_on_request_and_in_time(claire, nadia):
    asked, kept = named(claire), named(claire, "samir@ithaque.example")
    for one in (asked, kept):
        services.answer_reference(reference=one, **WORD)
    services.erase_reference(reference=asked)
    asked.refresh_from_db()
    assert not any((asked.name, asked.email, asked.strengths)) and asked.erased_at
    assert services.reference_at(token_of(asked)) is None
    services.refuse_enrolment(enrolment=claire, reason="Complet", by=nadia)
    with clock.at(clock.now() + timedelta(days=184)):
        services.forget_old_answers()
    kept.refresh_from_db()
    assert not kept.strengths and kept.erased_at
