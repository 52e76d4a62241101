"""Write an announcement, try it, schedule it, cancel its sending, let it leave."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal
from ithaque.kernel.bilingual import Bilingual
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import OutboxMessage
from ithaque.mentoring.bulletins import journal as acts
from ithaque.mentoring.bulletins import mails, words
from ithaque.mentoring.bulletins.segments import Segment, people_in, segment_of
from ithaque.mentoring.models import Bulletin, BulletinRecipient
from ithaque.people.models import Person
from ithaque.programmes.models import Programme
from ithaque.programmes.rules import can_coordinate

BATCH = 100
DELAY = timedelta(minutes=10)
"""Time to change one's mind once it is sent, as for what a matching announces."""
Status = Bulletin.Status


@transaction.atomic
def write_bulletin(
    *,
    programme: Programme,
    by: Person,
    subject: Bilingual,
    body: Bilingual,
    segment: Segment,
    bulletin: Bulletin | None = None,
) -> Bulletin:
    """Return the draft written, or rewritten when `bulletin` is given; nothing leaves.

    Refuses words that are missing or half written, and to change what is scheduled or has left.
    """
    _require_coordinator(by, programme)
    words.require_words(subject, body)
    draft = _locked(bulletin) if bulletin else Bulletin(programme=programme, author=by)
    if draft.status != Status.DRAFT:
        raise Refusal(
            "bulletin_settled",
            _("It is scheduled or has left: cancel its sending first, if it has not left."),
        )
    draft.subject_fr, draft.subject_en = subject.fr.strip(), subject.en.strip()
    draft.body_fr, draft.body_en = body.fr.strip(), body.en.strip()
    draft.segment = segment.model_dump(mode="json")
    draft.save()
    journal.record(acts.WRITTEN, by=by, target=draft, scope=programme)
    return draft


def try_bulletin(*, bulletin: Bulletin, by: Person) -> OutboxMessage | None:
    """Write the announcement to its author alone, now, in their language."""
    _require_coordinator(by, bulletin.programme)
    return notify(mails.TRIED, to=by, context=_context(bulletin, by, by), action=_action())


@transaction.atomic
def schedule_bulletin(*, bulletin: Bulletin, by: Person, at: datetime | None = None) -> Bulletin:
    """Let the announcement leave at an instant, in ten minutes by default; again, it changes the hour.

    Refuses an hour that is past, a segment without anybody, and what has left.
    """
    _require_coordinator(by, bulletin.programme)
    bulletin = _locked(bulletin)
    if bulletin.status not in (Status.DRAFT, Status.SCHEDULED):
        raise Refusal("bulletin_left", _("This announcement has left already."))
    now = clock.now()
    if at is not None and at <= now:
        raise Refusal("hour_past", _("This hour is past: choose one to come."), conflict=False)
    if not people_in(bulletin.programme, segment_of(bulletin.segment)).exists():
        raise Refusal(
            "nobody",
            _("There is nobody in this segment of the programme: widen it."),
            conflict=False,
        )
    bulletin.status, bulletin.send_at = Status.SCHEDULED, at or now + DELAY
    bulletin.save(update_fields=["status", "send_at"])
    journal.record(acts.SCHEDULED, by=by, target=bulletin, scope=bulletin.programme)
    return bulletin


@transaction.atomic
def cancel_sending(*, bulletin: Bulletin, by: Person) -> Bulletin:
    """Return the announcement to its draft before it leaves; refuses once it has begun to."""
    _require_coordinator(by, bulletin.programme)
    bulletin = _locked(bulletin)
    if bulletin.status == Status.DRAFT:
        return bulletin
    if bulletin.status != Status.SCHEDULED:
        raise Refusal("bulletin_left", _("This announcement has left already."))
    bulletin.status, bulletin.send_at = Status.DRAFT, None
    bulletin.save(update_fields=["status", "send_at"])
    journal.record(acts.CANCELLED, by=by, target=bulletin, scope=bulletin.programme)
    return bulletin


def send_due() -> int:
    """Let every announcement that is due leave; return how many recipients were written to.

    Safe to run twice, or by several workers at once: recipients are rows, each written to once.
    """
    due = Q(status=Status.SCHEDULED, send_at__lte=clock.now()) | Q(status=Status.LEAVING)
    return sum(_send(pk) for pk in Bulletin.objects.filter(due).values_list("pk", flat=True))


def _send(pk: int) -> int:
    bulletin = _begin(pk)
    written = 0
    while bulletin is not None:
        batch = _write_batch(bulletin)
        written += batch
        if not batch:
            _end(bulletin)
            return written
    return written


@transaction.atomic
def _begin(pk: int) -> Bulletin | None:
    """Fix the recipients of what is due, once; None when its sending was cancelled meanwhile."""
    bulletin = _locked(pk)
    if bulletin.status == Status.SCHEDULED and bulletin.send_at and bulletin.send_at <= clock.now():
        people = people_in(bulletin.programme, segment_of(bulletin.segment))
        rows = [BulletinRecipient(bulletin=bulletin, person=person) for person in people]
        BulletinRecipient.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
        bulletin.status = Status.LEAVING
        bulletin.save(update_fields=["status"])
    return bulletin if bulletin.status == Status.LEAVING else None


@transaction.atomic
def _write_batch(bulletin: Bulletin) -> int:
    rows = (
        BulletinRecipient.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("person")
        .filter(bulletin=bulletin, written_at=None)[:BATCH]
    )
    batch = list(rows)
    for row in batch:
        row.message, row.written_at = _write(bulletin, row), clock.now()
    BulletinRecipient.objects.bulk_update(batch, ["message", "written_at"])
    return len(batch)


def _write(bulletin: Bulletin, row: BulletinRecipient) -> OutboxMessage | None:
    return notify(
        mails.BULLETIN,
        to=row.person,
        context=_context(bulletin, row.person, bulletin.author),
        action=_action(),
        dedupe_key=f"bulletin:{bulletin.public_id}:{row.person.public_id}",
    )


@transaction.atomic
def _end(bulletin: Bulletin) -> None:
    """Say that it has left, unless another worker still holds the last recipients."""
    bulletin = _locked(bulletin.pk)
    is_over = not bulletin.recipients.filter(written_at=None).exists()
    if bulletin.status == Status.LEAVING and is_over:
        bulletin.status, bulletin.left_at = Status.SENT, clock.now()
        bulletin.save(update_fields=["status", "left_at"])
        journal.record(acts.SENT, target=bulletin, scope=bulletin.programme)


def _context(bulletin: Bulletin, person: Person, by: Person | None) -> dict[str, Any]:
    return {
        "subject_line": words.subject_for(bulletin, person),
        "body": words.body_for(bulletin, person),
        "by": by,
        "programme": bulletin.programme,
    }


def _action() -> MailAction:
    return MailAction(_("Open my space"), reverse("participant:home"))


def _locked(bulletin: Bulletin | int) -> Bulletin:
    pk = bulletin if isinstance(bulletin, int) else bulletin.pk
    found = Bulletin.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("programme__organisation", "author").get(pk=pk)


def _require_coordinator(person: Person, programme: Programme) -> None:
    if not can_coordinate(person, programme):
        raise Refusal("not_coordinator", _("Only the coordination writes announcements."))
