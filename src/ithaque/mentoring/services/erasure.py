"""Forgetting a person: their words and their name go; the other's words, the dates and the counts stay."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from ithaque.kernel import files
from ithaque.mentoring.models import (
    Action,
    Balance,
    Certificate,
    Debrief,
    ExitInterview,
    ExitSurvey,
    Goal,
    GoalReview,
    GoalStep,
    GuardianRefusal,
    Meeting,
    Message,
    MessageFile,
    MessageReference,
    MessageVersion,
    MessageWords,
    NoteRevision,
    PairMember,
    PrivateNote,
    SealedAgreement,
    SharedNote,
    Signature,
    SubscribedCalendar,
    TrialAnswer,
    UsualWeek,
)
from ithaque.mentoring.models.pairs import GROUPS
from ithaque.mentoring.selectors.goals import owned_by
from ithaque.people.models import Person


def forget(person: Person) -> None:
    """Blank what the person wrote in their pairs and discard the documents that bear their name.

    What was said in the meetings of a circle or a team belongs to those who go on: it stays.
    """
    pairs = PairMember.objects.filter(person=person).values("pair")
    _forget_messages(person, pairs)
    Action.objects.filter(owner=person).update(text="")
    Goal.objects.filter(owned_by(person)).update(
        title="", why="", first_step="", evidence="", levels=["", "", "", "", ""], skills=[]
    )
    GoalStep.objects.filter(goal__in=Goal.objects.filter(owned_by(person))).update(text="")
    GoalReview.objects.filter(by=person).update(by=None)
    Meeting.objects.filter(pair__in=pairs).exclude(pair__format__in=GROUPS).update(
        title="", summary="", topic="", place="", mishap=""
    )
    Balance.objects.filter(person=person).update(gained="", next_step="", thanks="", for_team="")
    Signature.objects.filter(Q(person=person) | Q(guardian__enrolment__person=person)).update(
        name=""
    )
    GuardianRefusal.objects.filter(guardian__enrolment__person=person).update(words="")
    SharedNote.objects.filter(edited_by=person).update(edited_by=None)
    NoteRevision.objects.filter(by=person).update(body="", by=None)
    PrivateNote.objects.filter(person=person).delete()
    ExitSurvey.objects.filter(person=person).update(for_team="")
    ExitInterview.objects.filter(person=person).update(note="")
    TrialAnswer.objects.filter(person=person).update(reason="", note="")
    SubscribedCalendar.objects.filter(person=person).delete()
    UsualWeek.objects.filter(person=person).delete()
    Debrief.objects.filter(person=person).update(helped="", differently="")
    _discard_documents(person)


def _forget_messages(person: Person, pairs: QuerySet[Any]) -> None:
    Message.objects.filter(author=person).update(body="")
    MessageWords.objects.filter(message__author=person).delete()
    MessageVersion.objects.filter(message__author=person).delete()
    for one in MessageFile.objects.filter(message__author=person).select_related("file"):
        files.discard(one.file)
    MessageReference.objects.filter(message__pair__in=pairs).update(label="")


def _discard_documents(person: Person) -> None:
    pairs = PairMember.objects.filter(person=person).values("pair")
    sealed_ones = SealedAgreement.objects.filter(agreement__pair__in=pairs, file__isnull=False)
    for sealed in sealed_ones.select_related("file"):
        assert sealed.file is not None
        files.discard(sealed.file)
    for certificate in Certificate.objects.filter(person=person).select_related("file"):
        if certificate.file is not None:
            files.discard(certificate.file)
        certificate.delete()
