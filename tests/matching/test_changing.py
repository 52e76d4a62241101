"""A change by hand: carried out at once along its chain, the same in any process, then proved again."""

from __future__ import annotations

import pytest

from ithaque.matching import drafts, records
from ithaque.matching.enums import ProposalStatus
from ithaque.matching.models import MatchRun
from ithaque.matching.pricing import bench_of
from ithaque.matching.services import (
    allow_pair,
    changing,
    choose_mentor,
    forbid_pair,
    lock_pair,
    price_of_change,
    replays,
)
from tests.matching import factories as make

pytestmark = pytest.mark.django_db
SKILLS = ("CV", "Piano", "Chant", "Couture", "Soin")


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def run(nadia):
    cohort = make.cohort(nadia)
    for at, skill in enumerate(SKILLS):
        make.mentee(cohort, f"Mentee{at}", needs=make.skills(skill, SKILLS[at - 1]))
        make.mentor(cohort, f"Mentor{at}", offers=make.skills(skill, SKILLS[at - 2]))
    make.mentee(cohort, "Seule", needs=make.skills("Piano"))
    return make.computed(cohort, nadia)


@pytest.fixture
def solved(monkeypatch):
    """Count how often a draft is solved again."""
    calls, settled = [], drafts.settled
    monkeypatch.setattr(
        drafts, "settled", lambda run, draft: calls.append(run) or settled(run, draft)
    )
    return calls


def enrolment(run, name):
    people = run.cohort.enrolments.select_related("person", "cohort__programme")
    return people.get(person__first_name=name)


def couples(run):
    rows = run.proposals.filter(status=ProposalStatus.DRAFT)
    return set(rows.values_list("mentee__person__first_name", "mentor__person__first_name"))


def someone_else_s(run, proposal):
    return run.proposals.exclude(pk=proposal.pk).select_related("mentor__person").first().mentor


def test_prices_and_changes_of_a_fresh_run_never_solve_again(run, nadia, solved):
    proposal = run.proposals.select_related("mentee__person").first()
    mentor = someone_else_s(run, proposal)
    fresh = MatchRun.objects.get(pk=run.pk)
    price_of_change(run=fresh, mentee=proposal.mentee, mentor=mentor)
    lock_pair(proposal=run.proposals.exclude(mentee=proposal.mentee).last(), by=nadia)
    after = choose_mentor(run=run, mentee=proposal.mentee, mentor=mentor, by=nadia)
    forbid_pair(proposal=after.proposals.filter(locked=False).first(), by=nadia)
    assert solved == []


def test_change_moves_the_people_its_price_named(run, nadia):
    proposal = run.proposals.select_related("mentee__person").first()
    mentor = someone_else_s(run, proposal)
    change = price_of_change(run=run, mentee=proposal.mentee, mentor=mentor)
    before = couples(run)
    after = choose_mentor(run=run, mentee=proposal.mentee, mentor=mentor, by=nadia)
    gone = {one.person.first_name for one in change.left_alone}
    named = {mentee.person.first_name for mentee, _old, _new in change.moves} | gone
    changed = {name for name, _mentor in before ^ couples(after)}
    assert changed == named | {proposal.mentee.person.first_name} | {
        one.person.first_name for one in change.placed
    }
    assert set(after.unmatched.values_list("mentee__person__first_name", flat=True)) >= gone


def test_change_then_proof_gives_a_record_of_the_same_pairs_that_replays(run, nadia):
    proposal = run.proposals.select_related("mentee__person").first()
    total = run.summary["total"]
    change = price_of_change(run=run, mentee=proposal.mentee, mentor=someone_else_s(run, proposal))
    after = choose_mentor(
        run=run, mentee=proposal.mentee, mentor=someone_else_s(run, proposal), by=nadia
    )
    assert after.summary["behind"] and after.summary["proven"]
    assert after.summary["total"] == pytest.approx(total - change.points, abs=0.1)
    shown = couples(after)
    assert changing.prove(run.pk)
    run.refresh_from_db()
    assert couples(run) == shown
    assert "behind" not in run.summary
    assert run.summary["total"] == pytest.approx(after.summary["total"], abs=0.01)
    assert replays.replay(run.pk)["identical"]
    kept = {(one["mentee"], one["mentor"]) for one in records.read(run)["solution"]["pairs"]}
    assert len(kept) == len(shown)


def test_prices_after_the_proof_are_ready_too(run, nadia, solved):
    proposal = run.proposals.select_related("mentee__person").first()
    choose_mentor(run=run, mentee=proposal.mentee, mentor=someone_else_s(run, proposal), by=nadia)
    changing.prove(run.pk)
    del solved[:]
    bench_of(MatchRun.objects.get(pk=run.pk))
    assert solved == []


def test_lifting_a_lock_makes_the_prices_again_once(run, nadia, solved):
    lock_pair(proposal=run.proposals.first(), by=nadia)
    allow_pair(decision=run.cohort.match_decisions.get(), by=nadia)
    bench_of(MatchRun.objects.get(pk=run.pk))
    bench_of(MatchRun.objects.get(pk=run.pk))
    assert len(solved) == 1


def test_proof_of_a_draft_changed_meanwhile_waits_for_the_next_one(run, nadia, monkeypatch):
    settled = drafts.settled

    def and_meanwhile(run, draft):
        result = settled(run, draft)
        lock_pair(proposal=run.proposals.first(), by=nadia)
        return result

    monkeypatch.setattr(drafts, "settled", and_meanwhile)
    before = run.record.sha256
    assert changing.prove(run.pk) is False
    assert MatchRun.objects.select_related("record").get(pk=run.pk).record.sha256 == before


@pytest.mark.parametrize("objective", ["balanced", "worst_off", "stable"])
def test_every_objective_lets_a_pair_be_chosen_and_ruled_out(nadia, objective):
    cohort = make.cohort(nadia, matching={"objective": objective})
    for skill in SKILLS[:3]:
        make.mentee(cohort, needs=make.skills(skill))
        make.mentor(cohort, offers=make.skills(skill))
    run = make.computed(cohort, nadia)
    proposal = run.proposals.select_related("mentee__person").first()
    mentor = someone_else_s(run, proposal)
    after = choose_mentor(run=run, mentee=proposal.mentee, mentor=mentor, by=nadia)
    chosen = after.proposals.get(mentee=proposal.mentee)
    assert (chosen.mentor, chosen.locked) == (mentor, True)
    other = after.proposals.exclude(mentee=proposal.mentee).first()
    after = forbid_pair(proposal=other, by=nadia)
    assert not after.proposals.filter(mentee=other.mentee, mentor=other.mentor).exists()


def test_book_lost_or_unreadable_is_made_again(run, solved):
    from django.conf import settings

    (settings.PRIVATE_FILES_DIR / run.book.path).write_bytes(b"nothing")
    bench_of(MatchRun.objects.select_related("book").get(pk=run.pk))
    assert len(solved) == 1
