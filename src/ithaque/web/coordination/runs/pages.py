"""What the pages around a run show: cohorts to match, progress, failure; how figures are said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ithaque.matching.enums import RunStatus
from ithaque.matching.models import MatchRun
from ithaque.matching.naming import named_faults
from ithaque.programmes.models import Cohort
from ithaque.ui import dates
from ithaque.ui.templatetags.typo import number

STATUS_KINDS = {
    RunStatus.WAITING: "info",
    RunStatus.RUNNING: "info",
    RunStatus.READY: "watch",
    RunStatus.PUBLISHED: "good",
    RunStatus.FAILED: "urgent",
    RunStatus.DISCARDED: "quiet",
}
STEPS = (
    (5, gettext_lazy("Gather people and answers")),
    (40, gettext_lazy("Compare everyone")),
    (60, gettext_lazy("Choose the best distribution")),
    (85, gettext_lazy("Prove that none is better")),
    (99, gettext_lazy("Write the reasons")),
)


@dataclass(frozen=True)
class CohortRow:
    """A cohort to match and its latest run."""

    cohort: Cohort
    run: MatchRun | None

    @property
    def kind(self) -> str:
        """Return the colour of the latest run's state."""
        return STATUS_KINDS[RunStatus(self.run.status)] if self.run else "quiet"


def cohort_rows(cohorts: Iterable[Any]) -> list[CohortRow]:
    """Return cohorts with their latest run."""
    return [CohortRow(cohort, next(iter(cohort.runs_latest_first), None)) for cohort in cohorts]


def points(value: float | None) -> str:
    """Return a total in points: “2 241 points”."""
    rounded = round(value or 0, 1)
    shown = int(rounded) if rounded == int(rounded) else rounded
    return ngettext("%(points)s point", "%(points)s points", 1 if abs(rounded) < 2 else 2) % {
        "points": number(shown)
    }


class WorkPage:
    """A run at work, or one that failed."""

    def __init__(self, run: MatchRun) -> None:
        self.run = run

    @property
    def failed(self) -> bool:
        """Tell whether the run stopped on a failure."""
        return self.run.status == RunStatus.FAILED

    @property
    def steps(self) -> list[dict[str, str]]:
        """Return the steps of the computation with where it is."""
        rows, reached = [], False
        for share, title in STEPS:
            done = self.run.progress >= share
            state = "done" if done else "" if reached else "current"
            reached = reached or not done
            rows.append({"title": str(title), "state": state, "note": ""})
        return rows

    @property
    def poll(self) -> str:
        """Return where the progress is asked for."""
        return reverse("coordination:run-progress", args=[self.run.public_id])

    @property
    def reason(self) -> str:
        """Say why the run failed and what is kept."""
        return {
            "problem": _("Decisions contradict each other. Lift one of them, then compute again."),
            "memory": _("This cohort needs more memory than the server grants. Ask the administrator, or split the cohort."),
        }.get(self.run.failure, _("The computation stopped unexpectedly. Nothing was lost: compute again, and tell your administrator if it happens twice."))  # fmt: skip

    @property
    def details(self) -> list[str]:
        """Return what contradicts what, with names."""
        return named_faults(self.run.summary.get("faults", []))


def seconds(value: float) -> str:
    """Return a short duration: “0,2 s”."""
    shown = round(value, 1) if value >= 0.1 else round(value, 2)
    return f"{number(shown)}{dates.NBSP}s"


def quoted(text: str) -> str:
    """Return words between the quotation marks of the language."""
    return _("“%(text)s”") % {"text": text}
