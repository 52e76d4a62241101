"""Import a file: kept, columns corrected, previewed, then taken in by batches in the background.

People are taken in here; pairs decided elsewhere, by `pair_imports`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import structlog
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from ithaque.kernel import clock, files, journal
from ithaque.kernel.errors import Refusal
from ithaque.matching import intake, rules
from ithaque.matching import journal as entries
from ithaque.matching.enums import ImportOf, ImportStatus
from ithaque.matching.models import Import
from ithaque.matching.services import pair_imports
from ithaque.matching.standing import MOST_PAIRS, standing_of
from ithaque.pairing.intake import TableError
from ithaque.people.models import Person
from ithaque.programmes.enums import EnrolmentStatus
from ithaque.programmes.models import Cohort
from ithaque.programmes.services import enrol_many

log = structlog.get_logger(__name__)
BATCH = 250


@dataclass(frozen=True)
class Preview:
    """What an import would do: its reading, who is new, who is there already."""

    reading: intake.Reading
    new: set[str]
    known: set[str]
    elsewhere: set[str]


def start_import(*, cohort: Cohort, side: str, name: str, content: bytes, by: Person) -> Import:
    """Keep a file and recognise its columns; those corrected in the programme's last import are remembered.

    Refuses, in words, a file that cannot be read as a table of people. Nothing is kept then.
    """
    if side not in ImportOf.values:
        raise Refusal(
            "side", _("Say whether the file holds mentors, mentees or pairs."), conflict=False
        )
    try:
        table = intake.table_from(content, name)
    except TableError as error:
        raise Refusal(error.code, intake.table_error(error), conflict=False) from error
    if side == ImportOf.PAIRS and len(table.rows) > MOST_PAIRS:
        raise Refusal(
            "too_many_pairs",
            _("A file holds %(most)d pairs at most: cut it in several. Nothing was kept.")
            % {"most": MOST_PAIRS},
            conflict=False,
        )
    former = Import.objects.filter(
        cohort__programme=cohort.programme_id, side=side, status=ImportStatus.DONE
    )
    columns = intake.remembered(
        one.mapping.get("columns", {}) for one in former.order_by("-finished_at")[:1]
    )
    with transaction.atomic():
        return Import.objects.create(
            cohort=cohort,
            side=side,
            file=files.keep(content, name=name, by=by),
            asked_by=by,
            mapping={"columns": columns},
        )


@transaction.atomic
def choose_columns(*, import_: Import, choices: Mapping[str, str], by: Person) -> Import:
    """Keep what a person says of the columns: header -> field, "" to leave one out."""
    import_ = _open(import_)
    known = dict(intake.field_choices(import_))
    wrong = {one for one in choices.values() if one not in known and not one.startswith("speaks_")}
    if wrong:
        raise Refusal(
            "field", _("One of these choices does not exist. Choose in the lists."), conflict=False
        )
    import_.mapping = {**import_.mapping, "columns": dict(choices)}
    import_.save(update_fields=["mapping"])
    return import_


def preview(import_: Import) -> Preview:
    """Return what the import would do; refuses, in words, when no column says who the people are."""
    try:
        reading = intake.read(import_)
    except TableError as error:
        raise Refusal(error.code, intake.table_error(error), conflict=False) from error
    outcome = intake.standing(import_, reading)
    return Preview(reading, set(outcome.added), set(outcome.known), set(outcome.elsewhere))


def bad_rows(import_: Import, *, aside: bool = False) -> bytes:
    """Return the lines an import leaves out, as a CSV with the reason of each.

    With `aside`, the lines it takes but of which a cell was kept aside.
    """
    try:
        read = standing_of(import_) if import_.of_pairs else intake.read(import_)
        return intake.bad_rows(read.table, read.troubles(), aside=aside)
    except TableError as error:
        raise Refusal(error.code, intake.table_error(error), conflict=False) from error


@transaction.atomic
def begin_import(*, import_: Import, enrol_as: str, by: Person) -> Import:
    """Start taking the good rows in, in the background; starting twice changes nothing."""
    import_ = (
        Import.objects.select_for_update(of=("self",))
        .select_related("cohort__programme")
        .get(pk=import_.pk)
    )
    if not rules.can_move_import(import_, ImportStatus.WAITING):
        return import_
    if enrol_as not in (EnrolmentStatus.SUBMITTED, EnrolmentStatus.AVAILABLE):
        raise Refusal(
            "enrol_as", _("Say whether these people are validated already."), conflict=False
        )
    import_.status, import_.enrol_as, import_.report = ImportStatus.WAITING, enrol_as, {}
    import_.save(update_fields=["status", "enrol_as", "report"])
    journal.record(entries.IMPORT_STARTED, by=by, target=import_, scope=import_.cohort.programme)
    transaction.on_commit(lambda: pair_imports.enqueue(import_))
    return import_


def take_in(import_id: int) -> None:
    """Enrol the good rows, a batch a transaction. Stopped and started again, it goes on where it was."""
    waiting = Import.objects.filter(
        pk=import_id, status__in=[ImportStatus.WAITING, ImportStatus.RUNNING]
    )
    if not waiting.update(status=ImportStatus.RUNNING, started_at=clock.now(), progress=1):
        return
    import_ = Import.objects.select_related("cohort__programme", "file", "asked_by").get(
        pk=import_id
    )
    try:
        with override(import_.asked_by.locale if import_.asked_by else "fr"):
            (pair_imports.take_all if import_.of_pairs else _take_all)(import_)
    except Refusal as refusal:
        _stop(import_, str(refusal))
    except Exception:
        log.exception("matching.import_failed", import_id=str(import_.public_id))
        _stop(import_)


def _stop(import_: Import, why: str = "") -> None:
    """Note that an import stopped before its end, and why when that can be said."""
    fresh = Import.objects.get(pk=import_.pk)
    fresh.status, fresh.finished_at = ImportStatus.FAILED, clock.now()
    fresh.report = {**fresh.report, "why": why} if why else fresh.report
    fresh.save(update_fields=["status", "finished_at", "report"])


def _take_all(import_: Import) -> None:
    reading = intake.read(import_)
    report = {
        "rows": len(reading.table.rows),
        "bad": len(reading.bad_lines),
        "warnings": sum(not one.blocking for one in reading.troubles()),
        "without_address": reading.without_address,
        "added": 0,
        "known": 0,
        "elsewhere": 0,
        "at": 0,
    } | import_.report
    for start in range(report["at"], len(reading.people), BATCH):
        batch = reading.people[start : start + BATCH]
        with transaction.atomic():
            outcome = enrol_many(
                cohort=import_.cohort,
                side=import_.side,
                people=batch,
                status=import_.enrol_as,
                by=import_.asked_by,
            )
            report["added"] += len(outcome.added)
            report["known"] += len(outcome.known)
            report["elsewhere"] += len(outcome.elsewhere)
            report["at"] = start + len(batch)
            share = 100 * report["at"] // max(1, len(reading.people))
            Import.objects.filter(pk=import_.pk).update(report=report, progress=min(99, share))
    _finish(import_, report)


@transaction.atomic
def _finish(import_: Import, report: dict[str, int]) -> None:
    Import.objects.filter(pk=import_.pk).update(
        report=report, progress=100, status=ImportStatus.DONE, finished_at=clock.now()
    )
    journal.record(
        entries.IMPORT_FINISHED,
        by=import_.asked_by,
        target=import_,
        scope=import_.cohort.programme,
        data={"added": report["added"]},
    )


@transaction.atomic
def discard_import(*, import_: Import, by: Person) -> None:
    """Forget a file that was not imported."""
    import_ = _open(import_)
    file = import_.file
    import_.delete()
    if file is not None:
        transaction.on_commit(partial(files.discard, file))


def _open(import_: Import) -> Import:
    fresh = (
        Import.objects.select_for_update(of=("self",))
        .select_related("cohort__programme", "file")
        .get(pk=import_.pk)
    )
    if not rules.can_move_import(fresh, ImportStatus.WAITING):
        raise Refusal(
            "import_started", _("This import has started: its columns do not change any more.")
        )
    return fresh
