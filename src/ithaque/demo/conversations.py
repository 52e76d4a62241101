"""Letters with more than words: files, cards, and what is written with a minor, supervised in the open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from ithaque.demo import papers
from ithaque.demo.stage import on
from ithaque.mentoring import services
from ithaque.mentoring.attachments import Upload
from ithaque.mentoring.models import Pair
from ithaque.people.models import Person
from ithaque.programmes.services import change_settings

if TYPE_CHECKING:
    from ithaque.demo.village import Village

QUESTIONS = (
    "1. À quoi ressemble une semaine, chez vous ?",
    "2. Quelle part de la journée passez-vous avec les patients ?",
    "3. Qu’auriez-vous aimé savoir avant de commencer ?",
    "4. Si vous deviez recruter demain, que regarderiez-vous d’abord ?",
)
SEA, SAND = (186, 214, 229), (244, 222, 179)
LESSONS = (
    *((day, 0, 3, SEA) for day in range(5)),
    *((day, 5, 3, SEA) for day in (0, 1, 3)),
    (2, 6, 2, SAND),
    (4, 5, 2, SEA),
)
"""Mornings and afternoons at school, training on Wednesday."""


def play(village: Village) -> None:
    """Inès sends her questions and Claire answers; Moussa sends his week to Thierry, and is protected."""
    of = {pair.mentee_id: pair for pair in village.pairs}
    ines, moussa = (of[mentee.pk] for mentee in village.mentees[:2])
    _questions(ines)
    _with_a_minor(moussa, adults=[village.nadia, village.stage.enter("solene")], by=village.nadia)


def _questions(pair: Pair) -> None:
    ines, claire = pair.mentee.person, pair.mentor.person
    introduction = pair.actions.get(text__contains="Karim")
    with on(-2, 18, 30):
        _send(
            pair,
            ines,
            "Hier, au forum des métiers, j’ai rencontré une technicienne de l’hôpital ! "
            "J’ai préparé mes questions pour Karim : qu’en pensez-vous ?",
            files=[
                Upload("Questions pour Karim.pdf", papers.page("Questions pour Karim", QUESTIONS))
            ],
            about=[introduction],
        )
    with on(-2, 20, 5):
        services.mark_read(pair=pair, by=claire)
        _send(
            pair,
            claire,
            "La troisième est excellente, gardez-la. On relit le tout à notre rencontre, "
            "et on voit ce que cela change pour cet objectif.",
            about=[pair.goals.order_by("pk")[0], pair.meetings.get(status="planned")],
        )
    with on(-2, 21):
        services.mark_read(pair=pair, by=ines)


def _with_a_minor(pair: Pair, *, adults: list[Person], by: Person) -> None:
    """From a month ago what is written with a minor is supervised, openly; a number is hidden in it."""
    moussa, thierry = pair.mentee.person, pair.mentor.person
    with on(-30, 11):
        changes = {"supervision.announced_under": 18, "supervision.sites": ["onisep.fr"]}
        change_settings(programme=pair.programme, changes=changes, by=by)
        services.designate_adults(programme=pair.programme, people=adults, by=by)
    # The pair holds the programme as it was before.
    pair = Pair.objects.get(pk=pair.pk)
    with on(-9, 17, 40):
        _send(
            pair,
            thierry,
            "Si tu es en retard, appelle-moi au 06 39 98 12 34. "
            "En attendant, regarde les fiches sur onisep.fr, elles sont bien faites.",
        )
    with on(-9, 19, 10):
        services.mark_read(pair=pair, by=moussa)
        _send(
            pair,
            moussa,
            "D’accord, merci ! J’écrirai plutôt ici. Je joins ma semaine, pour trouver une heure.",
            files=[Upload("Ma semaine.png", papers.week(LESSONS))],
        )
    with on(-8, 9, 15):
        services.read_conversation(pair=pair, by=adults[0])
    with on(-8, 12):
        services.mark_read(pair=pair, by=thierry)


def _send(pair: Pair, by: Person, body: str, **more: Any) -> None:
    services.send_message(pair=pair, by=by, body=body, submission=uuid4(), **more)
