"""Take in pairs decided elsewhere: as proposals to accept, or as pairs already; told in ten minutes, or never."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.matching import engine, rules
from ithaque.matching import journal as entries
from ithaque.matching.enums import AT_WORK, ImportStatus, PairsAs, RunStatus
from ithaque.matching.models import Decision, Import, ImportedPair, MatchRun, Note
from ithaque.matching.people import gather
from ithaque.matching.services import runs
from ithaque.matching.standing import ENROL, KNOWN, READY, RULED, Line, Standing, standing_of
from ithaque.mentoring.services import introduce_pair, open_pair, take_back_pair
from ithaque.pairing import FaultsError
from ithaque.people.models import Person
from ithaque.programmes.enums import EnrolmentStatus, Side
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.programmes.selectors import settings_of
from ithaque.programmes.services import Given, enrol_many

log = structlog.get_logger(__name__)
BATCH = 250
UNDO = timedelta(minutes=10)
"""How long the people of a pair brought from elsewhere are told nothing, so that it can be undone."""
ENROLLED_AT = 30
"""Share of the work done once the people of the file are enrolled, in percent."""


@dataclass(frozen=True)
class Wishes:
    """What a coordinator asked of the pairs of a file.

    `enrol`: enrol who is not in the cohort, rather than leave their lines out. `ruled`: take also the pairs
    that a rule of the programme excludes.
    """

    become: str
    enrol: bool = False
    ruled: bool = False

    def takes(self, line: Line) -> bool:
        """Tell whether a line is used."""
        return (
            line.fate == READY
            or (line.fate == ENROL and self.enrol)
            or (line.fate == RULED and self.ruled)
        )


@transaction.atomic
def begin_pairs(*, import_: Import, wishes: Wishes, by: Person) -> Import:
    """Start forming or proposing the pairs of a file, in the background; starting twice changes nothing.

    Refuses when no line would be used, and proposals while a run of the cohort is being computed.
    """
    import_ = _held(import_)
    if not rules.can_move_import(import_, ImportStatus.WAITING):
        return import_
    if wishes.become not in PairsAs.values:
        raise Refusal("become", _("Say what these pairs become."), conflict=False)
    if not any(wishes.takes(one) for one in standing_of(import_).lines):
        raise Refusal(
            "no_pair",
            _("No line would be used: read what is said of each, choose, or correct the file."),
            conflict=False,
        )
    if wishes.become == PairsAs.PROPOSED and import_.cohort.match_runs.filter(status__in=AT_WORK):
        raise _run_at_work()
    import_.mapping = {**import_.mapping, "pairs": asdict(wishes)}
    import_.status, import_.report = ImportStatus.WAITING, {}
    import_.save(update_fields=["status", "mapping", "report"])
    scope = import_.cohort.programme
    journal.record(entries.PAIRS_IMPORT_STARTED, by=by, target=import_, scope=scope)
    transaction.on_commit(lambda: enqueue(import_))
    return import_


def enqueue(import_: Import) -> None:
    """Ask for an import to be taken in."""
    from ithaque.matching.tasks import take_in

    take_in.enqueue(import_.pk)


def _held(import_: Import) -> Import:
    imports = Import.objects.select_for_update(of=("self",))
    return imports.select_related("cohort__programme", "file", "run").get(pk=import_.pk)


def _run_at_work() -> Refusal:
    return Refusal(
        "run_at_work",
        _("A match run of this cohort is being computed: wait for its end, then start again."),
    )


def take_all(import_: Import) -> None:
    """Form or propose the pairs of a file. Stopped and started again, it goes on where it was."""
    wishes = Wishes(**import_.mapping["pairs"])
    standing = standing_of(import_)
    report = {"rows": len(standing.table.rows), "enrolled": 0} | import_.report
    if wishes.enrol:
        _enrol(import_, standing, report)
        standing = standing_of(import_)
    lines = [one for one in standing.lines if wishes.takes(one) and one.fate != ENROL]
    report |= {
        "known": len(standing.of(KNOWN)),
        "bad": len(standing.bad_lines),
        "unknown": len(standing.of(ENROL)),
        "ruled": 0 if wishes.ruled else len(standing.of(RULED)),
    }
    if wishes.become == PairsAs.PROPOSED:
        made = _propose(import_, lines)
    else:
        made = _open(import_, lines, report)
    _finish(import_, report, made, wishes)


def _enrol(import_: Import, standing: Standing, report: dict[str, Any]) -> None:
    """Enrol who is not in the cohort, validated, mentors with as many places as lines; nobody is written to."""
    for side in Side.values:
        people: dict[str, Given] = {}
        lines: Counter[str] = Counter()
        for line in standing.of(ENROL):
            given = line.newcomers.get(side)
            if given is not None:
                people.setdefault(given.source_key, given)
                lines[given.source_key] += 1
        whole = [replace(one, capacity=lines[key]) for key, one in people.items()]
        for start in range(0, len(whole), BATCH):
            with transaction.atomic():
                outcome = enrol_many(
                    cohort=import_.cohort,
                    side=side,
                    people=whole[start : start + BATCH],
                    status=EnrolmentStatus.AVAILABLE,
                    by=import_.asked_by,
                )
                report["enrolled"] += len(outcome.added)
                _note_progress(import_, report, ENROLLED_AT * (start + BATCH) // len(whole) // 2)


def _note_progress(import_: Import, report: dict[str, Any], share: int) -> None:
    Import.objects.filter(pk=import_.pk).update(report=report, progress=max(1, min(99, share)))


def _open(import_: Import, lines: list[Line], report: dict[str, Any]) -> int:
    """Open the pairs, each on its own; one that someone made impossible meanwhile is told in the report."""
    report["refused"] = []
    for number, line in enumerate(lines, 1):
        assert line.mentee is not None
        assert line.mentor is not None
        try:
            _open_one(import_, line, line.mentee, line.mentor)
        except Refusal as refusal:
            report["refused"].append([line.couple.line, str(refusal)])
        if number % 20 == 0:
            share = ENROLLED_AT + (99 - ENROLLED_AT) * number // len(lines)
            _note_progress(import_, report, share)
    return import_.pairs.count()


@transaction.atomic
def _open_one(import_: Import, line: Line, mentee: Enrolment, mentor: Enrolment) -> None:
    pair = open_pair(
        mentor=mentor,
        mentee=mentee,
        by=import_.asked_by,
        started_on=line.couple.starts_on,
        ends_on=line.couple.ends_on,
        introduce=False,
    )
    ImportedPair.objects.get_or_create(
        pair=pair, defaults={"import_from": import_, "note": line.couple.note}
    )


def _propose(import_: Import, lines: list[Line]) -> int:
    """Make a draft of these pairs and no other, with what the engine says of each: reasons, score, proof."""
    if import_.run is not None:
        return import_.run.proposals.count()
    couples = [(one, one.mentee, one.mentor) for one in lines if one.mentee and one.mentor]
    if not couples:
        return 0
    cohort = import_.cohort
    gathered = gather(cohort, only=[one.pk for _line, *two in couples for one in two])
    here = {one.id for one in (*gathered.mentees, *gathered.mentors)}
    ids = [(str(mentee.public_id), str(mentor.public_id)) for _line, mentee, mentor in couples]
    gathered.locks = [one for one in ids if here.issuperset(one)]
    gathered.forbids = [one for one in gathered.forbids if one not in set(ids)]
    run = _run_of(import_, cohort)
    try:
        settings = engine.settings_in(settings_of(cohort.programme))
        result = engine.problem_of(gathered, settings).solve()
    except FaultsError as error:
        runs.fail(run, "problem", faults=[one.message.as_dict() for one in error.faults[:20]])
        raise Refusal(
            "problem",
            _(
                "The draft could not be made: see the match run for what is wrong. Nothing was lost."
            ),
        ) from error
    with transaction.atomic():
        _decide(import_, couples, run)
        runs.keep(run, result)
    return len(result.pairs)


@transaction.atomic
def _run_of(import_: Import, cohort: Cohort) -> MatchRun:
    Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    try:
        with transaction.atomic():
            run = runs.new_run(
                cohort, import_.asked_by, status=RunStatus.RUNNING, started_at=clock.now()
            )
    except IntegrityError as error:  # someone asked for a run since
        raise _run_at_work() from error
    return run


def _decide(
    import_: Import, couples: Iterable[tuple[Line, Enrolment, Enrolment]], run: MatchRun
) -> None:
    """Keep each pair as a decision, that changes by hand and later runs obey; notes go beside the proposal."""
    by, chosen = import_.asked_by, list(couples)
    mentees = [mentee.pk for _line, mentee, _mentor in chosen]
    locked = Decision.objects.filter(mentee__in=mentees, kind=Decision.Kind.LOCK)
    locked.delete()
    for line, mentee, mentor in chosen:
        Decision.objects.update_or_create(
            mentee=mentee,
            mentor=mentor,
            defaults={
                "kind": Decision.Kind.LOCK,
                "by": by,
                "cohort": import_.cohort,
                "reason": _("Decided elsewhere, brought by a file."),
                "created_at": clock.now(),
            },
        )
        if line.couple.note:
            Note.objects.create(run=run, mentee=mentee, text=line.couple.note, by=by)
    Import.objects.filter(pk=import_.pk).update(run=run)


@transaction.atomic
def _finish(import_: Import, report: dict[str, Any], made: int, wishes: Wishes) -> None:
    now, proposed = clock.now(), wishes.become == PairsAs.PROPOSED
    Import.objects.filter(pk=import_.pk).update(
        report={**report, "made": made},
        progress=100,
        status=ImportStatus.DONE,
        finished_at=now,
        tell_at=now + UNDO if wishes.become == PairsAs.TOLD and made else None,
    )
    journal.record(
        entries.PAIRS_IMPORT_PROPOSED if proposed else entries.PAIRS_IMPORTED,
        by=import_.asked_by,
        target=import_,
        scope=import_.cohort.programme,
        data={"count": made},
    )


def tell_due() -> int:
    """Write how to begin to the people of each import whose ten minutes are over; return how many pairs were told."""
    due = Import.objects.filter(status=ImportStatus.DONE, tell_at__lte=clock.now())
    return sum(_tell(one) for one in due.order_by("tell_at", "pk"))


@transaction.atomic
def _tell(import_: Import) -> int:
    fresh = _held(import_)
    if fresh.status != ImportStatus.DONE or fresh.tell_at is None:
        return 0
    brought = fresh.pairs.select_related(
        "pair__cohort__programme__organisation", "pair__mentee__person", "pair__mentor__person"
    )
    told = 0
    for one in brought.order_by("pk"):
        introduce_pair(one.pair)
        told += 1
    fresh.tell_at = None
    fresh.save(update_fields=["tell_at"])
    return told


def can_undo(import_: Import) -> bool:
    """Tell whether an import of pairs can still be undone: nobody was told anything of it."""
    if not (import_.of_pairs and rules.can_move_import(import_, ImportStatus.UNDONE)):
        return False
    told = import_.mapping.get("pairs", {}).get("become") == PairsAs.TOLD
    if import_.run is not None:
        return rules.can_move_run(import_.run, RunStatus.DISCARDED)
    return bool(import_.report.get("made")) and (not told or import_.tell_at is not None)


@transaction.atomic
def undo_pairs(*, import_: Import, by: Person) -> Import:
    """Undo an import of pairs nobody was told of; twice changes nothing.

    Its draft is set aside with the decisions it brought, or its pairs are taken back where nothing happened;
    the report counts those that stay. People it enrolled stay enrolled. Refuses once someone was told.
    """
    import_ = _held(import_)
    if import_.status == ImportStatus.UNDONE:
        return import_
    if not can_undo(import_):
        raise Refusal(
            "told",
            _(
                "It is too late to undo: these people were told. Close the pairs one by one if you must."
            ),
        )
    if import_.run is not None:
        gone, kept = _undo_draft(import_.run, by), 0
    else:
        brought = [one.pair for one in import_.pairs.select_related("pair").order_by("pk")]
        gone = sum(take_back_pair(pair=pair, by=by) for pair in brought)
        kept = len(brought) - gone
    import_.status, import_.tell_at = ImportStatus.UNDONE, None
    import_.report = {**import_.report, "gone": gone, "kept": kept}
    import_.save(update_fields=["status", "tell_at", "report"])
    scope = import_.cohort.programme
    journal.record(
        entries.PAIRS_IMPORT_UNDONE, by=by, target=import_, scope=scope, data={"count": gone}
    )
    return import_


def _undo_draft(run: MatchRun, by: Person) -> int:
    proposals = list(run.proposals.filter(locked=True).values_list("mentee", "mentor"))
    runs.discard_run(run=run, by=by)
    for mentee, mentor in proposals:
        Decision.objects.filter(mentee=mentee, mentor=mentor, kind=Decision.Kind.LOCK).delete()
    return len(proposals)
