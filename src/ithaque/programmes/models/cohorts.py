"""A run of a programme, with its windows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.models import PublicModel
from ithaque.programmes.enums import Side
from ithaque.programmes.models.programmes import Programme


class Cohort(PublicModel):
    """One run of a programme: who enrols in the same window and is matched together.

    `mentee_places` and `mentor_places` bound how many people of a side are validated; None is no bound.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="cohorts")
    name = models.CharField(_("name"), max_length=80)
    opens_on = models.DateField(_("enrolment opens on"))
    closes_on = models.DateField(_("enrolment closes on"))
    starts_on = models.DateField(_("mentoring starts on"))
    ends_on = models.DateField(_("mentoring ends on"))
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
        ]

    def __str__(self) -> str:
        return self.name

    def places(self, side: str) -> int | None:
        """Return how many people of a side the cohort takes, None without bound."""
        return self.mentor_places if side == Side.MENTOR else self.mentee_places
