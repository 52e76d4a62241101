"""Filling a form that has conditions and files, that changes meanwhile, and that is taken up elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ithaque.kernel import clock
from ithaque.kernel.models import OutboxMessage
from ithaque.programmes import services as programmes
from ithaque.questionnaires import services
from ithaque.questionnaires.services import resume_token
from tests.programmes import factories as make
from tests.questionnaires import factories
from tests.questionnaires.factories import asked, when
from tests.questionnaires.test_sheets import PDF, PROGRAM

pytestmark = pytest.mark.django_db

FORM = (
    [
        asked("works", "choice", required=True),
        asked("employer", required=True, shown_if=[when("works", "is", "a")]),
    ],
    [asked("cv", "file", required=True)],
    [asked("week", "availability")],
)


@pytest.fixture
def ines(as_, settings, tmp_path):
    settings.PRIVATE_FILES_DIR = tmp_path
    programme = make.programme(make.person("Nadia"))
    schema = factories.form(*FORM, s3=[when("works", "is", "a")])
    services.publish_version(form=programme.mentee_form, schema=schema, by=None)
    return _enrolled(as_, programme)


def _enrolled(as_, programme):
    person = make.person()
    browser = as_(person)
    enrolment = programmes.start_enrolment(
        cohort=make.cohort_of(programme), person=person, side="mentee"
    )
    browser.person, browser.enrolment, browser.programme = person, enrolment, programme
    return browser


def step(browser, section: str) -> str:
    return reverse("participant:enrolment-step", args=[browser.enrolment.public_id, section])


def home(browser) -> str:
    return reverse("participant:enrolment", args=[browser.enrolment.public_id])


def sheet(browser):
    browser.enrolment.sheet.refresh_from_db()
    return browser.enrolment.sheet


def test_question_hidden_is_not_asked_for_and_one_shown_is(ines):
    assert ines.post(step(ines, "s1"), {"works": "b", "employer": ""}).url == step(ines, "s2")
    refused = ines.post(step(ines, "s1"), {"works": "a", "employer": ""})
    assert refused.status_code == 422
    assert "q_employer" in refused.content.decode()


def test_without_script_the_condition_is_said_in_words(ines):
    page = ines.get(step(ines, "s1")).content.decode()
    assert "Posée si" in page
    assert 'data-asked="{&quot;any&quot;: false' in page


def test_step_whose_conditions_do_not_hold_is_left_out(ines):
    ines.post(step(ines, "s1"), {"works": "b"})
    assert step(ines, "s3") not in ines.get(step(ines, "s1")).content.decode()
    assert ines.get(step(ines, "s3")).url == step(ines, "s2")
    ines.post(step(ines, "s1"), {"works": "a", "employer": "Ici"})
    assert step(ines, "s3") in ines.get(step(ines, "s1")).content.decode()


def test_file_is_kept_told_given_back_and_taken_away(ines):
    ines.post(step(ines, "s1"), {"works": "b"})
    sent = ines.post(step(ines, "s2"), {"cv": SimpleUploadedFile("mon cv.pdf", PDF)})
    assert sent.status_code == 302
    assert "mon cv.pdf" in ines.get(step(ines, "s2")).content.decode()
    url = reverse("participant:enrolment-file", args=[ines.enrolment.public_id, "cv"])
    answer = ines.get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert ines.post(step(ines, "s2"), {}).status_code == 302, "the file kept is enough"
    ines.post(step(ines, "s2"), {"remove": "cv"})
    assert sheet(ines).answers == {"works": "b"}
    assert ines.get(url).status_code == 404


def test_disguised_file_is_refused_beside_its_question_and_the_rest_is_kept(ines):
    refused = ines.post(step(ines, "s2"), {"cv": SimpleUploadedFile("cv.pdf", PROGRAM)})
    assert refused.status_code == 422
    assert "Rien n’a été gardé" in refused.content.decode()


def test_file_of_someone_is_nobody_elses(ines, as_):
    ines.post(step(ines, "s2"), {"cv": SimpleUploadedFile("cv.pdf", PDF)})
    url = reverse("participant:enrolment-file", args=[ines.enrolment.public_id, "cv"])
    assert as_(make.person("Rita")).get(url).status_code == 404


def test_time_zone_of_the_free_hours_is_noted(ines):
    ines.post(step(ines, "s1"), {"works": "a", "employer": "Ici"})
    ines.post(step(ines, "s3"), {"week": ["mon-18"], "time_zone": "America/Cayenne"})
    ines.person.refresh_from_db()
    assert ines.person.time_zone == "America/Cayenne"
    ines.post(step(ines, "s3"), {"week": ["mon-18"], "time_zone": "Mars/Olympus"})
    ines.person.refresh_from_db()
    assert ines.person.time_zone == "America/Cayenne"


def change_form(browser, *sections) -> None:
    services.publish_version(
        form=browser.programme.mentee_form, schema=factories.form(*sections), by=None
    )


def test_form_changed_meanwhile_keeps_what_is_typed_and_says_so_once(ines):
    ines.post(step(ines, "s1"), {"works": "a", "employer": "Ici"})
    change_form(ines, [asked("works", "choice")], [asked("new")])
    page = ines.get(home(ines), follow=True).content.decode()
    assert "Vos réponses sont gardées" in page
    assert "new" in page
    assert sheet(ines).answers == {"works": "a"}
    assert "Vos réponses sont gardées" not in ines.get(home(ines), follow=True).content.decode()


def test_step_that_a_new_version_dropped_keeps_what_was_being_typed(ines):
    change_form(ines, [asked("works", "choice"), asked("employer")])
    ines.get(home(ines))
    sent = ines.post(step(ines, "gone"), {"employer": "Ici"})
    assert sent.url == home(ines)
    assert sheet(ines).answers["employer"] == "Ici"


def test_form_sent_on_the_old_version_is_accepted_and_keeps_it(ines):
    ines.post(step(ines, "s1"), {"works": "b"})
    ines.post(step(ines, "s2"), {"cv": SimpleUploadedFile("cv.pdf", PDF)})
    change_form(ines, [asked("works", "choice"), asked("new", required=True)])
    ines.post(reverse("participant:enrolment-review", args=[ines.enrolment.public_id]))
    assert sheet(ines).submitted_at is not None
    assert sheet(ines).version.number == 1


# ------------------------------------------------------------------ elsewhere


def link(browser) -> str:
    return reverse("participant:enrolment-resume", args=[resume_token(browser.enrolment.sheet)])


def elsewhere(browser) -> str:
    return reverse("participant:enrolment-elsewhere", args=[browser.enrolment.public_id])


def test_link_is_mailed_to_its_author_and_not_more_than_three_times_an_hour(ines):
    for _time in range(3):
        assert ines.post(elsewhere(ines)).status_code == 200
    assert ines.post(elsewhere(ines)).status_code == 409
    mails = OutboxMessage.objects.filter(kind="questionnaires.resume")
    assert {mail.to for mail in mails} == {ines.person.email}
    assert mails.count() == 3
    assert "/enrolments/resume/" in mails[0].text


def test_page_shows_a_square_to_scan(ines):
    assert "data:image/svg+xml" in ines.get(elsewhere(ines)).content.decode()


def test_link_leads_its_author_back_any_number_of_times(ines):
    for _time in range(2):
        assert ines.get(link(ines)).url == home(ines)


def test_link_asks_a_visitor_to_sign_in_and_names_nobody(ines, client):
    page = client.get(link(ines)).content.decode()
    assert ines.person.first_name not in page
    assert ines.programme.title not in page
    assert client.post(link(ines)).url.startswith("/account/login/")


def test_link_forwarded_shows_nothing(ines, as_):
    page = as_(make.person("Rita")).get(link(ines)).content.decode()
    assert ines.person.first_name not in page
    assert ines.programme.title not in page


def test_link_too_old_offers_a_new_one_to_the_author_only(ines, client):
    with time_machine.travel(clock.now() - timedelta(days=31)):
        old = link(ines)
    page = client.get(old)
    assert page.status_code == 410
    assert ines.person.first_name not in page.content.decode()
    client.post(old)
    assert OutboxMessage.objects.get(kind="questionnaires.resume").to == ines.person.email


def test_link_cut_short_says_so(client):
    url = reverse("participant:enrolment-resume", args=["abc:def"])
    assert client.get(url).status_code == 410


def test_link_after_sending_and_after_leaving_leads_to_where_things_stand(ines):
    programmes.withdraw_enrolment(enrolment=ines.enrolment, by=ines.person)
    assert ines.get(link(ines), follow=True).status_code == 200
