"""People whom a candidate names to speak of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.models import PublicModel
from ithaque.programmes.enums import Advice
from ithaque.programmes.models.enrolments import Enrolment


class Reference(PublicModel):
    """Someone asked by mail to say a word about a candidate, on a signed page, without an account.

    Their words are read by coordinators only. `declined_at`: they would rather not answer. `erased_at`:
    their words and address are gone, at their request or with time.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="references")
    name = models.CharField(_("first and last name"), max_length=160)
    email = models.EmailField(_("e-mail address"))
    relation = models.CharField(_("how they know you"), max_length=120)
    asked_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    advice = models.CharField(max_length=9, choices=Advice, blank=True)
    known_for = models.CharField(max_length=120, blank=True)
    strengths = models.TextField(max_length=2000, blank=True)
    cautions = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "email"],
                condition=models.Q(erased_at=None),
                name="referee_named_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)
