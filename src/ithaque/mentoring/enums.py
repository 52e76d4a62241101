"""The words of this room that are stored."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PairStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    CLOSING = "closing", _("Closing")
    CLOSED = "closed", pgettext_lazy("a pair", "Closed")


class MemberRole(models.TextChoices):
    """The part someone takes in a pair; alphabetical order puts mentees first."""

    MENTEE = "mentee", _("Mentee")
    MENTOR = "mentor", _("Mentor")
    PEER = "peer", _("Peer")


PAIR_ARROWS: dict[str, frozenset[str]] = {
    PairStatus.ACTIVE: frozenset({PairStatus.CLOSING}),
    PairStatus.CLOSING: frozenset({PairStatus.ACTIVE, PairStatus.CLOSED}),
    PairStatus.CLOSED: frozenset(),
}


class SignerRole(models.TextChoices):
    """In whose name an agreement is signed."""

    MENTEE = "mentee", _("Mentee")
    MENTOR = "mentor", _("Mentor")
    GUARDIAN = "guardian", _("Parent or guardian")
    COORDINATOR = "coordinator", _("Coordination")


class ContactChannel(models.TextChoices):
    """How the two may reach each other beside their space."""

    NONE = "none", _("Here only")
    PHONE = "phone", _("By telephone too")
    MAIL = "mail", _("By e-mail too")
    BOTH = "both", _("By telephone and e-mail too")


class Modality(models.TextChoices):
    REMOTE = "remote", _("By video")
    PHONE = "phone", _("By phone")
    PUBLIC_PLACE = "public", _("In a public place")
    WORKPLACE = "work", _("At work")
    CAMPUS = "campus", _("On campus")
    HOME = "home", _("At home")
    """Where the programme allows, between adults only."""


class Mishap(models.TextChoices):
    """Why a meeting did not take place, if one wishes to say; counted for the follow-up, never shown to the other."""

    HEALTH = "health", _("Health, mine or somebody’s close to me")
    WORK = "work", _("Work or studies")
    TRANSPORT = "transport", _("Transport or connection")
    FORGOTTEN = "forgotten", _("It slipped my mind")
    OTHER = "other", _("Something else")


class MeetingStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")
    MISSED = "missed", _("Did not take place")


class Reply(models.TextChoices):
    """What someone invited says of the hour; the words of RFC 5545 (PARTSTAT), in lower case."""

    ACCEPTED = "accepted", _("It suits me")
    TENTATIVE = "tentative", _("Perhaps")
    DECLINED = "declined", _("It does not suit me")


MEETING_ARROWS: dict[str, frozenset[str]] = {
    MeetingStatus.PLANNED: frozenset(
        {MeetingStatus.PLANNED, MeetingStatus.HELD, MeetingStatus.CANCELLED, MeetingStatus.MISSED}
    ),
    MeetingStatus.HELD: frozenset(),
    MeetingStatus.CANCELLED: frozenset(),
    MeetingStatus.MISSED: frozenset({MeetingStatus.HELD}),
}


class CardLevel(models.TextChoices):
    WATCH = "orange", _("To watch")
    URGENT = "red", _("Urgent")


class CardStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("a follow-up card", "Open")
    SNOOZED = "snoozed", pgettext_lazy("a follow-up card", "Postponed")
    DONE = "done", _("Done")
    LAPSED = "lapsed", _("Resolved by itself")


class ClosurePath(models.TextChoices):
    PLANNED = "planned", _("As planned")
    EARLY = "early", _("Earlier than planned, by both")
    ONE_SIDED = "one_sided", _("At one person's request")
    TRIAL = "trial", _("At the end of the trial")


class ClosureReason(models.TextChoices):
    """Why a relationship ends: facts of life, never a fault."""

    REACHED = "reached", _("We did what we came for")
    TERM = "term", _("The programme comes to its end")
    TIME = "time", _("Time is short")
    CHANGE = "change", _("My situation has changed")
    NEED = "need", _("My need has changed")
    FIT = "fit", _("We are not the right pair")
    OTHER = "other", _("Another reason, which stays mine")


class Reached(models.TextChoices):
    """Whether someone reached what they came for."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("In part")
    NO = "no", _("No")


class ContactAfter(models.TextChoices):
    """What each wishes after; the more reserved of the two wishes holds."""

    GOODBYE = "goodbye", _("We say goodbye here")
    NEWS = "news", _("News now and then")
    OPEN = "open", _("My door stays open")


class HelpKind(models.TextChoices):
    """What someone asks the coordination for, in private."""

    DIFFICULTY = "difficulty", _("I am in difficulty")
    CHANGE = "change", _("I would like to change")
    TIME = "time", _("My situation has changed, or I lack time")
    CALL = "call", _("I would like a call")


class CheckInMood(models.TextChoices):
    """How it goes, in one tap."""

    GOOD = "good", _("It goes well")
    MIXED = "mixed", _("So-so")
    HELP = "help", _("I would like a hand")


class TrialReason(models.TextChoices):
    """Why one leaves at the end of the trial; read by the coordination alone, and never a fault."""

    RHYTHM = "rhythm", _("Our rhythms do not fit")
    NEED = "need", _("My need is another one")
    RAPPORT = "rapport", _("We did not find the way to talk")
    TIME = "time", _("I have less time than I thought")
    OWN = "own", _("I would rather keep it to myself")


class Wants(models.TextChoices):
    """What someone wants after a pair that ended."""

    AGAIN = "again", _("Be proposed someone else")
    LATER = "later", _("Not now: I will say when")
    NO = "no", _("Stop here")
