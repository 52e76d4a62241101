"""Work of this room in the background: runs, imports, proposals whose time has come."""

from __future__ import annotations

from ithaque.kernel.tasks import every, task


@task()
def compute_run(run_id: int) -> None:
    """Compute a match run."""
    from ithaque.matching.services import runs

    runs.compute(run_id)


@task()
def compute_trial(trial_id: int) -> None:
    """Compute what settings would change before they are saved."""
    from ithaque.matching.services import trials

    trials.compute(trial_id)


@task()
def prove_draft(run_id: int) -> None:
    """Compute the record of a draft again after changes by hand."""
    from ithaque.matching.services import changing

    changing.prove(run_id)


@task()
def replay_run(run_id: int) -> None:
    """Compute a run again from its record."""
    from ithaque.matching.services import replays

    replays.replay(run_id)


@task()
def announce() -> int:
    """Tell the proposals, and the pairs of imports, whose hour has come; return how many."""
    from ithaque.matching.services import announcing, pair_imports

    return announcing.announce_due() + pair_imports.tell_due()


@task()
def take_in(import_id: int) -> None:
    """Import the good rows of a file."""
    from ithaque.matching.services import imports

    imports.take_in(import_id)


@task()
def settle_proposals() -> int:
    """Remind of proposals about to expire, expire those whose time has passed; return how many."""
    from ithaque.matching.services import answers

    return answers.settle_late()


@task()
def prepare_repair(repair_id: int) -> int:
    """Compute the ways to repair after a lost proposal; return how many."""
    from ithaque.matching.services import repairs

    return repairs.prepare(repair_id)


@task()
def refresh_suggestions(cohort_id: int) -> int:
    """Allot the suggestions of a cohort again; return how many there are."""
    from ithaque.matching.services import suggestions

    return suggestions.refresh(cohort_id)


@task()
def refresh_all_suggestions() -> int:
    """Allot the suggestions of every cohort that wishes; return how many cohorts."""
    from ithaque.matching.services import suggestions

    return suggestions.refresh_all()


@task()
def prepare_rolling_runs() -> int:
    """Prepare the runs of always-open cohorts whose day has come; return how many."""
    from ithaque.matching.services import rolling

    return rolling.prepare_rolling_runs()


every("matching.announcements", "* * * * *", announce)
every("matching.proposals", "20 7 * * *", settle_proposals)
every("matching.suggestions", "40 5 * * *", refresh_all_suggestions)
every("matching.rolling", "10 6 * * *", prepare_rolling_runs)
