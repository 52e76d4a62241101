"""The steps between a form and the match: move along them, note how each one went."""

from __future__ import annotations

from datetime import date

from django.conf import settings as instance
from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.programmes import gates, selectors
from ithaque.programmes import journal as entries
from ithaque.programmes.enums import STAGE_ARROWS, EnrolmentStatus, Side, Stage, StepOutcome
from ithaque.programmes.models import Enrolment, VettingRecord
from ithaque.programmes.services.common import check_unchanged, locked
from ithaque.programmes.services.telling import tell_step

LIVE = (
    EnrolmentStatus.SUBMITTED,
    EnrolmentStatus.WAITING,
    EnrolmentStatus.AVAILABLE,
    EnrolmentStatus.PAUSED,
)

MATCH_READS = (Stage.CHECK, Stage.TRAINING)
"""Facts the rules of the match read: they may be noted even where they are no step of the vetting."""


@transaction.atomic
def move_enrolment(
    *, enrolment: Enrolment, to: str, by: Person, seen: str | None = None
) -> Enrolment:
    """Bring an enrolment that was sent to another step, forwards or back; the same step changes nothing.

    Leaving the reading notes the form as read; arriving at a step writes to the person what is asked.
    Refuses when a colleague acted since `seen`, a step the programme does not ask, and READY while
    something is missing.
    """
    enrolment = locked(enrolment)
    check_unchanged(enrolment, seen)
    if enrolment.stage == to and enrolment.status == EnrolmentStatus.SUBMITTED:
        return enrolment
    if enrolment.status != EnrolmentStatus.SUBMITTED or to not in STAGE_ARROWS[enrolment.stage]:
        raise Refusal(
            "enrolment_moved_on",
            _(
                "Only an enrolment that is being examined goes from step to step. Nothing was changed."
            ),
        )
    _check_asked(enrolment, to)
    if enrolment.stage == Stage.APPLICATION:
        _note(enrolment, Stage.APPLICATION, StepOutcome.PASSED, by=by, on=_today())
    if to == Stage.READY:
        check_gates(enrolment)
    enrolment.stage = to
    enrolment.save(update_fields=["stage"])
    journal.record(
        entries.ENROLMENT_MOVED,
        by=by,
        target=enrolment,
        scope=enrolment.cohort.programme,
        data={"to": to},
    )
    tell_step(enrolment)
    return enrolment


@transaction.atomic
def record_step(
    *,
    enrolment: Enrolment,
    step: str,
    outcome: str,
    by: Person,
    on: date | None = None,
    valid_until: date | None = None,
    note: str = "",
    seen_by_me: bool = False,
) -> VettingRecord:
    """Note how a step went; the form counts as read, and the enrolment goes on to the first step not passed.

    A check passed needs `seen_by_me` and a last day; it keeps no word. Not asking a step of someone needs
    a note that says why, and is refused for the check where minors are welcomed. Raises Refusal.
    """
    enrolment = locked(enrolment)
    on = on or _today()
    _check_live(enrolment)
    if step not in MATCH_READS:
        _check_asked(enrolment, step)
    _check_day(on)
    if step == Stage.CHECK:
        _check_the_check(enrolment, outcome, on, valid_until, note, seen_by_me)
    elif outcome == StepOutcome.WAIVED and not note.strip():
        raise Refusal(
            "waiver_without_reason",
            _("Say in a few words why this step is not asked of this person."),
            conflict=False,
        )
    record = _note(
        enrolment,
        step,
        outcome,
        by=by,
        on=on,
        valid_until=valid_until if step == Stage.CHECK else None,
        note="" if step == Stage.CHECK else note.strip(),
    )
    note_read(enrolment, by)
    refresh(enrolment, go_on=True)
    return record


@transaction.atomic
def declare_training(*, enrolment: Enrolment, by: Person) -> VettingRecord:
    """Note that the person followed the training, on their own word; twice changes nothing.

    Refuses where the programme leaves it to a coordinator.
    """
    enrolment = locked(enrolment)
    _check_live(enrolment)
    _check_asked(enrolment, Stage.TRAINING)
    vetting = selectors.settings_of(enrolment.cohort.programme).vetting.of(enrolment.side)
    if not vetting.training_declared:
        raise Refusal("training_noted_by_team", _("The team notes this training itself."))
    known = enrolment.vetting.filter(step=Stage.TRAINING).last()
    if known is not None and known.outcome == StepOutcome.PASSED:
        return known
    record = _note(enrolment, Stage.TRAINING, StepOutcome.PASSED, by=by, on=_today())
    refresh(enrolment, go_on=True)
    return record


def refresh(enrolment: Enrolment, *, go_on: bool = False) -> None:
    """Bring up to date what sums the records up; with `go_on`, also the step of an enrolment examined."""
    settings = selectors.settings_of(enrolment.cohort.programme)
    today = _today()
    found = gates.gates_of(enrolment, settings, today, list(enrolment.vetting.all()))
    passed = {
        gate.step: gate.record
        for gate in found
        if gate.record and gate.record.outcome == StepOutcome.PASSED
    }
    training, check = passed.get(Stage.TRAINING), passed.get(Stage.CHECK)
    enrolment.trained_on = training.on if training else enrolment.trained_on
    enrolment.check_valid_until = check.valid_until if check else enrolment.check_valid_until
    enrolment.valid_until = gates.last_valid_day(enrolment, found, today)
    if go_on and enrolment.status == EnrolmentStatus.SUBMITTED:
        before, enrolment.stage = enrolment.stage, gates.stage_after(found)
        if enrolment.stage != before:
            tell_step(enrolment)
    enrolment.save(update_fields=["trained_on", "check_valid_until", "valid_until", "stage"])


def check_gates(enrolment: Enrolment) -> None:
    """Refuse, naming what is missing, unless every step asked is passed."""
    settings = selectors.settings_of(enrolment.cohort.programme)
    left = gates.unmet(gates.gates_of(enrolment, settings, _today()))
    if left:
        names = ", ".join(str(gate.step.label).lower() for gate in left)
        raise Refusal("gates_unmet", _("Still to pass: %(steps)s.") % {"steps": names})


def note_read(enrolment: Enrolment, by: Person) -> None:
    """Note that the form was read, when nobody had."""
    if not enrolment.vetting.filter(step=Stage.APPLICATION).exists():
        _note(enrolment, Stage.APPLICATION, StepOutcome.PASSED, by=by, on=_today())


def _note(
    enrolment: Enrolment,
    step: str,
    outcome: str,
    *,
    by: Person,
    on: date,
    valid_until: date | None = None,
    note: str = "",
) -> VettingRecord:
    settings = selectors.settings_of(enrolment.cohort.programme)
    frame = settings.vetting.of(enrolment.side).check_frame if step == Stage.CHECK else ""
    record = VettingRecord.objects.create(
        enrolment=enrolment,
        step=step,
        outcome=outcome,
        on=on,
        valid_until=valid_until,
        frame=frame,
        note=note[:400],
        by=by,
    )
    journal.record(
        entries.STEP_NOTED,
        by=by,
        target=enrolment,
        scope=enrolment.cohort.programme,
        data={"step": step, "outcome": outcome},
    )
    return record


def _check_live(enrolment: Enrolment) -> None:
    if enrolment.status not in LIVE:
        raise Refusal(
            "enrolment_moved_on",
            _("This enrolment is now “%(status)s”: someone acted in between. Nothing was changed.")
            % {"status": enrolment.get_status_display()},
        )


def _check_asked(enrolment: Enrolment, step: str) -> None:
    settings = selectors.settings_of(enrolment.cohort.programme)
    if step != Stage.READY and step not in gates.steps_asked(enrolment.side, settings):
        raise Refusal(
            "step_not_asked",
            _("The programme does not ask this step of this person."),
            conflict=False,
        )


def _check_day(on: date) -> None:
    if on > _today():
        raise Refusal(
            "day_to_come", _("Give the day it took place: today or before."), conflict=False
        )


def _check_the_check(
    enrolment: Enrolment,
    outcome: str,
    on: date,
    valid_until: date | None,
    note: str,
    seen_by_me: bool,
) -> None:
    if enrolment.side != Side.MENTOR:
        raise Refusal("check_of_mentee", _("No check is asked of a mentee."), conflict=False)
    if note.strip():
        raise Refusal(
            "check_with_words",
            _(
                "Nothing is written about a check: only the day, who saw it and until when it holds."
            ),
            conflict=False,
        )
    minors = selectors.settings_of(enrolment.cohort.programme).minors
    if outcome == StepOutcome.WAIVED and minors:
        raise Refusal(
            "check_of_minors",
            _("This programme welcomes minors: the check is asked of every mentor."),
            conflict=False,
        )
    if outcome != StepOutcome.PASSED:
        return
    if not seen_by_me:
        raise Refusal(
            "check_unseen",
            _("Confirm that you saw the document yourself, and kept no copy of it."),
            conflict=False,
        )
    if valid_until is None or valid_until <= on:
        raise Refusal(
            "check_without_end",
            _("Give the last day the check holds, after the day it was seen."),
            conflict=False,
        )


def _today() -> date:
    return clock.today(instance.TIME_ZONE)
