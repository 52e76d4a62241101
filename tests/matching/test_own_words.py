"""Own words in the match: compared by their themes, told to all three readers, never what stays private."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from ithaque.matching import records
from ithaque.matching.choices import choices_of
from ithaque.matching.people import gather
from ithaque.matching.words import Names, View, labels_of, say
from ithaque.pairing.record import to_bytes
from ithaque.programmes.programme_templates import template
from ithaque.programmes.selectors import settings_of
from ithaque.questionnaires.criteria import candidates
from ithaque.questionnaires.models import FormVersion
from ithaque.questionnaires.schema import FormSchema
from tests.matching import factories as make

pytestmark = pytest.mark.django_db
GOAL = "Je veux apprendre à conduire un entretien de recrutement et gérer le personnel."
NEAR = "Responsable des ressources humaines, j’ai recruté et accompagné des équipes."
FAR = "Boulanger, je pétris le pain et la brioche depuis vingt ans."
SHARED = ["coordinators", "partner"]
NAMES = Names("Emma", "Bruno")


def both_forms(cohort, **rest):
    words = make.question("words", "text", limit=1000, **rest)
    schema = {"sections": [{"key": "all", "title": make.both("Vous", "You"), "questions": [words]}]}
    programme = cohort.programme
    forms = [programme.mentee_form, programme.mentor_form]
    FormVersion.objects.filter(form__in=forms).update(schema=schema)


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    made = make.cohort(nadia, matching={"weights": {"text": 10}})
    both_forms(made, used_for="matching", readers=SHARED)
    return made


def people(cohort):
    return (
        make.mentee(cohort, "Emma", words=GOAL),
        make.mentor(cohort, "Bruno", words=NEAR),
        make.mentor(cohort, "Farid", words=FAR),
    )


def test_words_marked_for_matching_choose_the_mentor_who_speaks_of_the_same_things(cohort, nadia):
    emma, bruno, _farid = people(cohort)
    run = make.computed(cohort, nadia)
    proposal = run.proposals.get(mentee=emma)
    assert proposal.mentor == bruno
    (reason,) = [one for one in proposal.reasons if one["code"] == "text.themes"]
    assert reason["data"]["themes"]


@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_reason_names_the_themes_in_the_language_of_each_reader(cohort, nadia, view, language):
    people(cohort)
    run = make.computed(cohort, nadia)
    reasons = [one for proposal in run.proposals.all() for one in proposal.reasons]
    (reason,) = [one for one in reasons if one["code"] == "text.themes"]
    with override(language):
        said = say(reason, view, NAMES, labels_of(cohort.programme))
    code = reason["data"]["themes"][0]
    assert said
    assert code not in said
    assert ("recrutement" in said.lower()) == (language == "fr")


def test_record_keeps_the_themes_not_the_words_and_replays(cohort, nadia):
    people(cohort)
    run = make.computed(cohort, nadia)
    document = records.read(run)
    text = to_bytes(document).decode()
    assert "themes" in text
    assert "entretien" not in text
    assert records.replayed(document).holds


def test_words_are_read_only_where_the_programme_weighs_them(cohort):
    people(cohort)
    programme = cohort.programme
    assert any(one.themes for one in gather(cohort).mentees)
    programme.settings = {**programme.settings, "matching": {"weights": {"needs": 1}}}
    programme.save()
    assert not any(one.themes for one in gather(cohort).mentees)
    assert any(one.themes for one in gather(cohort, words=True).mentees)


@pytest.mark.parametrize(
    "asked",
    [
        {"used_for": "matching", "readers": ["coordinators"]},
        {"used_for": "reporting", "readers": SHARED},
        {"used_for": "nothing", "readers": SHARED},
        {"field": "text", "readers": ["coordinators"]},
    ],
)
def test_words_that_stay_private_or_serve_something_else_are_never_compared(cohort, asked):
    both_forms(cohort, **asked)
    people(cohort)
    gathered = gather(cohort, words=True)
    assert not any(one.text or one.themes for one in (*gathered.mentees, *gathered.mentors))
    choices = choices_of(cohort.programme, settings_of(cohort.programme).matching)
    (criterion,) = [one for one in choices.criteria if one.code == "text"]
    assert criterion.broken
    assert len(choices.aside) == 2


def test_private_words_say_why_they_cannot_serve():
    words = make.question("words", "text", "text", readers=["coordinators"])
    document = {
        "sections": [{"key": "all", "title": make.both("Vous", "You"), "questions": [words]}]
    }
    (verdict,) = candidates(FormSchema.model_validate(document))
    assert "coordination" in verdict.reason


def test_several_texts_of_one_person_are_read_together(cohort):
    words = [
        make.question(key, "text", "text", limit=1000, readers=SHARED) for key in ("one", "two")
    ]
    schema = {"sections": [{"key": "all", "title": make.both("Vous", "You"), "questions": words}]}
    FormVersion.objects.filter(form=cohort.programme.mentee_form).update(schema=schema)
    make.mentee(cohort, one="Du pain.", two="Des fleurs.")
    (mentee,) = gather(cohort).mentees
    assert mentee.text == "Du pain.\nDes fleurs."


@pytest.mark.parametrize("key", ["entrepreneurs", "mobility", "student-alumni"])
def test_templates_where_the_trade_counts_weigh_words_a_little(key):
    assert 0 < template(key).settings.matching.weights["text"] <= 5
