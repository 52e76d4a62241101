"""The steps between a form and the match: dated, signed, gates that hold, a check that keeps no word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ithaque.kernel import clock
from ithaque.programmes import alarms, services
from ithaque.programmes.enums import EnrolmentStatus, Side, Stage, StepOutcome
from ithaque.programmes.models import Enrolment, VettingRecord
from tests.programmes import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db
STEPS = ["interview", "references", "check", "training"]


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    made = make.cohort_of(make.programme(nadia))
    make.vetting(made.programme, nadia, steps=STEPS)
    return made


@pytest.fixture
def claire(cohort):
    return make.submitted(cohort, make.person("Claire"), side=Side.MENTOR)


def passed(enrolment, step, by, **more):
    return services.record_step(
        enrolment=enrolment, step=step, outcome=StepOutcome.PASSED, by=by, **more
    )


def pass_all(enrolment, by, valid_for: int = 365):
    until = clock.today() + timedelta(days=valid_for)
    for step in STEPS:
        more = {"valid_until": until, "seen_by_me": True} if step == Stage.CHECK else {}
        passed(enrolment, step, by, **more)
    enrolment.refresh_from_db()
    return enrolment


def test_each_step_passed_leads_to_the_next_and_tells_the_person(claire, nadia):
    services.move_enrolment(enrolment=claire, to=Stage.INTERVIEW, by=nadia)
    passed(claire, Stage.INTERVIEW, nadia)
    claire.refresh_from_db()
    assert claire.stage == Stage.REFERENCES
    record = claire.vetting.get(step=Stage.INTERVIEW)
    assert (record.by, record.on) == (nadia, clock.today())
    assert len(mails(kind="programmes.step_reached")) == 2
    assert claire.vetting.filter(step=Stage.APPLICATION, by=nadia).exists(), (
        "leaving reads the form"
    )


def test_moving_to_the_same_step_twice_writes_once(claire, nadia):
    for _time in range(2):
        services.move_enrolment(enrolment=claire, to=Stage.INTERVIEW, by=nadia)
    assert len(mails(kind="programmes.step_reached")) == 1


def test_move_after_a_colleague_did_is_refused(claire, nadia):
    services.move_enrolment(enrolment=claire, to=Stage.INTERVIEW, by=make.person("Oscar"))
    with make.refused("enrolment_moved_on"):
        services.move_enrolment(
            enrolment=claire, to=Stage.CHECK, by=nadia, seen="submitted-application"
        )


def test_validation_waits_for_every_step(claire, nadia):
    with make.refused("gates_unmet") as refusal:
        services.validate_enrolment(enrolment=claire, by=nadia)
    assert "entretien" in str(refusal.value)
    pass_all(claire, nadia)
    assert claire.stage == Stage.READY
    assert (
        services.validate_enrolment(enrolment=claire, by=nadia).status == EnrolmentStatus.AVAILABLE
    )


def test_expired_check_takes_out_of_the_match_after_an_alarm(claire, nadia):
    services.validate_enrolment(enrolment=pass_all(claire, nadia, valid_for=20), by=nadia)
    assert Enrolment.objects.pairable().get() == claire
    [alarm] = [one for one in alarms.alarms_for(nadia) if one.code == "check"]
    assert alarm.level == "watch"
    with clock.at(clock.now() + timedelta(days=21)):
        assert not Enrolment.objects.pairable().exists()
        [alarm] = [one for one in alarms.alarms_for(nadia) if one.code == "check"]
        assert alarm.level == "urgent"
        passed(
            claire,
            Stage.CHECK,
            nadia,
            seen_by_me=True,
            valid_until=clock.today() + timedelta(days=365),
        )
        assert Enrolment.objects.pairable().get() == claire


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, "check_unseen"),
        ({"seen_by_me": True}, "check_without_end"),
        ({"seen_by_me": True, "note": "néant"}, "check_with_words"),
    ],
)
def test_check_asks_a_word_of_honour_and_an_end_and_nothing_else(claire, nadia, more, code):
    with make.refused(code):
        passed(claire, Stage.CHECK, nadia, **more)


def test_database_refuses_a_word_about_a_check(claire, nadia):
    with pytest.raises(IntegrityError), transaction.atomic():
        VettingRecord.objects.create(
            enrolment=claire, step=Stage.CHECK, outcome="passed", on=clock.today(), note="néant"
        )


def test_no_check_is_asked_of_a_mentee(cohort, nadia):
    with make.refused("check_of_mentee"):
        passed(make.submitted(cohort), Stage.CHECK, nadia, seen_by_me=True)


def test_step_waived_needs_a_reason_and_the_check_of_minors_never_is(claire, nadia):
    waived = {"outcome": StepOutcome.WAIVED, "by": nadia, "enrolment": claire}
    with make.refused("waiver_without_reason"):
        services.record_step(step=Stage.REFERENCES, **waived)
    services.record_step(step=Stage.REFERENCES, note="Connue de la maison", **waived)
    with make.refused("check_of_minors"):
        services.record_step(step=Stage.CHECK, **waived)


def test_person_declares_the_training_where_the_programme_lets_them(cohort, claire, nadia):
    services.declare_training(enrolment=claire, by=claire.person)
    services.declare_training(enrolment=claire, by=claire.person)
    record = claire.vetting.get(step=Stage.TRAINING)
    assert record.by == claire.person
    make.vetting(cohort.programme, nadia, training_declared=False)
    with make.refused("training_noted_by_team"):
        services.declare_training(enrolment=claire, by=claire.person)


def test_form_sent_again_is_read_again_and_keeps_what_was_passed(claire, nadia):
    passed(claire, Stage.INTERVIEW, nadia)
    services.reopen_enrolment(enrolment=claire, by=claire.person)
    services.submit_enrolment(enrolment=claire, by=claire.person)
    claire.refresh_from_db()
    assert claire.stage == Stage.APPLICATION
    services.move_enrolment(enrolment=claire, to=Stage.REFERENCES, by=nadia)
