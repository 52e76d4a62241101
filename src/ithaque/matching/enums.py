"""The words of this room that are stored, and which state may follow which."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RunStatus(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("match run", "Waiting")
    RUNNING = "running", pgettext_lazy("match run", "In progress")
    READY = "ready", pgettext_lazy("match run", "To review")
    PUBLISHED = "published", pgettext_lazy("match run", "Announced")
    FAILED = "failed", pgettext_lazy("match run", "Failed")
    DISCARDED = "discarded", pgettext_lazy("match run", "Set aside")


RUN_ARROWS: dict[str, frozenset[str]] = {
    RunStatus.WAITING: frozenset({RunStatus.RUNNING, RunStatus.FAILED, RunStatus.DISCARDED}),
    RunStatus.RUNNING: frozenset({RunStatus.READY, RunStatus.FAILED, RunStatus.DISCARDED}),
    RunStatus.READY: frozenset({RunStatus.PUBLISHED, RunStatus.DISCARDED}),
    RunStatus.PUBLISHED: frozenset(),
    RunStatus.FAILED: frozenset({RunStatus.DISCARDED}),
    RunStatus.DISCARDED: frozenset(),
}
AT_WORK = (RunStatus.WAITING, RunStatus.RUNNING)


class ProposalStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("proposal", "Draft")
    ANNOUNCED = "announced", pgettext_lazy("proposal", "Announced")
    ACCEPTED = "accepted", pgettext_lazy("proposal", "Accepted")
    DECLINED = "declined", pgettext_lazy("proposal", "Declined")
    EXPIRED = "expired", pgettext_lazy("proposal", "Expired")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Withdrawn")


class AnnouncementStatus(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("announcement", "Planned")
    DONE = "done", pgettext_lazy("announcement", "Sent")
    CANCELLED = "cancelled", pgettext_lazy("announcement", "Cancelled")


class Answer(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("answer", "Waiting")
    ACCEPTED = "accepted", pgettext_lazy("answer", "Accepted")
    DECLINED = "declined", pgettext_lazy("answer", "Declined")


class DeclineReason(models.TextChoices):
    """Why someone says no; read by the coordinators only."""

    AVAILABILITY = "availability", _("Our availabilities do not fit")
    NEEDS = "needs", _("The needs and what is offered do not fit")
    KNOWN = "known", _("We know each other already, or work together")
    DISTANCE = "distance", _("The distance is too long")
    NOT_NOW = "not_now", _("It is not the right moment for me")
    OTHER = "other", _("Another reason")


class QuestionAbout(models.TextChoices):
    PROPOSAL = "proposal", _("The person, or how it would go")
    REASON = "reason", _("A reason given, that is not right")


class RepairStatus(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("repair", "Being prepared")
    READY = "ready", pgettext_lazy("repair", "To decide")
    ACCEPTED = "accepted", pgettext_lazy("repair", "Announced")
    KEPT = "kept", pgettext_lazy("repair", "Left for the next run")
    LAPSED = "lapsed", pgettext_lazy("repair", "Resolved by itself")


class ImportOf(models.TextChoices):
    """What a file holds: people of one side, or pairs decided elsewhere."""

    MENTEE = "mentee", pgettext_lazy("a file", "mentees")
    MENTOR = "mentor", pgettext_lazy("a file", "mentors")
    PAIRS = "pairs", pgettext_lazy("a file", "pairs")


class PairsAs(models.TextChoices):
    """What becomes of pairs decided elsewhere."""

    PROPOSED = "proposed", _("Proposals: each of the two is told and says yes or no")
    TOLD = "told", _("Pairs already: both are told how to begin")
    QUIET = "quiet", _("Pairs already: nobody is written to")


class ImportStatus(models.TextChoices):
    CHOOSING = "choosing", pgettext_lazy("import", "Columns to check")
    WAITING = "waiting", pgettext_lazy("import", "Waiting")
    RUNNING = "running", pgettext_lazy("import", "In progress")
    DONE = "done", pgettext_lazy("import", "Finished")
    FAILED = "failed", pgettext_lazy("import", "Failed")
    UNDONE = "undone", pgettext_lazy("import", "Undone")


IMPORT_ARROWS: dict[str, frozenset[str]] = {
    ImportStatus.CHOOSING: frozenset({ImportStatus.WAITING}),
    ImportStatus.WAITING: frozenset({ImportStatus.RUNNING, ImportStatus.FAILED}),
    ImportStatus.RUNNING: frozenset({ImportStatus.DONE, ImportStatus.FAILED}),
    ImportStatus.DONE: frozenset({ImportStatus.UNDONE}),
    ImportStatus.UNDONE: frozenset(),
    ImportStatus.FAILED: frozenset({ImportStatus.WAITING}),
}
