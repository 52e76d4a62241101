"""People who said yes to each other, who is among them, and the agreement they signed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from babel.lists import format_list
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ithaque.kernel import clock
from ithaque.kernel.bilingual import localized
from ithaque.kernel.models import PublicModel, StoredFile
from ithaque.mentoring.enums import MemberRole, PairStatus, SignerRole
from ithaque.people.models import Person
from ithaque.programmes.enums import PairFormat
from ithaque.programmes.models import Cohort, Enrolment, GuardianAuthorisation, Programme
from ithaque.ui import dates

PERSON = settings.AUTH_USER_MODEL
GROUPS = frozenset({PairFormat.CIRCLE, PairFormat.TEAM})
"""Formats of more than two people, whom one may join or leave while it goes on."""
FORMAT_WORDS = {
    PairFormat.ONE_TO_ONE: pgettext_lazy("format", "Pair"),
    PairFormat.CIRCLE: pgettext_lazy("format", "Circle"),
    PairFormat.TEAM: pgettext_lazy("format", "Team"),
    PairFormat.PEERS: pgettext_lazy("format", "Peers"),
    PairFormat.REVERSE: pgettext_lazy("format", "Reverse"),
    PairFormat.FLASH: pgettext_lazy("format", "Flash meeting"),
}


class Pair(PublicModel):
    """People who said yes to each other: a mentor and a mentee, two peers, a circle, a team, one meeting.

    `members` is the truth of who is in it. `mentor` and `mentee` are its leads, who are all of it in a format of two:
    the first mentor and the first mentee of a circle, the two peers. A circle bears a `name`.
    `followed_from` is the first day the follow-up counts from, for a pair that began elsewhere.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="pairs")
    format = models.CharField(
        max_length=10, choices=PairFormat, default=PairFormat.ONE_TO_ONE, db_index=True
    )
    name = models.CharField(max_length=80, blank=True)
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
                fields=["mentor", "mentee"],
                condition=~Q(status="closed") & Q(format__in=["one_to_one", "peers", "reverse"]),
                name="pair_is_open_once",
            ),
        ]
        indexes = [models.Index(fields=["cohort", "status"], name="pair_by_status")]

    def __str__(self) -> str:
        return str(self.public_id)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the pair; a new one has its leads for members, a closed one gives their places back."""
        is_new = self._state.adding
        with transaction.atomic():
            super().save(*args, **kwargs)
            if is_new:
                self._add_leads()
            elif self.status == PairStatus.CLOSED:
                self.members.filter(holds_place=True).update(holds_place=False)

    def _add_leads(self) -> None:
        peers = self.format == PairFormat.PEERS
        for enrolment, role in (
            (self.mentee, MemberRole.PEER if peers else MemberRole.MENTEE),
            (self.mentor, MemberRole.PEER if peers else MemberRole.MENTOR),
        ):
            PairMember.objects.create(
                pair=self,
                enrolment=enrolment,
                person_id=enrolment.person_id,
                role=role,
                joined_on=self.started_on,
                holds_place=self.takes_places,
            )

    @property
    def takes_places(self) -> bool:
        """Tell whether being in it takes a place: a flash meeting and what is closed take none."""
        return not self.is_flash and self.status != PairStatus.CLOSED

    @property
    def is_of_two(self) -> bool:
        """Tell whether it is made of its two leads for good: neither joins nor leaves without ending it."""
        return self.format not in GROUPS

    @property
    def is_flash(self) -> bool:
        """Tell whether it is one date and one subject: nothing to sign, no goal, no balance."""
        return self.format == PairFormat.FLASH

    @property
    def title(self) -> str:
        """Return its name: “Inès and Claire”, a circle’s name, the first names of a team."""
        return self.name or names_of(self.people)

    @property
    def full_title(self) -> str:
        """Return its name, with full names where it has none of its own."""
        return self.name or names_of(self.people, lambda one: one.get_full_name())

    @property
    def format_label(self) -> str:
        """Return its format in a word."""
        return str(FORMAT_WORDS[PairFormat(self.format)])

    @property
    def programme(self) -> Programme:
        """Return the programme the pair belongs to."""
        return self.cohort.programme

    @property
    def present(self) -> list[PairMember]:
        """Return the members who have not left, mentees first; one question unless they were prefetched."""
        if "members" not in getattr(self, "_prefetched_objects_cache", {}):
            return list(self.members.filter(left_at=None).select_related("person", "enrolment"))
        return [member for member in self.members.all() if member.left_at is None]

    @property
    def people(self) -> tuple[Person, ...]:
        """Return everyone in it, mentees first; asks nothing for two people whose leads are loaded."""
        if self.is_of_two:
            return self.mentee.person, self.mentor.person
        return tuple(member.person for member in self.present)

    def is_mentor(self, person: Person) -> bool:
        """Tell whether the person is here as a mentor; among peers nobody is."""
        if self.is_of_two:
            is_lead = self.mentor.person_id == person.pk
            return is_lead and self.format != PairFormat.PEERS
        return any(
            one.person_id == person.pk and one.role == MemberRole.MENTOR for one in self.present
        )

    def others(self, person: Person) -> tuple[Person, ...]:
        """Return everyone in it but this person."""
        return tuple(one for one in self.people if one.pk != person.pk)

    def other(self, person: Person) -> Person | Company:
        """Return whom a sentence names to this person: the other of two, or the circle, or the team."""
        if not self.is_of_two:
            return Company(self, person)
        return self.mentor.person if person.pk == self.mentee.person_id else self.mentee.person


@dataclass(frozen=True)
class Company:
    """Several people, named together as one of them hears it: “the circle “First steps””, “Claire and Bruno”."""

    pair: Pair
    person: Person | None = None

    def get_short_name(self) -> str:
        """Return the circle by its name, a team by first names."""
        return self._named(lambda one: one.get_short_name())

    def get_full_name(self) -> str:
        """Return the circle by its name, a team by full names."""
        return self._named(lambda one: one.get_full_name())

    def _named(self, name: Callable[[Person], str]) -> str:
        if self.pair.format == PairFormat.CIRCLE and self.pair.name:
            return _("the circle “%(name)s”") % {"name": self.pair.name}
        return names_of(self.pair.others(self.person) if self.person else self.pair.people, name)


def names_of(
    people: Iterable[Person], name: Callable[[Person], str] = lambda one: one.get_short_name()
) -> str:
    """Return “Inès, Awa and Claire”, in the active language."""
    return format_list([name(one) for one in people], locale=dates.babel_locale())


class PairMember(models.Model):
    """Someone in a pair, from a day to another; who left reads nothing of it any more.

    `holds_place` says that being here takes a place of theirs: one in all for a mentee or a peer, of several for a
    mentor. It goes when they leave and when the pair closes. What is offered `meanwhile`, to someone who waits, takes
    none: they keep their rank.
    """

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="members")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="pair_memberships")
    role = models.CharField(max_length=6, choices=MemberRole)
    joined_on = models.DateField()
    left_at = models.DateTimeField(null=True, blank=True)
    meanwhile = models.BooleanField(default=False)
    holds_place = models.BooleanField(default=True)

    class Meta:
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "person"], name="in_a_pair_once"),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(holds_place=True) & ~Q(role="mentor"),
                name="mentee_has_one_place",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(holds_place=False), name="who_left_holds_no_place"
            ),
        ]
        indexes = [models.Index(fields=["person", "left_at"], name="member_by_person")]

    def __str__(self) -> str:
        return f"{self.role} of {self.pair_id}"


class Agreement(PublicModel):
    """The agreement of a pair: the text, and the terms of its present version."""

    pair = models.OneToOneField(Pair, on_delete=models.CASCADE, related_name="agreement")
    version = models.PositiveSmallIntegerField(default=1)
    text_fr = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    terms = models.JSONField(default=dict, blank=True)

    text = localized("text")

    def __str__(self) -> str:
        return f"agreement v{self.version}"


class SealedAgreement(PublicModel):
    """A version every party signed, as they signed it; the PDF may go, its digest stays."""

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
    """One party signed one version: name as typed, instant, digest of what was on screen.

    A guardian signs without account: `guardian` says for whom, and `person` is empty.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatures")
    version = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=11, choices=SignerRole, blank=True)
    """Empty on signatures given before roles were written: one of the two then."""
    person = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    guardian = models.ForeignKey(
        GuardianAuthorisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=160)
    signed_at = models.DateTimeField(default=clock.now)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "version", "person", "role"], name="signed_once_per_version"
            ),
            models.UniqueConstraint(
                fields=["agreement", "version", "guardian"],
                condition=Q(guardian__isnull=False),
                name="guardian_signs_once_per_version",
            ),
            models.UniqueConstraint(
                fields=["agreement", "version"],
                condition=Q(role="coordinator"),
                name="one_coordinator_signs_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"signature v{self.version}"


class Amendment(models.Model):
    """A change of the terms: who, when, and both sides of it, so that it is read as differences."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="amendments")
    version = models.PositiveSmallIntegerField()
    """The version the change belongs to."""
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"amendment v{self.version}"


class GuardianRefusal(models.Model):
    """A guardian does not agree with a version, or took their signature back; signing undoes it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="refusals")
    version = models.PositiveSmallIntegerField()
    guardian = models.ForeignKey(GuardianAuthorisation, on_delete=models.CASCADE, related_name="+")
    words = models.TextField(max_length=1000, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "version", "guardian"], name="one_refusal_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"refusal v{self.version}"
