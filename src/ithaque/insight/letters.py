"""The coordinator’s week in one letter: what waits, what was done, what it changed, what comes."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence import kinds
from ithaque.correspondence.enums import Family
from ithaque.correspondence.services import MailAction, notify
from ithaque.insight.day import day_of, figures_for, scope_for
from ithaque.kernel import clock
from ithaque.people.models import Person
from ithaque.programmes.enums import ProgrammeStatus, TeamRole

WEEK = kinds.register("insight.week", _("you coordinate a mentoring programme."), Family.TEAM)


def send_weeks() -> int:
    """Write to each coordinator whose week had something to tell; return how many letters were written."""
    coordinators = Person.objects.filter(
        team_roles__role=TeamRole.COORDINATOR,
        team_roles__programme__status=ProgrammeStatus.OPEN,
        is_active=True,
        erased_at=None,
    )
    return sum(_write(person) for person in coordinators.distinct().order_by("pk"))


def _write(person: Person) -> bool:
    scope = scope_for(person)
    day = day_of(person, scope)
    figures = figures_for(person, scope)
    week = figures.week
    if week.is_empty and not day.counts.waiting and not day.to_validate:
        return False
    letter = notify(
        WEEK,
        to=person,
        context={"day": day, "week": week, "soon": figures.overview.soon},
        action=MailAction(_("Open my day"), reverse("coordination:day")),
        dedupe_key=f"week:{person.public_id}:{clock.today().isoformat()}",
    )
    return letter is not None
