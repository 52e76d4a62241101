"""What a coordinator decides by hand, and its price."""

from __future__ import annotations

import pytest

from ithaque.kernel import clock
from ithaque.kernel.errors import Refusal
from ithaque.matching.enums import ProposalStatus
from ithaque.matching.models import Decision
from ithaque.matching.services import (
    allow_pair,
    choose_mentor,
    decisions,
    forbid_pair,
    lock_pair,
    other_mentors,
    price_of_change,
    release_places,
    replays,
    reserve_places,
    unlock,
)
from ithaque.programmes.enums import EnrolmentStatus
from tests.matching import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    return make.cohort(nadia)


@pytest.fixture
def trio(cohort):
    """Emma with Bruno, Jules with Nora, and Lina alone: two mentors, three mentees."""
    return {
        "emma": make.mentee(cohort, "Emma", needs=make.skills("Alternance", "CV")),
        "jules": make.mentee(cohort, "Jules", needs=make.skills("Soin", "CV")),
        "bruno": make.mentor(cohort, "Bruno", offers=make.skills("Alternance", "CV")),
        "nora": make.mentor(cohort, "Nora", offers=make.skills("Soin", "CV")),
    }


def couples(run):
    found = run.proposals.filter(status=ProposalStatus.DRAFT).select_related(
        "mentee__person", "mentor__person"
    )
    return {one.mentee.person.first_name: one.mentor.person.first_name for one in found}


def test_price_says_what_is_lost_and_who_moves_and_changes_nothing(cohort, nadia, trio):
    run = make.computed(cohort, nadia)
    change = price_of_change(run=run, mentee=trio["emma"], mentor=trio["nora"])
    assert change.points > 0
    assert [
        (a.person.first_name, b.person.first_name, c.person.first_name) for a, b, c in change.moves
    ] == [("Jules", "Nora", "Bruno")]
    assert change.left_alone == []
    assert couples(run) == {"Emma": "Bruno", "Jules": "Nora"}


def test_price_names_who_would_be_left_alone(cohort, nadia, trio):
    Decision.objects.create(
        cohort=cohort, mentee=trio["jules"], mentor=trio["bruno"], kind="forbid", by=nadia
    )
    run = make.computed(cohort, nadia)
    change = price_of_change(run=run, mentee=trio["emma"], mentor=trio["nora"])
    assert [one.person.first_name for one in change.left_alone] == ["Jules"]


def test_choose_mentor_applies_exactly_the_price_told(cohort, nadia, trio):
    run = make.computed(cohort, nadia)
    before = run.summary["total"]
    change = price_of_change(run=run, mentee=trio["emma"], mentor=trio["nora"])
    run = choose_mentor(run=run, mentee=trio["emma"], mentor=trio["nora"], by=nadia)
    assert couples(run) == {"Emma": "Nora", "Jules": "Bruno"}
    assert run.summary["total"] == pytest.approx(before - change.points, abs=0.1)
    assert run.proposals.get(mentee=trio["emma"], status="draft").locked
    assert run.summary["proven"]
    assert replays.replay(run.pk)["identical"]


def test_choose_mentor_who_withdrew_refuses_and_keeps_everything(cohort, nadia, trio):
    run = make.computed(cohort, nadia)
    trio["nora"].status = EnrolmentStatus.WITHDRAWN
    trio["nora"].save()
    with pytest.raises(Refusal) as refused:
        choose_mentor(run=run, mentee=trio["emma"], mentor=trio["nora"], by=nadia)
    assert refused.value.code == "not_here"
    assert couples(run) == {"Emma": "Bruno", "Jules": "Nora"}


def test_choose_mentor_whose_places_are_locked_refuses(cohort, nadia, trio):
    run = make.computed(cohort, nadia)
    lock_pair(proposal=run.proposals.get(mentee=trio["jules"]), by=nadia)
    with pytest.raises(Refusal) as refused:
        choose_mentor(run=run, mentee=trio["emma"], mentor=trio["nora"], by=nadia)
    assert refused.value.code in {"decisions", "rule"}
    assert couples(run) == {"Emma": "Bruno", "Jules": "Nora"}


def test_change_to_a_draft_someone_changed_meanwhile_refuses_and_says_who(
    cohort, nadia, trio, monkeypatch
):
    run = make.computed(cohort, nadia)
    oscar = make.person("Oscar")
    bench_of = decisions.bench_of

    def and_meanwhile(run):
        bench = bench_of(run)
        lock_pair(proposal=run.proposals.get(mentee=trio["jules"]), by=oscar)
        return bench

    monkeypatch.setattr(decisions, "bench_of", and_meanwhile)
    with pytest.raises(Refusal, match="Oscar") as refused:
        forbid_pair(proposal=run.proposals.get(mentee=trio["emma"]), by=nadia)
    assert refused.value.code == "moved_on"
    assert [one.kind for one in Decision.objects.all()] == ["lock"]


def test_change_decided_on_a_page_out_of_date_refuses(cohort, nadia, trio):
    run = make.computed(cohort, nadia)
    seen = run.version
    lock_pair(proposal=run.proposals.get(mentee=trio["jules"]), by=make.person("Oscar"))
    with pytest.raises(Refusal) as refused:
        choose_mentor(run=run, mentee=trio["emma"], mentor=trio["nora"], by=nadia, seen=seen)
    assert refused.value.code == "moved_on"
    assert couples(run) == {"Emma": "Bruno", "Jules": "Nora"}


def test_lock_outlives_the_run_and_unlock_lifts_it(cohort, nadia, trio):
    run = make.computed(cohort, nadia)
    proposal = lock_pair(proposal=run.proposals.get(mentee=trio["emma"]), by=nadia)
    lock_pair(proposal=proposal, by=nadia)
    assert Decision.objects.get().kind == "lock"
    assert make.computed(cohort, nadia).proposals.get(mentee=trio["emma"], status="draft").locked
    unlock(
        proposal=cohort.match_runs.first().proposals.get(mentee=trio["emma"], status="draft"),
        by=nadia,
    )
    assert not Decision.objects.exists()


def test_forbid_repairs_the_draft_and_holds_for_later_runs(cohort, nadia, trio):
    run = make.computed(cohort, nadia)
    forbid_pair(proposal=run.proposals.get(mentee=trio["emma"]), by=nadia)
    assert couples(run) == {"Emma": "Nora", "Jules": "Bruno"}
    assert couples(make.computed(cohort, nadia)) == {"Emma": "Nora", "Jules": "Bruno"}


def test_lifting_a_decision_frees_later_runs(cohort, nadia, trio):
    run = make.computed(cohort, nadia)
    forbid_pair(proposal=run.proposals.get(mentee=trio["emma"]), by=nadia)
    allow_pair(decision=Decision.objects.get(), by=nadia)
    assert couples(make.computed(cohort, nadia)) == {"Emma": "Bruno", "Jules": "Nora"}


def test_change_after_a_part_is_announced_leaves_that_part_as_it_is(cohort, nadia, trio):
    lina, karl = make.mentee(cohort, "Lina"), make.mentor(cohort, "Karl")
    run = make.computed(cohort, nadia)
    run.proposals.filter(mentee=trio["jules"]).update(
        status=ProposalStatus.ANNOUNCED, announced_at=clock.now()
    )
    assert couples(run) == {"Emma": "Bruno", "Lina": "Karl"}
    with pytest.raises(Refusal) as refused:
        choose_mentor(run=run, mentee=trio["emma"], mentor=trio["nora"], by=nadia)
    assert refused.value.code == "rule"
    run = choose_mentor(run=run, mentee=trio["emma"], mentor=karl, by=nadia)
    assert couples(run) == {"Emma": "Karl", "Lina": "Bruno"}
    assert run.proposals.get(mentee=trio["jules"]).mentor == trio["nora"]
    with pytest.raises(Refusal) as refused:
        choose_mentor(run=run, mentee=trio["jules"], mentor=karl, by=nadia)
    assert refused.value.code == "told"
    assert lina.pk


def test_change_after_a_refusal_gives_the_place_back_and_leaves_the_one_refused_out(
    cohort, nadia, trio
):
    run = make.computed(cohort, nadia)
    run.proposals.filter(mentee=trio["jules"]).update(
        status=ProposalStatus.DECLINED, announced_at=clock.now()
    )
    change = price_of_change(run=run, mentee=trio["emma"], mentor=trio["nora"])
    assert (change.rules, change.moves, change.left_alone) == ([], [], [])
    choose_mentor(run=run, mentee=trio["emma"], mentor=trio["nora"], by=nadia)
    assert couples(run) == {"Emma": "Nora"}


def test_pairs_that_do_not_change_keep_their_address(cohort, nadia, trio):
    make.mentee(cohort, "Lina", needs=make.skills("Piano"))
    make.mentor(cohort, "Karl", offers=make.skills("Piano"))
    run = make.computed(cohort, nadia)
    before = run.proposals.get(mentee__person__first_name="Lina").public_id
    forbid_pair(proposal=run.proposals.get(mentee=trio["emma"]), by=nadia)
    assert run.proposals.get(mentee__person__first_name="Lina").public_id == before


def test_decision_keeps_its_reason_and_author_over_runs(cohort, nadia, trio):
    run = make.computed(cohort, nadia)
    forbid_pair(
        proposal=run.proposals.get(mentee=trio["emma"]), by=nadia, reason="  Cousins germains  "
    )
    make.computed(cohort, nadia)
    kept = Decision.objects.get()
    assert (kept.reason, kept.by) == ("Cousins germains", nadia)


def test_reserved_places_stay_free_in_later_runs_until_given_back(cohort, nadia):
    make.mentee(cohort), make.mentee(cohort)
    bruno = make.mentor(cohort, capacity=2)
    reservation = reserve_places(mentor=bruno, places=1, by=nadia, reason="Pour Yanis, en janvier")
    assert make.computed(cohort, nadia).summary["paired"] == 1
    reserve_places(mentor=bruno, places=2, by=nadia)
    with pytest.raises(Refusal):
        reserve_places(mentor=bruno, places=3, by=nadia)
    release_places(reservation=reservation, by=nadia)
    release_places(reservation=reservation, by=nadia)
    assert make.computed(cohort, nadia).summary["paired"] == 2


def test_other_mentors_are_the_best_ones_each_with_a_price(cohort, nadia, trio):
    run = make.computed(cohort, nadia)
    found = other_mentors(run=run, mentee=trio["emma"], but=trio["bruno"])
    assert [one.mentor for one in found] == [trio["nora"]]
    assert found[0].points > 0
