"""A coordinator says who wishes and when, in sentences; the day of the trial too."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ithaque.matching.models import Veto, Wish, WishRound
from ithaque.programmes.models import Programme
from ithaque.programmes.selectors import settings_of
from tests.matching import factories as make

pytestmark = pytest.mark.django_db
SENT = {
    "sides": ["mentee"],
    "most": "3",
    "shown": "4",
    "opens_days": "20",
    "closes_days": "5",
    "trial_days": "45",
}


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    return make.cohort(nadia, matching={"weights": {"needs": 90.0}})


def page_of(cohort):
    return reverse("coordination:programme-settings", args=[cohort.programme.public_id, "wishes"])


def test_saving_opens_wishes_gives_them_weight_and_asks_for_suggestions(cohort, nadia, as_):
    assert as_(nadia).post(page_of(cohort), SENT).status_code == 302
    settings = settings_of(Programme.objects.get())
    assert (settings.wishes.sides, settings.wishes.most, settings.trial_days) == (["mentee"], 3, 45)
    assert settings.matching.weights == {"needs": 90.0, "wishes": 5.0}
    assert WishRound.objects.filter(cohort=cohort).exists()


def test_page_says_the_days_of_each_cohort(cohort, nadia, as_):
    browser = as_(nadia)
    browser.post(page_of(cohort), SENT)
    assert f"{cohort.name}\xa0: du " in browser.get(page_of(cohort)).content.decode()


def test_window_that_closes_before_it_opens_is_refused_beside_the_field(cohort, nadia, as_):
    response = as_(nadia).post(page_of(cohort), {**SENT, "closes_days": "25"})
    assert response.status_code == 422
    assert settings_of(Programme.objects.get()).wishes.sides == []


def test_page_counts_rules_and_names_nobody(cohort, nadia, as_):
    emma, bruno = make.mentee(cohort, "Emma"), make.mentor(cohort, "Bruno")
    Wish.objects.create(by=emma, wanted=bruno, rank=1, alias="Bruno")
    Veto.objects.create(by=bruno, other=emma, alias="Paros")
    page = as_(nadia).get(page_of(cohort)).content.decode()
    assert "1 personne a fait des vœux" in page
    assert "Emma" not in page and "Bruno" not in page
