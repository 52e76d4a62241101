"""What coordinators note for each other about a run, or about one mentee in it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import journal
from ithaque.kernel.errors import Refusal
from ithaque.matching import journal as entries
from ithaque.matching.models import MatchRun, Note
from ithaque.matching.models.decisions import NOTE_MAX
from ithaque.people.models import Person
from ithaque.programmes.models import Enrolment


@transaction.atomic
def add_note(*, run: MatchRun, text: str, by: Person, mentee: Enrolment | None = None) -> Note:
    """Keep a note; the same words sent twice in a row are kept once. Refuses an empty or too long one."""
    text = text.strip()
    if not text or len(text) > NOTE_MAX:
        raise Refusal(
            "note",
            _("Write between 1 and %(most)d characters. Nothing was kept.") % {"most": NOTE_MAX},
            conflict=False,
        )
    run = (
        MatchRun.objects.select_for_update(of=("self",))
        .select_related("cohort__programme")
        .get(pk=run.pk)
    )
    last = Note.objects.filter(run=run, mentee=mentee).order_by("-pk").first()
    if last is not None and (last.by_id, last.text) == (by.pk, text):
        return last
    note = Note.objects.create(run=run, mentee=mentee, text=text, by=by)
    journal.record(entries.NOTE_ADDED, by=by, target=run, scope=run.cohort.programme)
    return note


@transaction.atomic
def remove_note(*, note: Note, by: Person) -> None:
    """Remove one's own note; twice changes nothing. Refuses somebody else's."""
    if note.by_id != by.pk:
        raise Refusal("not_yours", _("Only who wrote a note can remove it."))
    Note.objects.filter(pk=note.pk).delete()
