"""What visitors read, and how they come in."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ithaque.kernel import links
from ithaque.programmes import services
from tests.programmes import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


def page_of(programme) -> str:
    return reverse("public:programme", args=[programme.slug])


def test_visitor_reads_aim_effort_duration_limits_and_questions(client):
    programme = make.programme()
    text = client.get(page_of(programme)).content.decode()
    for words in (
        "Pendant six mois",
        "Trois heures par mois",
        "6 mois",
        "Un cadre clair",
        "Et si le courant ne passe pas",
    ):
        assert words in text


def test_visitor_is_led_to_sign_up_then_back_to_the_form(client):
    programme = make.programme()
    cohort = make.cohort_of(programme)
    text = unquote(client.get(page_of(programme)).content.decode())
    for side in ("mentee", "mentor"):
        start = reverse("participant:enrolment-start", args=[cohort.public_id, side])
        assert f"{reverse('account_signup')}?next={start}" in text


def test_signed_in_person_goes_straight_to_the_form(as_):
    programme = make.programme()
    cohort, ines = make.cohort_of(programme), make.person()
    start = reverse("participant:enrolment-start", args=[cohort.public_id, "mentee"])
    browser = as_(ines)
    assert f'action="{start}"' in browser.get(page_of(programme)).content.decode()
    answer = browser.post(start, follow=True)
    assert answer.status_code == 200 and "/form/about-you/" in answer.redirect_chain[-1][0]
    assert "Voir mon inscription" in browser.get(page_of(programme)).content.decode()


def test_closed_window_shows_when_it_opens_again_and_no_button(client):
    nadia = make.person("Nadia")
    programme = make.programme(nadia)
    services.change_calendar(
        cohort=make.cohort_of(programme), calendar=make.calendar(opens=5, closes=9), by=nadia
    )
    text = client.get(page_of(programme)).content.decode()
    assert "Les inscriptions ouvrent le" in text and "Trouver mon mentor" not in text


def test_draft_is_seen_by_its_team_only(client, as_):
    nadia = make.person("Nadia")
    programme = make.programme(nadia, opened=False)
    assert client.get(page_of(programme)).status_code == 404
    assert as_(make.person("Rita")).get(page_of(programme)).status_code == 404
    assert "Ceci est un aperçu" in as_(nadia).get(page_of(programme)).content.decode()


def test_home_lists_open_programmes_only(client):
    opened, hidden = make.programme(), make.programme(opened=False)
    text = client.get("/").content.decode()
    assert opened.title in text and hidden.title not in text


@pytest.mark.parametrize("programmes", [1, 3])
def test_home_asks_the_same_number_of_queries_whatever_it_lists(
    programmes, client, django_assert_num_queries
):
    for _ in range(programmes):
        make.programme()
    client.get("/")
    with django_assert_num_queries(2):
        client.get("/")


def test_home_of_an_instance_nobody_runs_leads_to_its_set_up(client):
    assert client.get("/").url == reverse("set_up:code")


def test_home_without_programme_says_what_comes_next(client):
    make.person("Adèle", is_superuser=True)
    assert "Aucun programme n’est ouvert" in client.get("/").content.decode()


def test_home_leads_each_signed_in_person_to_their_own(as_):
    nadia = make.person("Nadia")
    make.programme(nadia)
    assert as_(nadia).get("/").url == reverse("coordination:day")
    assert as_(make.person()).get("/").url == reverse("participant:home")
    assert as_(make.person("Adèle", is_superuser=True)).get("/").url == reverse(
        "administration:status"
    )
    assert as_(nadia).get("/?programmes").status_code == 200


@pytest.mark.parametrize("n", [1, 3])
def test_public_pages_take_a_constant_number_of_queries(client, n):
    programmes = [make.programme() for _ in range(n)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(page_of(programmes[0]))
    assert len(queries) == 2


def test_invitation_opens_after_the_window_and_an_altered_one_does_not(client, as_):
    nadia = make.person("Nadia")
    cohort = make.cohort_of(make.programme(nadia))
    services.change_calendar(cohort=cohort, calendar=make.calendar(opens=-9, closes=-1), by=nadia)
    path = services.invitation_path(cohort=cohort, side="mentor", by=nadia)
    assert "On vous invite à devenir mentor" in client.get(path).content.decode()
    start = as_(make.person()).get(path)
    assert start.status_code == 302
    browser = as_(make.person())
    page = browser.get(start.url)
    token = page.content.decode().split('name="invitation" value="')[1].split('"')[0]
    made = browser.post(start.url.partition("?")[0], {"invitation": token}, follow=True)
    assert "/form/" in made.redirect_chain[-1][0]
    for bad in (
        path.replace("/mentor/", "/mentee/"),
        path.replace("/mentor/", "/guru/"),
        path[:-3] + "/",
    ):
        assert client.get(bad).status_code == 410


def minor(cohort):
    today_16 = make.clock.today().replace(year=make.clock.today().year - 16, day=1).isoformat()
    enrolment = make.draft(cohort, make.person("Moussa"), born_on=today_16)
    guardian = services.name_guardian(
        enrolment=enrolment, name="Fatou Diarra", email="f@ithaque.example", by=enrolment.person
    )
    services.submit_enrolment(enrolment=enrolment, by=enrolment.person)
    token = links.sign(
        "programmes.guardian", target=guardian.public_id, person=enrolment.person.public_id
    )
    return guardian, reverse("public:guardian", args=[token])


def test_guardian_reads_then_authorises_by_post_without_account(client):
    guardian, path = minor(make.cohort_of(make.programme()))
    assert "Comment votre enfant est protégé" in client.get(path).content.decode()
    guardian.refresh_from_db()
    assert guardian.authorised_at is None, "reading changes nothing"
    assert client.post(path, {}).status_code == 422
    assert client.post(path, {"agrees": "on"}, follow=True).status_code == 200
    guardian.refresh_from_db()
    assert guardian.authorised_at
    assert "votre autorisation est enregistrée" in client.get(path).content.decode()


def test_guardian_link_of_someone_who_left_opens_nothing(client):
    guardian, path = minor(make.cohort_of(make.programme()))
    services.withdraw_enrolment(enrolment=guardian.enrolment, by=guardian.enrolment.person)
    assert client.get(path).status_code == 410
    assert client.post(path, {"agrees": "on"}).status_code == 410


def test_sign_up_by_code_comes_back_to_the_form(client):
    cohort = make.cohort_of(make.programme())
    start = reverse("participant:enrolment-start", args=[cohort.public_id, "mentee"])
    person = {
        "email": "nouvelle@ithaque.example",
        "first_name": "Nour",
        "last_name": "Haddad",
        "next": start,
    }
    client.post(reverse("account_signup"), person)
    (mail,) = mails(to="nouvelle@ithaque.example")
    found = re.search(
        r"\b(?:[A-Z0-9]{3,4}-[A-Z0-9]{3,4}|[A-Z0-9]{6,8}|\d{6})\b", f"{mail.subject} {mail.text}"
    )
    code = found.group() if found else ""
    answer = client.post(reverse("account_email_verification_sent"), {"code": code}, follow=True)
    assert answer.redirect_chain[-1][0] == start, answer.content.decode()[:3000]
    assert "Commencer" in answer.content.decode()
