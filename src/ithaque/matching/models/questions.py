"""What someone asks about a proposal before answering it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ithaque.kernel.models import PublicModel
from ithaque.matching.enums import QuestionAbout
from ithaque.matching.models.proposals import Proposal

PERSON = settings.AUTH_USER_MODEL
TEXT_MAX = 1000


class Question(PublicModel):
    """A question to the coordinators, or a reason contested; the person proposed never reads it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="questions")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=8, choices=QuestionAbout, default=QuestionAbout.PROPOSAL)
    text = models.CharField(max_length=TEXT_MAX)
    reply = models.CharField(max_length=TEXT_MAX, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "person"],
                condition=Q(replied_at=None),
                name="one_open_question_each",
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)
