"""Announcements that can be undone: planned first, told at their hour.

“Announce” means “in ten minutes”: until then no mail is written, nobody sees anything, and undoing leaves no
trace outside the team. A later hour works the same. At its hour an announcement tells whatever the draft
proposes to the people chosen; someone who left or found a mentor meanwhile is left out, and the team is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.matching import journal as entries
from ithaque.matching import rules
from ithaque.matching.enums import AnnouncementStatus, ProposalStatus, RunStatus
from ithaque.matching.models import Announcement, MatchRun, Proposal
from ithaque.matching.people import places_taken
from ithaque.matching.services.announcements import names_of, publish_run, with_people
from ithaque.matching.services.changing import note_change
from ithaque.mentoring.models import PairMember
from ithaque.people.models import Person

log = structlog.get_logger(__name__)
UNDO = timedelta(minutes=10)
"""How long an announcement can be undone; docs/decisions says why it waits rather than retracts."""
FURTHEST = timedelta(days=90)


@transaction.atomic
def plan_announcement(
    *,
    run: MatchRun,
    by: Person,
    proposals: Sequence[Proposal] | None = None,
    at: datetime | None = None,
) -> Announcement:
    """Plan to tell all drafts of a run, or those given, ten minutes from now or at an hour.

    One at a time: while one is planned, that one is returned. Refuses a run set aside, nothing to tell, an
    hour that is past or too far, and people who cannot be told now, with their names.
    """
    run = _held(run)
    planned = run.announcements.filter(status=AnnouncementStatus.PLANNED).first()
    if planned is not None:
        return planned
    if run.status != RunStatus.READY:
        raise Refusal("not_ready", _("This run was set aside in between: nobody was written to."))
    now = clock.now()
    if at is not None and not now < at <= now + FURTHEST:
        raise Refusal(
            "hour",
            _("Choose an hour between now and three months from now. Nobody was written to."),
            conflict=False,
        )
    chosen = _drafts(run, None if proposals is None else [one.mentee_id for one in proposals])
    if not chosen:
        raise Refusal(
            "nothing", _("There is nothing left to announce in this run."), conflict=False
        )
    ready, kept = _sorted_out(chosen)
    if kept:
        raise Refusal(
            "people_changed",
            _(
                "Nobody was written to: %(names)s left, have a mentor already, or have no place left. Change these pairs or compute again, then announce."
            )
            % {"names": names_of(_who(one, why) for one, why in kept)},
        )
    planned = Announcement.objects.create(
        run=run,
        by=by,
        everybody=proposals is None,
        due_at=at or now + UNDO,
        scheduled=at is not None,
    )
    planned.mentees.set([one.mentee_id for one in ready])
    journal.record(
        entries.ANNOUNCEMENT_PLANNED,
        by=by,
        target=run,
        scope=run.cohort.programme,
        data={"count": len(ready)},
    )
    return planned


def _held(run: MatchRun) -> MatchRun:
    """Return the run, held: its announcements are read and changed under its lock only."""
    runs = MatchRun.objects.select_for_update(of=("self",)).select_related("cohort__programme")
    return runs.get(pk=run.pk)


def _drafts(run: MatchRun, mentees: Sequence[int] | None) -> list[Proposal]:
    found: QuerySet[Proposal] = run.proposals.filter(status=ProposalStatus.DRAFT)
    if mentees is not None:
        found = found.filter(mentee__in=mentees)
    return list(with_people(found).order_by("pk"))


def _sorted_out(proposals: list[Proposal]) -> tuple[list[Proposal], list[tuple[Proposal, str]]]:
    """Return the proposals that can be told now, and the others with why: left, busy, full."""
    mentees = [one.mentee_id for one in proposals]
    paired = PairMember.objects.filter(enrolment__in=mentees, holds_place=True)
    promised = Proposal.objects.filter(mentee__in=mentees, status=ProposalStatus.ANNOUNCED)
    busy = {*paired.values_list("enrolment", flat=True), *promised.values_list("mentee", flat=True)}
    taken: Counter[int] = Counter(places_taken({one.mentor_id for one in proposals}))
    ready, kept = [], []
    for one in proposals:
        why = (
            "left"
            if not (rules.is_here(one.mentee) and rules.is_here(one.mentor))
            else "busy"
            if one.mentee_id in busy
            else "full"
            if taken[one.mentor_id] >= one.mentor.capacity
            else ""
        )
        if why:
            kept.append((one, why))
        else:
            taken[one.mentor_id] += 1
            ready.append(one)
    return ready, kept


def _who(proposal: Proposal, why: str) -> Any:
    """Return the one of the two because of whom a proposal cannot be told."""
    if why == "full" or (why == "left" and not rules.is_here(proposal.mentor)):
        return proposal.mentor
    return proposal.mentee


@transaction.atomic
def cancel_announcement(*, announcement: Announcement, by: Person) -> Announcement:
    """Undo an announcement before its hour: nobody was told anything. Twice changes nothing.

    Refuses one that has left.
    """
    run = _held(announcement.run)
    fresh = Announcement.objects.get(pk=announcement.pk)
    if fresh.status == AnnouncementStatus.DONE:
        raise Refusal(
            "told",
            _(
                "It is too late to undo: these people were told. Withdraw the proposals one by one if you must."
            ),
        )
    if fresh.planned:
        fresh.status, fresh.outcome = AnnouncementStatus.CANCELLED, {"reason": "undone"}
        fresh.save(update_fields=["status", "outcome"])
        journal.record(entries.ANNOUNCEMENT_UNDONE, by=by, target=run, scope=run.cohort.programme)
    return fresh


@transaction.atomic
def hasten_announcement(*, announcement: Announcement, by: Person) -> Announcement:
    """Give up the delay: the announcement leaves now. Twice changes nothing."""
    _held(announcement.run)
    fresh = Announcement.objects.get(pk=announcement.pk)
    if fresh.planned and fresh.due_at > clock.now():
        fresh.due_at = clock.now()
        fresh.save(update_fields=["due_at"])
        transaction.on_commit(_enqueue)
    return fresh


def _enqueue() -> None:
    from ithaque.matching.tasks import announce

    announce.enqueue()


def announce_due() -> int:
    """Tell every announcement whose hour has come; return how many proposals were told.

    Each is its own transaction: one that fails stays planned, to be tried again at the next minute.
    """
    due = Announcement.objects.filter(
        status=AnnouncementStatus.PLANNED, due_at__lte=clock.now()
    ).order_by("due_at", "pk")
    told = 0
    for announcement in due.select_related("run"):
        try:
            told += _tell(announcement)
        except Exception:
            log.exception("matching.announcement_failed", announcement=str(announcement.public_id))
    return told


@transaction.atomic
def _tell(announcement: Announcement) -> int:
    run = _held(announcement.run)
    fresh = Announcement.objects.select_related("by").get(pk=announcement.pk)
    if not fresh.planned or fresh.due_at > clock.now():
        return 0
    mentees = None if fresh.everybody else list(fresh.mentees.values_list("pk", flat=True))
    ready, kept = _sorted_out(_drafts(run, mentees))
    told = publish_run(run=run, by=fresh.by, proposals=ready) if ready else []
    fresh.status = AnnouncementStatus.DONE
    fresh.outcome = {
        "told": len(told),
        "kept": [{"mentee": str(one.mentee.public_id), "why": why} for one, why in kept],
    }
    fresh.save(update_fields=["status", "outcome"])
    if fresh.by is not None and told:
        note_change(run, fresh.by)
    return len(told)
