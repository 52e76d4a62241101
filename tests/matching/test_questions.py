"""Before answering: hours both are free, a question, a reason contested, and a clock that waits for the reply."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from ithaque.kernel import clock
from ithaque.kernel.errors import Refusal
from ithaque.matching.enums import ProposalStatus, QuestionAbout
from ithaque.matching.models import Proposal, Question
from ithaque.matching.services import (
    answer_proposal,
    ask_question,
    publish_run,
    reply_question,
    settle_late,
)
from ithaque.matching.slots import shared_hours, to_come
from ithaque.mentoring.models import Meeting
from tests.matching import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return make.person("Nadia")


def announced(nadia, mentee_week=("tue-18", "thu-18"), mentor_week=("thu-18", "sat-9")):
    cohort = make.cohort(nadia)
    run = make.drafts(cohort, 0, nadia)
    emma = make.mentee(cohort, "Emma", availability=list(mentee_week))
    bruno = make.mentor(cohort, "Bruno", availability=list(mentor_week))
    make.draft(run, emma, bruno)
    (proposal,) = publish_run(run=run, by=nadia)
    return Proposal.objects.select_related("mentee__person", "mentor__person", "run").get(
        pk=proposal.pk
    )


# -- a first meeting ---------------------------------------------------------------------------


def test_announcement_proposes_hours_at_which_both_are_free(nadia):
    proposal = announced(nadia)
    moments = [one.astimezone(ZoneInfo("Europe/Paris")) for one in to_come(proposal.slots)]
    assert {(one.strftime("%a"), one.hour) for one in moments} == {("Thu", 18)}
    assert len({one.date() for one in moments}) == len(moments) in (2, 3)
    (mail,) = mails(to=proposal.mentee.person.email)
    assert "18\xa0h" in mail.text


@pytest.mark.parametrize("week", [("thu-18", "sat-9"), ("sat-9",)])
def test_people_share_the_hours_that_all_of_them_ticked(nadia, week, django_assert_num_queries):
    cohort = make.cohort(nadia)
    emma = make.mentee(cohort, "Emma", availability=["tue-18", "thu-18"])
    bruno = make.mentor(cohort, "Bruno", availability=list(week))
    with django_assert_num_queries(2):
        moments = shared_hours([emma.pk, bruno.pk])
    days = {one.astimezone(ZoneInfo("Europe/Paris")).strftime("%a %H") for one in moments}
    assert days == ({"Thu 18"} if "thu-18" in week else set())
    assert shared_hours([]) == []


def test_without_common_hours_nothing_is_proposed(nadia):
    proposal = announced(nadia, mentor_week=("sat-9",))
    assert proposal.slots == []


def test_hour_ticked_by_both_is_planned_when_both_say_yes(nadia):
    proposal = announced(nadia)
    slot = proposal.slots[0]
    for person in (proposal.mentee.person, proposal.mentor.person):
        answer_proposal(proposal=proposal, person=person, accept=True, slots=[slot])
    assert Meeting.objects.get().starts_at.isoformat() == slot


def test_hours_ticked_by_one_only_plan_nothing(nadia):
    proposal = announced(nadia)
    answer_proposal(
        proposal=proposal, person=proposal.mentee.person, accept=True, slots=proposal.slots[:1]
    )
    answer_proposal(
        proposal=proposal, person=proposal.mentor.person, accept=True, slots=proposal.slots[1:]
    )
    assert not Meeting.objects.exists()


def test_an_hour_nobody_proposed_is_ignored(nadia):
    proposal = announced(nadia)
    for person in (proposal.mentee.person, proposal.mentor.person):
        answer_proposal(
            proposal=proposal, person=person, accept=True, slots=["2030-01-01T10:00:00+00:00"]
        )
    assert not Meeting.objects.exists()


def test_slots_cost_the_same_number_of_questions_for_one_or_three(nadia, django_assert_num_queries):
    from ithaque.matching.slots import propose_slots

    cohort = make.cohort(nadia)
    for count in (1, 3):
        run = make.drafts(cohort, count, nadia)
        drafts = list(run.proposals.all())
        with django_assert_num_queries(2):
            propose_slots(drafts)


# -- questions ---------------------------------------------------------------------------------


def test_question_goes_to_the_coordinators_and_not_to_the_other(nadia):
    proposal = announced(nadia)
    ask_question(
        proposal=proposal,
        person=proposal.mentee.person,
        text="Est-ce en soirée ?",
        about=QuestionAbout.REASON,
    )
    (mail,) = mails(kind="matching.question_asked")
    assert mail.to == nadia.email
    assert "soirée" not in mail.text  # read in the product, behind the door
    assert Question.objects.get().about == QuestionAbout.REASON


def test_question_moves_the_last_day_so_that_a_week_is_left(nadia):
    proposal = announced(nadia)
    with clock.at(proposal.expires_at - timedelta(days=1)):
        ask_question(proposal=proposal, person=proposal.mentee.person, text="Où ?")
        proposal.refresh_from_db()
        assert proposal.expires_at == clock.now() + timedelta(days=7)
    with clock.at(proposal.expires_at - timedelta(days=2)):
        assert settle_late() == 1  # a reminder before the new day, not an end
    proposal.refresh_from_db()
    assert proposal.status == ProposalStatus.ANNOUNCED


def test_reply_leaves_by_mail_and_gives_four_days(nadia):
    proposal = announced(nadia)
    asked = ask_question(proposal=proposal, person=proposal.mentor.person, text="Où ?")
    with clock.at(proposal.expires_at - timedelta(days=1)):
        reply_question(question=asked, reply="À Rennes.", by=nadia)
        proposal.refresh_from_db()
        assert proposal.expires_at == clock.now() + timedelta(days=4)
    (mail,) = mails(kind="matching.question_answered")
    assert mail.to == proposal.mentor.person.email and "À Rennes." in mail.text


def test_same_question_sent_twice_is_one(nadia):
    proposal = announced(nadia)
    for _ in range(2):
        ask_question(proposal=proposal, person=proposal.mentee.person, text="Où ?")
    assert Question.objects.count() == 1
    assert len(mails(kind="matching.question_asked")) == 1


@pytest.mark.parametrize("text", ["", "   "])
def test_empty_question_is_refused(nadia, text):
    proposal = announced(nadia)
    with pytest.raises(Refusal) as refused:
        ask_question(proposal=proposal, person=proposal.mentee.person, text=text)
    assert refused.value.code == "empty"


def test_second_question_waits_for_the_first_reply(nadia):
    proposal = announced(nadia)
    asked = ask_question(proposal=proposal, person=proposal.mentee.person, text="Où ?")
    with pytest.raises(Refusal) as refused:
        ask_question(proposal=proposal, person=proposal.mentee.person, text="Quand ?")
    assert refused.value.code == "one_at_a_time"
    reply_question(question=asked, reply="À Rennes.", by=nadia)
    ask_question(proposal=proposal, person=proposal.mentee.person, text="Quand ?")


def test_two_coordinators_replying_send_one_reply_and_name_who_was_faster(nadia):
    proposal = announced(nadia)
    asked = ask_question(proposal=proposal, person=proposal.mentee.person, text="Où ?")
    reply_question(question=asked, reply="À Rennes.", by=nadia)
    with pytest.raises(Refusal, match="Nadia"):
        reply_question(question=asked, reply="À Vitré.", by=make.person("Oscar"))
    assert len(mails(kind="matching.question_answered")) == 1


def test_closed_proposal_takes_no_question(nadia):
    proposal = announced(nadia)
    answer_proposal(
        proposal=proposal, person=proposal.mentor.person, accept=False, reason="not_now"
    )
    with pytest.raises(Refusal):
        ask_question(proposal=proposal, person=proposal.mentee.person, text="Où ?")


def test_refused_couple_is_not_proposed_again(nadia):
    proposal = announced(nadia)
    answer_proposal(
        proposal=proposal, person=proposal.mentor.person, accept=False, reason="not_now"
    )
    run = make.computed(proposal.run.cohort, nadia)
    assert not run.proposals.exists()
