"""How the conversation of a minor is protected, by the age of the youngest and what the programme says.

Under 15 messages are supervised, openly; from 15 to 17 contact data are hidden; adults among themselves are left alone
(product defaults, within the French data protection act, art. 45; docs/guide: protect). A mentee who never gave a date
of birth counts as a minor of 17 where minors are welcome.
"""

from __future__ import annotations

from enum import StrEnum

from ithaque.kernel import clock
from ithaque.mentoring.models import Pair
from ithaque.programmes.rules import ADULT_AGE, age_on
from ithaque.programmes.selectors import settings_of
from ithaque.programmes.settings import ProgrammeSettings


class Mode(StrEnum):
    """Who may read beside the members."""

    PRIVATE = "private"
    ANNOUNCED = "announced"
    SECOND_ADULT = "second_adult"


def youngest_age(pair: Pair, settings: ProgrammeSettings) -> int:
    """Return the age of the youngest member, 18 when all are adults as far as is known."""
    today = clock.today()
    ages = [age_on(one.born_on, today) for one in pair.people if one.born_on is not None]
    unknown = [one for one in pair.people if one.born_on is None and not pair.is_mentor(one)]
    if settings.minors and unknown:
        ages.append(ADULT_AGE - 1)
    return min([ADULT_AGE, *ages])


def mode_of(pair: Pair) -> Mode:
    """Return who may read what is written from now on."""
    settings = settings_of(pair.programme)
    rules = settings.supervision
    if youngest_age(pair, settings) >= min(rules.announced_under, ADULT_AGE):
        return Mode.PRIVATE
    return Mode.SECOND_ADULT if rules.second_adult else Mode.ANNOUNCED


def sites_allowed(pair: Pair) -> list[str] | None:
    """Return the sites whose addresses stay when contact data are hidden; None when nothing is hidden."""
    settings = settings_of(pair.programme)
    if not settings.supervision.mask_contacts or youngest_age(pair, settings) >= ADULT_AGE:
        return None
    return settings.supervision.sites
