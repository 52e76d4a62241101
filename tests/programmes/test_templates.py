"""Templates are content people read: complete in both languages, and ready to be used."""

import re

import pytest
from pydantic import BaseModel

from ithaque.kernel.bilingual import Bilingual
from ithaque.library import selectors as library
from ithaque.programmes.programme_templates import ORDER, template, template_or_none
from ithaque.programmes.words import CRITERIA, MODALITIES, RULES

AGREEMENT_SUBJECTS = (
    "Durée",
    "Objectifs",
    "Rôles",
    "Retards",
    "Confidentialité",
    "Notes",
    "intérêts",
    "essai",
    "fin",
    "inquiétude",
    "Données",
)


def texts(value, path=""):
    if isinstance(value, Bilingual):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from texts(item, f"{path}[{number}]")


@pytest.mark.parametrize("key", ORDER)
def test_template_speaks_both_languages_everywhere(key):
    halves = [path for path, text in texts(template(key)) if bool(text.fr) != bool(text.en)]
    assert halves == []


@pytest.mark.parametrize("key", ORDER)
def test_template_is_set_in_french_typography(key):
    faults = re.compile(r"\w'\w|[\w»)] [:;!?»]|« |\.\.\.")
    assert [text.fr for _path, text in texts(template(key)) if faults.search(text.fr)] == []


@pytest.mark.parametrize("key", ORDER)
def test_template_is_complete(key):
    model = template(key)
    page = model.settings.page
    assert (
        page.lede and page.frame and len(page.mentee_points) >= 3 and len(page.mentor_points) >= 3
    )
    assert len(page.questions) >= 2
    plan = model.settings.plan
    assert 6 <= len(plan) <= 12 and len({step.key for step in plan}) == len(plan)
    assert plan[0].agenda == "first" and plan[-1].agenda == "closing"
    assert all(step.aim for step in plan)
    assert all(word in model.settings.agreement.fr for word in AGREEMENT_SUBJECTS)
    assert set(model.settings.matching.weights) <= {criterion.code for criterion in CRITERIA}
    assert sum(model.settings.matching.weights.values()) == 100
    assert set(model.settings.matching.rules) <= set(RULES)
    assert set(model.settings.modalities) <= set(MODALITIES)
    known = {guide.key for guide in library.guides()}
    vetting = model.settings.vetting
    assert {*vetting.mentee.training_guides, *vetting.mentor.training_guides} <= known
    assert vetting.mentor.training_guides
    if model.settings.minors:
        assert {"interview", "check", "training"} <= set(vetting.mentor.steps)
    assert model.settings.indicators


@pytest.mark.parametrize("key", ORDER)
@pytest.mark.parametrize(
    "field",
    [
        "style",
        "languages",
        "availability",
        "modality",
        "expectations.months",
        "expectations.directive",
    ],
)
def test_both_forms_ask_what_matching_compares(key, field):
    model = template(key)
    assert model.mentee_form.asking(field) and model.mentor_form.asking(field)


@pytest.mark.parametrize("key", ORDER)
def test_both_sides_answer_the_same_style_lines(key):
    model = template(key)
    mentee, mentor = model.mentee_form.asking("style"), model.mentor_form.asking("style")
    assert [item.key for item in mentee.items] == [item.key for item in mentor.items]
    assert len(mentee.items) == 8
    assert (
        model.mentee_form.asking("needs")
        and model.mentor_form.asking("offers")
        and model.mentor_form.asking("capacity")
    )


def test_template_that_welcomes_minors_asks_the_age_of_both_sides():
    for key in ORDER:
        model = template(key)
        if model.settings.minors:
            assert model.mentee_form.asking("born_on") and model.mentor_form.asking("born_on")
            assert {"adult", "checks"} <= set(model.settings.matching.rules)


def test_unknown_template_is_none():
    assert template_or_none("../settings") is None
    with pytest.raises(KeyError):
        template("questions")
