"""Endings that keep their day: prepared a month before, opened when forgotten, never left open for ever.

A month before the last day both are asked to prepare it. Two weeks after it, a pair that said nothing has its
ending opened by the house; a month later, after a last word, it is closed. Each step is told to both, and once a
night to the coordination: nothing closes in silence. (Delays are ours; domain: preparation at D-30.)
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.kinds import Kind
from ithaque.correspondence.selectors import written_before
from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal
from ithaque.mentoring import journal as acts
from ithaque.mentoring import mails, paths
from ithaque.mentoring.enums import ClosurePath, ClosureReason, PairStatus
from ithaque.mentoring.models import Closure, Pair
from ithaque.mentoring.selectors.pairs import with_members
from ithaque.mentoring.services.closures import close_in_time
from ithaque.mentoring.services.flash import close_left_open
from ithaque.mentoring.services.locking import locked_pair
from ithaque.people.models import Person
from ithaque.programmes.enums import PairFormat
from ithaque.programmes.models import Programme
from ithaque.programmes.selectors import coordinators_of

PREPARE_BEFORE = timedelta(days=30)
OPEN_AFTER = timedelta(days=14)
CLOSE_AFTER = timedelta(days=30)
LAST_WORD = timedelta(days=7)
"""How long before closing both are told that it comes."""


def keep_endings() -> dict[str, int]:
    """Take every step that is due; return how many of each. Safe to run twice."""
    prepared = _write_to_both(_near_their_end(), mails.ENDING_NEAR, "ending-near")
    opened = [pair for pair in _forgotten() if _open(pair)]
    warned = _write_to_both(_waiting(LAST_WORD), mails.ENDING_LAST_WORD, "ending-last-word")
    closed = [pair for pair in _waiting() if close_in_time(pair=pair)]
    _tell_teams(opened, closed)
    close_left_open()
    return {
        "prepared": prepared, "opened": len(opened), "warned": warned, "closed": len(closed),
    }  # fmt: skip


def _pairs(status: str) -> QuerySet[Pair]:
    found = Pair.objects.filter(status=status, frozen_at=None).prefetch_related(with_members())
    found = found.exclude(format=PairFormat.FLASH)
    return found.select_related("cohort__programme", "mentee__person", "mentor__person")


def _near_their_end() -> QuerySet[Pair]:
    today = clock.today()
    return _pairs(PairStatus.ACTIVE).filter(ends_on__gt=today, ends_on__lte=today + PREPARE_BEFORE)


def _forgotten() -> QuerySet[Pair]:
    return _pairs(PairStatus.ACTIVE).filter(ends_on__lt=clock.today() - OPEN_AFTER)


def _waiting(before: timedelta = timedelta(0)) -> QuerySet[Pair]:
    """Return the pairs whose ending has waited long enough, or will in `before`."""
    return _pairs(PairStatus.CLOSING).filter(
        closure__created_at__lte=clock.now() - (CLOSE_AFTER - before)
    )


@transaction.atomic
def _open(pair: Pair) -> bool:
    pair = locked_pair(pair)
    if pair.status != PairStatus.ACTIVE:
        return False
    Closure.objects.create(pair=pair, path=ClosurePath.PLANNED, reason=ClosureReason.TERM)
    pair.status = PairStatus.CLOSING
    pair.save(update_fields=["status"])
    journal.record(acts.CLOSURE_OPENED, target=pair, scope=pair.programme)
    for person in pair.people:
        notify(
            mails.CLOSURE_ASKED,
            to=person,
            context={"pair": pair, "by": None, "other": pair.other(person)},
            action=MailAction(_("Write my balance"), paths.closure(pair)),
        )
    return True


def _write_to_both(pairs: QuerySet[Pair], kind: Kind, what: str) -> int:
    words = {
        f"{what}:{pair.public_id}:{pair.ends_on}:{person.public_id}": (pair, person)
        for pair in pairs
        for person in pair.people
    }
    told = written_before(set(words))
    for key, (pair, person) in words.items():
        if key not in told:
            _write(kind, pair, person, key)
    return len(words) - len(told)


def _write(kind: Kind, pair: Pair, person: Person, key: str) -> None:
    notify(
        kind,
        to=person,
        context={"pair": pair, "other": pair.other(person)},
        action=MailAction(_("Prepare our ending"), paths.closure(pair)),
        dedupe_key=key,
    )


def _tell_teams(opened: list[Pair], closed: list[Pair]) -> None:
    """Write each coordinator one letter a night about all the endings of a programme."""
    counts: dict[Programme, Counter[str]] = {}
    for what, pairs in (("opened", opened), ("closed", closed)):
        for pair in pairs:
            counts.setdefault(pair.programme, Counter())[what] += 1
    for programme, count in counts.items():
        for coordinator in coordinators_of(programme):
            notify(
                mails.ENDINGS_KEPT,
                to=coordinator,
                context={
                    "programme": programme,
                    "opened": count["opened"],
                    "closed": count["closed"],
                },
                action=MailAction(_("Open the pairs"), reverse("coordination:pairs")),
                dedupe_key=f"endings:{programme.public_id}:{clock.today()}:{coordinator.public_id}",
            )
