"""Always-open cohorts: a match run prepares itself every so many days; the team still reads and announces it."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy

from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock
from ithaque.matching import mails
from ithaque.matching.enums import AT_WORK, RunStatus
from ithaque.matching.models import MatchRun
from ithaque.matching.people import sides_waiting
from ithaque.matching.services.runs import ask_run
from ithaque.programmes.enums import ProgrammeStatus, Side
from ithaque.programmes.models import Cohort
from ithaque.programmes.selectors import coordinators_of, settings_of

UNREAD = (*AT_WORK, RunStatus.READY)
"""A run still to be read: another one would only bury it."""


def prepare_rolling_runs() -> int:
    """Ask the runs whose day has come and tell the coordinators; return how many.

    None is asked while one waits to be read, nor when a side has nobody waiting.
    """
    return sum(_prepare(cohort) is not None for cohort in _always_open())


def _always_open() -> list[Cohort]:
    return list(
        Cohort.objects.filter(closes_on__isnull=True, programme__status=ProgrammeStatus.OPEN)
        .select_related("programme__organisation")
        .annotate(latest=Max("match_runs__created_at"))
        .order_by("pk")
    )


def _prepare(cohort: Cohort) -> MatchRun | None:
    days = settings_of(cohort.programme).rolling_run_days
    coordinators = list(coordinators_of(cohort.programme))
    if not days or not coordinators or not _is_due(cohort, days):
        return None
    run = ask_run(cohort=cohort, by=coordinators[0])
    path = reverse("coordination:run", args=[run.public_id])
    for person in coordinators:
        notify(
            mails.RUN_PREPARED,
            to=person,
            context={"programme": cohort.programme, "cohort": cohort, "days": days},
            action=MailAction(gettext_lazy("Read the proposals"), path),
            dedupe_key=f"rolling-run:{run.public_id}:{person.public_id}",
        )
    return run


def _is_due(cohort: Cohort, days: int) -> bool:
    latest = cohort.latest  # type: ignore[attr-defined]
    rested = latest is None or latest <= clock.now() - timedelta(days=days)
    unread = cohort.match_runs.filter(status__in=UNREAD).exists()
    return rested and not unread and len(sides_waiting(cohort)) == len(Side)
