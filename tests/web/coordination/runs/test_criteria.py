"""Criteria and rules: tried first, saved with their effect known, refused when they make no sense."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ithaque.matching import engine
from ithaque.matching.models import Trial
from ithaque.matching.services import ask_trial, trials
from ithaque.programmes.selectors import settings_of
from tests.matching import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    cohort = make.cohort(nadia)
    for skill in ("Alternance", "Soin"):
        make.mentee(cohort, needs=make.skills(skill))
        make.mentor(cohort, offers=make.skills(skill))
    return cohort


@pytest.fixture
def desk(as_, nadia):
    return as_(nadia)


CRITERIA = {
    "rules": ["language"],
    "minimum_weekly_hours": "1",
    "maximum_km": "30",
    "seniority_steps": "1",
    "objective": "balanced",
    "most_people_first": "on",
    **{f"weight_{code}": "0" for code in engine.CRITERIA},
}


def test_criteria_are_tried_then_saved_with_their_effect_known(desk, cohort):
    where = reverse("coordination:criteria", args=[cohort.public_id])
    answer = desk.post(where, {**CRITERIA, "weight_needs": "60", "weight_interests": "40"})
    trial = Trial.objects.get()
    assert answer["Location"] == reverse("coordination:trial", args=[trial.public_id])
    assert "Calcul de ce qui changerait" in desk.get(answer["Location"]).content.decode()
    progress = reverse("coordination:trial-progress", args=[trial.public_id])
    assert desk.get(progress, headers={"HX-Request": "true"}).status_code == 200
    trials.compute(trial.pk)
    assert desk.get(progress, headers={"HX-Request": "true"}).status_code == 204
    assert "Enregistrer et calculer" in desk.get(answer["Location"]).content.decode()
    assert "Vous essayez d’autres critères" in desk.get(where).content.decode()
    desk.post(reverse("coordination:trial-save", args=[trial.public_id]))
    cohort.programme.refresh_from_db()
    saved = settings_of(cohort.programme).matching
    assert (saved.weights["needs"], saved.objective) == (60, "balanced")
    assert {"adult", "checks", "language"} <= set(saved.rules) and "family" not in saved.rules


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"weight_needs": "-1"},
        {"weight_needs": "beaucoup"},
        {"weight_needs": "nan"},
        {"weight_needs": "50", "objective": "luck"},
        {"weight_needs": "50", "rules": ["nothing"]},
        {"weight_needs": "50", "maximum_km": "0"},
    ],
)
def test_criteria_that_make_no_sense_are_refused_and_kept_on_the_page(desk, cohort, wrong):
    where = reverse("coordination:criteria", args=[cohort.public_id])
    answer = desk.post(where, {**CRITERIA, **wrong})
    assert answer.status_code == 422
    assert not Trial.objects.exists()


def test_trial_of_a_colleague_is_not_found(desk, cohort):
    trial = ask_trial(
        cohort=cohort,
        matching=settings_of(cohort.programme).matching.model_copy(
            update={"weights": {"needs": 1}}
        ),
        by=make.person("Oscar"),
    )
    assert desk.get(reverse("coordination:trial", args=[trial.public_id])).status_code == 404


def test_criterion_whose_question_was_deleted_says_so_and_counts_for_nobody(desk, cohort):
    programme = cohort.programme
    programme.settings = {**programme.settings, "matching": {"weights": {"needs": 60, "path": 40}}}
    programme.save()
    version = programme.mentor_form.versions.get()
    (section,) = version.schema["sections"]
    section["questions"] = [one for one in section["questions"] if one["field"] != "offers"]
    version.save()
    page = desk.get(reverse("coordination:criteria", args=[cohort.public_id]))
    words = " ".join(page.content.decode().split())
    assert page.status_code == 200
    assert "ne compte pour personne" in words
    run = make.computed(cohort, programme.team.get().person)
    assert desk.get(reverse("coordination:run", args=[run.public_id])).status_code == 200
