"""How matching may read a question, as the designer offers it."""

from __future__ import annotations

import pytest

from ithaque.questionnaires.schema import FormSchema
from ithaque.web.coordination.forms.reading import reading_choices
from tests.questionnaires.factories import asked, form


def offered(schema: FormSchema) -> list[str]:
    (question,) = schema.questions()
    return [code for code, _words in reading_choices(question, schema, None)]


@pytest.mark.parametrize("field", [None, "text"])
def test_text_is_own_words_unless_something_else_is_said(field):
    codes = offered(form([asked("words", "text", used_for="matching", field=field)]))
    assert codes[0] == (field or "")
    assert codes.count("text") == (1 if field else 0)


def test_other_types_may_stay_unread():
    assert offered(form([asked("one", "several", used_for="matching")]))[0] == ""
