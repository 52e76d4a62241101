"""How this room forgets a person: no answer of theirs stays, proposals awaited are withdrawn."""

from __future__ import annotations

from django.db.models import Q

from ithaque.kernel import files
from ithaque.kernel.models import StoredFile
from ithaque.matching.enums import ImportStatus
from ithaque.matching.models import Decision, Import, MatchRun, Proposal
from ithaque.matching.services.answers import withdraw_for
from ithaque.people.models import Person
from ithaque.programmes.models import Enrolment


def forget(person: Person) -> None:
    """Withdraw their proposals, drop what was said of them, and the records that hold their answers."""
    for enrolment in Enrolment.objects.filter(person=person).select_related(
        "person", "cohort__programme"
    ):
        withdraw_for(enrolment=enrolment, by=None)
    theirs = Q(mentee__person=person) | Q(mentor__person=person)
    Proposal.objects.filter(theirs).update(
        reasons=[], care=None, criteria=[], decline_reason="", decline_note=""
    )
    Decision.objects.filter(theirs).delete()
    _drop_records(person)
    _drop_files(person)


def _drop_records(person: Person) -> None:
    """A record holds the answers of a whole cohort: it goes with the first person who asks to be forgotten."""
    cohorts = Enrolment.objects.filter(person=person).values("cohort")
    runs = MatchRun.objects.filter(cohort__in=cohorts, record__isnull=False)
    records = list(StoredFile.objects.filter(pk__in=runs.values("record")))
    runs.update(record=None)
    for record in records:
        files.discard(record)


def _drop_files(person: Person) -> None:
    """The file someone came from goes too; its counts stay."""
    imported = Enrolment.objects.filter(person=person, source_key__isnull=False).values("cohort")
    for import_ in Import.objects.filter(cohort__in=imported, file__isnull=False).select_related(
        "file"
    ):
        file = import_.file
        assert file is not None
        if import_.status == ImportStatus.CHOOSING:
            import_.delete()
        else:
            import_.file = None
            import_.save(update_fields=["file"])
        files.discard(file)
