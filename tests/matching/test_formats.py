"""Runs in the format of their programme."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from ithaque.kernel.errors import Refusal
from ithaque.matching import records
from ithaque.matching.naming import engine_words
from ithaque.matching.services import answer_proposal, choose_mentor, publish_run
from ithaque.mentoring.models import Pair
from tests.matching import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def reverse(nadia):
    return make.cohort(nadia, format="reverse", matching={"rules": ["seniority"]})


def test_in_a_reverse_programme_the_junior_mentors_the_senior(reverse, nadia):
    director = make.mentee(reverse, "Directrice", seniority=20)
    newcomer = make.mentor(reverse, "Recrue", seniority=1)
    make.mentor(reverse, "Ancien", seniority=30)
    run = make.computed(reverse, nadia)
    proposal = run.proposals.get()
    assert (proposal.mentee, proposal.mentor) == (director, newcomer)
    assert records.read(run)["settings"]["format"] == "reverse"
    publish_run(run=run, by=nadia)
    for who in (director, newcomer):
        answer_proposal(proposal=proposal, person=who.person, accept=True)
    assert Pair.objects.get().format == "reverse"


def test_someone_without_a_junior_waits_and_the_cause_names_the_rule(reverse, nadia):
    make.mentee(reverse, "Débutante", seniority=1)
    make.mentor(reverse, "Ancien", seniority=30)
    run = make.computed(reverse, nadia)
    (left,) = run.unmatched.all()
    assert "junior" in run.summary["rules"]
    assert "seniority" not in run.summary["rules"]
    with override("fr"):
        assert "moins avancé" in engine_words.say(left.cause)
    with override("en"):
        assert "less far along" in engine_words.say(left.cause)


def test_a_senior_mentor_cannot_be_chosen_by_hand_in_a_reverse_programme(reverse, nadia):
    director = make.mentee(reverse, "Directrice", seniority=20)
    make.mentor(reverse, "Recrue", seniority=1)
    elder = make.mentor(reverse, "Ancien", seniority=30)
    run = make.computed(reverse, nadia)
    with pytest.raises(Refusal) as refused:
        choose_mentor(run=run, mentee=director, mentor=elder, by=nadia)
    assert refused.value.code == "rule"
