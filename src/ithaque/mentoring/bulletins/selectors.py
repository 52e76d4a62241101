"""Reading announcements: whom one reaches, what became of it, those of a programme."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from ithaque.kernel.models import OutboxMessage
from ithaque.mentoring.bulletins import words
from ithaque.mentoring.bulletins.segments import people_in, segment_of
from ithaque.mentoring.models import Bulletin
from ithaque.people.models import Person
from ithaque.programmes.models import Programme

_Sent = OutboxMessage.Status


@dataclass(frozen=True)
class Reading:
    """An announcement as one person would read it."""

    person: Person
    subject: str
    body: str


def bulletins_of(programme: Programme) -> QuerySet[Bulletin]:
    """Return the announcements of a programme, the newest first, with what became of each.

    Each row has `reached` (all recipients), `delivered`, `kept` (in the product only, or in a summary to
    come), `waiting`, `failed` and `nowhere` (no address, or erased since).
    """
    status = "recipients__message__status"
    written = Q(recipients__written_at__isnull=False)
    counts = {
        "reached": Count("recipients"),
        "delivered": Count("recipients", filter=Q(**{status: _Sent.SENT})),
        "kept": Count("recipients", filter=Q(**{f"{status}__in": (_Sent.KEPT, _Sent.DIGEST)})),
        "waiting": Count("recipients", filter=~written | Q(**{status: _Sent.WAITING})),
        "failed": Count("recipients", filter=Q(**{status: _Sent.FAILED})),
        "nowhere": Count("recipients", filter=written & Q(recipients__message__isnull=True)),
    }
    found = Bulletin.objects.filter(programme=programme).select_related("author")
    return found.annotate(**counts).order_by("-created_at", "-pk")


def recipients_of(bulletin: Bulletin) -> QuerySet[Person]:
    """Return who it is written to: those it left for, or those of its segment as it is now."""
    if bulletin.status in (Bulletin.Status.LEAVING, Bulletin.Status.SENT):
        left = bulletin.recipients.values("person")
        return Person.objects.filter(pk__in=left).order_by("last_name", "first_name", "pk")
    return people_in(bulletin.programme, segment_of(bulletin.segment))


def reading_of(bulletin: Bulletin, person: Person) -> Reading:
    """Return an announcement as one person would read it."""
    subject, body = words.subject_for(bulletin, person), words.body_for(bulletin, person)
    return Reading(person, subject, body)


def unwritten_language(bulletin: Bulletin, people: QuerySet[Person]) -> tuple[str, int]:
    """Return a language with nothing written in it and how many read it; empty when nobody misses anything."""
    for code, text in (("fr", bulletin.body_fr), ("en", bulletin.body_en)):
        if not text:
            return code, people.filter(locale__startswith=code).count()
    return "", 0
