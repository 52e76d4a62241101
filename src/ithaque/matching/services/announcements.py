"""Announce proposals: both people are written to, places are held, nobody is promised twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ithaque.correspondence.kinds import Kind
from ithaque.correspondence.services import MailAction, leaves_at, notify
from ithaque.kernel import clock, journal, links
from ithaque.kernel.errors import Refusal
from ithaque.matching import journal as entries
from ithaque.matching import mails, rules
from ithaque.matching.enums import Answer, ProposalStatus, RunStatus
from ithaque.matching.models import MatchRun, Proposal
from ithaque.matching.people import places_taken
from ithaque.matching.services.suggestions import ask_refresh
from ithaque.matching.slots import propose_slots
from ithaque.matching.telling import sides, told_in_their_language
from ithaque.matching.words import Labels, labels_of
from ithaque.mentoring.models import PairMember
from ithaque.people.models import Person
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Enrolment
from ithaque.programmes.selectors import settings_of

ANSWER = "matching.answer"
"""Purpose of the links that answer a proposal."""
NAMED = 5
LEAST_TO_ANSWER = timedelta(days=2)
"""Time a reminder leaves at least to answer, when it would otherwise wait for a summary (product default)."""


@transaction.atomic
def publish_run(
    *, run: MatchRun, by: Person | None, proposals: Sequence[Proposal] | None = None
) -> list[Proposal]:
    """Announce all drafts of a run, or those given; return what was announced (nothing the second time).

    Writes to both people of each. All or nothing: refuses when someone left, was promised to someone else,
    or when a mentor's places would be exceeded, and says who.
    """
    run = (
        MatchRun.objects.select_for_update(of=("self",))
        .select_related("cohort__programme")
        .get(pk=run.pk)
    )
    if run.status == RunStatus.PUBLISHED:
        return []
    if run.status != RunStatus.READY:
        raise Refusal("not_ready", _("This run was set aside in between: nobody was written to."))
    chosen = _chosen(run, proposals)
    _hold(chosen)
    _check_people(chosen)
    _check_places(chosen)
    now, settings = clock.now(), settings_of(run.cohort.programme)
    propose_slots(chosen)
    for proposal in chosen:
        proposal.status, proposal.announced_at, proposal.expires_at = (
            ProposalStatus.ANNOUNCED,
            now,
            last_day(proposal, settings.proposal_days),
        )
    told = ["status", "announced_at", "expires_at", "slots"]
    Proposal.objects.bulk_update(chosen, told, batch_size=500)
    if settings.wishes.sides and chosen:
        ask_refresh(run.cohort)
    labels = labels_of(run.cohort.programme)
    for proposal in chosen:
        tell_both(mails.PROPOSED, proposal, labels)
    _note_published(run, chosen, by)
    return chosen


def last_day(proposal: Proposal, days: int) -> datetime:
    """Return when a proposal announced now expires: so many days after the one of the two who reads of it last.

    Whoever chose a weekly summary or quiet hours has the same time to answer as whoever is told at once
    (docs/decisions/0020).
    """
    return _read_last(mails.PROPOSED, proposal.mentee.person, proposal.mentor.person) + timedelta(
        days=days
    )


def _read_last(kind: Kind, *people: Person) -> datetime:
    return max(leaves_at(kind, person) for person in people)


def _chosen(run: MatchRun, proposals: Sequence[Proposal] | None) -> list[Proposal]:
    drafts = run.proposals.filter(status=ProposalStatus.DRAFT)
    if proposals is not None:
        drafts = drafts.filter(pk__in=[one.pk for one in proposals])
    return list(with_people(drafts).order_by("pk"))


def with_people(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Return proposals with all that telling them needs."""
    return proposals.select_related("run__cohort__programme", "mentee__person", "mentor__person")


def _hold(proposals: list[Proposal]) -> None:
    """Hold the rows of everyone concerned, in one order: two coordinators wait for each other."""
    keys = sorted({one.mentor_id for one in proposals} | {one.mentee_id for one in proposals})
    held = (
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=keys)
        .order_by("pk")
    )
    fresh = {one.pk: one for one in held.select_related("person")}
    for proposal in proposals:
        proposal.mentor, proposal.mentee = fresh[proposal.mentor_id], fresh[proposal.mentee_id]


def _check_people(proposals: list[Proposal]) -> None:
    mentees = [one.mentee_id for one in proposals]
    paired = PairMember.objects.filter(enrolment__in=mentees, holds_place=True)
    promised = Proposal.objects.filter(mentee__in=mentees, status=ProposalStatus.ANNOUNCED)
    busy = {*paired.values_list("enrolment", flat=True), *promised.values_list("mentee", flat=True)}
    gone = {
        one
        for proposal in proposals
        for one in (proposal.mentee, proposal.mentor)
        if not rules.is_here(one)
    }
    names = names_of([*gone, *(one.mentee for one in proposals if one.mentee_id in busy)])
    if names:
        raise Refusal(
            "people_changed",
            _(
                "Nobody was written to: %(names)s left or already have a mentor. Compute again, then announce."
            )
            % {"names": names},
        )


def _check_places(proposals: list[Proposal]) -> None:
    asked = Counter(one.mentor_id for one in proposals)
    taken = places_taken(asked)
    full = {
        one.mentor
        for one in proposals
        if asked[one.mentor_id] + taken.get(one.mentor_id, 0) > one.mentor.capacity
    }
    if full:
        raise Refusal(
            "capacity",
            _(
                "Nobody was written to: %(names)s would have more mentees than places. Compute again, then announce."
            )
            % {"names": names_of(full)},
        )


def names_of(enrolments: Iterable[Enrolment]) -> str:
    """Return the names of some people, the first ones and how many more."""
    names = sorted({one.person.get_full_name() for one in enrolments})
    shown = ", ".join(names[:NAMED])
    more = len(names) - NAMED
    if more <= 0:
        return shown
    return ngettext("%(names)s and %(count)d other", "%(names)s and %(count)d others", more) % {
        "names": shown,
        "count": more,
    }


def _note_published(run: MatchRun, chosen: list[Proposal], by: Person | None) -> None:
    if not run.proposals.filter(status=ProposalStatus.DRAFT).exists():
        run.status = RunStatus.PUBLISHED
    run.published_at = run.published_at or clock.now()
    run.save(update_fields=["status", "published_at"])
    if chosen:
        scope = run.cohort.programme
        journal.record(
            entries.RUN_PUBLISHED, by=by, target=run, scope=scope, data={"count": len(chosen)}
        )


def tell_both(kind: Kind, proposal: Proposal, labels: Labels, *, asked_only: bool = False) -> None:
    """Write to both people of a proposal; with `asked_only`, to those whose answer is awaited."""
    for side in (Side.MENTEE, Side.MENTOR):
        if not asked_only or getattr(proposal, f"{side}_answer") == Answer.WAITING:
            tell(kind, proposal, side, labels)


def tell(kind: Kind, proposal: Proposal, side: str, labels: Labels) -> None:
    """Write to the person on one side; someone without an address of their own is not written to."""
    mine, _theirs = sides(proposal, side)
    if not can_be_written_to(mine.person):
        return
    words = told_in_their_language(proposal, side, labels)
    answers = kind in (mails.PROPOSED, mails.REMINDED)
    notify(
        kind,
        to=mine.person,
        context={"told": words, "programme": words.programme},
        action=MailAction(gettext_lazy("Read and answer"), answer_path(proposal, mine.person))
        if answers
        else None,
        dedupe_key=_once(kind, proposal, side),
        before=_still_useful(kind, proposal),
    )


def _still_useful(kind: Kind, proposal: Proposal) -> datetime | None:
    """Return until when a reminder leaves time to answer; a summary that comes later does not hold it back."""
    if kind != mails.REMINDED or proposal.expires_at is None:
        return None
    return proposal.expires_at - LEAST_TO_ANSWER


def _once(kind: Kind, proposal: Proposal, side: str) -> str:
    """Return what makes a message leave once; a reminder leaves once for each day to answer."""
    key = f"{kind.code}:{proposal.public_id}:{side}"
    if kind == mails.REMINDED and proposal.expires_at is not None:
        return f"{key}:{proposal.expires_at:%Y%m%d}"
    return key


def can_be_written_to(person: Person) -> bool:
    """Tell whether a person has an address: those imported without one have a placeholder."""
    return not person.email.endswith(".invalid")


def answer_path(proposal: Proposal, person: Person) -> str:
    """Return the signed address where this person answers this proposal."""
    token = links.sign(ANSWER, target=proposal.public_id, person=person.public_id)
    return reverse("participant:proposal-link", args=[token])
