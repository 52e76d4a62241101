"""Criteria tried before they are saved: the effect first, on the same people, and nothing changed meanwhile."""

from __future__ import annotations

import pytest

from ithaque.kernel.errors import Refusal
from ithaque.matching.choices import choices_of
from ithaque.matching.enums import RunStatus
from ithaque.matching.models import Decision, Trial
from ithaque.matching.services import ask_trial, drop_trial, save_trial, trials
from ithaque.programmes.selectors import settings_of
from ithaque.programmes.services import change_settings
from ithaque.programmes.settings import Matching
from ithaque.questionnaires.models import FormVersion
from tests.matching import factories as make

pytestmark = pytest.mark.django_db
NEEDS = Matching(weights={"needs": 100})
INTERESTS = Matching(weights={"interests": 100})


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    cohort = make.cohort(nadia, matching=NEEDS.model_dump())
    for skill, like in (("CV", "sport"), ("Piano", "music")):
        make.mentee(cohort, needs=make.skills(skill), interests=[like])
    for skill, like in (("CV", "music"), ("Piano", "sport")):
        make.mentor(cohort, offers=make.skills(skill), interests=[like])
    return cohort


@pytest.fixture
def tried(cohort, nadia):
    trial = ask_trial(cohort=cohort, matching=INTERESTS, by=nadia)
    trials.compute(trial.pk)
    trial.refresh_from_db()
    return trial


def in_force(cohort):
    cohort.programme.refresh_from_db()
    return settings_of(cohort.programme).matching


def test_effect_says_who_moves_and_the_figures_before_anything_is_saved(tried, cohort):
    assert tried.status == RunStatus.READY
    assert len(tried.outcome["moves"]) == 2
    assert tried.outcome["before"]["paired"] == tried.outcome["after"]["paired"] == 2
    assert tried.outcome["after"]["mean"] == pytest.approx(100)
    assert in_force(cohort).weights == {"needs": 100}
    assert not cohort.match_runs.exists()


def test_saved_trial_becomes_the_settings_and_goes(tried, cohort, nadia):
    save_trial(trial=tried, by=nadia)
    assert in_force(cohort).weights == {"interests": 100}
    assert not Trial.objects.exists()


def test_saving_over_what_someone_saved_meanwhile_refuses_and_keeps_the_trial(tried, cohort, nadia):
    change_settings(
        programme=cohort.programme,
        changes={"matching.minimum_weekly_hours": 2},
        by=make.person("Oscar"),
    )
    with pytest.raises(Refusal) as refused:
        save_trial(trial=tried, by=nadia)
    assert refused.value.code == "settings_changed"
    assert in_force(cohort).minimum_weekly_hours == 2
    assert Trial.objects.get().settings["weights"] == {"interests": 100}


def test_saving_before_the_effect_is_known_refuses(cohort, nadia):
    trial = ask_trial(cohort=cohort, matching=INTERESTS, by=nadia)
    with pytest.raises(Refusal) as refused:
        save_trial(trial=trial, by=nadia)
    assert refused.value.code == "not_known"


def test_trial_dropped_half_way_leaves_nothing(cohort, nadia, monkeypatch):
    trial = ask_trial(cohort=cohort, matching=INTERESTS, by=nadia)
    monkeypatch.setattr("ithaque.matching.services.runs.TELL_EVERY", 0)
    gather = trials.gather

    def and_drop(cohort, **asked):
        drop_trial(trial=trial)
        return gather(cohort, **asked)

    monkeypatch.setattr(trials, "gather", and_drop)
    trials.compute(trial.pk)
    assert not Trial.objects.exists()
    assert in_force(cohort).weights == {"needs": 100}


def test_second_trial_of_a_person_replaces_the_first_and_leaves_a_colleague_s(cohort, nadia):
    ask_trial(cohort=cohort, matching=INTERESTS, by=make.person("Oscar"))
    ask_trial(cohort=cohort, matching=INTERESTS, by=nadia)
    ask_trial(cohort=cohort, matching=NEEDS, by=nadia)
    assert Trial.objects.count() == 2
    assert Trial.objects.get(by=nadia).settings["weights"] == {"needs": 100}


def test_weights_all_nil_refuse(cohort, nadia):
    with pytest.raises(Refusal):
        ask_trial(cohort=cohort, matching=Matching(weights={"needs": 0}), by=nadia)


def test_contradicting_decisions_are_told_and_nothing_is_saved(cohort, nadia):
    mentee, mentor = (
        cohort.enrolments.order_by("pk").first(),
        cohort.enrolments.order_by("pk").last(),
    )
    other = cohort.enrolments.filter(side="mentor").order_by("pk").first()
    Decision.objects.create(cohort=cohort, mentee=mentee, mentor=mentor, kind="lock", by=nadia)
    mentee.person.born_on = "2014-01-01"
    mentee.person.save()
    trial = ask_trial(cohort=cohort, matching=INTERESTS, by=nadia)
    trials.compute(trial.pk)
    trial.refresh_from_db()
    assert (trial.status, trial.failure) == (RunStatus.FAILED, "problem")
    assert trial.outcome["faults"] and other.pk


def test_compute_of_a_trial_that_is_gone_does_nothing(cohort):
    trials.compute(10**6)


def test_criterion_whose_question_was_deleted_is_pointed_out(cohort):
    version = FormVersion.objects.get(form=cohort.programme.mentee_form)
    questions = version.schema["sections"][0]["questions"]
    version.schema["sections"][0]["questions"] = [
        one for one in questions if one["field"] != "needs"
    ]
    version.save()
    found = {one.code: one for one in choices_of(cohort.programme, NEEDS).criteria}
    assert found["needs"].broken and found["needs"].missing == ("mentee",)
    assert not found["interests"].broken


def test_question_asked_for_reports_only_cannot_serve_and_says_why(cohort):
    version = FormVersion.objects.get(form=cohort.programme.mentee_form)
    version.schema["sections"][0]["questions"].append(
        {
            "key": "gender",
            "type": "choice",
            "label": make.both("Genre", "Gender"),
            "options": make.OPTIONS,
            "used_for": "reporting",
        }
    )
    version.save()
    (one,) = [one for one in choices_of(cohort.programme, NEEDS).aside if one.reporting]
    assert one.label == "Genre" and one.reason
