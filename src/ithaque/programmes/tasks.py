"""What this room does by itself: forget answers whose time is over."""

from __future__ import annotations

from ithaque.kernel.tasks import every, task
from ithaque.programmes import services


@task()
def forget_old_answers() -> int:
    """Erase the answers kept long enough; return how many enrolments were concerned."""
    return services.forget_old_answers()


every("forget old answers", "20 3 * * *", forget_old_answers)
