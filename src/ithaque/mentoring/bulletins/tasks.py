"""Announcements leave when their hour comes."""

from ithaque.kernel.tasks import every, task


@task(attempts=4)
def send_bulletins() -> int:
    """Let the announcements that are due leave; return how many recipients were written to."""
    from ithaque.mentoring.bulletins.services import send_due

    return send_due()


every("bulletins", "* * * * *", send_bulletins)
