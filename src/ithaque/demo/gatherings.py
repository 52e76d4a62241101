"""A circle and two peers of Cap Insertion for those who wait, and the hours a mentor opens for one subject."""

from __future__ import annotations

from uuid import UUID

from ithaque.demo.stage import at, on
from ithaque.kernel import clock
from ithaque.mentoring import services
from ithaque.mentoring.enums import Modality
from ithaque.mentoring.models import Pair
from ithaque.mentoring.selectors.candidates import candidates_of
from ithaque.people.models import Person
from ithaque.programmes.enums import PairFormat, Side
from ithaque.programmes.models import Cohort, Enrolment

SIZE = 5
NAME = "Premiers entretiens"
NOTE = (
    "Ce qui aide avant un entretien : arriver dix minutes plus tôt, boire un verre d’eau, relire sa première phrase.\n"
    "La prochaine fois : chacun raconte une question qui l’a pris de court."
)

PEER_LETTERS = (
    "Bonjour ! Je cherche depuis deux mois et je tourne en rond. Et vous, qu’est-ce qui vous aide à tenir ?",
    "Bonjour, moi c’est de fixer deux candidatures par semaine, pas plus. On s’appelle jeudi pour en parler ?",
)


def play(cohort: Cohort, nadia: Person) -> None:
    """Open the circle three weeks ago, hold a first meeting, plan the second; then two peers and two flash meetings."""
    mentors, mentees = _people(cohort)
    circle = _circle(mentors[0], mentees[:SIZE], nadia)
    _first_meeting(circle)
    _peers(mentees[SIZE], mentees[SIZE + 1], nadia)
    _flash(mentors[-1], mentees[0], mentees[-1])


def _people(cohort: Cohort) -> tuple[list[Enrolment], list[Enrolment]]:
    """Return mentors with a place, and grown-up mentees, those without a pair first."""
    found = [one.enrolment for one in candidates_of(cohort, PairFormat.CIRCLE)]
    mentors = [one for one in found if one.side == Side.MENTOR]
    mentees = [one for one in found if one.side == Side.MENTEE and not one.person.is_minor]
    mentees.sort(key=lambda one: one.memberships.filter(holds_place=True).exists())
    return mentors, mentees


def _circle(mentor: Enrolment, mentees: list[Enrolment], nadia: Person) -> Pair:
    with on(-21, 11):
        circle = services.open_group(
            format=PairFormat.CIRCLE, name=NAME, mentors=[mentor], mentees=mentees, by=nadia
        )
    with on(-20, 19):
        services.send_message(
            pair=circle,
            by=mentor.person,
            body="Bonjour à vous cinq ! On commence par un tour de table : un entretien que vous préparez, une crainte.",
            submission=UUID(int=circle.public_id.int ^ 1),
        )
    return circle


def _first_meeting(circle: Pair) -> None:
    mentor, away = circle.mentor.person, circle.people[1]
    with on(-16, 20):
        meeting = services.plan_meeting(
            pair=circle,
            by=mentor,
            starts_at=at(-9, 20),
            minutes=75,
            modality=Modality.REMOTE,
            topic="Se présenter en deux minutes",
            agenda_key="first",
        )
    with clock.at(meeting.ends_at):
        services.log_meeting(
            pair=circle,
            by=mentor,
            starts_at=meeting.starts_at,
            minutes=75,
            title="Se présenter en deux minutes",
            summary="Chacun s’est présenté, le groupe a dit ce qu’il a retenu. On garde une phrase d’ouverture par personne.",
            meeting=meeting,
        )
        for person in circle.people:
            services.mark_attendance(
                meeting=meeting, person=person, present=person != away, by=mentor
            )
        services.write_note(pair=circle, by=mentor, body=NOTE, revision=circle.note.revision)
        services.plan_meeting(
            pair=circle,
            by=mentor,
            starts_at=at(6, 20),
            minutes=75,
            modality=Modality.REMOTE,
            topic="Les questions qui prennent de court",
        )


def _peers(first: Enrolment, second: Enrolment, nadia: Person) -> None:
    """Bring two people who wait together: a first talk each in turn, the next one planned."""
    with on(-12, 14):
        peers = services.open_peers(first=first, second=second, by=nadia)
    for person, days, body in zip(peers.people, (-11, -10), PEER_LETTERS, strict=True):
        with on(days, 18):
            services.send_message(
                pair=peers,
                by=person,
                body=body,
                submission=UUID(int=peers.public_id.int ^ -days),
            )
    with clock.at(at(-5, 19)):
        services.log_meeting(
            pair=peers,
            by=first.person,
            starts_at=at(-5, 18),
            minutes=50,
            title="Chacun son sujet",
            summary="Vingt minutes pour chaque sujet. On garde une question à se poser avant chaque candidature.",
        )
        services.plan_meeting(
            pair=peers,
            by=second.person,
            starts_at=at(9, 18),
            minutes=50,
            topic="Relire nos lettres",
        )


def _flash(mentor: Enrolment, seen: Enrolment, to_come: Enrolment) -> None:
    with on(-12, 9):
        past = services.open_slot(mentor=mentor, starts_at=at(-6, 13), minutes=30, by=mentor.person)
        meeting = services.book_slot(
            slot=past, mentee=seen, subject="Relire un message de relance", by=seen.person
        )
    with on(-6, 15):
        services.log_meeting(
            pair=meeting.pair,
            by=mentor.person,
            starts_at=meeting.starts_at,
            minutes=30,
            summary="Le message tient maintenant en cinq lignes et demande une date.",
            meeting=meeting,
        )
    with on(-2, 9):
        for days in (4, 8):
            slot = services.open_slot(
                mentor=mentor, starts_at=at(days, 13), minutes=45, by=mentor.person
            )
            if days == 4:
                services.book_slot(
                    slot=slot,
                    mentee=to_come,
                    subject="Répondre à « Parlez-moi de vous »",
                    by=to_come.person,
                )
