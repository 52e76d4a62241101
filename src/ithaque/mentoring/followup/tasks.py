"""The nightly look at every pair."""

from ithaque.kernel.tasks import every, task


@task()
def evaluate_pairs() -> dict[str, int]:
    """Judge every active pair; return how many were seen, and how many cards changed."""
    from dataclasses import asdict

    from ithaque.mentoring.followup.evaluation import evaluate_all

    return asdict(evaluate_all())


every("follow-up", "30 4 * * *", evaluate_pairs)


@task()
def ask_check_ins() -> int:
    """Ask how it is going wherever it is due today; return how many people were asked."""
    from ithaque.mentoring.followup.checkins import ask_all

    return ask_all()


every("check-ins", "30 7 * * *", ask_check_ins)
