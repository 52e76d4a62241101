"""A cohort to match: people with answers to a small form that matching reads."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from ithaque.kernel import clock
from ithaque.matching.enums import ProposalStatus, RunStatus
from ithaque.matching.models import MatchRun, Proposal
from ithaque.matching.services import ask_run, runs
from ithaque.people.models import Organisation, Person
from ithaque.programmes.enums import EnrolmentStatus, ProgrammeStatus, Side, TeamRole
from ithaque.programmes.models import Cohort, Enrolment, Programme, TeamMember
from ithaque.programmes.settings import ProgrammeSettings
from ithaque.questionnaires.models import AnswerSheet, Form, FormVersion

_numbers = itertools.count(1)


def both(fr: str, en: str) -> dict[str, str]:
    return {"fr": fr, "en": en}


def question(key: str, type_: str, field: str | None = None, **rest: Any) -> dict[str, Any]:
    return {"key": key, "type": type_, "label": both(key, key), "field": field, **rest}


OPTIONS = [
    {"value": "sport", "label": both("Sport", "Sports")},
    {"value": "music", "label": both("Musique", "Music")},
    {"value": "health", "label": both("Santé", "Health")},
]
COMMON = [
    question("path", "several", "path", options=OPTIONS),
    question("interests", "several", "interests", options=OPTIONS),
    question(
        "languages",
        "languages",
        "languages",
        options=[
            {"value": "fr", "label": both("Français", "French")},
            {"value": "en", "label": both("Anglais", "English")},
        ],
    ),
    question("availability", "availability", "availability"),
    question(
        "directive",
        "scale",
        "expectations.directive",
        left=both("écouter", "listen"),
        right=both("guider", "guide"),
    ),
    question("excluded", "text", "excluded"),
    question("seniority", "number", "seniority", maximum=60),
    question("words", "text", "text", limit=1000),
]
SCHEMAS = {
    Side.MENTEE: [question("needs", "skills", "needs"), *COMMON],
    Side.MENTOR: [
        question("offers", "skills", "offers"),
        question("places", "number", "capacity"),
        *COMMON,
    ],
}


def schema(side: str) -> dict[str, Any]:
    return {
        "sections": [{"key": "all", "title": both("Vous", "You"), "questions": SCHEMAS[Side(side)]}]
    }


def skills(*labels: str) -> list[dict[str, Any]]:
    return [{"id": None, "label": label, "level": None} for label in labels]


def person(first_name: str = "", **fields: Any) -> Person:
    number = next(_numbers)
    fields.setdefault("last_name", f"Test{number}")
    return Person.objects.create_user(
        fields.pop("email", f"m{number}@test.example"),
        first_name=first_name or f"Personne{number}",
        **fields,
    )


def cohort(coordinator: Person | None = None, **settings: Any) -> Cohort:
    number = next(_numbers)
    forms = []
    for side in (Side.MENTEE, Side.MENTOR):
        form = Form.objects.create(key=f"{side}-{number}")
        FormVersion.objects.create(form=form, number=1, schema=schema(side))
        forms.append(form)
    made = Programme.objects.create(
        organisation=Organisation.objects.create(
            name=f"Association {number}", slug=f"asso-{number}"
        ),
        slug=f"match-{number}",
        template="blank",
        status=ProgrammeStatus.OPEN,
        title_fr=f"Programme {number}",
        title_en=f"Programme {number}",
        settings=ProgrammeSettings.model_validate(settings).model_dump(mode="json"),
        mentee_form=forms[0],
        mentor_form=forms[1],
    )
    if coordinator is not None:
        TeamMember.objects.create(programme=made, person=coordinator, role=TeamRole.COORDINATOR)
    today = clock.today()
    return Cohort.objects.create(
        programme=made,
        name="2026",
        opens_on=today - timedelta(days=30),
        closes_on=today + timedelta(days=30),
        starts_on=today,
        ends_on=today + timedelta(days=180),
    )


def enrol(
    in_: Cohort,
    side: str,
    name: str = "",
    *,
    status: str = EnrolmentStatus.AVAILABLE,
    capacity: int = 1,
    who: Person | None = None,
    sent_days_ago: int = 10,
    **answers: Any,
) -> Enrolment:
    who = who or person(name)
    form = in_.programme.mentor_form if side == Side.MENTOR else in_.programme.mentee_form
    sent = clock.now() - timedelta(days=sent_days_ago)
    sheet = AnswerSheet.objects.create(
        version=form.versions.get(), person=who, answers=answers, submitted_at=sent
    )
    return Enrolment.objects.create(
        cohort=in_,
        person=who,
        side=side,
        status=status,
        capacity=capacity,
        sheet=sheet,
        submitted_at=sent,
    )


def mentee(in_: Cohort, name: str = "", **fields: Any) -> Enrolment:
    return enrol(in_, Side.MENTEE, name, **fields)


def mentor(in_: Cohort, name: str = "", **fields: Any) -> Enrolment:
    return enrol(in_, Side.MENTOR, name, **fields)


def computed(in_: Cohort, by: Person) -> MatchRun:
    """Ask a run and compute it at once."""
    run = ask_run(cohort=in_, by=by)
    runs.compute(run.pk)
    run.refresh_from_db()
    return run


def drafts(in_: Cohort, count: int, by: Person | None = None) -> MatchRun:
    """Write a run with that many drafts, each with people of its own."""
    run = MatchRun.objects.create(
        cohort=in_,
        number=next(_numbers),
        status=RunStatus.READY,
        asked_by=by,
        finished_at=clock.now(),
        summary={
            "mentees": count,
            "mentors": count,
            "places": count,
            "paired": count,
            "unmatched": 0,
            "total": 80.0,
            "bound": 80.0,
            "proven": True,
            "seconds": 0.1,
            "rules": [],
            "weights": {},
            "excluded": {},
            "recruit": [],
        },
    )
    for _ in range(count):
        draft(run, mentee(in_), mentor(in_))
    return run


def draft(run: MatchRun, mentee_: Enrolment, mentor_: Enrolment, **fields: Any) -> Proposal:
    values: dict[str, Any] = {
        "score": 0.8,
        "band": 4,
        "confidence": 0.9,
        "reasons": [
            {
                "code": "needs.first",
                "data": {"skill": "CV", "skills": ["CV"], "count": 1, "total": 1},
            }
        ],
        "criteria": [{"code": "needs", "value": 0.8, "weight": 1.0}],
        "status": ProposalStatus.DRAFT,
    }
    return Proposal.objects.create(run=run, mentee=mentee_, mentor=mentor_, **{**values, **fields})
