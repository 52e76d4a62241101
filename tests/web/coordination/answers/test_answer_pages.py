"""A coordinator replies to a question, and repairs in one click with the consequence in words."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ithaque.matching.enums import ProposalStatus, RepairStatus
from ithaque.matching.models import Proposal, Question, Repair
from ithaque.matching.services import answer_proposal, ask_question, publish_run
from ithaque.matching.services.repairs import prepare
from tests.matching import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def proposal(nadia):
    cohort = make.cohort(nadia)
    run = make.drafts(cohort, 0, nadia)
    make.draft(run, make.mentee(cohort, "Emma"), make.mentor(cohort, "Bruno"))
    make.mentor(cohort, "Claire")
    publish_run(run=run, by=nadia)
    return Proposal.objects.select_related("mentee__person", "mentor__person").get()


def test_question_is_listed_read_and_answered_by_mail(proposal, nadia, as_):
    asked = ask_question(proposal=proposal, person=proposal.mentee.person, text="Le soir ?")
    browser, page = as_(nadia), reverse("coordination:question", args=[asked.public_id])
    assert page in browser.get(reverse("coordination:answers")).content.decode()
    assert "Le soir ?" in browser.get(page).content.decode()
    assert browser.post(page, {"reply": ""}).status_code == 422
    browser.post(page, {"reply": "Oui, le jeudi."})
    assert Question.objects.get().reply == "Oui, le jeudi."
    assert len(mails(kind="matching.question_answered")) == 1
    assert page not in browser.get(reverse("coordination:answers")).content.decode()


def test_repair_is_read_then_announced_in_one_click(proposal, nadia, as_):
    answer_proposal(proposal=proposal, person=proposal.mentor.person, accept=False, reason="needs")
    repair = Repair.objects.get()
    browser, page = as_(nadia), reverse("coordination:repair", args=[repair.public_id])
    assert "se préparent" in browser.get(page).content.decode()
    prepare(repair.pk)
    shown = browser.get(page).content.decode()
    assert "Claire" in shown and "Personne d’autre ne change" in shown
    announce = reverse("coordination:repair-announce", args=[repair.options.get().public_id])
    browser.post(announce)
    assert Proposal.objects.filter(status=ProposalStatus.ANNOUNCED).count() == 1
    assert browser.get(page).status_code == 200
    assert browser.post(announce).status_code == 404  # the way is gone: it was taken


def test_repair_never_says_who_declined_nor_why(proposal, nadia, as_):
    answer_proposal(
        proposal=proposal,
        person=proposal.mentor.person,
        accept=False,
        reason="needs",
        note="Trop loin de moi",
    )
    repair = Repair.objects.get()
    prepare(repair.pk)
    page = as_(nadia).get(reverse("coordination:repair", args=[repair.public_id]))
    assert "Trop loin" not in page.content.decode()


def test_left_for_the_next_run(proposal, nadia, as_):
    answer_proposal(proposal=proposal, person=proposal.mentor.person, accept=False, reason="needs")
    repair = Repair.objects.get()
    prepare(repair.pk)
    as_(nadia).post(reverse("coordination:repair-keep", args=[repair.public_id]))
    repair.refresh_from_db()
    assert repair.status == RepairStatus.KEPT
