"""Figures by group: from reporting answers only, small groups hidden, gaps pointed out, nothing scored."""

from __future__ import annotations

import pytest

from ithaque.matching.equity import equity_of
from ithaque.matching.models import Unmatched
from ithaque.matching.people import gather
from ithaque.questionnaires.models import FormVersion
from tests.matching import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    cohort = make.cohort()
    version = FormVersion.objects.get(form=cohort.programme.mentee_form)
    version.schema["sections"][0]["questions"].append(
        {
            "key": "place",
            "type": "choice",
            "label": make.both("Lieu", "Place"),
            "options": [
                {"value": one, "label": make.both(one, one)} for one in ("town", "village", "farm")
            ],
            "used_for": "reporting",
        }
    )
    version.save()
    return cohort


def people(run, place, *, paired, alone, **proposal):
    for _ in range(paired):
        make.draft(run, make.mentee(run.cohort, place=place), make.mentor(run.cohort), **proposal)
    for _ in range(alone):
        Unmatched.objects.create(run=run, mentee=make.mentee(run.cohort, place=place))


def groups(run):
    (attribute,) = equity_of(run)
    assert attribute.label == "Lieu"
    return {group.name: group for group in attribute.groups}


def test_shares_fit_acceptances_and_waits_by_group(cohort):
    run = make.drafts(cohort, 0)
    people(run, "town", paired=6, alone=0, score=0.8, mentee_answer="accepted")
    people(run, "village", paired=3, alone=4, score=0.6, mentee_answer="declined")
    found = groups(run)
    town, village = found["town"], found["village"]
    assert (town.people, town.placed.value, village.placed.value) == (6, 1.0, pytest.approx(3 / 7))
    assert town.placed.low < 1.0 <= town.placed.high
    assert village.fit.value == pytest.approx(0.6)
    assert (town.accepted.value, village.accepted.value) == (1.0, 0.0)
    assert (town.waiting_days, village.waiting_days) == (None, 10)
    assert village.below == {"placed", "fit", "accepted"} and not town.below


def test_small_group_is_hidden_and_the_next_smallest_with_it(cohort):
    run = make.drafts(cohort, 0)
    people(run, "town", paired=8, alone=0)
    people(run, "village", paired=5, alone=1)
    people(run, "farm", paired=2, alone=0)
    found = groups(run)
    assert {name for name, group in found.items() if group.hidden} == {"village", "farm"}
    assert found["farm"].placed is None and found["farm"].people == 0


def test_reporting_answers_never_reach_the_engine(cohort):
    make.mentee(cohort, place="town")
    make.mentor(cohort)
    (person,) = gather(cohort).mentees
    assert "town" not in repr(person)


def test_run_without_any_reporting_question_has_no_figures():
    run = make.drafts(make.cohort(), 2)
    assert equity_of(run) == []


def test_figures_ask_a_constant_number_of_queries(cohort, django_assert_num_queries):
    for count in (1, 3):
        run = make.drafts(cohort, 0)
        people(run, "town", paired=count, alone=count)
        with django_assert_num_queries(4):
            equity_of(run)
