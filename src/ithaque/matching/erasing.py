"""How this room forgets a person: no answer of theirs stays, proposals awaited are withdrawn."""

from __future__ import annotations

from django.db.models import Q

from ithaque.kernel import files
from ithaque.matching import records
from ithaque.matching.enums import ImportOf, ImportStatus
from ithaque.matching.models import (
    Announcement,
    Decision,
    Import,
    ImportedPair,
    MatchRun,
    Note,
    Proposal,
    Question,
    RepairOption,
    Reservation,
    Suggestion,
    Trial,
    Veto,
    Wish,
)
from ithaque.matching.services.answers import withdraw_for
from ithaque.people.models import Person
from ithaque.programmes.models import Enrolment


def forget(person: Person) -> None:
    """Withdraw their proposals, drop what was said of them, and take their answers out of the records."""
    enrolments = list(
        Enrolment.objects.filter(person=person).select_related("person", "cohort__programme")
    )
    for enrolment in enrolments:
        withdraw_for(enrolment=enrolment, by=None)
    theirs = Q(mentee__person=person) | Q(mentor__person=person)
    Proposal.objects.filter(theirs).update(
        reasons=[], care=None, criteria=[], decline_reason="", decline_note=""
    )
    Decision.objects.filter(theirs).delete()
    Reservation.objects.filter(mentor__person=person).delete()
    Note.objects.filter(mentee__person=person).delete()
    ImportedPair.objects.filter(
        Q(pair__mentee__person=person) | Q(pair__mentor__person=person)
    ).update(note="")
    Announcement.mentees.through.objects.filter(enrolment__person=person).delete()
    Trial.objects.filter(Q(cohort__enrolments__person=person) | Q(by=person)).delete()
    _leave_records(person, {str(one.public_id) for one in enrolments})
    _drop_files(person)


def forget_wishes(person: Person) -> None:
    """Drop what they wished, whom they ruled out, and every line about them in the lists of others."""
    Wish.objects.filter(Q(by__person=person) | Q(wanted__person=person)).delete()
    Veto.objects.filter(Q(by__person=person) | Q(other__person=person)).delete()
    Suggestion.objects.filter(Q(to__person=person) | Q(other__person=person)).delete()
    Question.objects.filter(person=person).delete()
    _drop_repairs(person)


def _drop_repairs(person: Person) -> None:
    """A way to repair holds the answers of several people: those not taken go, with their record."""
    cohorts = Enrolment.objects.filter(person=person).values("cohort")
    options = RepairOption.objects.filter(repair__mentee__cohort__in=cohorts)
    records_held = [one.record for one in options.select_related("record") if one.record]
    options.delete()
    for file in records_held:
        files.discard(file)


def _leave_records(person: Person, identifiers: set[str]) -> None:
    """Each record loses what this person answered and keeps everybody else; prices made from it go."""
    cohorts = Enrolment.objects.filter(person=person).values("cohort")
    runs = MatchRun.objects.filter(cohort__in=cohorts, record__isnull=False)
    for run in runs.select_related("record", "book", "asked_by").order_by("pk"):
        document = records.read(run)
        left = records.forget(document, identifiers) if document else None
        if left is None:
            continue
        former = [one for one in (run.record, run.book) if one is not None]
        run.record, run.book = records.keep_for(run, left), None
        run.verdict = {}
        run.save(update_fields=["record", "book", "verdict"])
        for file in former:
            files.discard(file)


def _drop_files(person: Person) -> None:
    """The file someone came from goes too, and those of pairs that may name them; their counts stay."""
    theirs = Enrolment.objects.filter(person=person)
    imported = theirs.filter(source_key__isnull=False).values("cohort")
    naming = Q(cohort__in=imported) | Q(side=ImportOf.PAIRS, cohort__in=theirs.values("cohort"))
    for import_ in Import.objects.filter(naming, file__isnull=False).select_related("file"):
        file = import_.file
        assert file is not None
        if import_.status == ImportStatus.CHOOSING:
            import_.delete()
        else:
            import_.file = None
            import_.save(update_fields=["file"])
        files.discard(file)
