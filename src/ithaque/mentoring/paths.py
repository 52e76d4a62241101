"""Where each thing of the room is read: the paths mails lead to."""

from __future__ import annotations

from django.urls import reverse

from ithaque.mentoring.models import Certificate, Meeting, Pair
from ithaque.programmes.models import Programme


def room(pair: Pair) -> str:
    """Return the path of a pair's room."""
    return reverse("participant:pair", args=[pair.public_id])


def meetings(pair: Pair) -> str:
    """Return the path of a pair's meetings."""
    return reverse("participant:pair-meetings", args=[pair.public_id])


def messages(pair: Pair) -> str:
    """Return the path of a pair's messages."""
    return reverse("participant:pair-messages", args=[pair.public_id])


def agreement(pair: Pair) -> str:
    """Return the path of a pair's agreement."""
    return reverse("participant:pair-agreement", args=[pair.public_id])


def guardian_agreement(token: str) -> str:
    """Return the path where a guardian reads and signs the agreement, opened by a signed link."""
    return reverse("participant:agreement-guardian", args=[token])


def team_agreements(programme: Programme) -> str:
    """Return the path where the coordination signs agreements."""
    return reverse("coordination:agreements", args=[programme.public_id])


def closure(pair: Pair) -> str:
    """Return the path where a pair prepares its ending."""
    return reverse("participant:pair-closure", args=[pair.public_id])


def meeting(meeting: Meeting) -> str:
    """Return the path of a meeting."""
    return reverse("participant:meeting", args=[meeting.public_id])


def video(meeting: Meeting) -> str:
    """Return the path of the video room of a meeting."""
    return reverse("participant:meeting-call", args=[meeting.public_id])


def pulse(token: str) -> str:
    """Return the path of the three questions, opened by a signed link."""
    return reverse("participant:pulse", args=[token])


def held(token: str) -> str:
    """Return the path where a meeting is noted with one tap, opened by a signed link."""
    return reverse("participant:noted", args=[token])


def exit_survey(token: str) -> str:
    """Return the path of the exit survey, opened by a signed link."""
    return reverse("participant:exit-survey-link", args=[token])


def answer(token: str) -> str:
    """Return the path where an invitation is answered, opened by a signed link."""
    return reverse("participant:answer", args=[token])


def team(pair: Pair) -> str:
    """Return the path of a pair as its coordinator sees it."""
    return reverse("coordination:pair", args=[pair.public_id])


def supervised(pair: Pair) -> str:
    """Return the path where a designated adult reads a conversation."""
    return reverse("coordination:supervised", args=[pair.public_id])


def debrief(pair: Pair) -> str:
    """Return the path where someone concludes on a pair that ended."""
    return reverse("participant:debrief", args=[pair.public_id])


def team_debrief(pair: Pair) -> str:
    """Return the path where a coordinator reads how a pair ended, and concludes with each."""
    return reverse("coordination:debrief", args=[pair.public_id])


def verification(certificate: Certificate) -> str:
    """Return the public path that confirms a certificate."""
    return reverse("public:certificate", args=[certificate.code])
