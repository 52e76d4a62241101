"""Programmes, people and enrolments for tests, made by the services."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from ithaque.kernel import clock
from ithaque.kernel.bilingual import Bilingual
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Organisation, Person
from ithaque.people.services import create_organisation, create_person
from ithaque.programmes import selectors, services
from ithaque.programmes.enums import Side
from ithaque.programmes.models import (
    Cohort,
    Enrolment,
    Fallback,
    Interview,
    InterviewSlot,
    Programme,
    Reference,
)
from ithaque.programmes.services import Calendar
from ithaque.questionnaires.services import save_answers

_numbers = count(1)
STYLE = dict.fromkeys(
    ("plan", "frank", "aloud", "detail", "pace", "daring", "personal", "drive"), 3
)
COMMON: dict[str, Any] = {
    "born_on": "1998-05-04",
    "languages": ["fr"],
    "style": STYLE,
    "exp_directive": 2,
    "exp_months": 6,
    "exp_meetings": 2,
    "availability": ["mon-18", "wed-14"],
    "modality": ["remote"],
}
ANSWERS = {
    Side.MENTEE: COMMON
    | {"situation": "student", "needs": [{"id": None, "label": "Préparer un entretien"}]},
    Side.MENTOR: COMMON
    | {"offers": [{"id": None, "label": "Conduire un entretien", "level": 3}], "capacity": 2},
}


def person(first_name: str = "Inès", **fields: Any) -> Person:
    """Make someone with an account."""
    address = f"{first_name.lower()}-{next(_numbers)}@ithaque.example"
    return create_person(email=address, first_name=first_name, last_name="Essai", **fields)


def organisation(by: Person | None = None) -> Organisation:
    """Make an organisation."""
    return create_organisation(name=f"Association {next(_numbers)}", by=by)


def programme(
    by: Person | None = None,
    *,
    template: str = "youth-insertion",
    opened: bool = True,
    **texts: Any,
) -> Programme:
    """Make a programme, open by default, whose window is open."""
    by = by or person("Nadia")
    title = Bilingual(fr=f"Programme {next(_numbers)}", en=f"Programme {next(_numbers)}")
    made = services.create_programme(
        organisation=organisation(by),
        template=template,
        by=by,
        title=texts.pop("title", title),
        **texts,
    )
    made.settings.pop("vetting", None)  # each test asks the steps it speaks of
    made.save(update_fields=["settings"])
    return services.open_programme(programme=made, by=by) if opened else made


def cohort_of(made: Programme) -> Cohort:
    """Return the first cohort of a programme."""
    return Cohort.objects.select_related("programme").get(programme=made)


def calendar(
    *, opens: int = 0, closes: int = 28, starts: int = 40, ends: int = 220, name: str = "2027"
) -> Calendar:
    """Return dates, in days from today."""
    days = [clock.today() + timedelta(days=n) for n in (opens, closes, starts, ends)]
    return Calendar(name, *days)


def draft(
    cohort: Cohort, someone: Person | None = None, *, side: str = Side.MENTEE, **answers: Any
) -> Enrolment:
    """Make a form in progress, every required question answered (an answer given as None is left out)."""
    someone = someone or person()
    enrolment = services.start_enrolment(cohort=cohort, person=someone, side=side)
    assert enrolment.sheet is not None
    given = {key: value for key, value in (ANSWERS[side] | answers).items() if value is not None}
    save_answers(sheet=enrolment.sheet, answers=given, by=someone)
    return enrolment


def submitted(
    cohort: Cohort, someone: Person | None = None, *, side: str = Side.MENTEE, **answers: Any
) -> Enrolment:
    """Make an enrolment that waits for the team."""
    enrolment = draft(cohort, someone, side=side, **answers)
    return services.submit_enrolment(enrolment=enrolment, by=enrolment.person)


def vetting(made: Programme, by: Person, *, side: str = Side.MENTOR, **chosen: Any) -> None:
    """Ask steps of one side: `vetting(programme, nadia, steps=["interview", "check"])`."""
    now = selectors.settings_of(made).vetting.of(side).model_copy(update=chosen)
    services.change_settings(programme=made, changes={f"vetting.{side}": now}, by=by)
    made.refresh_from_db()


def slot(made: Programme, host: Person, *, hours: float = 48, minutes: int = 30) -> InterviewSlot:
    """Open one interview slot, so many hours from now; the next free one of its host."""
    starts = clock.now() + timedelta(hours=hours, minutes=minutes * next(_numbers))
    (opened,) = services.open_slots(
        programme=made, starts=[starts], minutes=minutes, place="Maison de quartier", by=host
    )
    return opened


def booked(enrolment: Enrolment, host: Person) -> Interview:
    """Return an interview booked by an enrolment, at whatever step it is."""
    known = enrolment.interviews.filter(status="booked").first()
    opened = known.slot if known else slot(enrolment.cohort.programme, host)
    return known or Interview.objects.create(enrolment=enrolment, slot=opened)


def reference(enrolment: Enrolment, name: str = "Odile") -> Reference:
    """Return someone asked to speak of an enrolled person, at whatever step they are."""
    return Reference.objects.create(
        enrolment=enrolment,
        name=name,
        email=f"{name.lower()}-{next(_numbers)}@ithaque.example",
        relation="Responsable",
        asked_at=clock.now(),
    )


def offer(enrolment: Enrolment, by: Person) -> Fallback:
    """Return something offered meanwhile, that awaits an answer."""
    known = enrolment.fallbacks.filter(answered_at=None).first()
    return known or Fallback.objects.create(enrolment=enrolment, kind="circle", offered_by=by)


@contextmanager
def refused(code: str) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """Expect a refusal of this code."""
    with pytest.raises(Refusal) as found:
        yield found
    assert found.value.code == code
