"""Match runs: who enters, what comes out, what is kept, and what happens when it goes wrong."""

from __future__ import annotations

import gzip
import json
from datetime import date

import pytest
from django.utils.translation import override

from ithaque.kernel import files
from ithaque.kernel.errors import Refusal
from ithaque.matching import records
from ithaque.matching.enums import ProposalStatus, RunStatus
from ithaque.matching.models import Decision, MatchRun
from ithaque.matching.people import gather
from ithaque.matching.services import ask_replay, ask_run, discard_run, replays, runs
from ithaque.matching.words import SENTENCES, Names, View, labels_of, say, slot_words
from ithaque.mentoring.enums import Wants
from ithaque.mentoring.models import Debrief, Pair
from ithaque.pairing.messages import CARES, REASONS
from ithaque.programmes.enums import EnrolmentStatus
from tests.matching import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    return make.cohort(nadia)


def test_gather_reads_answers_by_the_field_of_their_question(cohort):
    emma = make.mentee(
        cohort,
        "Emma",
        needs=make.skills("Alternance", "CV"),
        path=["health"],
        interests=["sport", "music"],
        languages=["fr"],
        availability=["mon-18", "sat-9"],
        directive=4,
        seniority=2,
        words="Bonjour",
    )
    (person,) = gather(cohort).mentees
    assert person.id == str(emma.public_id)
    assert person.name == ""
    assert [need.label for need in person.needs] == ["Alternance", "CV"]
    assert person.path == ("Santé",)
    assert person.interests == ("sport", "music")
    assert person.expectations == {"directive": 4.0}
    assert person.languages == {"fr"}
    assert person.seniority == 2


def test_gather_puts_hours_in_utc_from_the_zone_of_each_person(cohort):
    make.mentee(cohort, who=make.person(time_zone="Europe/Paris"), availability=["mon-0"])
    make.mentor(cohort, who=make.person(time_zone="Asia/Tokyo"), availability=["mon-8"])
    gathered = gather(cohort)
    paris, tokyo = gathered.mentees[0].availability, gathered.mentors[0].availability
    assert paris in ({6 * 24 + 23}, {6 * 24 + 22})
    assert tokyo == {6 * 24 + 23}


def test_gather_leaves_out_those_who_have_a_pair_or_a_promise_or_are_not_validated(cohort, nadia):
    waiting = make.mentee(cohort, "Waiting")
    make.mentee(cohort, status=EnrolmentStatus.SUBMITTED)
    paired, promised = make.mentee(cohort), make.mentee(cohort)
    bruno = make.mentor(cohort, "Bruno", capacity=4)
    Pair.objects.create(
        cohort=cohort,
        mentor=bruno,
        mentee=paired,
        started_on=date(2026, 1, 1),
        ends_on=date(2026, 7, 1),
    )
    run = make.drafts(cohort, 0, nadia)
    make.draft(run, promised, bruno, status=ProposalStatus.ANNOUNCED)
    gathered = gather(cohort)
    assert [one.id for one in gathered.mentees] == [str(waiting.public_id)]
    assert [one.capacity for one in gathered.mentors] == [2]


def test_gather_never_pairs_someone_with_themselves_nor_with_whom_they_exclude(cohort):
    who = make.person("Double")
    bruno = make.mentor(cohort, "Bruno")
    as_mentee = make.mentee(
        cohort, who=who, excluded=f"{bruno.person.get_full_name()} ; organisation:ACME"
    )
    as_mentor = make.mentor(cohort, who=who)
    (person,) = gather(cohort).mentees
    assert as_mentee.public_id != as_mentor.public_id
    assert person.excluded == {str(as_mentor.public_id), str(bruno.public_id), "organisation:ACME"}


def test_gather_waits_for_a_word_before_someone_whose_pair_ended_is_matched_again(cohort):
    ines, claire = make.mentee(cohort), make.mentor(cohort, capacity=2)
    ended = Pair.objects.create(
        cohort=cohort,
        mentor=claire,
        mentee=ines,
        status="closed",
        started_on=date(2026, 1, 1),
        ends_on=date(2026, 7, 1),
    )
    assert gather(cohort).mentees == []
    debrief = Debrief.objects.create(pair=ended, person=ines.person, wants=Wants.LATER)
    assert gather(cohort).mentees == []
    debrief.wants = Wants.AGAIN
    debrief.save()
    assert [one.id for one in gather(cohort).mentees] == [str(ines.public_id)]
    Debrief.objects.create(pair=ended, person=claire.person, wants=Wants.NO)
    assert gather(cohort).mentors[0].capacity == 1


def test_gather_keeps_a_parted_couple_apart(cohort):
    ines, claire = make.mentee(cohort), make.mentor(cohort)
    ended = Pair.objects.create(
        cohort=cohort,
        mentor=claire,
        mentee=ines,
        status="closed",
        started_on=date(2026, 1, 1),
        ends_on=date(2026, 7, 1),
    )
    Debrief.objects.create(pair=ended, person=ines.person, wants=Wants.AGAIN)
    assert gather(cohort).broken == [(str(ines.public_id), str(claire.public_id))]


def test_gather_asks_a_constant_number_of_queries(cohort, django_assert_num_queries):
    for _ in range(3):
        make.mentee(cohort, needs=make.skills("CV"))
        make.mentor(cohort, offers=make.skills("CV"))
    with django_assert_num_queries(11):
        gather(cohort)
    for _ in range(3):
        make.mentee(cohort, needs=make.skills("CV"))
    with django_assert_num_queries(11):
        gather(cohort)


def test_run_gives_each_mentee_the_mentor_who_answers_their_need(cohort, nadia):
    emma, jules = (
        make.mentee(cohort, needs=make.skills("Alternance")),
        make.mentee(cohort, needs=make.skills("Piano")),
    )
    bruno, nora = (
        make.mentor(cohort, offers=make.skills("Piano")),
        make.mentor(cohort, offers=make.skills("Alternance")),
    )
    run = make.computed(cohort, nadia)
    assert run.status == RunStatus.READY
    assert {(one.mentee_id, one.mentor_id) for one in run.proposals.all()} == {
        (emma.pk, nora.pk),
        (jules.pk, bruno.pk),
    }
    assert run.summary["proven"] is True
    assert run.summary["total"] == run.summary["bound"] == pytest.approx(200.0)
    assert run.proposals.get(mentee=emma).reasons[0]["code"] == "needs.first"


def test_run_says_why_someone_is_left_without_mentor_and_whom_to_recruit(cohort, nadia):
    make.mentee(cohort, needs=make.skills("Piano"), sent_days_ago=3)
    make.mentee(cohort, needs=make.skills("Piano"), sent_days_ago=30)
    make.mentor(cohort, offers=make.skills("Piano"))
    run = make.computed(cohort, nadia)
    assert run.proposals.count() == 1
    assert run.unmatched.get().cause["code"].startswith("unmatched.")
    assert run.summary["recruit"] == [{"skill": "Piano", "count": 1}]


def test_run_obeys_locks_and_refusals_of_earlier_runs(cohort, nadia):
    emma = make.mentee(cohort, needs=make.skills("Piano"))
    best, second = (
        make.mentor(cohort, offers=make.skills("Piano")),
        make.mentor(cohort, offers=make.skills("Chant")),
    )
    Decision.objects.create(cohort=cohort, mentee=emma, mentor=best, kind="forbid", by=nadia)
    assert make.computed(cohort, nadia).proposals.get().mentor_id == second.pk
    Decision.objects.all().delete()
    Decision.objects.create(cohort=cohort, mentee=emma, mentor=second, kind="lock", by=nadia)
    proposal = make.computed(cohort, nadia).proposals.exclude(status="withdrawn").get()
    assert (proposal.mentor_id, proposal.locked) == (second.pk, True)


def test_ask_run_while_one_is_at_work_returns_that_one(cohort, nadia):
    make.mentee(cohort), make.mentor(cohort)
    assert ask_run(cohort=cohort, by=nadia) == ask_run(cohort=cohort, by=nadia)


def test_ask_run_without_mentor_says_what_is_missing(cohort, nadia):
    make.mentee(cohort)
    with pytest.raises(Refusal, match="mentor") as refused:
        ask_run(cohort=cohort, by=nadia)
    assert refused.value.code == "nobody_waits"


def test_new_run_sets_the_former_draft_aside(cohort, nadia):
    make.mentee(cohort), make.mentor(cohort)
    first = make.computed(cohort, nadia)
    second = make.computed(cohort, nadia)
    first.refresh_from_db()
    assert (first.status, second.status, second.number) == (
        RunStatus.DISCARDED,
        RunStatus.READY,
        first.number + 1,
    )


def test_compute_started_twice_stores_once(cohort, nadia):
    make.mentee(cohort), make.mentor(cohort)
    run = make.computed(cohort, nadia)
    runs.compute(run.pk)
    assert run.proposals.count() == 1


def test_run_set_aside_while_computed_keeps_nothing(cohort, nadia):
    make.mentee(cohort), make.mentor(cohort)
    run = ask_run(cohort=cohort, by=nadia)
    discard_run(run=run, by=nadia)
    runs.compute(run.pk)
    run.refresh_from_db()
    assert run.status == RunStatus.DISCARDED
    assert not run.proposals.exists()


def test_contradicting_decisions_make_a_failed_run_that_can_be_asked_again(cohort, nadia):
    emma = make.mentee(cohort, who=make.person("Emma", born_on=date(2012, 1, 1)))
    bruno = make.mentor(cohort, "Bruno")
    Decision.objects.create(cohort=cohort, mentee=emma, mentor=bruno, kind="lock", by=nadia)
    run = make.computed(cohort, nadia)
    assert (run.status, run.failure) == (RunStatus.FAILED, "problem")
    assert run.summary["faults"][0]["code"] == "fault.lock_rule"
    Decision.objects.all().delete()
    assert ask_run(cohort=cohort, by=nadia).status == RunStatus.WAITING


def test_minor_waits_until_a_mentor_has_a_check_that_holds(cohort, nadia):
    make.mentee(cohort, who=make.person("Moussa", born_on=date(2011, 1, 1)))
    bruno = make.mentor(cohort, "Bruno", who=make.person("Bruno", born_on=date(1980, 1, 1)))
    assert make.computed(cohort, nadia).proposals.count() == 0
    bruno.check_valid_until, bruno.trained_on = date(2099, 1, 1), date(2026, 1, 1)
    bruno.save()
    assert make.computed(cohort, nadia).proposals.exclude(status="withdrawn").count() == 1


def test_record_is_private_compressed_and_holds_no_name(cohort, nadia):
    (
        make.mentee(cohort, "Zébulon", needs=make.skills("CV"), words="Je suis Zébulon"),
        make.mentor(cohort, "Bruno"),
    )
    run = make.computed(cohort, nadia)
    text = gzip.decompress(files.read(run.record)).decode()
    assert json.loads(text)["format"].startswith("ithaque.pairing/")
    assert "Zébulon" not in text


def test_replay_finds_the_same_document_byte_for_byte_and_no_fault(cohort, nadia):
    for skill in ("CV", "Piano", "Chant"):
        (
            make.mentee(cohort, needs=make.skills(skill)),
            make.mentor(cohort, offers=make.skills(skill)),
        )
    run = make.computed(cohort, nadia)
    ask_replay(run=run, by=nadia)
    verdict = replays.replay(run.pk)
    assert (verdict["identical"], verdict["holds"], verdict["faults"]) == (True, True, [])
    assert verdict["total"] == run.summary["total"]
    run.refresh_from_db()
    assert run.verdict == verdict
    assert (verdict["by"], verdict["record"]) == (nadia.pk, run.record.sha256)


def test_replay_of_an_altered_record_says_so(cohort, nadia):
    make.mentee(cohort, needs=make.skills("CV")), make.mentor(cohort)
    run = make.computed(cohort, nadia)
    document = records.read(run)
    document["mentees"][0]["languages"] = ["xx"]
    run.record = files.keep(gzip.compress(json.dumps(document).encode()), name="record.json.gz")
    run.save()
    assert replays.replay(run.pk)["state"] == "altered"


def test_replay_asked_twice_is_computed_once(cohort, nadia, django_capture_on_commit_callbacks):
    make.mentee(cohort), make.mentor(cohort)
    run = make.computed(cohort, nadia)
    with django_capture_on_commit_callbacks() as callbacks:
        ask_replay(run=run, by=nadia)
        ask_replay(run=run, by=nadia)
    assert len(callbacks) == 1


def test_discard_of_an_announced_run_refuses(cohort, nadia):
    run = make.drafts(cohort, 1, nadia)
    run.proposals.update(status=ProposalStatus.ANNOUNCED)
    with pytest.raises(Refusal):
        discard_run(run=run, by=nadia)
    assert MatchRun.objects.get(pk=run.pk).status == RunStatus.READY


def test_words_name_expectations_occupations_and_options_in_the_reader_s_language(cohort):
    labels, names = labels_of(cohort.programme), Names("Emma", "Bruno")

    def said(code, **data):
        return say({"code": code, "data": data}, View.MENTEE, names, labels)

    assert (
        said("interests.shared", items=["sport", "music"], count=2)
        == "Vous avez en commun\u00a0: Sport et Musique."
    )
    assert "la durée" in said("expectations.aligned", items=["duration_months"])
    assert "J1511" not in said("path.same", items=["J1511"])
    with override("en"):
        assert (
            said("interests.shared", items=["sport"], count=1) == "You have this in common: Sports."
        )


def test_hours_in_common_are_said_in_the_reader_s_zone():
    assert slot_words(17, "Asia/Tokyo").startswith("mardi")
    assert slot_words(17, "UTC").startswith("lundi")


def test_every_message_of_the_engine_has_its_sentence_for_each_reader():
    kept_silent = {View.MENTOR: {"wishes.other"}}
    for view, sentences in SENTENCES.items():
        assert (set(REASONS) | set(CARES)) - set(sentences) == kept_silent.get(view, set()), view
