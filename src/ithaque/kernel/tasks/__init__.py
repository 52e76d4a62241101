"""Background tasks: the `django.tasks` API, a database row as the ledger.

    @task()
    def send_digest(person_id: int) -> None: ...
    send_digest.enqueue(person.pk)

Tasks take ids, may run more than once (write them idempotent) and run inside `ithaque serve`, in
`ithaque worker`, or on Celery; the rows are the same. A task that fails is tried again, later and later;
one whose worker died is given to another (`ledger`). `every` declares a periodic task.
"""

from ithaque.kernel.tasks.periodic import every
from ithaque.kernel.tasks.policy import task

__all__ = ["deliver_outbox", "every", "forget_old_rows", "task"]


@task()
def deliver_outbox() -> int:
    """Send the waiting messages; return how many left."""
    from ithaque.kernel import outbox

    return outbox.deliver()


@task()
def forget_old_rows() -> dict[str, int]:
    """Remove what the ledger no longer needs: tasks long finished, ticks long past; return how many."""
    from ithaque.kernel.tasks import housekeeping

    return housekeeping.forget_old_rows()


every("outbox", "* * * * *", deliver_outbox)
every("housekeeping", "40 2 * * *", forget_old_rows)
