"""Reading the outbox and the tasks, for who runs the instance. No text of a message is shown."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Count, QuerySet
from django_tasks_db.models import DBTaskResult

from ithaque.kernel import clock
from ithaque.kernel.models import OutboxMessage


def outbox_counts() -> dict[str, int]:
    """Return how many messages are in each state, 0 included."""
    counted = OutboxMessage.objects.order_by().values_list("status").annotate(n=Count("pk"))
    return dict.fromkeys(OutboxMessage.Status.values, 0) | dict(counted)


def outbox_messages(status: str = "") -> QuerySet[OutboxMessage]:
    """Return the newest messages first, of one state or of all."""
    found = OutboxMessage.objects.order_by("-created_at", "-pk").defer(
        "text", "html", "attachments"
    )
    return found.filter(status=status) if status in OutboxMessage.Status.values else found


def outbox_message(public_id: UUID) -> OutboxMessage | None:
    """Return one message by its public id."""
    return OutboxMessage.objects.filter(public_id=public_id).first()


def task_counts() -> dict[str, int]:
    """Return waiting, late (over ten minutes) and failed (this week) background tasks."""
    now = clock.now()
    ready = DBTaskResult.objects.ready()
    return {
        "waiting": ready.count(),
        "late": ready.filter(enqueued_at__lt=now - timedelta(minutes=10)).count(),
        "failed": DBTaskResult.objects.failed()
        .filter(enqueued_at__gt=now - timedelta(days=7))
        .count(),
    }
