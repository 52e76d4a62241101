"""How a relationship ends, and what each takes away."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ithaque.kernel import clock
from ithaque.kernel.models import PublicModel, StoredFile
from ithaque.mentoring.enums import (
    ClosurePath,
    ClosureReason,
    ContactAfter,
    Reached,
)
from ithaque.mentoring.models.pairs import Pair

PERSON = settings.AUTH_USER_MODEL


class Closure(PublicModel):
    """How a relationship ends: path, balance of each side, thanks both ways."""

    pair = models.OneToOneField(Pair, on_delete=models.CASCADE, related_name="closure")
    path = models.CharField(max_length=10, choices=ClosurePath)
    reason = models.CharField(_("reason"), max_length=20, choices=ClosureReason, blank=True)
    asked_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    completed_at = models.DateTimeField(null=True, blank=True)
    archive_on = models.DateField(null=True, blank=True)
    """Set when the pair closes: until then its space is read, from then its words are erased."""
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["archived_at", "archive_on"], name="closure_to_archive")]

    def __str__(self) -> str:
        return f"{self.path} closure"


class ExitSurvey(PublicModel):
    """What one side says of the programme once it is over: own items, optional, read as aggregates."""

    closure = models.ForeignKey(Closure, on_delete=models.CASCADE, related_name="surveys")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    is_mentor = models.BooleanField(default=False)
    satisfaction = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    usefulness = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    recommendation = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(10)]
    )
    reached = models.CharField(max_length=6, choices=Reached)
    for_team = models.TextField(max_length=2000, blank=True)
    """What to change, in words the coordination reads with their name."""
    answered_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["closure", "person"], name="one_exit_survey_each")
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class ExitInterview(PublicModel):
    """The talk a coordinator had with someone after the end: a reason code, and a few words."""

    closure = models.ForeignKey(Closure, on_delete=models.CASCADE, related_name="interviews")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    held_on = models.DateField(_("date of the talk"))
    reason = models.CharField(_("reason"), max_length=20, choices=ClosureReason)
    note = models.CharField(_("what to remember"), max_length=600, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["closure", "person"], name="one_exit_interview_each")
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.held_on}"


class Balance(PublicModel):
    """What one side takes away, and the thanks they send to the other."""

    closure = models.ForeignKey(Closure, on_delete=models.CASCADE, related_name="balances")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    gained = models.TextField(_("what this brought me"), max_length=2000, blank=True)
    next_step = models.TextField(_("what comes next"), max_length=1000, blank=True)
    recommendation = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(10)]
    )
    thanks = models.TextField(_("thanks"), max_length=2000, blank=True)
    for_team = models.TextField(_("for the coordination alone"), max_length=2000, blank=True)
    contact_after = models.CharField(
        _("after"), max_length=8, choices=ContactAfter, default=ContactAfter.NEWS
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["closure", "person"], name="one_balance_each")
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Certificate(PublicModel):
    """A certificate of one person for one pair; verifiable by its code, without a name in the URL."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="certificates")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="certificates")
    code = models.CharField(max_length=16, unique=True)
    hours = models.DecimalField(max_digits=6, decimal_places=2)
    meetings = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    to_on = models.DateField()
    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair", "person"], name="one_certificate_each")
        ]

    def __str__(self) -> str:
        return self.code
