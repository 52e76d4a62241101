"""The form as a person fills it in: saved, resumed, corrected, sent, changed, left."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ithaque.kernel import clock
from ithaque.programmes import services
from ithaque.programmes.enums import EnrolmentStatus
from tests.programmes import factories as make

pytestmark = pytest.mark.django_db
WAY = {f"style-{key}": "3" for key in make.STYLE} | {
    "exp_directive": "2",
    "exp_months": "6",
    "exp_meetings": "2",
}


@pytest.fixture
def cohort():
    return make.cohort_of(make.programme(make.person("Nadia")))


@pytest.fixture
def ines(as_, cohort):
    person = make.person()
    browser = as_(person)
    browser.post(reverse("participant:enrolment-start", args=[cohort.public_id, "mentee"]))
    browser.enrolment = cohort.enrolments.get(person=person)
    return browser


def step(browser, section: str) -> str:
    return reverse("participant:enrolment-step", args=[browser.enrolment.public_id, section])


def page(browser, name: str) -> str:
    return reverse(f"participant:enrolment{name}", args=[browser.enrolment.public_id])


def answers(browser) -> dict:
    browser.enrolment.sheet.refresh_from_db()
    return browser.enrolment.sheet.answers


def test_whole_form_without_script_from_start_to_confirmation(ines):
    assert ines.get(page(ines, "")).url == step(ines, "about-you")
    sent = ines.post(
        step(ines, "about-you"),
        {"born_on": "2004-01-02", "place": "Rennes", "situation": "student", "languages": ["fr"]},
    )
    assert sent.url == step(ines, "your-needs")
    assert ines.post(
        step(ines, "your-needs"), {"needs": "Préparer un entretien, Rédiger un CV"}
    ).url == step(ines, "your-way")
    assert ines.post(step(ines, "your-way"), WAY).url == step(ines, "your-week")
    assert ines.post(
        step(ines, "your-week"), {"availability": ["mon-18"], "modality": ["remote"]}
    ).url == page(ines, "-review")
    review = ines.get(page(ines, "-review")).content.decode()
    assert "Rédiger un CV" in review and "2 janvier 2004" in review
    done = ines.post(page(ines, "-review"), follow=True).content.decode()
    assert "votre inscription est arrivée" in done and "au plus tard le" in done
    again = ines.post(page(ines, "-review"), follow=True)
    assert again.status_code == 200, "sending twice changes nothing"


def test_autosave_keeps_part_of_a_step_and_says_when(ines):
    answer = ines.post(step(ines, "about-you"), {"place": "Rennes"}, headers={"HX-Request": "true"})
    assert answer.content.decode().strip().startswith("Enregistré à")
    assert answers(ines)["place"] == "Rennes"


def test_step_with_a_missing_answer_keeps_the_rest_and_names_it(ines):
    answer = ines.post(
        step(ines, "about-you"), {"place": "Rennes", "situation": "forged", "born_on": "hier"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#q_situation_group"' in text and "Rennes" in text and "hier" in text
    assert answers(ines) == {"place": "Rennes"}
    assert "hier" in ines.get(step(ines, "about-you")).content.decode(), (
        "what could not be read is shown again"
    )


def test_save_and_finish_later_then_resume_where_left(ines):
    assert ines.post(step(ines, "about-you"), {"place": "Rennes", "go": "later"}).url == reverse(
        "participant:home"
    )
    assert ines.get(page(ines, "")).url == step(ines, "about-you")


def test_sending_too_early_lists_what_is_awaited_with_links(ines):
    ines.post(step(ines, "about-you"), {"place": "Rennes"})
    answer = ines.post(page(ines, "-review"))
    assert answer.status_code == 422
    assert f"{step(ines, 'your-needs')}#q_needs_group" in answer.content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {"words": "x" * 10_000},
        {"needs": '[{"id": {"a": 1}, "label": ["b"]}]'},
        {"needs": "[" * 500},
        {"needs": "nul\x00"},
        {"path_aimed": "a,b,c,d,e,f,g"},
        {"help_wanted": ["forged", "listening"]},
    ],
    ids=["long", "shapes", "brackets", "null", "many", "forged"],
)
def test_abuse_of_a_step_gets_a_page_and_never_a_fault(ines, data):
    assert ines.post(step(ines, "your-needs"), data).status_code in (302, 422)
    assert ines.get(step(ines, "your-needs")).status_code == 200
    assert ines.get(page(ines, "-review")).status_code == 200


def test_step_that_is_not_of_the_form_leads_to_where_one_is(ines):
    assert ines.get(step(ines, "forged")).url == step(ines, "about-you")


def test_readers_are_said_beside_each_question(ines):
    text = ines.get(step(ines, "your-week")).content.decode()
    assert text.count("Qui peut lire ceci") >= 4 and "Nadia Essai" in text


def test_sent_form_can_be_changed_then_sent_again(ines, cohort):
    enrolment = make.submitted(cohort, ines.enrolment.person)
    assert ines.get(step(ines, "about-you")).url == page(ines, ""), "not while the team reads"
    assert ines.post(page(ines, "-edit")).url == page(ines, "-review")
    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.DRAFT
    ines.post(page(ines, "-review"))
    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.SUBMITTED


def test_validated_form_cannot_be_changed(ines, cohort):
    enrolment = make.submitted(cohort, ines.enrolment.person)
    services.validate_enrolment(enrolment=enrolment, by=make.person())
    assert "someone acted" not in ines.post(page(ines, "-edit"), follow=True).content.decode()
    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.AVAILABLE


def test_withdraw_in_two_clicks_then_come_back(ines, cohort):
    assert "Vous retirer de ce programme" in ines.get(page(ines, "-withdraw")).content.decode()
    ines.enrolment.refresh_from_db()
    assert ines.enrolment.status == EnrolmentStatus.DRAFT
    assert "Vous avez quitté" in ines.post(page(ines, "-withdraw"), follow=True).content.decode()
    assert ines.post(page(ines, "-withdraw"), follow=True).status_code == 200
    back = ines.post(
        reverse("participant:enrolment-start", args=[cohort.public_id, "mentee"]), follow=True
    )
    assert "/form/" in back.redirect_chain[-1][0]


def test_expired_window_is_said_at_start_and_at_sending(as_, ines, cohort):
    make.draft(cohort, ines.enrolment.person)
    services.change_calendar(
        cohort=cohort, calendar=make.calendar(opens=-9, closes=-1), by=make.person()
    )
    assert "fermées" in ines.post(page(ines, "-review")).content.decode()
    start = reverse("participant:enrolment-start", args=[cohort.public_id, "mentor"])
    late = as_(make.person("Tard"))
    assert "Pas aujourd’hui" in late.get(start).content.decode()
    assert late.post(start).status_code == 409


def test_minor_names_a_guardian_before_sending(ines, cohort):
    born = clock.today().replace(year=clock.today().year - 16, day=1).isoformat()
    make.draft(cohort, ines.enrolment.person, born_on=born)
    assert ines.post(page(ines, "-review")).url == page(ines, "-guardian")
    assert (
        ines.post(
            page(ines, "-guardian"), {"name": "F", "email": ines.enrolment.person.email}
        ).status_code
        == 422
    )
    assert ines.post(
        page(ines, "-guardian"), {"name": "Fatou", "email": "f@ithaque.example"}
    ).url == page(ines, "-review")
    assert (
        "Nous attendons l’accord" in ines.post(page(ines, "-review"), follow=True).content.decode()
    )


def test_question_of_the_team_is_shown_on_each_step(ines, cohort):
    enrolment = make.submitted(cohort, ines.enrolment.person)
    services.ask_to_complete(enrolment=enrolment, sentence="Quel métier ?", by=make.person())
    assert "Quel métier" in ines.get(page(ines, ""), follow=True).content.decode()


@pytest.mark.parametrize("name", ["", "-review", "-guardian", "-withdraw"])
def test_enrolment_of_someone_else_is_not_found(as_, ines, name):
    assert as_(make.person("Rita")).get(page(ines, name)).status_code == 404


def test_step_takes_a_constant_number_of_queries(ines, cohort):
    make.draft(cohort, ines.enrolment.person)
    with CaptureQueriesContext(connection) as queries:
        ines.get(step(ines, "your-needs"))
    assert len(queries) == 5, [query["sql"][:90] for query in queries]
