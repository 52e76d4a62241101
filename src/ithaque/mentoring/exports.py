"""What a person takes along of their pairs: their own words, dates, marks and levels, never the other's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from ithaque.kernel.models import StoredFile
from ithaque.mentoring.models import (
    Action,
    Attendance,
    Balance,
    Certificate,
    CheckIn,
    Debrief,
    ExitSurvey,
    FlashSlot,
    Goal,
    GoalReview,
    HelpRequest,
    Meeting,
    Message,
    MessageFile,
    NoteRevision,
    Pair,
    PairMember,
    PrivateNote,
    Pulse,
    SharedNote,
    Signature,
    SubscribedCalendar,
    TrialAnswer,
    UsualWeek,
)
from ithaque.people.models import Person


def data_of(person: Person) -> dict[str, Any]:
    """Return the pairs of a person: what they wrote, said and signed, what was written together, and dates."""
    return {
        **_of_pairs(person),
        "meetings": [_meeting(one, person) for one in _meetings(person)],
        **_notes(person),
        **_answers(person),
        **_hours(person),
        "messages": _rows(
            Message.objects.filter(author=person), "created_at", "edited_at", "withdrawn_at", "body"
        ),
        "signatures": _rows(
            Signature.objects.filter(person=person), "version", "role", "name", "signed_at"
        ),
        "certificates": _rows(
            Certificate.objects.filter(person=person),
            "code",
            "hours",
            "meetings",
            "from_on",
            "to_on",
        ),
    }


def files_of(person: Person) -> Iterator[StoredFile]:
    """Yield the files the person sent with messages, and their certificates."""
    sent = MessageFile.objects.filter(message__author=person).select_related("file")
    yield from (one.file for one in sent)
    given = Certificate.objects.filter(person=person, file__isnull=False).select_related("file")
    yield from (one.file for one in given if one.file)


def _of_pairs(person: Person) -> dict[str, Any]:
    mine = PairMember.objects.filter(person=person)
    here = mine.filter(left_at=None).values("pair")
    return {
        "pairs": _rows(
            Pair.objects.filter(pk__in=mine.values("pair")),
            "public_id", "format", "name", "started_on", "ends_on", "status",
        ),
        "goals": _rows(
            Goal.objects.filter(pair__in=here),
            "title", "why", "first_step", "evidence", "due_on", "levels", "level", "skills",
        ),
        "goal_reviews": _rows(
            GoalReview.objects.filter(by=person), "goal__title", "at", "level"
        ),
        "actions": _rows(Action.objects.filter(owner=person), "text", "due_on", "done_at"),
        "shared_notes": _rows(SharedNote.objects.filter(pair__in=here), "body", "edited_at"),
    }  # fmt: skip


def _meetings(person: Person) -> QuerySet[Meeting]:
    here = PairMember.objects.filter(person=person, left_at=None).values("pair")
    return Meeting.objects.filter(pair__in=here).order_by("starts_at", "pk")


def _meeting(one: Meeting, person: Person) -> dict[str, Any]:
    """Return a meeting as its room tells it, with what this person said of it."""
    return {
        "starts_at": one.starts_at,
        "minutes": one.minutes,
        "how": one.modality,
        "place": one.place,
        "status": one.status,
        "topic": one.topic,
        "agenda": one.agenda,
        "title": one.title,
        "summary": one.summary,
        "my_answer": one.answer_of(person),
        "i_proposed_it": one.proposed_by_id == person.pk,
        "my_reason": one.mishap if one.called_off_by_id == person.pk else "",
    }


def _notes(person: Person) -> dict[str, Any]:
    here = PairMember.objects.filter(person=person, left_at=None).values("pair")
    mine = NoteRevision.objects.filter(by=person, note__pair__in=here)
    return {
        "my_versions_of_notes": _rows(mine, "at", "body"),
        "private_notes": _rows(
            PrivateNote.objects.filter(person=person), "meeting__starts_at", "body", "edited_at"
        ),
    }


def _answers(person: Person) -> dict[str, Any]:
    """Return what the person answered when asked, which nobody else of the pair reads."""
    own = Q(person=person)
    return {
        "after_meetings": _rows(
            Pulse.objects.filter(own), "meeting__starts_at", "progress", "listened", "go_on"
        ),
        "attendance": _rows(Attendance.objects.filter(own), "meeting__starts_at", "present"),
        "check_ins": _rows(CheckIn.objects.filter(own), "due_on", "mood", "answered_at"),
        "help_asked": _rows(
            HelpRequest.objects.filter(own), "asked_at", "kind", "words", "settled_at"
        ),
        "trials": _rows(
            TrialAnswer.objects.filter(own), "answered_at", "goes_on", "reason", "note"
        ),
        "balances": _rows(
            Balance.objects.filter(own),
            "gained", "next_step", "thanks", "for_team", "recommendation", "contact_after",
        ),
        "exit_surveys": _rows(
            ExitSurvey.objects.filter(own),
            "answered_at", "satisfaction", "usefulness", "recommendation", "reached", "for_team",
        ),
        "after_the_pair": _rows(Debrief.objects.filter(own), "wants", "helped", "differently"),
    }  # fmt: skip


def _hours(person: Person) -> dict[str, Any]:
    """Return the hours said to be free, the calendars read (what is busy, and where), the hours opened."""
    week = UsualWeek.objects.filter(person=person).first()
    return {
        "usual_week": week.hours if week else [],
        "calendars": [
            {
                "address": one.address or one.host,
                "busy": one.busy,
                "read_at": one.read_at,
                "fault": one.fault,
            }
            for one in SubscribedCalendar.objects.filter(person=person)
        ],
        "hours_opened": _rows(
            FlashSlot.objects.filter(mentor__person=person), "starts_at", "minutes"
        ),
    }


def _rows(found: QuerySet[Any], *names: str) -> list[dict[str, Any]]:
    return list(found.order_by("pk").values(*names))
