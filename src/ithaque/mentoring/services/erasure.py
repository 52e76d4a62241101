"""Forgetting a person: their words and their name go; the other's words, the dates and the counts stay."""

from __future__ import annotations

from django.db.models import Q

from ithaque.kernel import files
from ithaque.mentoring.models import (
    Action,
    Balance,
    Certificate,
    Debrief,
    Goal,
    GoalReview,
    Meeting,
    Message,
    NoteRevision,
    SealedAgreement,
    SharedNote,
    Signature,
    TrialAnswer,
)
from ithaque.people.models import Person


def forget(person: Person) -> None:
    """Blank what the person wrote in their pairs and discard the documents that bear their name."""
    of_pair = Q(pair__mentor__person=person) | Q(pair__mentee__person=person)
    Message.objects.filter(author=person).update(body="")
    Action.objects.filter(owner=person).update(text="")
    Goal.objects.filter(pair__mentee__person=person).update(
        title="", why="", first_step="", levels=["", "", "", "", ""]
    )
    GoalReview.objects.filter(by=person).update(by=None)
    Meeting.objects.filter(of_pair).update(title="", summary="", topic="", place="")
    Balance.objects.filter(person=person).update(gained="", next_step="", thanks="", for_team="")
    Signature.objects.filter(person=person).update(name="")
    SharedNote.objects.filter(edited_by=person).update(edited_by=None)
    NoteRevision.objects.filter(by=person).update(body="", by=None)
    TrialAnswer.objects.filter(person=person).update(reason="", note="")
    Debrief.objects.filter(person=person).update(helped="", differently="")
    _discard_documents(person)


def _discard_documents(person: Person) -> None:
    in_pair = Q(agreement__pair__mentor__person=person) | Q(agreement__pair__mentee__person=person)
    for sealed in SealedAgreement.objects.filter(in_pair, file__isnull=False).select_related(
        "file"
    ):
        assert sealed.file is not None
        files.discard(sealed.file)
    for certificate in Certificate.objects.filter(person=person).select_related("file"):
        if certificate.file is not None:
            files.discard(certificate.file)
        certificate.delete()
