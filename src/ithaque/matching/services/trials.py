"""Criteria, rules and objective tried on a cohort: what they would change is known before they are saved."""

from __future__ import annotations

from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import journal
from ithaque.kernel.errors import Refusal
from ithaque.matching import engine
from ithaque.matching import journal as entries
from ithaque.matching.enums import RunStatus
from ithaque.matching.models import Trial
from ithaque.matching.people import gather
from ithaque.matching.services.runs import Watch, check_both_sides
from ithaque.matching.writing import figures_of
from ithaque.pairing import Cancelled, FaultsError, Result
from ithaque.people.models import Person
from ithaque.programmes.models import Cohort, Programme
from ithaque.programmes.selectors import settings_of
from ithaque.programmes.services import change_settings
from ithaque.programmes.settings import Matching

log = structlog.get_logger(__name__)


@transaction.atomic
def ask_trial(*, cohort: Cohort, matching: Matching, by: Person) -> Trial:
    """Return a trial of these settings on everyone who waits, about to be computed; it replaces one's former trial.

    Nothing of the programme changes. Refuses when nobody waits on one of the sides, and weights that are all nil.
    """
    Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    if not any(matching.weights.values()):
        raise Refusal("weights", _("Give at least one criterion a weight above 0."), conflict=False)
    check_both_sides(cohort)
    Trial.objects.filter(cohort=cohort, by=by).delete()
    trial = Trial.objects.create(
        cohort=cohort,
        by=by,
        base=in_force(cohort.programme).model_dump(mode="json"),
        settings=matching.model_dump(mode="json"),
    )
    transaction.on_commit(lambda: _enqueue(trial))
    return trial


def in_force(programme: Programme) -> Matching:
    """Return what the programme matches by now."""
    return settings_of(programme).matching


def _enqueue(trial: Trial) -> None:
    from ithaque.matching.tasks import compute_trial

    compute_trial.enqueue(trial.pk)


def compute(trial_id: int) -> None:
    """Compute a trial: the same people under the settings in force, then under those tried.

    Dropped half way, it leaves nothing; a failure is a state of the trial.
    """
    waiting = Trial.objects.filter(pk=trial_id, status__in=[RunStatus.WAITING, RunStatus.RUNNING])
    if not waiting.update(status=RunStatus.RUNNING, progress=1):
        return
    trial = Trial.objects.select_related("cohort__programme").get(pk=trial_id)
    row = Trial.objects.filter(pk=trial.pk, status=RunStatus.RUNNING)
    try:
        outcome = _outcome(trial, row)
    except Cancelled:
        return
    except FaultsError as error:
        faults = [fault.message.as_dict() for fault in error.faults[:20]]
        row.update(status=RunStatus.FAILED, failure="problem", outcome={"faults": faults})
    except MemoryError:
        row.update(status=RunStatus.FAILED, failure="memory")
    except Exception:
        log.exception("matching.trial_failed", trial=str(trial.public_id))
        row.update(status=RunStatus.FAILED, failure="unexpected")
    else:
        row.update(status=RunStatus.READY, progress=100, outcome=outcome)


def _outcome(trial: Trial, row: Any) -> dict[str, Any]:
    both = [Matching.model_validate(document) for document in (trial.base, trial.settings)]
    gathered = gather(trial.cohort, words=any(one.weights.get("text") for one in both))
    meets = engine.of_two(settings_of(trial.cohort.programme))
    results: list[Result] = []
    for part, matching in enumerate(both):
        settings = engine.settings_from(matching, meets)
        watch = Watch(row, low=50 * part, high=50 * part + 50)
        problem = engine.problem_of(gathered, settings)
        results.append(problem.solve(progress=watch.progress, cancel=watch.cancelled))
    before, after = results
    return {
        "before": figures_of(before),
        "after": figures_of(after),
        "moves": moves_between(couples_of(before), couples_of(after)),
    }


def couples_of(result: Result) -> dict[str, str]:
    """Return the mentor of each mentee."""
    return {pair.mentee_id: pair.mentor_id for pair in result.pairs}


def moves_between(
    before: dict[str, str], after: dict[str, str]
) -> list[tuple[str, str | None, str | None]]:
    """Return who changes: (mentee, former mentor, new mentor), None for nobody; those left alone first."""
    moved = [
        (mentee, before.get(mentee), after.get(mentee))
        for mentee in sorted({*before, *after})
        if before.get(mentee) != after.get(mentee)
    ]
    return sorted(moved, key=lambda one: (one[2] is not None, one[1] is not None))


@transaction.atomic
def save_trial(*, trial: Trial, by: Person) -> Matching:
    """Make the settings tried those of the programme, and drop the trial.

    Refuses a trial whose effect is not known yet, and settings someone changed since it was asked.
    """
    trial = (
        Trial.objects.select_for_update(of=("self",))
        .select_related("cohort__programme")
        .get(pk=trial.pk)
    )
    programme = Programme.objects.select_for_update().get(pk=trial.cohort.programme_id)
    if trial.status != RunStatus.READY:
        raise Refusal("not_known", _("The effect is not known yet. Nothing was saved."))
    if in_force(programme) != Matching.model_validate(trial.base):
        raise Refusal(
            "settings_changed",
            _(
                "Someone saved other criteria in between. Yours are kept here: see their effect again, then save."
            ),
        )
    saved = change_settings(programme=programme, changes={"matching": trial.settings}, by=by)
    journal.record(entries.CRITERIA_SAVED, by=by, target=trial.cohort, scope=programme)
    trial.delete()
    return saved.matching


def drop_trial(*, trial: Trial) -> None:
    """Forget a trial, computed or not; the settings in force stay. Twice changes nothing."""
    Trial.objects.filter(pk=trial.pk).delete()
