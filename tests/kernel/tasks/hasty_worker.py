"""`ithaque worker` with short leases, so that a test need not wait a minute to see a worker given up."""

import sys
from datetime import timedelta

from ithaque.cli import main
from ithaque.cli.instance import open_instance

if __name__ == "__main__":
    open_instance()
    import tests.kernel.tasks.samples  # noqa: F401 - the tasks to run
    from ithaque.kernel.tasks import workers

    workers.BEAT = timedelta(seconds=0.5)
    workers.LEASE = timedelta(seconds=6)
    from django.conf import settings

    if settings.TASKS_CARRIER == "celery":
        from ithaque.kernel.tasks import celery

        celery.PATIENCE_SECONDS = 1
    main(["worker", *sys.argv[1:]])
