"""Two coordinators, two answers, at the same instant: no promise beyond a mentor's places, no deadlock."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from django.db import connection, connections

from ithaque.kernel.errors import Refusal
from ithaque.matching.enums import ProposalStatus, RunStatus
from ithaque.matching.models import MatchRun, Proposal
from ithaque.matching.services import (
    announce_due,
    answer_proposal,
    ask_run,
    cancel_announcement,
    choose_mentor,
    forbid_pair,
    hasten_announcement,
    lock_pair,
    plan_announcement,
    publish_run,
)
from ithaque.mentoring.models import Pair
from tests.matching import factories as make

pytestmark = [pytest.mark.databases, pytest.mark.django_db(transaction=True)]
ROUNDS = 8


def at_once(*acts):
    """Run each act in a thread of its own, started together; return what each gave or refused."""
    gate, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(at, act):
        try:
            gate.wait(timeout=10)
            outcomes[at] = act()
        except Refusal as refusal:
            outcomes[at] = refusal
        except Exception as error:  # the assertion shows it
            outcomes[at] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(at, act)) for at, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def test_last_place_of_a_mentor_is_promised_once():
    assert connection.vendor in {"sqlite", "postgresql"}
    nadia = make.person("Nadia")
    cohort = make.cohort(nadia)
    for _ in range(ROUNDS):
        bruno = make.mentor(cohort, "Bruno", capacity=1)
        runs = []
        for number in range(2):
            run = make.drafts(cohort, 0, nadia)
            make.draft(run, make.mentee(cohort, f"M{number}"), bruno)
            runs.append(run)
        outcomes = at_once(*(lambda run=run: publish_run(run=run, by=nadia) for run in runs))
        refused = [one for one in outcomes if isinstance(one, Refusal)]
        assert [one.code for one in refused] == ["capacity"], outcomes
        assert Proposal.objects.filter(mentor=bruno, status=ProposalStatus.ANNOUNCED).count() == 1


def test_one_run_announced_by_two_coordinators_tells_each_person_once():
    nadia, oscar = make.person("Nadia"), make.person("Oscar")
    run = make.drafts(make.cohort(nadia), 3, nadia)
    outcomes = at_once(
        lambda: publish_run(run=run, by=nadia), lambda: publish_run(run=run, by=oscar)
    )
    assert sorted(len(one) for one in outcomes) == [0, 3]


def test_both_answers_at_once_open_one_pair():
    nadia = make.person("Nadia")
    cohort = make.cohort(nadia)
    for _ in range(ROUNDS):
        run = make.drafts(cohort, 1, nadia)
        (proposal,) = publish_run(run=run, by=nadia)
        people = [proposal.mentee.person, proposal.mentor.person]
        outcomes = at_once(
            *(
                lambda who=who, proposal=proposal: answer_proposal(
                    proposal=proposal, person=who, accept=True
                )
                for who in people
            )
        )
        assert all(isinstance(one, Proposal) for one in outcomes), outcomes
        proposal.refresh_from_db()
        assert proposal.status == ProposalStatus.ACCEPTED
        assert Pair.objects.filter(mentee=proposal.mentee).count() == 1


def test_run_asked_twice_at_once_is_one_run():
    nadia = make.person("Nadia")
    cohort = make.cohort(nadia)
    make.mentee(cohort), make.mentor(cohort)
    outcomes = at_once(*(lambda: ask_run(cohort=cohort, by=nadia) for _ in range(3)))
    assert len({one.pk for one in outcomes}) == 1
    assert MatchRun.objects.filter(status=RunStatus.WAITING).count() == 1


def worked_out(people=4):
    """A run computed over people who all fit differently."""
    nadia = make.person("Nadia")
    cohort = make.cohort(nadia)
    for at in range(people):
        skills = [f"s{(at + step) % people}" for step in range(3)]
        make.mentee(cohort, f"Mentee{at}", needs=make.skills(*skills))
        make.mentor(cohort, f"Mentor{at}", offers=make.skills(skills[0]))
    return make.computed(cohort, nadia), nadia


def test_two_coordinators_moving_at_once_never_lose_a_move_nor_break_a_place():
    oscar = make.person("Oscar")
    for _ in range(ROUNDS):
        run, nadia = worked_out()
        first, second, third, fourth = run.proposals.select_related("mentee", "mentor").order_by(
            "pk"
        )
        outcomes = at_once(
            partial(
                choose_mentor,
                run=run,
                mentee=first.mentee,
                mentor=second.mentor,
                by=nadia,
                seen=run.version,
            ),
            partial(
                choose_mentor,
                run=run,
                mentee=third.mentee,
                mentor=fourth.mentor,
                by=oscar,
                seen=run.version,
            ),
        )
        refused = [one for one in outcomes if isinstance(one, Refusal)]
        assert all(isinstance(one, MatchRun | Refusal) for one in outcomes), outcomes
        assert [one.code for one in refused] in ([], ["moved_on"]), outcomes
        drafts = list(run.proposals.filter(status=ProposalStatus.DRAFT))
        assert len({one.mentee_id for one in drafts}) == len({one.mentor_id for one in drafts}) == 4
        assert (
            run.cohort.match_decisions.count()
            == sum(one.locked for one in drafts)
            == 2 - len(refused)
        )


def test_lock_and_refusal_of_one_pair_at_once_leave_one_decision():
    oscar = make.person("Oscar")
    for _ in range(ROUNDS):
        run, nadia = worked_out(3)
        proposal = run.proposals.select_related("mentee", "mentor").first()
        outcomes = at_once(
            partial(lock_pair, proposal=proposal, by=nadia),
            partial(forbid_pair, proposal=proposal, by=oscar, seen=run.version),
        )
        assert all(isinstance(one, MatchRun | Proposal | Refusal) for one in outcomes), outcomes
        decision = run.cohort.match_decisions.get()
        kept = run.proposals.filter(mentee=proposal.mentee, mentor=proposal.mentor).exists()
        assert kept == (decision.kind == "lock")


def test_undoing_and_leaving_at_once_either_undoes_all_or_tells_all():
    for _ in range(ROUNDS):
        nadia = make.person("Nadia")
        run = make.drafts(make.cohort(nadia), 3, nadia)
        planned = plan_announcement(run=run, by=nadia)
        hasten_announcement(announcement=planned, by=nadia)
        undone, told = at_once(
            partial(cancel_announcement, announcement=planned, by=nadia), announce_due
        )
        counted = run.proposals.filter(status=ProposalStatus.ANNOUNCED).count()
        assert (told, counted) in ((0, 0), (3, 3)), (undone, told)
        assert isinstance(undone, Refusal) == (counted == 3)


def test_announcement_planned_by_two_at_once_is_one():
    oscar = make.person("Oscar")
    nadia = make.person("Nadia")
    run = make.drafts(make.cohort(nadia), 2, nadia)
    outcomes = at_once(
        lambda: plan_announcement(run=run, by=nadia), lambda: plan_announcement(run=run, by=oscar)
    )
    assert len({one.pk for one in outcomes}) == 1, outcomes
