"""Which questions may serve as matching criteria, and the reason said when one may not."""

import pytest
from pydantic import ValidationError

from ithaque.questionnaires.criteria import candidates
from tests.questionnaires.factories import asked, form


def test_reporting_question_may_not_serve_and_says_why():
    (verdict,) = candidates(form([asked("origin", "choice", used_for="reporting")]))
    assert not verdict.may_serve
    assert "rapports" in verdict.reason


def test_question_read_by_matching_may_serve_and_says_as_what():
    (verdict,) = candidates(form([asked("needs", "skills", field="needs")]))
    assert verdict.may_serve
    assert "needs" in verdict.fields


@pytest.mark.parametrize("used_for", ["follow_up", "nothing", None])
def test_question_for_something_else_may_not_serve(used_for):
    (verdict,) = candidates(form([asked("one", used_for=used_for)]))
    assert verdict.reason


def test_file_cannot_be_compared():
    (verdict,) = candidates(form([asked("cv", "file", used_for="matching")]))
    assert verdict.reason


@pytest.mark.parametrize("used_for", ["reporting", "follow_up", "nothing"])
def test_form_that_would_match_on_a_reporting_answer_is_refused(used_for):
    with pytest.raises(ValidationError):
        form([asked("needs", "skills", field="needs", used_for=used_for)])


@pytest.mark.parametrize(
    ("type_", "field"),
    [
        ("file", "text"),
        ("date", "needs"),
        ("availability", "style"),
        ("text", "expectations.months"),
    ],
)
def test_type_that_matching_cannot_read_that_way_is_refused(type_, field):
    with pytest.raises(ValidationError):
        form([asked("one", type_, field=field)])
