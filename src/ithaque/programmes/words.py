"""Criteria, rules, places and calendars in words, for whoever sets a programme up or joins it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ithaque.programmes.enums import TeamRole
from ithaque.programmes.models import Cohort
from ithaque.ui import dates


def calendar_sentence(cohort: Cohort) -> str:
    """Return when one enrols in a cohort and when its mentoring takes place."""
    opens = dates.day(cohort.opens_on, weekday=False)
    if cohort.closes_on is None or cohort.ends_on is None:
        return gettext("Enrolment is open all year round, since %(opens)s.") % {"opens": opens}
    words = [
        gettext("Enrolment from %(opens)s to %(closes)s.")
        % {"opens": opens, "closes": dates.day(cohort.closes_on, weekday=False)}
    ]
    if cohort.late_until is not None:
        until = dates.day(cohort.late_until, weekday=False)
        words.append(gettext("Late arrivals until %(until)s.") % {"until": until})
    starts = dates.day(cohort.starts_on, weekday=False, year=True)
    ends = dates.day(cohort.ends_on, weekday=False, year=True)
    words.append(
        gettext("Mentoring from %(starts)s to %(ends)s.") % {"starts": starts, "ends": ends}
    )
    return " ".join(words)


@dataclass(frozen=True)
class Criterion:
    """A criterion of the match: its name, and what it compares."""

    code: str
    name: str | Promise
    effect: str | Promise


CRITERIA = (
    Criterion(
        "needs",
        _("Needs and know-how"),
        _("What one wants to work on, ranked, and what the other can share."),
    ),
    Criterion("path", _("Path"), _("The job or sector aimed at, and the one lived.")),
    Criterion(
        "style", _("Way of moving forward"), _("The eight lines both answer: close answers count.")
    ),
    Criterion("expectations", _("Expectations"), _("Length, rhythm, advice or questions.")),
    Criterion("interests", _("Interests"), _("What they enjoy in common; three are enough.")),
    Criterion(
        "availability",
        _("Hours in common"),
        _("Two hours of the week in common give the full points."),
    ),
    Criterion("wishes", _("Wishes"), _("Someone asked for, on one side or both.")),
    Criterion("distance", _("Distance"), _("Living near each other.")),
    Criterion("seniority", _("Experience"), _("A mentor some steps ahead.")),
    Criterion("organisation", _("Another house"), _("A mentor from another organisation or site.")),
    Criterion("text", _("Own words"), _("What both wrote freely; never more than a nuance.")),
)

RIGHTS = {
    TeamRole.COORDINATOR: _(
        "Everything of the programme: its settings, enrolments, match runs, pairs and team."
    ),
    TeamRole.FOLLOWER: _(
        "Only the pairs entrusted to them: dates, goals, follow-up cards, a message to those in "
        "them. No setting, no enrolment, no other pair."
    ),
    TeamRole.OBSERVER: _(
        "Figures only, the small ones hidden. Never a name, never a page about someone."
    ),
}

RULES = {
    "language": _("They share a language"),
    "modality": _("They share a way of meeting"),
    "overlap": _("They share at least the hours asked below"),
    "hierarchy": _("No reporting line between them"),
    "team": _("Never the same team"),
    "family": _("No family link"),
    "exclusion": _("Respect the people, employers and schools to avoid"),
    "adult": _("An adult mentor for a minor"),
    "checks": _("A check seen and still valid for a minor’s mentor"),
    "training": _("Training followed before the first proposal"),
    "broken": _("Never again a pair that broke up"),
}
PROTECTIVE_RULES = frozenset({"adult", "checks"})

MODALITIES = {
    "remote": _("By video"),
    "phone": _("By phone"),
    "public": _("In a public place"),
    "work": _("At work"),
    "home": _("At home, between adults"),
    "campus": _("On campus"),
}
