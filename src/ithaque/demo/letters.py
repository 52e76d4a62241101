"""Letters: those that come back, wishes of delivery that differ, an announcement that will leave."""

from __future__ import annotations

from datetime import time, timedelta

from django.db.models import Count

from ithaque.correspondence.enums import Family, Pace
from ithaque.correspondence.intake.returns import Return
from ithaque.correspondence.preferences import choose_delivery, delivery_of
from ithaque.correspondence.troubles import ENOUGH, note_return
from ithaque.demo.cast import BY_KEY
from ithaque.kernel import clock
from ithaque.kernel.bilingual import Bilingual
from ithaque.kernel.models import OutboxMessage
from ithaque.mentoring.bulletins.segments import Segment
from ithaque.mentoring.bulletins.services import schedule_bulletin, write_bulletin
from ithaque.mentoring.models import Bulletin
from ithaque.mentoring.rules import instant
from ithaque.people.models import Person
from ithaque.programmes.models import Cohort

NO_SUCH_BOX = "5.1.1"
WORKSHOP = Bilingual(
    fr="Atelier « L’entretien sans stress », jeudi à 18 h",
    en="Workshop “Interviews without stress”, Thursday at 6 p.m.",
)
INVITATION = Bilingual(
    fr=(
        "Bonjour {prénom},\n\nNous vous attendons jeudi à 18 h, à la Maison de l’emploi ou en visio, pour un atelier "
        "d’une heure et demie : se présenter en deux minutes, répondre aux questions difficiles, en poser à son tour."
        "\n\nVenez à deux si vous le pouvez. Il n’y a rien à préparer."
    ),
    en=(
        "Hello {first name},\n\nJoin us on Thursday at 6 p.m., on site or by video, for an hour and a half: present "
        "yourself in two minutes, answer difficult questions, ask some of your own."
        "\n\nCome together if you can. There is nothing to prepare."
    ),
)


def come_back(cohort: Cohort) -> None:
    """Let the last letters to one of the cohort come back; nobody of the cast."""
    cast = [character.email for character in BY_KEY.values()]
    sent = OutboxMessage.objects.filter(
        status=OutboxMessage.Status.SENT, person__enrolments__cohort=cohort
    ).exclude(person__email__in=cast)
    counted = sent.values("person").annotate(number=Count("pk")).filter(number__gte=ENOUGH)
    found = counted.order_by("-number", "person").first()
    if found is None:
        return
    letters = sent.filter(person=found["person"]).order_by("-created_at", "-pk")[:ENOUGH]
    for letter in letters:
        note_return(Return(letter.public_id, NO_SUCH_BOX, for_good=True))


def wish(person: Person) -> None:
    """Let someone receive the questions of follow-up once a day, and nothing at night."""
    wishes = delivery_of(person).model_copy(
        update={"paces": {Family.FOLLOW_UP: Pace.DAILY}, "quiet_from": 21, "quiet_to": 7}
    )
    choose_delivery(person=person, delivery=wishes, by=person)


def announce(cohort: Cohort, by: Person) -> Bulletin:
    """Schedule an announcement to the pairs under way, next Monday at nine: before its Thursday."""
    segment = Segment(cohort=cohort.public_id, pairs="active")
    bulletin = write_bulletin(
        programme=cohort.programme, by=by, subject=WORKSHOP, body=INVITATION, segment=segment
    )
    today = clock.today(by.time_zone)
    day = today + timedelta(days=7 - today.weekday())
    return schedule_bulletin(bulletin=bulletin, by=by, at=instant(day, time(9), by.time_zone))
