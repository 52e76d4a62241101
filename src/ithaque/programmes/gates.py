"""The gates between a form and the match: what a programme asks of a side, and what one person passed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ithaque.programmes.enums import CHOSEN_STAGES, Side, Stage, StepOutcome
from ithaque.programmes.models import Enrolment, VettingRecord
from ithaque.programmes.settings import ProgrammeSettings

RENEWAL_DAYS = 14
"""Days a guardian has to agree to a new text before their child leaves the match (product default)."""


@dataclass(frozen=True)
class Gate:
    """A step asked of someone, with the record that counts: the latest."""

    step: Stage
    record: VettingRecord | None
    today: date

    @property
    def state(self) -> str:
        """Return `todo`, `passed`, `waived`, `failed` or `expired`."""
        if self.record is None:
            return "todo"
        if self.is_expired:
            return "expired"
        return str(self.record.outcome)

    @property
    def is_met(self) -> bool:
        """Tell whether nothing more is asked here today."""
        return self.state in (StepOutcome.PASSED, StepOutcome.WAIVED)

    @property
    def is_expired(self) -> bool:
        """Tell whether what was seen no longer holds."""
        until = self.record.valid_until if self.record else None
        return until is not None and until < self.today


def steps_asked(side: str, settings: ProgrammeSettings) -> list[Stage]:
    """Return the steps of a side in order: the form is read, then what the programme chose."""
    chosen = settings.vetting.of(side).steps
    return [Stage.APPLICATION, *(step for step in CHOSEN_STAGES if step in chosen)]


def gates_of(
    enrolment: Enrolment,
    settings: ProgrammeSettings,
    today: date,
    records: Iterable[VettingRecord] | None = None,
) -> list[Gate]:
    """Return the gates of one enrolment; its records are read once (prefetch `vetting` for many)."""
    latest = {one.step: one for one in (enrolment.vetting.all() if records is None else records)}
    return [Gate(step, latest.get(step), today) for step in steps_asked(enrolment.side, settings)]


def unmet(gates: Iterable[Gate]) -> list[Gate]:
    """Return what still prevents a validation; reading the form is part of validating."""
    return [gate for gate in gates if not gate.is_met and gate.step != Stage.APPLICATION]


def stage_after(gates: Iterable[Gate]) -> Stage:
    """Return the first step not passed, READY when none is left."""
    return next((gate.step for gate in gates if not gate.is_met), Stage.READY)


def last_valid_day(enrolment: Enrolment, gates: Iterable[Gate], today: date) -> date | None:
    """Return the last day on which everything holds, None without end; yesterday when something failed."""
    ends: list[date] = []
    for gate in gates:
        if gate.record is None:
            continue
        if gate.record.outcome == StepOutcome.FAILED:
            ends.append(today - timedelta(days=1))
        elif gate.record.valid_until is not None:
            ends.append(gate.record.valid_until)
    guardian = getattr(enrolment, "guardian", None)
    if guardian is not None and enrolment.side == Side.MENTEE and enrolment.person.is_minor:
        if guardian.withdrawn_at is not None:
            ends.append(today - timedelta(days=1))
        elif guardian.renewal_asked_at is not None:
            ends.append(guardian.renewal_asked_at.date() + timedelta(days=RENEWAL_DAYS))
    return min(ends, default=None)
