"""Proposals told at the pace each chose, and the same time to answer for everybody."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from ithaque.correspondence.enums import Family, Pace
from ithaque.correspondence.preferences import Delivery
from ithaque.kernel import clock
from ithaque.kernel.models import OutboxMessage
from ithaque.matching.models import Proposal
from ithaque.matching.services import (
    answer_proposal,
    ask_question,
    publish_run,
    reply_question,
    settle_late,
)
from ithaque.ui import dates
from tests.matching import factories as make

pytestmark = pytest.mark.django_db
DAYS = 5
Status = OutboxMessage.Status


def someone(name, pace=Pace.NOW, **quiet):
    wishes = Delivery(paces={Family.MATCHING: pace}, **quiet)
    return make.person(name, delivery=wishes.model_dump(mode="json", exclude_defaults=True))


@pytest.fixture
def nadia():
    return make.person("Nadia")


def announced(nadia, mentee, mentor):
    cohort = make.cohort(nadia, proposal_days=DAYS)
    run = make.drafts(cohort, 0, nadia)
    make.draft(run, make.mentee(cohort, who=mentee), make.mentor(cohort, who=mentor))
    (proposal,) = publish_run(run=run, by=nadia)
    return Proposal.objects.select_related("mentee__person", "mentor__person", "run").get(
        pk=proposal.pk
    )


def told(person, kind="matching.proposed"):
    return OutboxMessage.objects.get(person=person, kind=kind)


@pytest.mark.parametrize(("one", "other"), list(product(Pace, Pace)))
def test_both_have_all_their_days_whatever_pace_each_chose(nadia, one, other):
    proposal = announced(nadia, someone("Emma", one), someone("Bruno", other))
    messages = [told(proposal.mentee.person), told(proposal.mentor.person)]
    expected = {
        Pace.NOW: Status.WAITING,
        Pace.DAILY: Status.DIGEST,
        Pace.WEEKLY: Status.DIGEST,
        Pace.HERE: Status.KEPT,
    }
    assert [message.status for message in messages] == [expected[one], expected[other]]
    last = max(message.send_after for message in messages)
    assert abs(proposal.expires_at - last - timedelta(days=DAYS)) < timedelta(minutes=1)


def test_quiet_hours_hold_the_message_and_the_days_start_after_them(nadia):
    hour = clock.now().astimezone().hour
    emma = someone("Emma", quiet_from=(hour - 3) % 24, quiet_to=(hour + 6) % 24)
    proposal = announced(nadia, emma, someone("Bruno"))
    message = told(emma)
    assert (message.status, message.send_after > clock.now()) == (Status.WAITING, True)
    assert proposal.expires_at >= message.send_after + timedelta(days=DAYS)


def test_mail_says_the_day_that_counts(nadia):
    proposal = announced(nadia, someone("Emma", Pace.WEEKLY), someone("Bruno"))
    text = " ".join(told(proposal.mentor.person).text.split())
    assert dates.day(proposal.expires_at) in text


@pytest.mark.parametrize("pace", [Pace.DAILY, Pace.WEEKLY])
def test_reminder_never_comes_too_late_to_answer(nadia, pace):
    proposal = announced(nadia, someone("Emma", pace), someone("Bruno"))
    Proposal.objects.update(expires_at=clock.now() + timedelta(days=2, hours=1))
    settle_late()
    proposal.refresh_from_db()
    reminder = told(proposal.mentee.person, "matching.reminded")
    assert reminder.send_after <= proposal.expires_at - timedelta(days=2)


def test_reminder_waits_for_a_summary_that_leaves_time(nadia):
    proposal = announced(nadia, someone("Emma", Pace.DAILY), someone("Bruno"))
    Proposal.objects.update(expires_at=clock.now() + timedelta(days=3, hours=12))
    settle_late()
    assert told(proposal.mentee.person, "matching.reminded").status == Status.DIGEST


def test_refusal_and_expiry_follow_the_pace_too(nadia):
    proposal = announced(nadia, someone("Emma", Pace.DAILY), someone("Bruno"))
    answer_proposal(
        proposal=proposal, person=proposal.mentor.person, accept=False, reason="not_now"
    )
    assert told(proposal.mentee.person, "matching.declined").status == Status.DIGEST


def test_reply_to_a_question_gives_its_days_from_the_moment_it_is_told(nadia):
    proposal = announced(nadia, someone("Emma", Pace.WEEKLY), someone("Bruno"))
    asked = ask_question(proposal=proposal, person=proposal.mentee.person, text="Où ?")
    Proposal.objects.update(expires_at=clock.now() + timedelta(days=1))
    reply_question(question=asked, reply="À Lyon.", by=nadia)
    proposal.refresh_from_db()
    reply = told(proposal.mentee.person, "matching.question_answered")
    assert proposal.expires_at >= reply.send_after + timedelta(days=4) - timedelta(minutes=1)
