"""Each template carries a programme from its launch to a match run, with people who answer its own forms."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from ithaque.demo.profiles import FIELDS, Profile
from ithaque.kernel import clock
from ithaque.matching.enums import RunStatus
from ithaque.matching.services import ask_run
from ithaque.matching.services.runs import compute
from ithaque.people.models import Person
from ithaque.people.services import create_organisation, create_person
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.programmes.programme_templates import ORDER, template
from ithaque.programmes.rules import can_enrol
from ithaque.programmes.services import create_programme, open_programme, start_enrolment
from ithaque.questionnaires.selectors import schema_of
from ithaque.questionnaires.services import complete_sheet, save_answers

pytestmark = pytest.mark.django_db
EACH_SIDE = 2


def someone(number: int, **fields: object) -> Person:
    return create_person(
        email=f"p{number}@ithaque.example", first_name=f"P{number}", last_name="Essai", **fields
    )


def enrolled(cohort: Cohort, number: int, side: str, *, minor: bool) -> Enrolment:
    """Answer the form as a person of the demo would, and be validated."""
    years = 16 if minor and side == Side.MENTEE else 30
    born_on = clock.today() - timedelta(days=years * 366)
    person = someone(number, born_on=born_on)
    enrolment = start_enrolment(cohort=cohort, person=person, side=side)
    assert enrolment.sheet is not None
    schema = schema_of(enrolment.sheet.version)
    profile = Profile(side, FIELDS[0], random.Random(number), minor=minor, easy=True)
    answers = profile.answers(schema)
    for question in schema.questions():
        if question.field == "team" or (question.required and question.key not in answers):
            answers[question.key] = f"Équipe {number}"
    assert save_answers(sheet=enrolment.sheet, answers=answers, by=person) == {}
    complete_sheet(sheet=enrolment.sheet, by=person)
    Enrolment.objects.filter(pk=enrolment.pk).update(
        status="available",
        trained_on=clock.today(),
        check_valid_until=clock.today() + timedelta(days=300),
        submitted_at=clock.now(),
    )
    return enrolment


@pytest.mark.parametrize("key", ORDER)
def test_programme_is_launched_from_the_template_and_goes_through_a_match_run(key):
    nadia = someone(1)
    made = create_programme(
        organisation=create_organisation(name="Cap", by=nadia), template=key, by=nadia
    )
    open_programme(programme=made, by=nadia)
    cohort = Cohort.objects.select_related("programme").get(programme=made)
    assert can_enrol(cohort)
    minor = template(key).settings.minors
    number = 10
    for side in Side.values:
        for _ in range(EACH_SIDE):
            number += 1
            enrolled(cohort, number, side, minor=minor)
    run = ask_run(cohort=cohort, by=nadia)
    compute(run.pk)
    run.refresh_from_db()
    assert run.status == RunStatus.READY, run.failure
    assert run.proposals.count() == EACH_SIDE, list(run.unmatched.values_list("cause", flat=True))
