"""Announcing and answering: who is written to, what each answer brings about, what time does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from ithaque.kernel import clock, erasure
from ithaque.kernel.errors import Refusal
from ithaque.matching.enums import Answer, ProposalStatus, RunStatus
from ithaque.matching.models import Proposal
from ithaque.matching.people import gather
from ithaque.matching.services import answer_proposal, publish_run, settle_late
from ithaque.matching.services.runs import record_document
from ithaque.mentoring.models import Pair
from ithaque.people.exports import archive_for
from ithaque.programmes.services import withdraw_enrolment
from ithaque.ui import dates
from tests.matching import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    return make.cohort(nadia)


@pytest.fixture
def announced(cohort, nadia):
    run = make.drafts(cohort, 0, nadia)
    emma = make.mentee(cohort, "Emma", needs=make.skills("CV"))
    bruno = make.mentor(cohort, who=make.person("Bruno", locale="en"), offers=make.skills("CV"))
    make.draft(run, emma, bruno)
    (proposal,) = publish_run(run=run, by=nadia)
    return Proposal.objects.select_related("mentee__person", "mentor__person", "run").get(
        pk=proposal.pk
    )


def test_publish_writes_to_both_in_their_language_with_the_reason_and_one_action(announced):
    (to_emma,) = mails(to=announced.mentee.person.email)
    (to_bruno,) = mails(to=announced.mentor.person.email)
    assert "Bruno" in to_emma.subject
    assert "Emma" in to_bruno.subject
    assert "CV" in to_emma.text and "one of your strengths" in to_bruno.text
    assert to_emma.text.count("/me/proposals/link/") == 1
    assert "0.8" not in to_emma.text and "80 %" not in to_emma.text
    assert dates.month(announced.expires_at).split()[0] in to_emma.text
    with override("en"):
        assert dates.day(announced.expires_at) in to_bruno.text


def test_publish_twice_tells_nobody_twice(announced, nadia):
    assert publish_run(run=announced.run, by=nadia) == []
    assert len(mails(to=announced.mentee.person.email)) == 1


def test_publish_of_some_leaves_the_others_in_draft(cohort, nadia):
    run = make.drafts(cohort, 3, nadia)
    chosen = list(run.proposals.all()[:1])
    assert len(publish_run(run=run, by=nadia, proposals=chosen)) == 1
    run.refresh_from_db()
    assert run.status == RunStatus.READY
    publish_run(run=run, by=nadia)
    run.refresh_from_db()
    assert run.status == RunStatus.PUBLISHED
    assert run.proposals.filter(status=ProposalStatus.ANNOUNCED).count() == 3


def test_publish_beyond_the_places_of_a_mentor_refuses_everything_and_names_them(cohort, nadia):
    run = make.drafts(cohort, 1, nadia)
    bruno = make.mentor(cohort, "Bruno", capacity=1)
    make.draft(run, make.mentee(cohort), bruno)
    make.draft(run, make.mentee(cohort), bruno)
    with pytest.raises(Refusal, match="Bruno") as refused:
        publish_run(run=run, by=nadia)
    assert refused.value.code == "capacity"
    assert not run.proposals.exclude(status=ProposalStatus.DRAFT).exists()
    assert mails() == []


def test_publish_when_someone_left_refuses_and_names_them(cohort, nadia):
    run = make.drafts(cohort, 1, nadia)
    gone = run.proposals.get().mentee
    type(gone).objects.filter(pk=gone.pk).update(status="withdrawn")
    with pytest.raises(Refusal, match=gone.person.first_name):
        publish_run(run=run, by=nadia)


def test_nobody_writes_to_an_imported_person_without_address(cohort, nadia):
    run = make.drafts(cohort, 0, nadia)
    ghost = make.mentee(cohort, who=make.person("Lou", email="abc@import.invalid"))
    make.draft(run, ghost, make.mentor(cohort))
    publish_run(run=run, by=nadia)
    assert [mail.to for mail in mails(kind="matching.proposed")] == [
        run.proposals.get().mentor.person.email
    ]


def test_both_accept_opens_their_pair_with_the_reasons(announced):
    answer_proposal(proposal=announced, person=announced.mentee.person, accept=True)
    assert not Pair.objects.exists()
    answer_proposal(proposal=announced, person=announced.mentor.person, accept=True)
    pair = Pair.objects.get()
    announced.refresh_from_db()
    assert (announced.status, announced.pair) == (ProposalStatus.ACCEPTED, pair)
    assert "CV" in pair.reasons[0]["fr"]


def test_accept_twice_changes_nothing(announced):
    for _ in range(2):
        answer_proposal(proposal=announced, person=announced.mentee.person, accept=True)
        answer_proposal(proposal=announced, person=announced.mentor.person, accept=True)
    assert Pair.objects.count() == 1


def test_decline_tells_the_other_kindly_without_the_reason(announced, cohort):
    answer_proposal(
        proposal=announced,
        person=announced.mentor.person,
        accept=False,
        reason="known",
        note="Mon neveu",
    )
    announced.refresh_from_db()
    assert (announced.status, announced.decline_reason) == (ProposalStatus.DECLINED, "known")
    (told,) = mails(kind="matching.declined")
    assert told.to == announced.mentee.person.email
    assert "neveu" not in told.text and "connaissons" not in told.text
    assert str(announced.mentee.public_id) in [one.id for one in gather(cohort).mentees]


def test_decline_without_reason_asks_for_one(announced):
    with pytest.raises(Refusal) as refused:
        answer_proposal(proposal=announced, person=announced.mentor.person, accept=False)
    assert refused.value.code == "reason"
    announced.refresh_from_db()
    assert announced.status == ProposalStatus.ANNOUNCED


def test_change_of_mind_from_yes_to_no_is_heard_while_the_other_has_not_answered(announced):
    answer_proposal(proposal=announced, person=announced.mentee.person, accept=True)
    answer_proposal(
        proposal=announced, person=announced.mentee.person, accept=False, reason="not_now"
    )
    announced.refresh_from_db()
    assert announced.status == ProposalStatus.DECLINED


def test_somebody_else_cannot_answer(announced):
    with pytest.raises(Refusal) as refused:
        answer_proposal(proposal=announced, person=make.person("Rita"), accept=True)
    assert refused.value.code == "stranger"


def test_answer_after_the_day_refuses(announced):
    with clock.at(clock.now() + timedelta(days=15)), pytest.raises(Refusal) as refused:
        answer_proposal(proposal=announced, person=announced.mentee.person, accept=True)
    assert refused.value.code == ProposalStatus.EXPIRED


def test_reminder_goes_once_and_only_to_who_has_not_answered(announced):
    answer_proposal(proposal=announced, person=announced.mentee.person, accept=True)
    with clock.at(clock.now() + timedelta(days=11)):
        settle_late()
        settle_late()
    (reminder,) = mails(kind="matching.reminded")
    assert reminder.to == announced.mentor.person.email


def test_proposal_without_answer_expires_and_tells_both(announced, cohort):
    with clock.at(clock.now() + timedelta(days=15)):
        settle_late()
    announced.refresh_from_db()
    assert announced.status == ProposalStatus.EXPIRED
    assert len(mails(kind="matching.expired")) == 2
    assert len(gather(cohort).mentees) == 1


def test_withdrawal_of_an_enrolment_withdraws_the_proposal_and_tells_the_other(announced):
    withdraw_enrolment(enrolment=announced.mentee, by=announced.mentee.person)
    announced.refresh_from_db()
    assert announced.status == ProposalStatus.WITHDRAWN
    assert [mail.to for mail in mails(kind="matching.withdrawn")] == [announced.mentor.person.email]
    with pytest.raises(Refusal) as refused:
        answer_proposal(proposal=announced, person=announced.mentor.person, accept=True)
    assert refused.value.code == ProposalStatus.WITHDRAWN


def test_erased_person_leaves_no_answer_and_is_a_pseudonym_in_the_record(cohort, nadia):
    emma = make.mentee(cohort, "Emma", needs=make.skills("Serrurerie"))
    make.mentor(cohort, offers=make.skills("CV"))
    run = make.computed(cohort, nadia)
    publish_run(run=run, by=nadia)
    erasure.erase(emma.person)
    run.refresh_from_db()
    proposal = run.proposals.get()
    assert (proposal.reasons, proposal.status) == ([], ProposalStatus.WITHDRAWN)
    assert proposal.mentee_answer == Answer.WAITING
    said = record_document(run)
    assert "Serrurerie" not in said and str(proposal.mentee.public_id) not in said
    assert "erased-1" in said


def test_person_finds_their_proposals_in_their_own_data(announced):
    import io
    import json
    import zipfile

    archive = zipfile.ZipFile(io.BytesIO(archive_for(announced.mentee.person)))
    (proposal,) = json.loads(archive.read("matching.json"))["proposals"]
    assert (proposal["with"], proposal["my_answer"]) == ("Bruno", "waiting")
