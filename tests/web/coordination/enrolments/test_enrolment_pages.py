"""Enrolments by step: found, exported, decided, one or many."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ithaque.programmes import services
from ithaque.programmes.enums import EnrolmentStatus, Side
from tests.programmes import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    return make.cohort_of(make.programme(nadia))


@pytest.fixture
def browser(as_, nadia):
    return as_(nadia)


def table(cohort, name: str = "enrolments") -> str:
    return reverse(f"coordination:{name}", args=[cohort.public_id])


def one(enrolment, action: str = "") -> str:
    return reverse(f"coordination:enrolment{action}", args=[enrolment.public_id])


def status_of(enrolment) -> str:
    enrolment.refresh_from_db()
    return enrolment.status


def test_empty_list_teaches_the_next_step(browser, cohort):
    assert "Pas encore d’inscription" in browser.get(table(cohort)).content.decode()
    assert "Personne ne répond" in browser.get(table(cohort) + "?q=zzz").content.decode()


def test_list_by_step_counts_searches_and_sorts(browser, cohort, nadia):
    zoe = make.submitted(cohort, make.person("Zoé"))
    abel = make.submitted(cohort, make.person("Abel"), side=Side.MENTOR)
    services.validate_enrolment(enrolment=abel, by=nadia)
    text = browser.get(table(cohort) + "?status=submitted").content.decode()
    assert "Zoé Essai" in text and "Abel Essai" not in text and "Préparer un entretien" in text
    text = browser.get(table(cohort) + "?q=abel").content.decode()
    assert "Abel Essai" in text and "Zoé Essai" not in text
    everyone = browser.get(table(cohort) + "?sort=-name").content.decode()
    assert everyone.index("Zoé Essai") < everyone.index("Abel Essai")
    assert one(zoe) in everyone
    forged = browser.get(table(cohort) + "?status=x&side=y&sort=z&page=99&q=%25")
    assert forged.status_code == 200


def test_export_holds_what_is_shown_and_no_formula(browser, cohort):
    make.submitted(cohort, make.person("Zoé"), needs=[{"id": None, "label": '=HYPERLINK("x")'}])
    make.submitted(cohort, make.person("Abel"))
    answer = browser.get(table(cohort) + "?q=zoé&export=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "Nom" and len(rows) == 2
    assert rows[1][0] == "Zoé Essai" and rows[1][2].startswith("'=")


def test_one_enrolment_shows_every_answer_and_its_actions(browser, cohort):
    text = browser.get(one(make.submitted(cohort))).content.decode()
    for words in (
        "Préparer un entretien",
        "en études supérieures",
        "lundi\u00a0: 18\u00a0h",
        "Valider",
        "Décliner avec tact",
    ):
        assert words in text


def test_validate_twice_tells_once(browser, cohort):
    enrolment = make.submitted(cohort)
    for _time in range(2):
        assert browser.post(one(enrolment, "-validate")).status_code == 302
    assert status_of(enrolment) == EnrolmentStatus.AVAILABLE
    assert len(mails(kind="programmes.enrolment_validated")) == 1


def test_refuse_without_a_word_keeps_the_page_and_asks_for_it(browser, cohort):
    enrolment = make.submitted(cohort)
    assert browser.post(one(enrolment, "-refuse"), {"refuse-word": ""}).status_code == 422
    long = browser.post(
        one(enrolment, "-refuse"), {"refuse-cause": "full", "refuse-word": "y" * 1600}
    )
    assert long.status_code == 422 and "y" * 1600 in long.content.decode()
    data = {"refuse-cause": "time", "refuse-word": "Trop loin."}
    assert browser.post(one(enrolment, "-refuse"), data).status_code == 302
    assert status_of(enrolment) == EnrolmentStatus.REFUSED


def test_act_after_a_colleague_decided_says_so(browser, cohort, nadia):
    enrolment = make.submitted(cohort)
    services.validate_enrolment(enrolment=enrolment, by=nadia)
    answer = browser.post(
        one(enrolment, "-refuse"), {"refuse-cause": "full", "refuse-word": "Trop tard."}
    )
    assert answer.status_code == 409 and "quelqu’un a agi entre-temps" in answer.content.decode()


def test_ask_for_more_gives_the_form_back(browser, cohort):
    enrolment = make.submitted(cohort)
    assert (
        browser.post(one(enrolment, "-complete"), {"complete-word": "Quel métier ?"}).status_code
        == 302
    )
    assert status_of(enrolment) == EnrolmentStatus.DRAFT


def test_check_is_noted_by_dates_only(browser, cohort, nadia):
    make.vetting(cohort.programme, nadia, steps=["check"])
    enrolment = make.submitted(cohort, side=Side.MENTOR)
    today = make.clock.today().isoformat()
    until = make.clock.today().replace(year=make.clock.today().year + 1, day=1).isoformat()
    data = {"check-outcome": "passed", "check-on": today, "check-valid_until": until}
    unseen = browser.post(one(enrolment, "-check"), data)
    assert unseen.status_code == 422 and "vu vous-même" in unseen.content.decode()
    assert (
        browser.post(one(enrolment, "-check"), data | {"check-seen_by_me": "on"}).status_code == 302
    )
    assert browser.post(one(enrolment, "-check"), {"check-on": "hier"}).status_code == 422
    enrolment.refresh_from_db()
    assert enrolment.check_valid_until.isoformat() == until and enrolment.check_valid


def test_bulk_validation_says_who_could_not_be(browser, cohort):
    born = make.clock.today().replace(year=make.clock.today().year - 16, day=1).isoformat()
    young = make.draft(cohort, make.person("Moussa"), born_on=born)
    services.name_guardian(
        enrolment=young, name="Fatou", email="f@ithaque.example", by=young.person
    )
    services.submit_enrolment(enrolment=young, by=young.person)
    others = [make.submitted(cohort) for _number in range(2)]
    elsewhere = make.submitted(make.cohort_of(make.programme()))
    ids = [str(enrolment.public_id) for enrolment in (young, *others, elsewhere)]
    answer = browser.post(
        table(cohort, "enrolments-several"),
        {"action": "validate", "enrolment": [*ids, "forged"]},
    )
    text = answer.content.decode()
    assert "3 personnes sont concernées" in text and "reçoit un message" in text
    assert status_of(young) == "submitted", "nothing is done before the consequence is read"
    answer = browser.post(
        table(cohort, "enrolments-several"),
        {"action": "validate", "enrolment": [*ids, "forged"], "confirmed": "yes"},
        follow=True,
    )
    text = answer.content.decode()
    assert "fait pour 2 personnes" in text
    assert "Moussa Essai" in text and "n’a pas encore autorisé" in text
    assert [status_of(enrolment) for enrolment in others] == ["available", "available"]
    assert status_of(elsewhere) == status_of(young) == "submitted"


def test_bulk_validation_of_nobody_explains(browser, cohort):
    answer = browser.post(table(cohort, "enrolments-several"), follow=True)
    assert "Cochez au moins une personne" in answer.content.decode()


def test_coordinator_of_elsewhere_finds_nothing(as_, cohort):
    enrolment = make.submitted(cohort)
    oscar = make.person("Oscar")
    make.programme(oscar)
    stranger = as_(oscar)
    assert stranger.get(table(cohort)).status_code == 404
    assert stranger.get(one(enrolment)).status_code == 404
    assert stranger.post(one(enrolment, "-validate")).status_code == 404
    assert status_of(enrolment) == EnrolmentStatus.SUBMITTED


@pytest.mark.parametrize("n", [1, 3])
def test_list_takes_a_constant_number_of_queries(browser, cohort, n):
    for _number in range(n):
        make.submitted(cohort)
    browser.get(table(cohort))
    with CaptureQueriesContext(connection) as queries:
        browser.get(table(cohort))
    assert len(queries) == 8, [query["sql"][:90] for query in queries]
