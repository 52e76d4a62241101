"""Newcomers at each step of a programme's vetting: an interview booked, a reference come in, a check to show."""

from __future__ import annotations

from datetime import timedelta

from ithaque.demo.stage import Stage, at, on
from ithaque.kernel.bilingual import Bilingual
from ithaque.people.models import Person
from ithaque.programmes import services
from ithaque.programmes.enums import Advice, FallbackKind, Side, StepOutcome
from ithaque.programmes.enums import Stage as Step
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.programmes.settings import SideVetting

STEPS = SideVetting(
    steps=["interview", "references", "check", "training"],
    references=2,
    training_guides=["frame", "listen"],
    training_words=Bilingual(
        fr="Deux heures pour se préparer : le rôle, l’écoute, les limites, et à qui parler en cas de doute.",
        en="Two hours to get ready: the role, listening, limits, and whom to speak to when in doubt.",
    ),
)
PATH = (Step.INTERVIEW, Step.REFERENCES, Step.CHECK, Step.TRAINING)


def play(stage: Stage, cohort: Cohort, nadia: Person) -> None:
    """Open slots, let newcomers stand at each step, and someone on the waiting list."""
    with on(-9):
        services.change_settings(
            programme=cohort.programme, changes={"vetting.mentor": STEPS}, by=nadia
        )
        _slots(cohort, nadia)
    mentors = [_newcomer(stage, cohort, Side.MENTOR, number) for number in range(6)]
    for number, enrolment in enumerate(mentors[1:]):
        with on(-6, 11, number):
            _walk(enrolment, nadia, PATH[: number + 1] if number < len(PATH) else PATH)
    _invited(mentors[1], nadia)
    _referees(mentors[2])
    _waiter(stage, cohort, nadia)


def _newcomer(stage: Stage, cohort: Cohort, side: str, number: int) -> Enrolment:
    return stage.enrol(cohort, stage.villager(side), side, days=-8, field_number=number + 2)


def _walk(enrolment: Enrolment, nadia: Person, steps: tuple[Step, ...]) -> None:
    """Read the form, then pass the steps before the last, where the person stands today."""
    services.move_enrolment(enrolment=enrolment, to=Step.INTERVIEW, by=nadia)
    for step in steps[:-1]:
        services.record_step(
            enrolment=enrolment,
            step=step,
            outcome=StepOutcome.PASSED,
            by=nadia,
            seen_by_me=True,
            valid_until=at(358).date() if step == Step.CHECK else None,
        )


def _slots(cohort: Cohort, nadia: Person) -> None:
    starts = [at(day, 9) + timedelta(minutes=45 * rank) for day in (2, 5, 8) for rank in range(4)]
    services.open_slots(
        programme=cohort.programme,
        starts=starts,
        minutes=30,
        place="Maison des associations, Rennes",
        by=nadia,
    )


def _invited(enrolment: Enrolment, nadia: Person) -> None:
    with on(-3, 18):
        slot = enrolment.cohort.programme.interview_slots.first()
        assert slot is not None
        services.book_interview(enrolment=enrolment, slot=slot, by=enrolment.person)


def _referees(enrolment: Enrolment) -> None:
    with on(-5, 19):
        for name, relation in (
            ("Odile Garnier", "Ma responsable de 2019 à 2023"),
            ("Samir Haddad", "Président du club où j’entraîne"),
        ):
            given = services.name_referee(
                enrolment=enrolment,
                name=name,
                email=f"{name.split()[0].lower()}@reference.example",
                relation=relation,
                by=enrolment.person,
            )
    with on(-3, 9):
        services.answer_reference(
            reference=given,
            advice=Advice.YES,
            known_for="Cinq ans, au club d’athlétisme du quartier",
            strengths="Une écoute rare, et des conseils concrets. Les jeunes reviennent volontiers.",
        )


def _waiter(stage: Stage, cohort: Cohort, nadia: Person) -> None:
    enrolment = _newcomer(stage, cohort, Side.MENTEE, 8)
    with on(-6, 15):
        services.put_on_waiting_list(enrolment=enrolment, by=nadia)
    with on(-2, 15):
        services.offer_fallback(
            enrolment=enrolment,
            kind=FallbackKind.CIRCLE,
            words="Un cercle de quatre personnes avec Claire, le premier mardi du mois, à la maison de quartier.",
            by=nadia,
        )
