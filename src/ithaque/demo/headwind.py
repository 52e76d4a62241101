"""Vent debout, at the university: reverse mentoring, in which a student guides someone who leads."""

from __future__ import annotations

from uuid import UUID

from ithaque.demo.relationships import sign
from ithaque.demo.stage import Stage, at, calendar, on
from ithaque.kernel import clock
from ithaque.kernel.bilingual import Bilingual
from ithaque.mentoring import services
from ithaque.people.models import Organisation
from ithaque.programmes.enums import Side
from ithaque.programmes.services import create_programme, open_programme

LETTERS = (
    "Bonjour Thierry, la prochaine fois, je vous propose de regarder comment nous choisissons un stage, écran partagé.",
    "Volontiers. Je viens avec une décision que je dois prendre, et je vous laisse la regarder sans vous interrompre.",
)

MEETINGS = (
    (
        "Dire les choses",
        "Ce que les stagiaires taisent en réunion, et pourquoi. On garde une question par rencontre.",
    ),
    (
        "Vu d’en bas",
        "Une offre de stage relue par qui la reçoit : trois phrases changées, une supprimée.",
    ),
)


def play(stage: Stage, university: Organisation) -> None:
    """Open the programme two months ago, and have Thierry guided by a student since."""
    oscar, thierry = stage.enter("oscar"), stage.enter("thierry")
    with on(-62):
        programme = create_programme(
            organisation=university,
            template="reverse",
            by=oscar,
            slug="vent-debout",
            title=Bilingual(fr="Vent debout", en="Headwind"),
            calendar=calendar("Promotion 2026", opens=-60, closes=20, starts=-50, ends=160),
        )
        open_programme(programme=programme, by=oscar)
    cohort = programme.cohorts.get()
    student, leader = stage.villager(Side.MENTEE), thierry
    guide = stage.enrol(cohort, student, Side.MENTOR, days=-58, field_number=1, coordinator=oscar)
    guided = stage.enrol(cohort, leader, Side.MENTEE, days=-57, field_number=5, coordinator=oscar)
    with on(-50, 11):
        pair = services.open_pair(mentor=guide, mentee=guided, by=oscar)
    sign(pair, days=-46)
    for days, (title, summary) in zip((-42, -14), MEETINGS, strict=True):
        with clock.at(at(days, 19)):
            services.log_meeting(
                pair=pair,
                by=student,
                starts_at=at(days, 18),
                minutes=55,
                title=title,
                summary=summary,
            )
    with on(-4, 12):
        services.plan_meeting(
            pair=pair, by=student, starts_at=at(10, 18), minutes=60, topic="Une décision à éprouver"
        )
    for person, days, body in zip((student, leader), (-3, -2), LETTERS, strict=True):
        with on(days, 19):
            services.send_message(
                pair=pair,
                by=person,
                body=body,
                submission=UUID(int=pair.public_id.int ^ -days),
            )
