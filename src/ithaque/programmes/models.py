"""Programmes, their cohorts, their team and the people enrolled."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ithaque.kernel import clock
from ithaque.kernel.bilingual import localized
from ithaque.kernel.models import PublicModel
from ithaque.people.models import Organisation
from ithaque.programmes.enums import EnrolmentStatus, ProgrammeStatus, Side, TeamRole
from ithaque.questionnaires.models import AnswerSheet, Form


class Programme(PublicModel):
    """A mentoring programme of an organisation.

    `settings` holds a `programmes.settings.ProgrammeSettings` in JSON: rhythm, plan of meetings,
    agreement, matching criteria and rules, follow-up thresholds; read it through `programmes.selectors`.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="programmes"
    )
    slug = models.SlugField(max_length=60, unique=True)
    template = models.SlugField(max_length=40)
    status = models.CharField(max_length=10, choices=ProgrammeStatus, default=ProgrammeStatus.DRAFT)
    title_fr = models.CharField(_("title in French"), max_length=120, blank=True)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    tagline_fr = models.CharField(_("one line in French"), max_length=200, blank=True)
    tagline_en = models.CharField(_("one line in English"), max_length=200, blank=True)
    audience_fr = models.CharField(_("for whom, where, in French"), max_length=200, blank=True)
    audience_en = models.CharField(_("for whom, where, in English"), max_length=200, blank=True)
    settings = models.JSONField(default=dict)
    mentee_form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    mentor_form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")

    title = localized("title")
    tagline = localized("tagline")
    audience = localized("audience")

    def __str__(self) -> str:
        return self.title


class TeamMember(models.Model):
    """Someone of the team of a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="team")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="team_roles"
    )
    role = models.CharField(max_length=12, choices=TeamRole, default=TeamRole.COORDINATOR)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "person"], name="team_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.programme_id}"


class Cohort(PublicModel):
    """One run of a programme: who enrols in the same window and is matched together."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="cohorts")
    name = models.CharField(_("name"), max_length=80)
    opens_on = models.DateField(_("enrolment opens on"))
    closes_on = models.DateField(_("enrolment closes on"))
    starts_on = models.DateField(_("mentoring starts on"))
    ends_on = models.DateField(_("mentoring ends on"))

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


class Enrolment(PublicModel):
    """Someone on one side of a cohort; one person may be mentor here and mentee there.

    `invited` lets in someone who came by an invitation link after the window closed. `trained_on` and
    `check_valid_until` are what the team noted: training done, check seen and until when (never its content).
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="enrolments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments"
    )
    side = models.CharField(max_length=6, choices=Side)
    status = models.CharField(
        max_length=10, choices=EnrolmentStatus, default=EnrolmentStatus.DRAFT, db_index=True
    )
    capacity = models.PositiveSmallIntegerField(default=1)
    sheet = models.OneToOneField(
        AnswerSheet, null=True, blank=True, on_delete=models.SET_NULL, related_name="enrolment"
    )
    source_key = models.CharField(max_length=64, null=True, blank=True)
    invited = models.BooleanField(default=False)
    trained_on = models.DateField(null=True, blank=True)
    check_valid_until = models.DateField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decision_note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person", "side"], name="enrolled_once_per_side"
            ),
            models.UniqueConstraint(
                fields=["cohort", "side", "source_key"], name="imported_once_per_side"
            ),
        ]
        indexes = [models.Index(fields=["cohort", "side", "status"], name="enrolment_by_step")]

    def __str__(self) -> str:
        return f"{self.side} {self.public_id}"

    @property
    def check_valid(self) -> bool | None:
        """Tell whether a check seen by the team still holds; None when none was ever noted."""
        return None if self.check_valid_until is None else self.check_valid_until >= clock.today()


class GuardianAuthorisation(PublicModel):
    """The agreement of the person responsible for a minor: asked by mail, given by a signed link."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="guardian")
    name = models.CharField(_("first and last name"), max_length=160)
    email = models.EmailField(_("e-mail address"))
    asked_at = models.DateTimeField(null=True, blank=True)
    authorised_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.public_id)
