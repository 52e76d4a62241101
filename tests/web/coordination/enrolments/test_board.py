"""The board, the saved views, the columns, the words of a refusal, the settings of the steps."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ithaque.kernel import clock
from ithaque.programmes import selectors, services
from ithaque.programmes.enums import EnrolmentStatus, Side, Stage
from tests.programmes import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    made = make.cohort_of(make.programme(nadia))
    make.vetting(made.programme, nadia, steps=["interview"])
    return made


@pytest.fixture
def browser(as_, nadia):
    return as_(nadia)


def page(cohort, name: str) -> str:
    return reverse(f"coordination:{name}", args=[cohort.public_id])


def one(enrolment, action: str) -> str:
    return reverse(f"coordination:enrolment-{action}", args=[enrolment.public_id])


def test_card_moves_by_its_menu_and_says_where_it_is(browser, cohort):
    claire = make.submitted(cohort, make.person("Claire"), side=Side.MENTOR)
    board = page(cohort, "enrolments-board")
    assert "Nouvelle étape de Claire Essai" in browser.get(board).content.decode()
    data = {"to": "interview", "seen": "submitted-application", "next": board}
    assert (
        "maintenant à l’étape"
        in browser.post(one(claire, "move"), data, follow=True).content.decode()
    )
    stale = browser.post(one(claire, "move"), data | {"to": "ready"}, follow=True)
    assert "vient de déplacer" in stale.content.decode()
    for wrong in ("", "refused", "nowhere"):
        browser.post(one(claire, "move"), {"to": wrong, "next": "//evil.example"}, follow=True)
    claire.refresh_from_db()
    assert claire.stage == Stage.INTERVIEW and claire.status == EnrolmentStatus.SUBMITTED


@pytest.mark.parametrize("n", [1, 3])
def test_board_takes_a_constant_number_of_queries(browser, cohort, n):
    for _number in range(n):
        make.reference(make.submitted(cohort, side=Side.MENTOR))
        make.submitted(cohort)
    browser.get(page(cohort, "enrolments-board"))
    with CaptureQueriesContext(connection) as queries:
        browser.get(page(cohort, "enrolments-board"))
    assert len(queries) == 10, [query["sql"][:90] for query in queries]


def test_view_is_kept_by_name_for_oneself_and_forgotten(browser, as_, cohort, nadia):
    data = {"name": "Mentors à voir", "query": "side=mentor&show=places&next=//evil.example"}
    browser.post(page(cohort, "enrolments-save-view"), data)
    [view] = cohort.programme.saved_views.all()
    assert view.person == nadia and view.query == "side=mentor&show=places"
    text = browser.get(page(cohort, "enrolments")).content.decode()
    assert "Mentors à voir" in text
    browser.post(page(cohort, "enrolments-forget-view"), {"name": "Mentors à voir"})
    assert not cohort.programme.saved_views.exists()


def test_export_holds_the_columns_shown(browser, cohort):
    make.submitted(cohort, make.person("Zoé"), side=Side.MENTOR)
    answer = browser.get(page(cohort, "enrolments") + "?export=csv&show=places&show=email")
    header, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert header == ["Nom", "Places", "Adresse électronique"] and row[1] == "2"


def test_words_of_a_refusal_follow_the_reason_and_the_language(browser, cohort):
    english = make.submitted(cohort, make.person("Oscar", locale="en"))
    shown = browser.get(one(english, "refuse") + "?cause=full").content.decode()
    assert "Every place of this cohort is taken" in shown
    data = {"refuse-cause": "full", "refuse-word": "We are full.\n\nCome back in May."}
    browser.post(one(english, "refuse"), data)
    [mail] = mails(kind="programmes.enrolment_refused")
    assert "Come back in May." in mail.text
    english.refresh_from_db()
    assert english.refusal_reason == "full"


def test_several_are_declined_each_in_their_language(browser, cohort):
    people = [
        make.submitted(cohort, make.person("Zoé")),
        make.submitted(cohort, make.person("Oscar", locale="en")),
    ]
    data = {"action": "decline", "enrolment": [str(one.public_id) for one in people]}
    asked = browser.post(page(cohort, "enrolments-several"), data)
    assert "Vos mots, en anglais" in asked.content.decode()
    words = {"confirmed": "yes", "cause": "time", "fr": "Pas cette fois.", "en": "Not this time."}
    browser.post(page(cohort, "enrolments-several"), data | words)
    told = {mail.to: mail.text for mail in mails(kind="programmes.enrolment_refused")}
    assert "Pas cette fois." in told[people[0].person.email]
    assert "Not this time." in told[people[1].person.email]


def test_steps_are_chosen_without_code(browser, cohort):
    url = reverse("coordination:programme-vetting", args=[cohort.programme.public_id])
    data = {
        "mentor-steps": ["references", "check"], "mentor-interview_minutes": "20", "mentor-references": "1",
        "mentor-check_frame": "record", "mentor-check_months": "12", "mentee-steps": [],
        "mentee-interview_minutes": "20", "mentee-references": "1",
    }  # fmt: skip
    assert browser.post(url, data).status_code == 302
    cohort.programme.refresh_from_db()
    vetting = selectors.settings_of(cohort.programme).vetting
    assert vetting.mentor.steps == ["references", "check"] and vetting.mentee.steps == []
    assert browser.post(url, data | {"mentee-steps": ["check"]}).status_code == 422


def test_slots_open_several_at_once_and_say_what_is_wrong(browser, cohort):
    url = reverse("coordination:interview-slots", args=[cohort.programme.public_id])
    day = clock.today() + timedelta(days=7)
    data = {
        "first": day, "last": day, "weekdays": [str(day.weekday())], "begins": "09:00", "ends": "10:30",
        "minutes": "30", "place": "Maison de quartier",
    }  # fmt: skip
    assert browser.post(url, data).status_code == 302
    assert cohort.programme.interview_slots.count() == 3
    assert browser.post(url, data).status_code == 422, "they overlap"
    assert browser.post(url, data | {"ends": "08:00"}).status_code == 422
    assert cohort.programme.interview_slots.count() == 3


def test_needs_and_offers_say_what_is_missing_and_whom_to_recruit(browser, cohort):
    for _number in range(2):
        make.submitted(cohort, needs=[{"id": None, "label": "Anglais"}])
    make.submitted(cohort, side=Side.MENTOR)
    text = browser.get(page(cohort, "gaps")).content.decode()
    assert "2 places manquent" in text and "cherche des mentors" in text
    table = browser.get(page(cohort, "gaps") + "?export=csv").content.decode("utf-8-sig")
    assert "Anglais;2;2;0;2" in table


def test_waiting_list_page_sets_places_and_shows_who_waits(browser, cohort, nadia):
    waiter = services.put_on_waiting_list(enrolment=make.submitted(cohort), by=nadia)
    text = browser.get(page(cohort, "waiting-list")).content.decode()
    assert waiter.person.get_full_name() in text
    wrong = browser.post(page(cohort, "cohort-places"), {"places-mentees": "-1"})
    assert wrong.status_code == 422
    browser.post(page(cohort, "cohort-places"), {"places-mentees": "12"})
    cohort.refresh_from_db()
    assert (cohort.mentee_places, cohort.mentor_places) == (12, None)
