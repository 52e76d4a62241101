"""Who runs a programme."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ithaque.programmes.enums import TeamRole
from ithaque.programmes.models.enrolments import Enrolment
from ithaque.programmes.models.programmes import Programme


class TeamMember(models.Model):
    """Someone of the team of a programme.

    A follower is entrusted some mentees: `follows` are their enrolments, hence every pair they are in.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="team")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="team_roles"
    )
    role = models.CharField(max_length=12, choices=TeamRole, default=TeamRole.COORDINATOR)
    follows = models.ManyToManyField(Enrolment, blank=True, related_name="followers")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "person"], name="team_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.programme_id}"
