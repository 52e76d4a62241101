"""The record of a run after someone was erased: everybody else's lines stay, and replaying is honest about it."""

from __future__ import annotations

import pytest

from ithaque.kernel import erasure
from ithaque.matching import records
from ithaque.matching.services import replays
from ithaque.matching.services.decisions import choose_mentor
from tests.matching import factories as make

pytestmark = pytest.mark.django_db
SKILLS = ("CV", "Piano", "Chant", "Couture")


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    return make.cohort(nadia)


@pytest.fixture
def people(cohort):
    mentees = {skill: make.mentee(cohort, needs=make.skills(skill)) for skill in SKILLS}
    mentors = {skill: make.mentor(cohort, offers=make.skills(skill)) for skill in SKILLS}
    return mentees, mentors


@pytest.fixture
def run(cohort, nadia, people):
    return make.computed(cohort, nadia)


def document_of(run):
    run.refresh_from_db()
    return records.read(run)


def test_erased_mentee_leaves_no_answer_and_no_id_but_the_others_lines(run, people):
    mentee = people[0]["CV"]
    before = document_of(run)
    erasure.erase(mentee.person)
    after = document_of(run)
    assert str(mentee.public_id) not in str(after)
    assert len(after["mentees"]) == len(before["mentees"])
    assert {"id": "erased-1"} in after["mentees"]
    kept = [one for one in before["mentees"] if one["id"] != str(mentee.public_id)]
    assert all(one in after["mentees"] for one in kept)
    assert after["certificate"]["bound"] == before["certificate"]["bound"]


def test_record_without_someone_is_replayed_for_the_others_and_says_so(run, people):
    erasure.erase(people[0]["CV"].person)
    verdict = replays.replay(run.pk)
    assert (verdict["identical"], verdict["forgotten"]) == (False, 1)
    assert (verdict["holds"], verdict["same_pairs"], verdict["pairs"]) == (True, True, 3)


def test_two_people_erased_one_after_the_other_are_two_pseudonyms(run, people):
    erasure.erase(people[0]["CV"].person)
    erasure.erase(people[1]["Piano"].person)
    document = document_of(run)
    assert document["forgotten"] == ["erased-1", "erased-2"]
    verdict = replays.replay(run.pk)
    assert (verdict["holds"], verdict["forgotten"], verdict["pairs"]) == (True, 2, 2)


def test_record_altered_after_someone_was_erased_does_not_hold(run, people):
    erasure.erase(people[0]["CV"].person)
    document = document_of(run)
    first, second = [one for one in document["solution"]["pairs"] if one["mentee"] != "erased-1"][
        :2
    ]
    first["mentor"], second["mentor"] = second["mentor"], first["mentor"]
    run.record = records.keep_for(run, document)
    run.save(update_fields=["record"])
    assert replays.replay(run.pk)["state"] == "altered"


def test_draft_can_still_be_changed_after_someone_was_erased(run, people, nadia):
    mentees, mentors = people
    erasure.erase(mentees["CV"].person)
    run.refresh_from_db()
    after = choose_mentor(run=run, mentee=mentees["Piano"], mentor=mentors["CV"], by=nadia)
    assert after.proposals.get(mentee=mentees["Piano"], status="draft").mentor == mentors["CV"]
    assert str(mentees["CV"].public_id) not in str(document_of(run))


def test_someone_the_record_never_held_changes_nothing(cohort, run):
    stranger = make.mentee(cohort, status="submitted")
    before = run.record.sha256
    erasure.erase(stranger.person)
    run.refresh_from_db()
    assert run.record.sha256 == before
