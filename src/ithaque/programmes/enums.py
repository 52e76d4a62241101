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
    FOLLOWER = "follower", _("Follows some pairs")
    OBSERVER = "observer", _("Observer")


class Side(models.TextChoices):
    MENTEE = "mentee", _("mentee")
    MENTOR = "mentor", _("mentor")


class PairFormat(models.TextChoices):
    """How many people meet, and in which roles; a programme has one, and opens others beside it."""

    ONE_TO_ONE = "one_to_one", _("One to one: a mentor and a mentee")
    CIRCLE = "circle", _("Circle: one or two mentors and a few mentees")
    TEAM = "team", _("Team: two or three mentors for one mentee")
    PEERS = "peers", _("Peers: two equals, without roles")
    REVERSE = "reverse", _("Reverse: the junior mentors the senior")
    FLASH = "flash", _("Flash meeting: one date, one subject")


class EnrolmentStatus(models.TextChoices):
    DRAFT = "draft", _("Form in progress")
    SUBMITTED = "submitted", _("To validate")
    WAITING = "waiting", _("On the waiting list")
    AVAILABLE = "available", _("Validated")
    PAUSED = "paused", pgettext_lazy("an enrolment", "Paused")
    REFUSED = "refused", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


_Status = EnrolmentStatus
ENROLMENT_ARROWS: dict[str, frozenset[str]] = {
    _Status.DRAFT: frozenset({_Status.SUBMITTED, _Status.WITHDRAWN}),
    _Status.SUBMITTED: frozenset(
        {
            _Status.AVAILABLE,
            _Status.WAITING,
            _Status.PAUSED,
            _Status.REFUSED,
            _Status.WITHDRAWN,
            _Status.DRAFT,
        }
    ),
    _Status.WAITING: frozenset(
        {_Status.AVAILABLE, _Status.PAUSED, _Status.REFUSED, _Status.WITHDRAWN}
    ),
    _Status.AVAILABLE: frozenset({_Status.PAUSED, _Status.WITHDRAWN}),
    _Status.PAUSED: frozenset(
        {_Status.SUBMITTED, _Status.WAITING, _Status.AVAILABLE, _Status.WITHDRAWN}
    ),
    _Status.REFUSED: frozenset({_Status.SUBMITTED}),
    _Status.WITHDRAWN: frozenset({_Status.DRAFT}),
}


class Stage(models.TextChoices):
    """Where an enrolment that was sent stands among the steps its programme chose."""

    APPLICATION = "application", _("Form to read")
    INTERVIEW = "interview", pgettext_lazy("vetting", "Interview")
    REFERENCES = "references", pgettext_lazy("vetting", "References")
    CHECK = "check", _("Criminal-record check")
    TRAINING = "training", pgettext_lazy("vetting", "Training")
    READY = "ready", _("Ready to validate")


CHOSEN_STAGES = (Stage.INTERVIEW, Stage.REFERENCES, Stage.CHECK, Stage.TRAINING)
"""The steps a programme may choose, in their order; the form is always read."""

STAGE_ARROWS: dict[str, frozenset[str]] = {
    stage: frozenset(other for other in Stage.values if other != stage) for stage in Stage.values
}
"""A coordinator moves an enrolment both ways, one or several steps; what was not passed stays a gate."""


class StepOutcome(models.TextChoices):
    PASSED = "passed", pgettext_lazy("a vetting step", "Passed")
    FAILED = "failed", pgettext_lazy("a vetting step", "Not passed")
    WAIVED = "waived", pgettext_lazy("a vetting step", "Not asked of this person")


class CheckFrame(models.TextChoices):
    """Which proof a mentor shows, by law (docs/guide: criminal-record check)."""

    RECORD = "record", _("Extract no. 3 of the criminal record, shown by the person")
    CHILD_WELFARE = "child_welfare", _("Certificate of good character (child welfare, ASE)")


class InterviewStatus(models.TextChoices):
    BOOKED = "booked", pgettext_lazy("an interview", "Booked")
    HELD = "held", pgettext_lazy("an interview", "Held")
    MISSED = "missed", pgettext_lazy("an interview", "Did not take place")
    CANCELLED = "cancelled", pgettext_lazy("an interview", "Cancelled")


INTERVIEW_ARROWS: dict[str, frozenset[str]] = {
    InterviewStatus.BOOKED: frozenset(
        {InterviewStatus.HELD, InterviewStatus.MISSED, InterviewStatus.CANCELLED}
    ),
    InterviewStatus.HELD: frozenset(),
    InterviewStatus.MISSED: frozenset(),
    InterviewStatus.CANCELLED: frozenset(),
}


class Advice(models.TextChoices):
    """What a referee says in one word."""

    YES = "yes", _("Yes, without hesitation")
    WITH_CARE = "with_care", _("Yes, with a point of attention")
    NO = "no", _("I would rather not recommend them")


class RefusalReason(models.TextChoices):
    FULL = "full", _("No place left")
    PUBLIC = "public", _("The programme is meant for others")
    NEEDS = "needs", _("Nobody here can help with these needs")
    TIME = "time", _("Not enough time or hours in common")
    VETTING = "vetting", _("A step of the vetting was not passed")
    SILENCE = "silence", _("No news despite our messages")
    OTHER = "other", pgettext_lazy("a reason", "Another reason")


class FallbackKind(models.TextChoices):
    CIRCLE = "circle", _("A circle: a mentor and a few mentees together")
    ONE_OFF = "one_off", _("One meeting with a mentor, on one subject")
    PEER = "peer", _("A peer who lived the same thing lately")
