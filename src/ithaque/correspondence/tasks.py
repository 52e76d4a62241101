"""Summaries leave when the morning comes, wherever people live."""

from ithaque.kernel.tasks import every, task


@task()
def send_due_summaries() -> int:
    """Send the summaries that are due; return how many left."""
    from ithaque.correspondence.summaries import send_summaries

    return send_summaries()


every("summaries", "5 * * * *", send_due_summaries)
