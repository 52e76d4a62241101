"""A run of a programme, with its windows."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.models import PublicModel
from ithaque.programmes.enums import Side
from ithaque.programmes.models.programmes import Programme


class Cohort(PublicModel):
    """One run of a programme: who enrols in the same window and is matched together.

    Without closing day it is always open: people enrol and are matched as they come, and it has no end either.
    Late arrivals enrol until `late_until`, after the window closed, and take the places left.
    `mentee_places` and `mentor_places` bound how many people of a side are validated; None is no bound.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="cohorts")
    name = models.CharField(_("name"), max_length=80)
    opens_on = models.DateField(_("enrolment opens on"))
    closes_on = models.DateField(_("enrolment closes on"), null=True, blank=True)
    late_until = models.DateField(_("late arrivals until"), null=True, blank=True)
    starts_on = models.DateField(_("mentoring starts on"))
    ends_on = models.DateField(_("mentoring ends on"), null=True, blank=True)
    mentee_places = models.PositiveSmallIntegerField(_("places for mentees"), null=True, blank=True)
    mentor_places = models.PositiveSmallIntegerField(_("places for mentors"), null=True, blank=True)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="cohort_name_used_once"),
            models.CheckConstraint(
                condition=models.Q(opens_on__lte=models.F("closes_on")),
                name="enrolment_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__lt=models.F("ends_on")),
                name="cohort_starts_before_it_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_on__isnull=True, ends_on__isnull=True)
                | models.Q(closes_on__isnull=False, ends_on__isnull=False),
                name="cohort_without_closing_day_has_no_end",
            ),
            models.CheckConstraint(
                condition=models.Q(late_until__isnull=True)
                | models.Q(closes_on__isnull=False, late_until__gt=models.F("closes_on")),
                name="late_arrivals_come_after_the_window",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def always_open(self) -> bool:
        """Tell whether people enrol all year round."""
        return self.closes_on is None

    @property
    def enrols_until(self) -> date | None:
        """Return the last day on which one enrols, late arrivals included; None when there is none."""
        return self.late_until or self.closes_on

    def places(self, side: str) -> int | None:
        """Return how many people of a side the cohort takes, None without bound."""
        return self.mentor_places if side == Side.MENTOR else self.mentee_places
