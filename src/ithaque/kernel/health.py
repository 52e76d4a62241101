"""Health: is the process alive, and can it do its work (database, files, tasks, outbox)?"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django_tasks_db.models import DBTaskResult

from ithaque.kernel import clock
from ithaque.kernel.access import PUBLIC, opens
from ithaque.kernel.models import OutboxMessage


@opens(PUBLIC)
def live(request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as the process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain")


@opens(PUBLIC)
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database and the files can be used, 503 otherwise; counts, no names."""
    report: dict[str, bool | int] = {"database": _database(), "files": _files()}
    healthy = all(report.values())
    if report["database"]:
        report |= _queues()
    return JsonResponse(report, status=200 if healthy else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _files() -> bool:
    folder = settings.PRIVATE_FILES_DIR
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_bytes(b"")
        probe.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _queues() -> dict[str, int]:
    late = clock.now() - timedelta(minutes=10)
    return {
        "outbox_failed": OutboxMessage.objects.filter(status=OutboxMessage.Status.FAILED).count(),
        "outbox_late": OutboxMessage.objects.filter(
            status=OutboxMessage.Status.WAITING, send_after__lt=late
        ).count(),
        "tasks_late": DBTaskResult.objects.ready().filter(enqueued_at__lt=late).count(),
    }
