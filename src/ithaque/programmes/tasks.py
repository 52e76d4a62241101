"""What this room does by itself: forget what is over, recall what is near, bring people back."""

from __future__ import annotations

from ithaque.kernel.tasks import every, task
from ithaque.programmes import services


@task()
def forget_old_answers() -> int:
    """Erase the answers kept long enough; return how many enrolments were concerned."""
    return services.forget_old_answers()


every("forget old answers", "20 3 * * *", forget_old_answers)


@task()
def remind_interviews() -> int:
    """Recall the interviews of the coming day; return how many."""
    return services.remind_interviews()


@task()
def remind_referees() -> int:
    """Write again to referees silent for a week; return how many."""
    return services.remind_referees()


@task()
def resume_due() -> int:
    """Bring back those whose pause ends today; return how many."""
    return services.resume_due()


every("interview reminders", "10 * * * *", remind_interviews)
every("referee reminders", "20 7 * * *", remind_referees)
every("returns from a pause", "5 5 * * *", resume_due)
