"""The ending: three paths, a balance from each side, thanks both ways, a clear rule for after."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import journal as acts
from ithaque.mentoring import mails, paths, rules
from ithaque.mentoring.enums import (
    ClosurePath,
    ClosureReason,
    ContactAfter,
    MeetingStatus,
    PairStatus,
)
from ithaque.mentoring.models import Balance, Closure, Pair
from ithaque.mentoring.services.certificates import attended, issue_certificate
from ithaque.mentoring.services.exits import ask_exit_survey
from ithaque.mentoring.services.locking import locked_pair
from ithaque.mentoring.services.series import withdraw_all
from ithaque.people.models import Person
from ithaque.programmes.rules import can_coordinate
from ithaque.programmes.selectors import coordinators_of, settings_of


@transaction.atomic
def ask_closure(
    *, pair: Pair, by: Person, path: str, reason: str = "", cancel_meetings: bool = False
) -> Closure:
    """Return the closure begun: the pair's two members write their balance, the coordination is told.

    Meetings already planned stay for saying goodbye, or are cancelled with their invitations. When both ask at the same time the first request stands. Refuses a pair already closed.
    """
    pair = _locked_for(pair, by)
    known = Closure.objects.filter(pair=pair).first()
    if known is not None:
        return known
    if path not in ClosurePath.values or (reason and reason not in ClosureReason.values):
        raise Refusal("closure_choice", _("Choose one of the ways to end."), conflict=False)
    rules.require_pair_arrow(pair, PairStatus.CLOSING)
    closure = Closure.objects.create(pair=pair, path=path, reason=reason, asked_by=by)
    pair.status = PairStatus.CLOSING
    pair.save(update_fields=["status"])
    journal.record(
        acts.CLOSURE_ASKED, by=by, target=pair, scope=pair.programme, data={"path": path}
    )
    if cancel_meetings:
        withdraw_all(pair, by=by)
    _announce(closure, pair, by)
    return closure


@transaction.atomic
def withdraw_closure(*, pair: Pair, by: Person) -> Pair:
    """Return the pair going on after all; refused once somebody wrote a balance, so that no word is lost."""
    pair = _locked_for(pair, by)
    rules.require_pair_arrow(pair, PairStatus.ACTIVE)
    if Balance.objects.filter(closure__pair=pair).exists():
        raise Refusal(
            "balance_written", _("A balance is already written. Ask the coordination to resume.")
        )
    Closure.objects.filter(pair=pair).delete()
    pair.status = PairStatus.ACTIVE
    pair.save(update_fields=["status"])
    journal.record(acts.CLOSURE_WITHDRAWN, by=by, target=pair, scope=pair.programme)
    for person in pair.people:
        if person.pk != by.pk:
            notify(
                mails.CLOSURE_WITHDRAWN,
                to=person,
                context={"pair": pair, "by": by},
                action=MailAction(_("Open our space"), paths.room(pair)),
            )
    return pair


@transaction.atomic
def write_balance(
    *,
    pair: Pair,
    by: Person,
    gained: str = "",
    next_step: str = "",
    thanks: str = "",
    recommendation: int | None = None,
    for_team: str = "",
    contact_after: str = ContactAfter.NEWS,
) -> Balance:
    """Return one side's balance; it may be written again until the other side's closes the pair."""
    pair = locked_pair(pair)
    rules.require_of_pair(by, pair)
    closure = Closure.objects.select_for_update().filter(pair=pair).first()
    if closure is None:
        raise Refusal("closure_not_asked", _("Nobody has asked for the ending yet. Begin there."))
    if closure.completed_at is not None:
        raise Refusal(
            "pair_closed",
            _("This mentoring is closed: your balance can be read, and no longer changed."),
        )
    balance, is_new = Balance.objects.update_or_create(
        closure=closure,
        person=by,
        defaults={
            "gained": gained.strip(),
            "next_step": next_step.strip(),
            "thanks": thanks.strip(),
            "recommendation": recommendation,
            "for_team": for_team.strip(),
            "contact_after": contact_after,
        },
    )
    if is_new:
        journal.record(acts.BALANCE_WRITTEN, by=by, target=pair, scope=pair.programme)
    wrote = set(closure.balances.values_list("person_id", flat=True))
    if {person.pk for person in pair.people} <= wrote:
        _complete(closure, pair, by)
    elif is_new:
        _ask_others(closure, pair, by)
    return balance


@transaction.atomic
def complete_closure(*, pair: Pair, by: Person) -> Closure:
    """Return the closure completed by the coordination, when one of the two did not write.

    Twice is the same as once. Refuses whoever does not coordinate, and a pair nobody asked to end.
    """
    pair = locked_pair(pair)
    if not can_coordinate(by, pair.programme):
        raise Refusal(
            "not_coordinator", _("Only the coordination closes a pair in the place of its members.")
        )
    closure = Closure.objects.select_for_update().filter(pair=pair).first()
    if closure is None:
        raise Refusal("closure_not_asked", _("Nobody has asked for the ending yet. Begin there."))
    if closure.completed_at is None:
        _complete(closure, pair, by)
    return closure


@transaction.atomic
def close_in_time(*, pair: Pair) -> bool:
    """Close a pair whose ending waited long enough; return False when someone was faster."""
    pair = locked_pair(pair)
    closure = Closure.objects.select_for_update().filter(pair=pair, completed_at=None).first()
    if closure is None or pair.status != PairStatus.CLOSING:
        return False
    _complete(closure, pair, None)
    return True


def _locked_for(pair: Pair, by: Person) -> Pair:
    """Return the open pair, for one of the two or for its coordination."""
    pair = locked_pair(pair)
    if not can_coordinate(by, pair.programme):
        rules.require_of_pair(by, pair)
    rules.require_open(pair)
    return pair


def _complete(closure: Closure, pair: Pair, by: Person | None) -> None:
    met = close_for_good(closure, pair, by)
    for person in pair.people:
        _say_goodbye(closure, pair, person, certified=met)
        ask_exit_survey(closure, pair, person)


def close_for_good(closure: Closure, pair: Pair, by: Person | None) -> bool:
    """Close a pair that is ending: its meetings to come leave the calendars, certificates are issued.

    Returns whether they ever met, hence have a certificate. Writes to nobody but the calendars.
    """
    rules.require_pair_arrow(pair, PairStatus.CLOSED)
    closure.completed_at = clock.now()
    keep = settings_of(pair.programme).closing.keep_months
    closure.archive_on = rules.months_after(clock.today(), keep)
    closure.save(update_fields=["completed_at", "archive_on"])
    pair.status = PairStatus.CLOSED
    pair.save(update_fields=["status"])
    withdraw_all(pair, by=None)
    journal.record(
        acts.PAIR_CLOSED, by=by, target=pair, scope=pair.programme, data={"path": closure.path}
    )
    met = pair.meetings.filter(status=MeetingStatus.HELD).exists()
    for person in pair.people if met else ():
        if pair.is_of_two or attended(pair, person).exists():
            issue_certificate(pair=pair, person=person)
    return met


def _announce(closure: Closure, pair: Pair, by: Person) -> None:
    is_member = rules.is_of_pair(by, pair)
    for person in pair.people:
        if person.pk != by.pk:
            notify(
                mails.CLOSURE_ASKED,
                to=person,
                context={
                    "pair": pair,
                    "by": by,
                    "is_member": is_member,
                    "closure": closure,
                    "other": pair.other(person),
                },
                action=MailAction(_("Write my balance"), paths.closure(pair)),
            )
    for coordinator in coordinators_of(pair.programme):
        if coordinator.pk != by.pk:
            notify(
                mails.CLOSURE_ASKED_TEAM,
                to=coordinator,
                context={"pair": pair, "by": by, "closure": closure},
                action=MailAction(_("Open the pair"), paths.team(pair)),
            )


def _ask_others(closure: Closure, pair: Pair, by: Person) -> None:
    wrote = set(closure.balances.values_list("person_id", flat=True))
    for person in pair.others(by):
        if person.pk not in wrote:
            notify(
                mails.BALANCE_WAITING,
                to=person,
                context={"pair": pair, "by": by},
                action=MailAction(_("Write my balance"), paths.closure(pair)),
                dedupe_key=f"balance-waiting:{closure.public_id}:{person.public_id}",
            )


def _say_goodbye(closure: Closure, pair: Pair, person: Person, *, certified: bool) -> None:
    theirs = closure.balances.exclude(person=person).exclude(thanks="").select_related("person")
    notify(
        mails.PAIR_CLOSED,
        to=person,
        context={
            "pair": pair,
            "other": pair.other(person),
            "thanks": list(theirs),
            "certified": certified,
        },
        action=MailAction(_("Read the balance"), paths.closure(pair)),
        dedupe_key=f"pair-closed:{pair.public_id}:{person.public_id}",
    )
