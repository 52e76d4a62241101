"""A mentor and a mentee who both said yes, and the agreement they signed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ithaque.kernel import clock
from ithaque.kernel.bilingual import localized
from ithaque.kernel.models import PublicModel, StoredFile
from ithaque.mentoring.enums import (
    PairStatus,
)
from ithaque.people.models import Person
from ithaque.programmes.models import Cohort, Enrolment, Programme

PERSON = settings.AUTH_USER_MODEL


class Pair(PublicModel):
    """A mentor and a mentee who both said yes.

    `followed_from` is the first day the follow-up counts from, for a pair that began elsewhere.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="pairs")
    mentor = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="pairs_as_mentor")
    mentee = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="pairs_as_mentee")
    status = models.CharField(
        max_length=8, choices=PairStatus, default=PairStatus.ACTIVE, db_index=True
    )
    started_on = models.DateField()
    ends_on = models.DateField()
    followed_from = models.DateField(null=True, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentee"], condition=~Q(status="closed"), name="mentee_has_one_open_pair"
            ),
            models.UniqueConstraint(
                fields=["mentor", "mentee"], condition=~Q(status="closed"), name="pair_is_open_once"
            ),
        ]
        indexes = [models.Index(fields=["cohort", "status"], name="pair_by_status")]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def programme(self) -> Programme:
        """Return the programme the pair belongs to."""
        return self.cohort.programme

    @property
    def people(self) -> tuple[Person, Person]:
        """Return the mentee, then the mentor."""
        return self.mentee.person, self.mentor.person

    def other(self, person: Person) -> Person:
        """Return the other of the two."""
        return self.mentor.person if person.pk == self.mentee.person_id else self.mentee.person


class Agreement(PublicModel):
    """The agreement of a pair: the text as both signed it."""

    pair = models.OneToOneField(Pair, on_delete=models.CASCADE, related_name="agreement")
    version = models.PositiveSmallIntegerField(default=1)
    text_fr = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    terms = models.JSONField(default=dict, blank=True)

    text = localized("text")

    def __str__(self) -> str:
        return f"agreement v{self.version}"


class SealedAgreement(PublicModel):
    """A version both signed, as they signed it; the PDF may go, its digest stays."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="sealed")
    version = models.PositiveSmallIntegerField()
    text_fr = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    terms = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64)
    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "version"], name="agreement_version_sealed_once"
            )
        ]

    def __str__(self) -> str:
        return f"sealed v{self.version}"


class Signature(models.Model):
    """One person signed one version: name as typed, instant, digest of what was on screen."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatures")
    version = models.PositiveSmallIntegerField()
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    signed_at = models.DateTimeField(default=clock.now)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "version", "person"], name="signed_once_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"signature v{self.version}"
