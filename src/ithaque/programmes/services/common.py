"""What every verb on an enrolment shares: the row held, the arrow checked, a colleague noticed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ithaque.kernel import clock
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.programmes import rules
from ithaque.programmes.enums import EnrolmentStatus, Side
from ithaque.programmes.models import Cohort, Enrolment


def locked(enrolment: Enrolment) -> Enrolment:
    """Return the row as it is now, held until the end of the transaction: two people acting are in turn."""
    Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    return Enrolment.objects.select_related(
        "person", "cohort__programme__organisation", "sheet__version", "guardian"
    ).get(pk=enrolment.pk)


def version_of(enrolment: Enrolment) -> str:
    """Return a short word that changes whenever the enrolment goes to another step."""
    return f"{enrolment.status}-{enrolment.stage}"


def check_unchanged(enrolment: Enrolment, seen: str | None) -> None:
    """Refuse when a colleague moved the enrolment since `seen`."""
    if seen is not None and seen != version_of(enrolment):
        raise Refusal(
            "enrolment_moved_on",
            _("A colleague has just moved %(name)s. Nothing was changed: look again, then choose.")
            % {"name": enrolment.person.get_full_name()},
        )


def check_arrow(enrolment: Enrolment, to: str) -> None:
    """Refuse an arrow the table does not hold."""
    if not rules.can_follow(enrolment, to):
        raise Refusal(
            "enrolment_moved_on",
            _("This enrolment is now “%(status)s”: someone acted in between. Nothing was changed.")
            % {"status": enrolment.get_status_display()},
        )


def check_word(word: str, most: int = 500) -> None:
    """Refuse an empty sentence, or one too long to be kept whole."""
    if not word.strip():
        raise Refusal("no_word", _("Write a sentence: the person will read it."), conflict=False)
    if len(word.strip()) > most:
        raise Refusal(
            "word_too_long", _("Keep to %(most)d characters.") % {"most": most}, conflict=False
        )


def hold_places(cohort: Cohort) -> Cohort:
    """Return the cohort held until the end of the transaction: whoever counts its places is alone.

    Always before the enrolment, so that two people never wait for each other.
    """
    return Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)


def places_left(cohort: Cohort, side: str) -> int | None:
    """Return how many people of a side may still be validated, None without bound; a pause keeps its place."""
    places = cohort.places(side)
    if places is None:
        return None
    held = cohort.enrolments.filter(side=side)
    available = held.filter(status=EnrolmentStatus.AVAILABLE).count()
    paused = held.filter(
        status=EnrolmentStatus.PAUSED, paused_from=EnrolmentStatus.AVAILABLE
    ).count()
    return max(0, places - available - paused)


def check_place(cohort: Cohort, side: str) -> None:
    """Refuse when every place of the side is taken; the cohort is held by the caller."""
    if places_left(cohort, side) == 0:
        who = _("mentors") if side == Side.MENTOR else _("mentees")
        raise Refusal(
            "cohort_full",
            _(
                "Every place for %(who)s is taken: put the person on the waiting list, or add places."
            )
            % {"who": who},
        )


def move(enrolment: Enrolment, status: str, **values: Any) -> None:
    """Write a status and what comes with it."""
    for name, value in {"status": status, **values}.items():
        setattr(enrolment, name, value)
    enrolment.save(update_fields=["status", *values])


def decide(enrolment: Enrolment, status: str, by: Person, note: str = "", **values: Any) -> None:
    """Write a decision with who took it and when."""
    move(
        enrolment,
        status,
        decided_at=clock.now(),
        decided_by=by,
        decision_note=note.strip(),
        **values,
    )
