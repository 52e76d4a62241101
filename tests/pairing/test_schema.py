"""The published form of a record: shipped, up to date, followed by every record."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ithaque.pairing import Person, Problem, Settings
from ithaque.pairing.record import FORMAT, RecordError
from ithaque.pairing.result import Certificate, Step, Summary
from ithaque.pairing.schema import (
    CertificatePart,
    PersonPart,
    RecordDocument,
    StepPart,
    SummaryPart,
    made_schema,
    record_schema,
    verify_form,
)

from .builders import people, quick

OBJECTIVES = ("total", "balanced", "worst_off", "leximin", "stable")


def test_shipped_schema_is_that_of_the_models():
    assert (
        json.dumps(record_schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        == made_schema()
    )
    assert record_schema()["properties"]["format"]["const"] == FORMAT
    assert record_schema()["$schema"].startswith("https://json-schema.org/")


@quick
@given(people("a"), people("o"), st.sampled_from(OBJECTIVES))
def test_every_record_has_the_published_form(mentees, mentors, objective):
    document = Problem(mentees, mentors, Settings(objective=objective)).solve().record()
    assert verify_form(json.loads(json.dumps(document))) == document


def test_record_of_floors_holds_the_groups_they_speak_of():
    mentees = [Person(f"a{k}", group={"town": "x" if k else "y", "other": "z"}) for k in range(3)]
    floors = ({"attribute": "town", "measure": "placed", "least": 0.1},)
    problem = Problem(mentees, [Person("m", capacity=3)], Settings(floors=floors))
    document = problem.solve().record()
    assert [one["group"] for one in document["mentees"]] == [
        {"town": "y"},
        {"town": "x"},
        {"town": "x"},
    ]
    verify_form(document)


def test_models_hold_every_field_of_what_they_describe():
    assert set(PersonPart.model_fields) == {f.name for f in fields(Person)} - {"_", "name", "text"}
    assert set(CertificatePart.model_fields) == {f.name for f in fields(Certificate)}
    assert set(StepPart.model_fields) == {f.name for f in fields(Step)}
    assert set(SummaryPart.model_fields) == {f.name for f in fields(Summary)} - {"seconds"}
    document = Problem([Person("a")], [Person("m")]).solve().record()
    assert set(RecordDocument.model_fields) == {*document, "intake"}


def test_every_place_at_fault_is_named_up_to_ten():
    document = Problem([Person("a")], [Person("m")]).solve().record()
    document["summary"]["paired"] = "one"
    document["extra"] = 1
    document["solution"]["pairs"][0]["score"] = 2_000_000
    with pytest.raises(RecordError) as found:
        verify_form(document)
    data = found.value.message.data
    assert set(data["places"]) == {"summary.paired", "extra", "solution.pairs.0.score"}
    assert data["count"] == 3
    document = Problem([Person(f"a{k}") for k in range(12)], []).solve().record()
    for person in document["mentees"]:
        person["age"] = 3
    with pytest.raises(RecordError) as found:
        verify_form(document)
    assert (len(found.value.message.data["places"]), found.value.message.data["count"]) == (10, 12)
