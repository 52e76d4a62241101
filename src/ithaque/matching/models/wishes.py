"""Who is suggested to whom, what each wishes and rules out; all of it read by its author alone."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ithaque.kernel.models import PublicModel
from ithaque.programmes.models import Cohort, Enrolment

ALIAS_MAX = 40


class WishRound(models.Model):
    """Where the suggestions of a cohort stand: `version` counts refreshes, `stale` asks for the next one."""

    cohort = models.OneToOneField(Cohort, on_delete=models.CASCADE, related_name="wish_round")
    stale = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=0)
    refreshed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"round {self.version}"


class Suggestion(PublicModel):
    """Someone shown to someone. `slot` is one of the places of the person shown: never more showings than places.

    `alias` is what the reader calls them: a mentor's first name, a mentee's borrowed name.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="suggestions")
    to = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="suggestions")
    other = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="shown")
    slot = models.PositiveSmallIntegerField()
    alias = models.CharField(max_length=ALIAS_MAX)
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["other", "slot"], name="shown_once_per_place"),
            models.UniqueConstraint(fields=["to", "other"], name="suggested_once_to_each"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Wish(models.Model):
    """Someone wished for, by rank: 1 is the most wanted."""

    by = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="wishes")
    wanted = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()
    alias = models.CharField(max_length=ALIAS_MAX)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["by", "wanted"], name="wished_once"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="wish_ranks_from_one"),
            models.CheckConstraint(condition=~Q(by=F("wanted")), name="nobody_wishes_themselves"),
        ]

    def __str__(self) -> str:
        return f"wish {self.rank}"


class Veto(PublicModel):
    """Someone asked never to be paired with someone. Only the engine reads it, as a rule that is never traded."""

    by = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="vetoes")
    other = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    alias = models.CharField(max_length=ALIAS_MAX)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["by", "other"], name="vetoed_once")]

    def __str__(self) -> str:
        return str(self.public_id)
