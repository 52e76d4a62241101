"""The notes of a pair: the one both write, where nobody's words are ever lost, and each one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from ithaque.kernel import clock, journal, live
from ithaque.mentoring import journal as acts
from ithaque.mentoring.merging import merge
from ithaque.mentoring.models import (
    Meeting,
    NoteRevision,
    NoteWriting,
    Pair,
    PrivateNote,
    SharedNote,
)
from ithaque.mentoring.services.locking import locked_meeting, open_to
from ithaque.people.models import Person

ONE_WRITING = timedelta(minutes=10)
"""What someone saves within so long is one version to read again, and one line of the journal."""
DRAFTS_KEPT = timedelta(days=7)
"""How long each version saved while typing stays, for forms left open."""
WRITINGS_KEPT = timedelta(days=90)
"""A writing waits offline less long than this before it is sent (product default)."""


@dataclass(frozen=True)
class NoteOutcome:
    """The note as it is now; `merged` when someone else's words had come into it meanwhile."""

    note: SharedNote
    merged: bool = False


@transaction.atomic
def write_note(
    *,
    pair: Pair,
    by: Person,
    body: str,
    revision: int | None = None,
    base: str | None = None,
    submission: UUID | None = None,
) -> NoteOutcome:
    """Bring `body` into the note and return what it became; every open page about the pair is nudged.

    `base` is the text it was written on, or `revision` names it. When the note moved on meanwhile both
    changes are merged word by word: nothing is asked, and nothing is lost. The same `submission` again
    changes nothing.
    """
    pair = open_to(by, pair)
    note = SharedNote.objects.select_for_update().get(pair=pair)
    if submission is not None:
        _sent, is_new = NoteWriting.objects.get_or_create(
            submission=submission, defaults={"note": note, "at": clock.now()}
        )
        if not is_new:
            return NoteOutcome(note)
    body = _lines(body)
    start = _lines(base) if base is not None else _body_at(note, revision)
    merged = merge(start, body, note.body)
    if merged.text != note.body:
        _save(note, merged.text, by, pair)
    return NoteOutcome(note, merged=merged.both)


@transaction.atomic
def write_private_note(
    *, meeting: Meeting, by: Person, body: str, base: str | None = None
) -> PrivateNote:
    """Return one's own note about a meeting; two of one's devices lose nothing. Nobody is told."""
    meeting = locked_meeting(meeting, by)
    note, _is_new = PrivateNote.objects.get_or_create(meeting=meeting, person=by)
    body = _lines(body)
    note.body = merge(_lines(base), body, note.body).text if base is not None else body
    note.edited_at = clock.now()
    note.save(update_fields=["body", "edited_at"])
    return note


def tidy_notes() -> int:
    """Drop the marks of writings that nobody can send again, and what was saved while typing; return how many.

    Of each writing its last version stays. Safe to run twice.
    """
    marks = NoteWriting.objects.filter(at__lt=clock.now() - WRITINGS_KEPT).delete()[0]
    ended = NoteRevision.objects.filter(at__lt=clock.now() - DRAFTS_KEPT)
    later = NoteRevision.objects.filter(
        note=OuterRef("note"),
        by=OuterRef("by"),
        began_at=OuterRef("began_at"),
        revision__gt=OuterRef("revision"),
    )
    return marks + ended.filter(Exists(later)).delete()[0]


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _body_at(note: SharedNote, revision: int | None) -> str:
    """Return the note at a revision; empty when it never was, so that both texts are kept."""
    if revision == note.revision:
        return note.body
    found = note.revisions.filter(revision=revision or 0).first()
    return found.body if found else ""


def _save(note: SharedNote, body: str, by: Person, pair: Pair) -> None:
    now = clock.now()
    last = note.revisions.first()
    goes_on = last is not None and last.by_id == by.pk and now - last.began_at < ONE_WRITING
    note.body, note.revision = body, note.revision + 1
    note.edited_at, note.edited_by = now, by
    note.save()
    began_at = last.began_at if last is not None and goes_on else now
    NoteRevision.objects.create(
        note=note, revision=note.revision, body=body, by=by, at=now, began_at=began_at
    )
    if not goes_on:
        journal.record(acts.NOTE_WRITTEN, by=by, target=pair, scope=pair.programme)
    live.tell("pair", pair.public_id, "note")
