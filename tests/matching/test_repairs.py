"""A proposal falls through: the next best choice, or a repair that changes as few announced pairs as possible."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ithaque.kernel import clock, erasure
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import StoredFile
from ithaque.matching import records
from ithaque.matching.answers_to_give import repairs_waiting, ways_of
from ithaque.matching.enums import ProposalStatus, RepairStatus
from ithaque.matching.models import MatchRun, Proposal, Repair, RepairOption
from ithaque.matching.services import (
    accept_repair,
    answer_proposal,
    keep_for_next_run,
    prepare_again,
    publish_run,
    settle_late,
)
from ithaque.matching.services.repairs import prepare
from ithaque.programmes.services import withdraw_enrolment
from tests.matching import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    return make.cohort(nadia)


def announce(cohort, nadia, *couples):
    run = make.drafts(cohort, 0, nadia)
    for mentee, mentor in couples:
        make.draft(run, mentee, mentor)
    publish_run(run=run, by=nadia)
    return list(Proposal.objects.filter(run=run).select_related("mentee__person", "mentor__person"))


def decline(proposal, reason="needs"):
    answer_proposal(proposal=proposal, person=proposal.mentor.person, accept=False, reason=reason)


@pytest.fixture
def lost(cohort, nadia):
    """Emma is refused by Bruno; Claire is free."""
    emma = make.mentee(cohort, "Emma", needs=make.skills("CV"))
    bruno = make.mentor(cohort, "Bruno", offers=make.skills("CV"))
    make.mentor(cohort, "Claire", offers=make.skills("CV"))
    (proposal,) = announce(cohort, nadia, (emma, bruno))
    decline(proposal)
    return Repair.objects.get()


@pytest.fixture
def chain(cohort, nadia):
    """Emma is refused; only Bruno suits her, told to Lou, whom Claire suits as well."""
    emma = make.mentee(cohort, "Emma", languages=["en"])
    lou = make.mentee(cohort, "Lou", languages=["fr", "en"])
    bruno = make.mentor(cohort, "Bruno", languages=["en"])
    make.mentor(cohort, "Claire", languages=["fr"])
    first = make.mentor(cohort, "Anna", languages=["es"])
    proposals = announce(cohort, nadia, (emma, first), (lou, bruno))
    decline(next(one for one in proposals if one.mentee == emma))
    return Repair.objects.get()


def test_refusal_asks_for_a_repair_and_the_next_best_choice_moves_nobody(lost, nadia):
    assert prepare(lost.pk) == 1
    (way,) = ways_of(lost)
    assert way.own.after.person.first_name == "Claire"
    assert way.others == [] and way.option.changed == 0
    (mail,) = mails(kind="matching.repair_ready")
    assert mail.to == nadia.email and "Emma" not in mail.text


def test_prepared_twice_stores_once(lost):
    assert prepare(lost.pk) == prepare(lost.pk) == 1
    assert RepairOption.objects.count() == 1


def test_accepting_announces_and_keeps_a_record_that_replays(lost, nadia):
    prepare(lost.pk)
    run = accept_repair(option=lost.options.get(), by=nadia)
    proposal = run.proposals.get()
    assert proposal.status == ProposalStatus.ANNOUNCED
    assert proposal.mentor.person.first_name == "Claire"
    assert records.replayed(records.read(run)).holds
    assert len(mails(kind="matching.proposed", to=proposal.mentor.person.email)) == 1
    lost.refresh_from_db()
    assert (lost.status, lost.run) == (RepairStatus.ACCEPTED, run)


def test_repair_takes_back_the_fewest_proposals_and_says_whom_it_moves(chain, nadia):
    prepare(chain.pk)
    way = ways_of(chain)[0]
    assert way.own.after.person.first_name == "Bruno"
    (other,) = way.others
    assert (
        other.mentee.person.first_name,
        other.before.person.first_name,
        other.after.person.first_name,
    ) == ("Lou", "Bruno", "Claire")
    accept_repair(option=way.option, by=nadia)
    told = Proposal.objects.filter(status=ProposalStatus.ANNOUNCED)
    assert {(one.mentee.person.first_name, one.mentor.person.first_name) for one in told} == {
        ("Emma", "Bruno"),
        ("Lou", "Claire"),
    }
    (mail,) = mails(kind="matching.replaced")
    assert mail.to == Proposal.objects.get(status="withdrawn").mentor.person.email


def test_nobody_who_said_yes_is_moved(chain, nadia):
    lou = Proposal.objects.get(status=ProposalStatus.ANNOUNCED)
    answer_proposal(proposal=lou, person=lou.mentee.person, accept=True)
    assert prepare(chain.pk) == 0
    chain.refresh_from_db()
    assert chain.status == RepairStatus.READY


def test_answer_given_meanwhile_stops_the_repair_and_nothing_is_lost(chain, nadia):
    prepare(chain.pk)
    option = ways_of(chain)[0].option
    lou = Proposal.objects.get(status=ProposalStatus.ANNOUNCED)
    answer_proposal(proposal=lou, person=lou.mentor.person, accept=True)
    with pytest.raises(Refusal) as refused:
        accept_repair(option=option, by=nadia)
    assert refused.value.code == "overtaken"
    lou.refresh_from_db()
    assert lou.status == ProposalStatus.ANNOUNCED
    prepare_again(repair=chain)
    assert prepare(chain.pk) == 0


def test_place_taken_meanwhile_stops_the_repair(lost, cohort, nadia):
    prepare(lost.pk)
    option = lost.options.get()
    claire = cohort.enrolments.get(person__first_name="Claire")
    announce(cohort, nadia, (make.mentee(cohort), claire))
    with pytest.raises(Refusal) as refused:
        accept_repair(option=option, by=nadia)
    assert refused.value.code == "overtaken"


def test_two_coordinators_one_announcement(lost, nadia):
    prepare(lost.pk)
    option = lost.options.get()
    accept_repair(option=option, by=nadia)
    with pytest.raises(Refusal) as refused:
        accept_repair(option=option, by=make.person("Oscar"))
    assert refused.value.code == "decided"
    assert MatchRun.objects.filter(repair=lost).count() == 1


def test_left_for_the_next_run_drops_the_records_of_the_ways(lost, nadia):
    prepare(lost.pk)
    held = StoredFile.objects.count()
    for _ in range(2):
        keep_for_next_run(repair=lost, by=nadia)
    assert StoredFile.objects.count() == held - 1
    assert not repairs_waiting(nadia).exists()


def test_expiry_and_departure_ask_for_a_repair_too(cohort, nadia):
    couples = [(make.mentee(cohort), make.mentor(cohort)) for _ in range(2)]
    proposals = announce(cohort, nadia, *couples)
    withdraw_enrolment(enrolment=proposals[0].mentor, by=proposals[0].mentor.person)
    with clock.at(clock.now() + timedelta(days=30)):
        settle_late()
    assert set(Repair.objects.values_list("lost", flat=True)) == {one.pk for one in proposals}


def test_no_repair_for_someone_who_left_or_asked_to_wait(cohort, nadia):
    couples = [(make.mentee(cohort), make.mentor(cohort)) for _ in range(2)]
    first, second = announce(cohort, nadia, *couples)
    withdraw_enrolment(enrolment=first.mentee, by=first.mentee.person)
    answer_proposal(proposal=second, person=second.mentee.person, accept=False, reason="not_now")
    assert not Repair.objects.exists()


def test_repair_of_someone_found_meanwhile_leaves_the_list(lost, cohort, nadia):
    prepare(lost.pk)
    assert repairs_waiting(nadia).count() == 1
    announce(cohort, nadia, (lost.mentee, make.mentor(cohort)))
    assert not repairs_waiting(nadia).exists()


def test_erasing_someone_drops_the_records_that_hold_their_answers(lost, nadia):
    prepare(lost.pk)
    erasure.erase(lost.mentee.person)
    assert not RepairOption.objects.exists()
