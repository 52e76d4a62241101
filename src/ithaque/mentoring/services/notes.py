"""The note both write: nobody's words are ever lost."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from ithaque.kernel import clock, journal
from ithaque.mentoring import journal as acts
from ithaque.mentoring.merging import merge
from ithaque.mentoring.models import NoteRevision, Pair, SharedNote
from ithaque.mentoring.services.locking import open_to
from ithaque.people.models import Person


@dataclass(frozen=True)
class NoteOutcome:
    """What became of a writing.

    `saved`: the note holds it, alone or merged with what the other wrote meanwhile (`merged`). Otherwise
    both changed the same lines: `proposed` holds both versions, to be read and sent again.
    """

    note: SharedNote
    saved: bool
    merged: bool = False
    proposed: str = ""
    mine: str = ""


@transaction.atomic
def write_note(*, pair: Pair, by: Person, body: str, revision: int) -> NoteOutcome:
    """Return what became of `body`, written on top of `revision`.

    When the note moved on meanwhile, both changes are merged line by line; where they touch the same
    lines nothing is written and the outcome proposes both.
    """
    pair = open_to(by, pair)
    note = SharedNote.objects.select_for_update().get(pair=pair)
    body = _clean(body)
    if body == note.body:
        return NoteOutcome(note, saved=True)
    if revision == note.revision:
        return NoteOutcome(_save(note, body, by, pair), saved=True)
    merged = merge(_body_at(note, revision), body, note.body)
    if merged.clash:
        return NoteOutcome(note, saved=False, proposed=merged.text, mine=body)
    if merged.text == note.body:
        return NoteOutcome(note, saved=True)
    return NoteOutcome(_save(note, merged.text, by, pair), saved=True, merged=True)


def _clean(body: str) -> str:
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _body_at(note: SharedNote, revision: int) -> str:
    """Return the note at a revision; empty when it never was, so that both texts are kept."""
    found = note.revisions.filter(revision=revision).first()
    return found.body if found else ""


def _save(note: SharedNote, body: str, by: Person, pair: Pair) -> SharedNote:
    note.body, note.revision = body, note.revision + 1
    note.edited_at, note.edited_by = clock.now(), by
    note.save()
    NoteRevision.objects.create(note=note, revision=note.revision, body=body, by=by, at=clock.now())
    journal.record(acts.NOTE_WRITTEN, by=by, target=pair, scope=pair.programme)
    return note
