"""The certificate of each of the two: hours, meetings, dates, and a code anyone may verify."""

from __future__ import annotations

import secrets
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Max, Min, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from ithaque.kernel import files, journal
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import documents, rules
from ithaque.mentoring import journal as acts
from ithaque.mentoring.enums import MeetingStatus, PairStatus
from ithaque.mentoring.models import Attendance, Certificate, Meeting, Pair
from ithaque.mentoring.services.locking import locked_pair
from ithaque.people.models import Person

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No 0, O, 1, I, L: a code is read aloud and typed again."""
PDF = frozenset({"application/pdf"})


@transaction.atomic
def issue_certificate(*, pair: Pair, person: Person, by: Person | None = None) -> Certificate:
    """Return the person's certificate for this pair, made once, as a PDF in their language.

    Refuses while the pair is open, and when no meeting was held.
    """
    pair = locked_pair(pair)
    rules.require_of_pair(person, pair)
    known = Certificate.objects.filter(pair=pair, person=person).first()
    if known is not None:
        return known
    if pair.status != PairStatus.CLOSED:
        raise Refusal(
            "pair_still_open", _("The certificate comes with the ending of the mentoring.")
        )
    held = attended(pair, person).aggregate(
        count=Count("pk"), minutes=Sum("minutes"), first=Min("starts_at"), last=Max("starts_at")
    )
    if not held["count"]:
        raise Refusal("no_meeting_held", _("No meeting was noted: there is nothing to certify."))
    certificate = Certificate(
        pair=pair,
        person=person,
        code=_new_code(),
        hours=Decimal(held["minutes"]) / 60,
        meetings=held["count"],
        from_on=rules.clock_date(held["first"], person.time_zone),
        to_on=rules.clock_date(held["last"], person.time_zone),
    )
    content = documents.certificate_pdf(certificate, locale=person.locale)
    certificate.file = files.keep(content, name=f"attestation-{certificate.code}.pdf", accept=PDF)
    certificate.save()
    journal.record(acts.CERTIFICATE_ISSUED, by=by, target=pair, scope=pair.programme)
    return certificate


def attended(pair: Pair, person: Person) -> QuerySet[Meeting]:
    """Return the meetings held, less those from which someone was marked away."""
    away = Attendance.objects.filter(person=person, present=False, meeting__pair=pair)
    held = pair.meetings.filter(status=MeetingStatus.HELD)
    return held.exclude(pk__in=away.values("meeting"))


def _new_code() -> str:
    """Return twelve letters in three groups: 31¹² codes, beyond guessing."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(3))
