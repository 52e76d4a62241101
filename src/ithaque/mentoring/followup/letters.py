"""Messages ready to send about a card: in the language of who reads them, with hours, or offering a change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ithaque.mentoring.followup.alerts import Letter
from ithaque.mentoring.followup.selectors import Case
from ithaque.people.models import Person
from ithaque.ui import dates


def languages_of(people: Sequence[Person]) -> list[str]:
    """Return the languages in which a message has to be written, that of the first person first."""
    return list(dict.fromkeys(person.locale for person in people))


def letter_in(
    language: str,
    case: Case,
    *,
    signed: str,
    slots: Sequence[datetime] = (),
    change: bool = False,
) -> Letter:
    """Return the message of a card in a language, with the hours at which everyone is free.

    `change` asks for the message that offers to look for someone else.
    """
    with translation.override(language):
        if change:
            return _offering_a_change(signed)
        letter = case.alert.letter(case.facts, case.today, signed)
        if not (slots and case.alert.offers_slots):
            return letter
        return letter.offering(_hours(slots, case.card.pair.people))


def _hours(slots: Sequence[datetime], people: Sequence[Person]) -> str:
    zones = list(dict.fromkeys(person.time_zone for person in people))
    told = []
    for slot in slots:
        with timezone.override(zones[0]):
            told.append(dates.moment(slot))
    place = f" ({zones[0]})" if len(zones) > 1 else ""
    return _(
        "In the weeks you described, you have these hours in common: {hours}{place}. Would one of them suit you?"
    ).format(hours=", ".join(told), place=place)


def _offering_a_change(signed: str) -> Letter:
    return Letter(
        _("Another mentor, if that is better for you"),
        _(
            "Hello,\n\nA mentoring pair does not always find its way, and that is nobody’s fault. If going on "
            "together no longer suits you, answer this message in a few words, without giving a reason: we will "
            "end this pair kindly and look for someone else with you.\n\nIf you would rather go on, tell me too, "
            "and what would help.\n\n{name}"
        ).format(name=signed),
    )
