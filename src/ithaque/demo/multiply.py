"""Larger worlds: the village's cohort, played through the services, copied under other names.

Copying rows keeps their shape by construction: what a service writes tomorrow, a copy carries too. Each
copy gets new people, new public ids, and the coordinators of its own programme.
"""

from __future__ import annotations

import secrets
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db import models

from ithaque.demo.stage import Stage
from ithaque.kernel import files
from ithaque.kernel.models import JournalEntry, OutboxMessage, StoredFile
from ithaque.matching import models as matching
from ithaque.matching.models import MatchRun
from ithaque.mentoring import models as mentoring
from ithaque.people.models import Person
from ithaque.programmes import models as programmes
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.questionnaires.models import AnswerSheet, FormVersion

BATCH = 500
Maps = dict[type[models.Model], dict[int, int]]
PAIR_ROWS: tuple[type[models.Model], ...] = (
    mentoring.PairMember,
    mentoring.Agreement,
    mentoring.Goal,
    mentoring.MeetingSeries,
    mentoring.Meeting,
    mentoring.SharedNote,
    mentoring.Action,
    mentoring.Message,
    mentoring.ReadMark,
    mentoring.ConversationReading,
    mentoring.FollowUpCard,
    mentoring.HelpRequest,
    mentoring.CheckIn,
    mentoring.Closure,
    mentoring.Certificate,
    mentoring.TrialPeriod,
    mentoring.Debrief,
)
ROWS_BELOW: tuple[tuple[type[models.Model], str], ...] = (
    (mentoring.TrialAnswer, "trial__pair"),
    (mentoring.GoalStep, "goal__pair"),
    (mentoring.SealedAgreement, "agreement__pair"),
    (mentoring.Signature, "agreement__pair"),
    (mentoring.Amendment, "agreement__pair"),
    (mentoring.GuardianRefusal, "agreement__pair"),
    (mentoring.GoalReview, "goal__pair"),
    (mentoring.NoteRevision, "note__pair"),
    (mentoring.PrivateNote, "meeting__pair"),
    (mentoring.Pulse, "meeting__pair"),
    (mentoring.Attendance, "meeting__pair"),
    (mentoring.FlashSlot, "mentor"),
    (mentoring.Balance, "closure__pair"),
    (mentoring.ExitSurvey, "closure__pair"),
    (mentoring.ExitInterview, "closure__pair"),
    (mentoring.MessageFile, "message__pair"),
    (mentoring.MessageReference, "message__pair"),
    (mentoring.MessageVersion, "message__pair"),
)
ENROLMENT_ROWS: tuple[type[models.Model], ...] = (
    programmes.GuardianAuthorisation,
    programmes.VettingRecord,
    programmes.Reference,
    programmes.Fallback,
    programmes.AlarmRest,
)
LEFT_OUT = frozenset({programmes.Interview})
"""A slot is one coordinator's at one moment: a copy of it would be a double booking."""


class Copier:
    """Copies one cohort's people and all that happened to them into other cohorts."""

    def __init__(self, model: Cohort, stage: Stage) -> None:
        self.model, self.stage = model, stage
        self.rows = _rows_of(model)
        self.people = list(
            Person.objects.filter(enrolments__cohort=model).distinct().order_by("pk")
        )
        # Read once: a copy may join the model's own programme, and must not be copied in its turn.
        self.entries = list(JournalEntry.objects.filter(scope_id=model.programme.public_id))
        self.letters = list(OutboxMessage.objects.filter(person__in=self.people))
        # Copies that share a cohort share its runs, and the model's cohort has its own already.
        self.runs = {model.pk: {run.pk: run.pk for run in self.rows[MatchRun]}}

    def copy_into(self, cohort: Cohort, coordinator: Person) -> int:
        """Add one copy of everybody to a cohort; return how many people that makes."""
        maps: Maps = defaultdict(dict)
        publics: dict[uuid.UUID, uuid.UUID] = {
            self.model.programme.public_id: cohort.programme.public_id,
            self.model.public_id: cohort.public_id,
        }
        maps[Cohort][self.model.pk] = cohort.pk
        maps[FormVersion] = _versions(self.model, cohort)
        for member in self.model.programme.team.all():
            maps[Person][member.person_id] = coordinator.pk
        self._people(maps, publics)
        maps[StoredFile] = _copy_files(self.rows[mentoring.MessageFile], maps[Person])
        for kind, rows in self.rows.items():
            if kind is MatchRun and cohort.pk in self.runs:
                maps[MatchRun] = self.runs[cohort.pk]
                continue
            maps[kind] |= _copy(kind, rows, maps, publics)
        self.runs[cohort.pk] = maps[MatchRun]
        _copy_words(maps[mentoring.Message])
        self._traces(maps, publics)
        return len(self.people)

    def _people(self, maps: Maps, publics: dict[uuid.UUID, uuid.UUID]) -> None:
        copies = []
        for person in self.people:
            copy = _bare(person, publics)
            copy.first_name, copy.last_name, copy.email = self.stage.identity(
                elder="mentor" in {e.side for e in person.enrolments.all()}
            )
            copies.append(copy)
        made = Person.objects.bulk_create(copies, batch_size=BATCH)
        maps[Person] |= {old.pk: new.pk for old, new in zip(self.people, made, strict=True)}

    def _traces(self, maps: Maps, publics: dict[uuid.UUID, uuid.UUID]) -> None:
        """Copy the journal and the outbox: an instance of this size holds them too."""
        copies = [_bare(entry, publics) for entry in self.entries]
        for copy in copies:
            copy.by_id = maps[Person].get(copy.by_id, copy.by_id)
            copy.target_id = publics.get(copy.target_id, copy.target_id)
            copy.scope_id = publics.get(copy.scope_id, copy.scope_id)
        JournalEntry.objects.bulk_create(copies, batch_size=BATCH)
        letters = [_bare(message, publics) for message in self.letters]
        for letter in letters:
            letter.person_id = maps[Person][letter.person_id]
            letter.dedupe_key = None
        OutboxMessage.objects.bulk_create(letters, batch_size=BATCH)


def _rows_of(cohort: Cohort) -> dict[type[models.Model], list[Any]]:
    """Return every row to copy, by model, in an order that respects foreign keys."""
    of_cohort: Callable[[type[models.Model], str], list[Any]] = lambda kind, path: list(  # noqa: E731
        kind._default_manager.filter(**{path: cohort}).order_by("pk")
    )
    rows: dict[type[models.Model], list[Any]] = {
        AnswerSheet: of_cohort(AnswerSheet, "enrolment__cohort"),
        Enrolment: of_cohort(Enrolment, "cohort"),
    }
    rows |= {kind: of_cohort(kind, "enrolment__cohort") for kind in ENROLMENT_ROWS}
    rows |= {
        MatchRun: of_cohort(MatchRun, "cohort"),
        mentoring.Pair: of_cohort(mentoring.Pair, "cohort"),
        matching.Proposal: of_cohort(matching.Proposal, "run__cohort"),
        matching.Unmatched: of_cohort(matching.Unmatched, "run__cohort"),
        matching.Note: of_cohort(matching.Note, "run__cohort"),
        matching.Decision: of_cohort(matching.Decision, "cohort"),
        matching.Reservation: of_cohort(matching.Reservation, "cohort"),
        matching.Question: of_cohort(matching.Question, "proposal__run__cohort"),
        matching.Repair: of_cohort(matching.Repair, "mentee__cohort"),
        matching.RepairOption: of_cohort(matching.RepairOption, "repair__mentee__cohort"),
    }
    rows |= {kind: of_cohort(kind, "pair__cohort") for kind in PAIR_ROWS}
    rows |= {kind: of_cohort(kind, f"{path}__cohort") for kind, path in ROWS_BELOW}
    return rows


def _copy(
    kind: type[models.Model], rows: Iterable[Any], maps: Maps, publics: dict[uuid.UUID, uuid.UUID]
) -> dict[int, int]:
    rows = list(rows)
    keys = [f for f in kind._meta.concrete_fields if isinstance(f, models.ForeignKey)]
    written = [f.attname for f in kind._meta.concrete_fields if isinstance(f, models.JSONField)]
    names = {str(old): str(new) for old, new in publics.items()}
    copies = []
    for row in rows:
        copy = _bare(row, publics)
        for key in keys:
            old = getattr(copy, key.attname)
            setattr(copy, key.attname, maps[key.related_model].get(old, old))
        for name in written:
            setattr(copy, name, _renamed(getattr(copy, name), names))
        copies.append(copy)
    made = kind._default_manager.bulk_create(copies, batch_size=BATCH)
    return {old.pk: new.pk for old, new in zip(rows, made, strict=True)}


def _copy_words(messages: dict[int, int]) -> None:
    """Copy what messages are found by: a row has the identifier of its message."""
    rows = mentoring.MessageWords.objects.filter(message__in=list(messages))
    mentoring.MessageWords.objects.bulk_create(
        [
            mentoring.MessageWords(message_id=messages[pk], words=words)
            for pk, words in rows.values_list("pk", "words")
        ],
        batch_size=BATCH,
    )


def _copy_files(joined: Iterable[Any], people: dict[int, int]) -> dict[int, int]:
    """Keep the files of messages again: each copy has bytes of its own, removed with it."""
    kept = {}
    for old in StoredFile.objects.filter(pk__in=[one.file_id for one in joined]).order_by("pk"):
        copy = files.keep(files.read(old), name=old.name)
        copy.uploaded_by_id = people.get(old.uploaded_by_id or 0)
        copy.save(update_fields=["uploaded_by"])
        kept[old.pk] = copy.pk
    return kept


def _renamed(value: Any, names: dict[str, str]) -> Any:
    """Return a document that names the copies where it named their models."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    if isinstance(value, dict):
        return {names.get(key, key): _renamed(one, names) for key, one in value.items()}
    return value


def _bare(row: Any, publics: dict[uuid.UUID, uuid.UUID]) -> Any:
    """Return a new unsaved row with the same values, and new ones wherever they must be unique."""
    kind = type(row)
    values = {field.attname: getattr(row, field.attname) for field in kind._meta.concrete_fields}
    values.pop(kind._meta.pk.attname)
    for field in kind._meta.concrete_fields:
        if isinstance(field, models.UUIDField) and field.unique:
            values[field.attname] = uuid.uuid4()
    if "public_id" in values:
        publics[row.public_id] = values["public_id"]
    if kind is mentoring.Certificate:
        values["code"] = secrets.token_hex(8).upper()
    if kind is MatchRun:
        values["record_id"] = None  # it names other people: a copy has nothing to replay
        values["book_id"] = None
    if kind is matching.RepairOption:
        values["record_id"] = None
    if kind is matching.Repair:
        values["run_id"] = None  # copies that share a cohort share its runs
    if "source_key" in values:
        values["source_key"] = None
    return kind(**values)


def _versions(model: Cohort, cohort: Cohort) -> dict[int, int]:
    """Map the versions of the model's forms to the first ones of the other programme's forms."""
    return {
        old.pk: new_form.versions.order_by("number")[0].pk
        for old_form, new_form in (
            (model.programme.mentee_form, cohort.programme.mentee_form),
            (model.programme.mentor_form, cohort.programme.mentor_form),
        )
        for old in old_form.versions.all()
    }
