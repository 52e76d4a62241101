"""From template to open enrolment, and every part changed without code."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ithaque.programmes import selectors, services
from ithaque.programmes.models import Programme
from tests.programmes import factories as make
from tests.support.client import read_page

pytestmark = pytest.mark.django_db
PARTS = ("texts", "page", "rhythm", "plan", "agreement", "matching", "follow-up")


def url(programme, part: str) -> str:
    return reverse("coordination:programme-settings", args=[programme.public_id, part])


def _values(form) -> dict:
    values: dict = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return values


def test_from_template_to_open_programme(as_, nadia):
    make.organisation(nadia)
    browser = as_(nadia)
    assert (
        "Insertion des jeunes"
        in browser.get(reverse("coordination:programme-choose")).content.decode()
    )
    create = reverse("coordination:programme-create", args=["mobility"])
    data = _values(read_page(browser.get(create)).xpath("//main//form")[0]) | {
        "title_fr": "Grand large 2027"
    }
    assert browser.post(create, data).status_code == 302
    made = Programme.objects.get(title_fr="Grand large 2027")
    overview = reverse("coordination:programme", args=[made.public_id])
    assert "Un brouillon" in browser.get(overview).content.decode()
    assert (
        "Ceci est un aperçu"
        in browser.get(reverse("public:programme", args=[made.slug])).content.decode()
    )
    assert (
        "Ouvert"
        in browser.post(
            reverse("coordination:programme-open", args=[made.public_id]), follow=True
        ).content.decode()
    )
    assert (
        browser.post(reverse("coordination:programme-close", args=[made.public_id])).status_code
        == 302
    )


def test_create_with_dates_out_of_order_says_which_to_change(as_, nadia):
    make.organisation(nadia)
    browser, create = as_(nadia), reverse("coordination:programme-create", args=["blank"])
    data = _values(read_page(browser.get(create)).xpath("//main//form")[0]) | {
        "opens_on": "2027-05-01",
        "closes_on": "2027-04-01",
    }
    answer = browser.post(create, data)
    assert answer.status_code == 422 and "ferment avant d’ouvrir" in answer.content.decode()
    assert not Programme.objects.exists()


def test_create_in_an_organisation_of_others_is_refused(as_, nadia):
    make.organisation(nadia)
    elsewhere = make.organisation()
    browser, create = as_(nadia), reverse("coordination:programme-create", args=["blank"])
    data = _values(read_page(browser.get(create)).xpath("//main//form")[0]) | {
        "organisation": str(elsewhere.pk)
    }
    assert browser.post(create, data).status_code == 422
    assert browser.get(reverse("coordination:programme-create", args=["forged"])).status_code == 404


@pytest.mark.parametrize("part", PARTS)
def test_saving_a_part_unchanged_changes_nothing(as_, nadia, programme, part):
    browser = as_(nadia)
    before = selectors.settings_of(programme)
    data = _values(read_page(browser.get(url(programme, part))).xpath("//main//form")[0])
    answer = browser.post(url(programme, part), data)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    programme.refresh_from_db()
    assert selectors.settings_of(programme) == before


@pytest.mark.parametrize("part", PARTS)
def test_empty_part_is_shown_again_or_saved_and_never_a_fault(as_, nadia, programme, part):
    assert as_(nadia).post(url(programme, part), {}).status_code in (302, 422)


def change(browser, programme, part, **values):
    data = _values(read_page(browser.get(url(programme, part))).xpath("//main//form")[0]) | values
    answer = browser.post(url(programme, part), data)
    programme.refresh_from_db()
    return answer, selectors.settings_of(programme)


def test_criteria_are_changed_with_their_effect_in_words(as_, nadia, programme):
    browser = as_(nadia)
    assert "35 points sur 100" in browser.get(url(programme, "matching")).content.decode()
    _answer, settings = change(browser, programme, "matching", needs="70", rules=["language"])
    assert settings.matching.weights["needs"] == 70
    assert settings.matching.rules == ["language", "adult", "checks"], "what protects minors stays"


def test_criteria_all_at_zero_are_refused(as_, nadia, programme):
    zeros = dict.fromkeys(
        ("needs", "path", "style", "expectations", "interests", "availability", "wishes"), "0"
    )
    answer, settings = change(as_(nadia), programme, "matching", **zeros)
    assert answer.status_code == 422 and settings.matching.weights["needs"] == 35


def test_plan_step_is_removed_added_and_moved(as_, nadia, programme):
    _answer, settings = change(
        as_(nadia),
        programme,
        "plan",
        title1_fr="",
        title1_en="",
        title7_fr="Visite",
        order7="1",
        order2="9",
    )
    titles = [str(step.title) for step in settings.plan]
    assert (
        titles[0] == "Visite"
        and "Faire connaissance" not in titles
        and titles[-1] == "Forces et récit"
    )


def test_public_page_texts_and_questions_are_changed(as_, nadia, programme):
    _answer, settings = change(
        as_(nadia),
        programme,
        "page",
        mentee_points_fr="Un\nDeux",
        mentee_points_en="One",
        questions_fr="Q ?\nR.\nSeule ?",
        questions_en="",
    )
    assert [point.fr for point in settings.page.mentee_points] == ["Un", "Deux"]
    assert [question.question.fr for question in settings.page.questions] == ["Q ?", "Seule ?"]


def test_urgent_before_watch_is_refused(as_, nadia, programme):
    answer, settings = change(as_(nadia), programme, "follow-up", first_meeting_urgent_days="5")
    assert answer.status_code == 422 and settings.follow_up.first_meeting_urgent_days == 21


def test_team_grows_and_its_last_coordinator_stays(as_, nadia, programme):
    oscar, browser = make.person("Oscar"), as_(nadia)
    team = reverse("coordination:programme-team", args=[programme.public_id])
    remove = reverse("coordination:programme-team-remove", args=[programme.public_id])
    assert browser.post(remove, {"person": str(nadia.public_id)}).status_code == 409
    assert browser.post(remove, {"person": "forged"}).status_code == 404
    assert (
        browser.post(team, {"email": "nobody@ithaque.example", "role": "coordinator"}).status_code
        == 422
    )
    assert browser.post(team, {"email": oscar.email, "role": "forged"}).status_code == 422
    assert browser.post(team, {"email": oscar.email, "role": "coordinator"}).status_code == 302
    assert browser.post(remove, {"person": str(nadia.public_id)}).status_code == 302
    assert browser.get(team).status_code == 404, "nobody stays by the address alone"


def test_cohort_is_added_and_its_dates_changed(as_, nadia, programme):
    browser = as_(nadia)
    new = reverse("coordination:cohort-new", args=[programme.public_id])
    dates = {
        "name": "Printemps",
        "opens_on": "2028-01-01",
        "closes_on": "2028-02-01",
        "starts_on": "2028-02-10",
        "ends_on": "2028-09-01",
    }
    assert browser.post(new, dates).status_code == 302
    assert browser.post(new, dates).status_code == 422, "a name is used once"
    made = programme.cohorts.get(name="Printemps")
    change_dates = reverse("coordination:cohort-dates", args=[made.public_id])
    assert (
        browser.post(change_dates, dates | {"name": "Été", "ends_on": "2027-01-01"}).status_code
        == 422
    )
    assert browser.post(change_dates, dates | {"name": "Été"}).status_code == 302


@pytest.mark.parametrize("n", [1, 3])
def test_list_of_programmes_takes_a_constant_number_of_queries(as_, nadia, n):
    for _number in range(n):
        make.submitted(make.cohort_of(make.programme(nadia)))
    browser = as_(nadia)
    address = reverse("coordination:programmes")
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert "1 inscription à valider" in browser.get(address).content.decode()
    assert len(queries) == 5, [query["sql"][:90] for query in queries]


def test_invitation_links_are_shown_for_both_sides(as_, nadia, programme):
    text = (
        as_(nadia)
        .get(reverse("coordination:programme", args=[programme.public_id]))
        .content.decode()
    )
    assert "/i/mentee/" in text and "/i/mentor/" in text
    assert services.invitation_path(
        cohort=make.cohort_of(programme), side="mentor", by=nadia
    ).startswith("/i/mentor/")
