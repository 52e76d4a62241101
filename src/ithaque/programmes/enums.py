"""The words of this room that are stored, and which state may follow which."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProgrammeStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", pgettext_lazy("a programme", "Open")
    CLOSED = "closed", pgettext_lazy("a programme", "Closed")


class TeamRole(models.TextChoices):
    COORDINATOR = "coordinator", _("Coordinator")
    OBSERVER = "observer", _("Observer")


class Side(models.TextChoices):
    MENTEE = "mentee", _("mentee")
    MENTOR = "mentor", _("mentor")


class EnrolmentStatus(models.TextChoices):
    DRAFT = "draft", _("Form in progress")
    SUBMITTED = "submitted", _("To validate")
    AVAILABLE = "available", _("Validated")
    REFUSED = "refused", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


ENROLMENT_ARROWS: dict[str, frozenset[str]] = {
    EnrolmentStatus.DRAFT: frozenset({EnrolmentStatus.SUBMITTED, EnrolmentStatus.WITHDRAWN}),
    EnrolmentStatus.SUBMITTED: frozenset(
        {
            EnrolmentStatus.AVAILABLE,
            EnrolmentStatus.REFUSED,
            EnrolmentStatus.WITHDRAWN,
            EnrolmentStatus.DRAFT,
        }
    ),
    EnrolmentStatus.AVAILABLE: frozenset({EnrolmentStatus.WITHDRAWN}),
    EnrolmentStatus.REFUSED: frozenset({EnrolmentStatus.SUBMITTED}),
    EnrolmentStatus.WITHDRAWN: frozenset({EnrolmentStatus.DRAFT}),
}
