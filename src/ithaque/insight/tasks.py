"""The coordinator’s letter, on Monday morning."""

from ithaque.kernel.tasks import every, task


@task()
def write_weeks() -> int:
    """Write each coordinator their week; return how many letters were written."""
    from ithaque.insight.letters import send_weeks

    return send_weeks()


every("coordinators-week", "0 7 * * 1", write_weeks)
