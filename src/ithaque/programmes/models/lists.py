"""How a coordinator likes to look at enrolments, and whom mentors bring."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ithaque.kernel.models import PublicModel
from ithaque.programmes.models.enrolments import Enrolment
from ithaque.programmes.models.programmes import Programme


class SavedView(PublicModel):
    """Filters, sort and columns of a list of enrolments, under a name of its coordinator's own."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="saved_views")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=600)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person", "name"], name="view_name_used_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Referral(models.Model):
    """A mentor's own link to bring others: `started` counts the forms begun by it, never who, never visits."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="referral")
    code = models.CharField(max_length=12, unique=True)
    started = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.code
