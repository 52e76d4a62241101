"""The end of the trial: asked on its day, answered apart, ended without blame; then a word, and someone else."""

from __future__ import annotations

import pytest

from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import JournalEntry
from ithaque.mentoring import services
from ithaque.mentoring.enums import ClosurePath, MeetingStatus, PairStatus, TrialReason, Wants
from ithaque.mentoring.models import Debrief, Pair, TrialAnswer, TrialPeriod
from ithaque.mentoring.selectors.trials import (
    aftermath_of,
    debriefs_to_have,
    debriefs_to_write,
    trials_to_answer,
)
from ithaque.people.models import Person
from ithaque.programmes.enums import TeamRole
from ithaque.programmes.models import TeamMember
from tests.mentoring import factories
from tests.mentoring.test_together import together
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


def coordinator_of(programme) -> Person:
    nadia = factories.person("Nadia")
    TeamMember.objects.create(programme=programme, person=nadia, role=TeamRole.COORDINATOR)
    return nadia


@pytest.fixture
def pair() -> Pair:
    return factories.pair()


def asked(pair) -> TrialPeriod:
    with factories.days_later(30):
        services.ask_trials()
    return TrialPeriod.objects.get(pair=pair)


def test_both_are_asked_on_the_day_and_once(pair):
    with factories.days_later(29):
        assert services.ask_trials()["asked"] == 0
    for days in (30, 31):
        with factories.days_later(days):
            services.ask_trials()
    assert {mail.to for mail in mails(kind="mentoring.trial_asked")} == {
        person.email for person in pair.people
    }
    assert len(mails(kind="mentoring.trial_asked")) == 2


def test_older_pairs_paused_pairs_and_programmes_without_trial_are_left_alone(pair):
    with factories.days_later(60):
        assert services.ask_trials()["asked"] == 0
    Pair.objects.update(frozen_at=pair.cohort.created_at)
    with factories.days_later(30):
        assert services.ask_trials()["asked"] == 0
    Pair.objects.update(frozen_at=None)
    programme = pair.programme
    programme.settings = {**programme.settings, "trial_days": 0}
    programme.save()
    with factories.days_later(30):
        assert services.ask_trials()["asked"] == 0


def test_the_silent_one_is_reminded_once_after_a_week(pair):
    trial = asked(pair)
    with factories.days_later(31):
        services.answer_trial(trial=trial, by=pair.mentee.person, goes_on=True)
    for days in (37, 38, 45):
        with factories.days_later(days):
            services.ask_trials()
    (mail,) = mails(kind="mentoring.trial_reminded")
    assert mail.to == pair.mentor.person.email


def test_both_going_on_settles_it_and_says_so_to_both(pair):
    trial = asked(pair)
    for person in pair.people:
        services.answer_trial(trial=trial, by=person, goes_on=True)
    trial.refresh_from_db()
    assert trial.settled_at is not None
    assert Pair.objects.get().status == PairStatus.ACTIVE
    assert len(mails(kind="mentoring.trial_confirmed")) == 2


def test_one_yes_alone_says_nothing_to_the_other(pair):
    trial = asked(pair)
    services.answer_trial(trial=trial, by=pair.mentee.person, goes_on=True)
    assert mails(kind="mentoring.trial_confirmed") == []
    assert [one.pk for one in trials_to_answer(pair.mentor.person)] == [trial.pk]
    assert trials_to_answer(pair.mentee.person) == []


def test_leaving_ends_at_once_and_tells_neither_who_nor_why(pair):
    trial = asked(pair)
    with factories.days_later(31):
        meeting = factories.planned(pair)
        services.answer_trial(
            trial=trial,
            by=pair.mentee.person,
            goes_on=False,
            reason=TrialReason.RAPPORT,
            note="Je n’ose pas parler",
        )
    pair.refresh_from_db()
    meeting.refresh_from_db()
    assert (pair.status, pair.closure.path) == (PairStatus.CLOSED, ClosurePath.TRIAL)
    assert pair.closure.asked_by is None and meeting.status == MeetingStatus.CANCELLED
    told = mails(kind="mentoring.trial_ended")
    assert {mail.to for mail in told} == {person.email for person in pair.people}
    for mail in told:
        assert "ose pas" not in mail.text and "parler" not in mail.text
    assert not JournalEntry.objects.filter(
        type="mentoring.pair.closed", by=pair.mentee.person
    ).exists()


def test_coordinators_read_the_reason_behind_their_door_and_not_in_their_mail(pair):
    trial = asked(pair)
    services.answer_trial(
        trial=trial,
        by=pair.mentor.person,
        goes_on=False,
        reason=TrialReason.TIME,
        note="Un nouveau poste",
    )
    after = aftermath_of(pair)
    assert after.leaver.person == pair.mentor.person and after.leaver.note == "Un nouveau poste"
    assert not any("nouveau poste" in mail.text for mail in mails())


def test_leaving_needs_a_reason_and_keeps_the_pair_until_it_is_there(pair):
    trial = asked(pair)
    with pytest.raises(Refusal) as refused:
        services.answer_trial(trial=trial, by=pair.mentee.person, goes_on=False)
    assert refused.value.code == "reason"
    assert Pair.objects.get().status == PairStatus.ACTIVE


def test_answers_twice_by_others_or_too_late(pair):
    trial = asked(pair)
    stranger = factories.pair().mentor.person
    with pytest.raises(Refusal):
        services.answer_trial(trial=trial, by=stranger, goes_on=True)
    for _ in range(2):
        services.answer_trial(
            trial=trial, by=pair.mentee.person, goes_on=False, reason=TrialReason.OWN
        )
    with pytest.raises(Refusal) as refused:
        services.answer_trial(trial=trial, by=pair.mentor.person, goes_on=True)
    assert refused.value.code == "trial_settled"


def test_a_pair_whose_ending_is_under_way_has_nothing_to_answer(pair):
    trial = asked(pair)
    services.ask_closure(pair=pair, by=pair.mentee.person, path=ClosurePath.EARLY)
    with pytest.raises(Refusal) as refused:
        services.answer_trial(trial=trial, by=pair.mentor.person, goes_on=True)
    assert refused.value.code == "pair_closing"


# -- afterwards --------------------------------------------------------------------------------


@pytest.fixture
def ended(pair) -> Pair:
    services.answer_trial(
        trial=asked(pair), by=pair.mentor.person, goes_on=False, reason=TrialReason.NEED
    )
    pair.refresh_from_db()
    return pair


def test_word_after_a_pair_is_asked_of_the_mentee_then_leaves_the_list(ended):
    assert debriefs_to_write(ended.mentee.person) == [ended]
    services.write_debrief(
        pair=ended, person=ended.mentee.person, by=ended.mentee.person, wants=Wants.AGAIN
    )
    assert debriefs_to_write(ended.mentee.person) == []


def test_coordinator_writes_it_after_a_talk(ended):
    nadia = coordinator_of(ended.programme)
    assert list(debriefs_to_have(nadia)) == [ended]
    services.write_debrief(
        pair=ended,
        person=ended.mentee.person,
        by=nadia,
        wants=Wants.AGAIN,
        differently="Plus de questions",
    )
    assert list(debriefs_to_have(nadia)) == []
    assert Debrief.objects.get().by == nadia


def test_nobody_writes_for_the_other_nor_before_the_end(ended):
    with pytest.raises(Refusal):
        services.write_debrief(
            pair=ended, person=ended.mentee.person, by=ended.mentor.person, wants=Wants.NO
        )
    going = factories.pair()
    with pytest.raises(Refusal) as refused:
        services.write_debrief(
            pair=going, person=going.mentee.person, by=going.mentee.person, wants=Wants.AGAIN
        )
    assert refused.value.code == "pair_open"


@pytest.mark.databases
@pytest.mark.django_db(transaction=True)
def test_one_leaves_while_the_other_goes_on_and_the_pair_ends_once(pair):
    trial = asked(pair)
    ines, claire = pair.people
    together(
        lambda: services.answer_trial(trial=trial, by=ines, goes_on=False, reason=TrialReason.OWN),
        lambda: services.answer_trial(trial=trial, by=claire, goes_on=True),
        lambda: services.answer_trial(trial=trial, by=ines, goes_on=False, reason=TrialReason.OWN),
    )
    assert Pair.objects.get().status == PairStatus.CLOSED
    assert len(mails(kind="mentoring.trial_ended")) == 2
    assert TrialAnswer.objects.filter(person=ines).count() == 1


@pytest.mark.databases
@pytest.mark.django_db(transaction=True)
def test_two_processes_ask_once(pair):
    def ask():
        with factories.days_later(30):
            return services.ask_trials()

    came = together(ask, ask)
    assert sum(one["asked"] for one in came) == 1
    assert len(mails(kind="mentoring.trial_asked")) == 2
