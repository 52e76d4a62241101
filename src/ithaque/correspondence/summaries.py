"""Summaries: what waited for its day leaves as one message, each line with its link."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.mails import SUMMARY
from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock
from ithaque.kernel.models import OutboxMessage
from ithaque.people.models import Person


def send_summaries() -> int:
    """Send each summary that is due; return how many left."""
    waiting = OutboxMessage.objects.filter(
        status=OutboxMessage.Status.DIGEST, send_after__lte=clock.now()
    )
    people = list(waiting.order_by("person").values_list("person", flat=True).distinct())
    return sum(_send_one(person_id) for person_id in people if person_id is not None)


@transaction.atomic
def _send_one(person_id: int) -> bool:
    rows = list(
        OutboxMessage.objects.select_for_update()
        .filter(person=person_id, status=OutboxMessage.Status.DIGEST, send_after__lte=clock.now())
        .order_by("created_at", "pk")
    )
    if not rows:
        return False
    person = Person.objects.get(pk=person_id)
    OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).update(
        status=OutboxMessage.Status.SENT, sent_at=clock.now()
    )
    left = notify(
        SUMMARY,
        to=person,
        context={"rows": rows, "number": len(rows)},
        action=MailAction(_("Read them in the product"), reverse("participant:notifications")),
        dedupe_key=f"summary:{rows[-1].public_id}",
    )
    return left is not None
