"""A participant reads why someone is proposed and answers, in the product or from the mail."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from ithaque.kernel import clock, links
from ithaque.matching.enums import Answer, ProposalStatus
from ithaque.matching.models import Proposal
from ithaque.matching.services import publish_run
from ithaque.mentoring.models import Pair
from ithaque.programmes.services import withdraw_enrolment
from tests.matching import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal():
    nadia = make.person("Nadia")
    cohort = make.cohort(nadia)
    run = make.drafts(cohort, 0, nadia)
    make.draft(
        run,
        make.mentee(cohort, "Emma"),
        make.mentor(cohort, "Bruno"),
        care={"code": "interests.none", "data": {}},
    )
    publish_run(run=run, by=nadia)
    return Proposal.objects.select_related("mentee__person", "mentor__person").get()


def link_of(person) -> str:
    (mail,) = mails(to=person.email, kind="matching.proposed")
    return re.search(r"http://testserver(/me/proposals/link/\S+)", mail.text)[1]


def page_of(proposal) -> str:
    return reverse("participant:proposal", args=[proposal.public_id])


def test_page_says_why_and_shows_no_figure(proposal, as_):
    page = as_(proposal.mentee.person).get(page_of(proposal)).content.decode()
    assert "Bruno" in page and "<strong>CV</strong>" in page
    assert "donnez-vous le temps" in page
    assert proposal.mentor.person.last_name not in page
    assert "80" not in re.sub(r"<[^>]+>", " ", page)


def test_accept_in_the_product_then_by_link_opens_the_pair(proposal, as_, client):
    answer = reverse("participant:proposal-answer", args=[proposal.public_id])
    as_(proposal.mentee.person).post(answer, {"answer": "yes"})
    response = client.post(link_of(proposal.mentor.person), {"answer": "yes"}, follow=True)
    assert response.status_code == 200
    assert Pair.objects.get().mentee == proposal.mentee


def test_link_opened_changes_nothing_before_a_confirmation(proposal, client):
    path = link_of(proposal.mentee.person)
    assert client.get(path).status_code == 200
    proposal.refresh_from_db()
    assert proposal.mentee_answer == Answer.WAITING


def test_link_used_twice_says_where_things_stand(proposal, client):
    path = link_of(proposal.mentee.person)
    client.post(path, {"answer": "yes"})
    page = client.get(path).content.decode()
    assert "Votre oui est noté" in page
    assert client.post(path, {"answer": "yes"}).status_code == 302


def test_link_forwarded_to_someone_signed_in_tells_nothing(proposal, as_):
    response = as_(make.person("Rita")).get(link_of(proposal.mentee.person))
    assert response.status_code == 403
    assert "Bruno" not in response.content.decode()


def test_link_after_withdrawal_says_so_without_blame(proposal, client):
    withdraw_enrolment(enrolment=proposal.mentor, by=proposal.mentor.person)
    page = client.get(link_of(proposal.mentee.person))
    assert page.status_code == 200
    assert "a quitté le programme" in page.content.decode()


def test_link_after_the_day_says_so_and_keeps_everything(proposal, client):
    with clock.at(clock.now() + timedelta(days=20)):
        response = client.post(link_of(proposal.mentee.person), {"answer": "yes"})
    assert response.status_code == 422
    proposal.refresh_from_db()
    assert proposal.mentee_answer == Answer.WAITING


@pytest.mark.parametrize("token", ["x", "a:b:c"])
def test_link_cut_by_a_mail_reader_says_what_to_do(client, token):
    response = client.get(reverse("participant:proposal-link", args=[token]))
    assert response.status_code == 404
    assert "messagerie" in response.content.decode()


def test_link_of_another_purpose_is_refused(proposal, client):
    token = links.sign(
        "mentoring.pulse", target=proposal.public_id, person=proposal.mentee.person.public_id
    )
    assert client.get(reverse("participant:proposal-link", args=[token])).status_code == 404


def test_decline_keeps_what_was_typed_until_a_reason_is_chosen(proposal, as_):
    answer = reverse("participant:proposal-answer", args=[proposal.public_id])
    browser = as_(proposal.mentor.person)
    response = browser.post(answer, {"answer": "no", "note": "Je déménage"})
    assert response.status_code == 422
    assert "Je déménage" in response.content.decode()
    browser.post(answer, {"answer": "no", "note": "Je déménage", "reason": "distance"})
    proposal.refresh_from_db()
    assert (proposal.status, proposal.decline_note) == (ProposalStatus.DECLINED, "Je déménage")
    assert "Je déménage" not in as_(proposal.mentee.person).get(page_of(proposal)).content.decode()


@pytest.mark.parametrize("data", [{}, {"answer": "maybe"}, {"answer": "no", "reason": "x" * 500}])
def test_answer_that_is_none_is_shown_again(proposal, as_, data):
    answer = reverse("participant:proposal-answer", args=[proposal.public_id])
    assert as_(proposal.mentee.person).post(answer, data).status_code == 422


def test_draft_is_nobodys_yet(as_):
    cohort = make.cohort()
    draft = make.drafts(cohort, 1).proposals.get()
    assert as_(draft.mentee.person).get(page_of(draft)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_a_constant_number_of_queries(as_, count, django_assert_num_queries):
    cohort, emma = make.cohort(), make.person("Emma")
    run = make.drafts(cohort, 0)
    for _ in range(count):
        mentee = make.mentee(make.cohort(), who=emma)
        mentee.cohort = cohort
        type(mentee).objects.filter(pk=mentee.pk).update(side="mentee")
        make.draft(
            run,
            mentee,
            make.mentor(cohort),
            status=ProposalStatus.DECLINED,
            announced_at=clock.now(),
        )
    browser = as_(emma)
    browser.get(reverse("participant:proposals"))
    with django_assert_num_queries(5):
        browser.get(reverse("participant:proposals"))


def test_question_by_link_is_kept_and_shown_again(proposal, client):
    path = link_of(proposal.mentee.person)
    response = client.post(path, {"about": "proposal", "text": "Est-ce le soir ?"}, follow=True)
    assert "Est-ce le soir ?" in response.content.decode()
    assert client.post(path, {"about": "proposal", "text": ""}).status_code == 422


def test_question_in_the_product_is_not_shown_to_the_other(proposal, as_):
    ask = reverse("participant:proposal-ask", args=[proposal.public_id])
    as_(proposal.mentee.person).post(ask, {"about": "reason", "text": "Pas le CV"})
    assert "Pas le CV" in as_(proposal.mentee.person).get(page_of(proposal)).content.decode()
    assert "Pas le CV" not in as_(proposal.mentor.person).get(page_of(proposal)).content.decode()
