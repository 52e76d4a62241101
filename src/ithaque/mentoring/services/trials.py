"""The end of the trial: both go on, or one leaves without blame; then a few words, and someone else if they wish."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.kinds import Kind
from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal, links
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import journal as acts
from ithaque.mentoring import mails, paths, rules
from ithaque.mentoring.enums import ClosurePath, PairStatus, TrialReason, Wants
from ithaque.mentoring.models import Closure, Debrief, Pair, TrialAnswer, TrialPeriod
from ithaque.mentoring.models.trials import NOTE_MAX
from ithaque.mentoring.services.closures import close_for_good
from ithaque.mentoring.services.groups import leave_group, may_leave
from ithaque.mentoring.services.locking import PAIR, locked_pair
from ithaque.people.models import Person
from ithaque.programmes.enums import PairFormat
from ithaque.programmes.rules import can_coordinate
from ithaque.programmes.selectors import coordinators_of, settings_of

TRIAL = "mentoring.trial"
"""Purpose of the links that answer at the end of a trial."""
LATEST = timedelta(days=21)
"""How long after its day a trial may still be asked about: a programme that starts asking leaves older pairs alone."""
REMIND_AFTER = timedelta(days=7)


def ask_trials() -> dict[str, int]:
    """Ask both people of every pair whose trial ends, once; remind once who has not answered. Return how many."""
    asked = sum(_ask(pair) for pair in _due())
    return {"asked": asked, "reminded": sum(_remind(one) for one in _silent())}


def _due() -> list[Pair]:
    today = clock.today()
    pairs = Pair.objects.filter(status=PairStatus.ACTIVE, frozen_at=None, trial=None)
    pairs = pairs.exclude(format=PairFormat.FLASH)
    days: dict[int, int] = {}
    found = []
    for pair in pairs.select_related(*PAIR).order_by("pk"):
        programme = pair.programme
        if programme.pk not in days:
            days[programme.pk] = settings_of(programme).trial_days
        if days[programme.pk] and _is_due(pair.started_on, days[programme.pk], today):
            found.append(pair)
    return found


def _is_due(started_on: date, days: int, today: date) -> bool:
    ends_on = started_on + timedelta(days=days)
    return ends_on <= today <= ends_on + LATEST


@transaction.atomic
def _ask(pair: Pair) -> int:
    pair = locked_pair(pair)
    if pair.status != PairStatus.ACTIVE or pair.frozen_at is not None:
        return 0
    try:
        with transaction.atomic():
            trial = TrialPeriod.objects.create(pair=pair, asked_at=clock.now())
    except IntegrityError:  # another process asked
        return 0
    for person in pair.people:
        _write(mails.TRIAL_ASKED, trial, pair, person)
    return 1


def _silent() -> list[TrialPeriod]:
    trials = TrialPeriod.objects.filter(
        settled_at=None,
        reminded_at=None,
        asked_at__lte=clock.now() - REMIND_AFTER,
        pair__status=PairStatus.ACTIVE,
        pair__frozen_at=None,
    )
    return list(trials.order_by("pk"))


@transaction.atomic
def _remind(trial: TrialPeriod) -> int:
    pair, fresh = _locked(trial)
    if fresh.settled_at is not None or fresh.reminded_at is not None:
        return 0
    fresh.reminded_at = clock.now()
    fresh.save(update_fields=["reminded_at"])
    answered = set(fresh.answers.values_list("person", flat=True))
    for person in pair.people:
        if person.pk not in answered:
            _write(mails.TRIAL_REMINDED, fresh, pair, person)
    return 1


def _locked(trial: TrialPeriod) -> tuple[Pair, TrialPeriod]:
    pair = locked_pair(trial.pair_id)
    return pair, TrialPeriod.objects.get(pk=trial.pk)


def _write(kind: Kind, trial: TrialPeriod, pair: Pair, person: Person) -> None:
    token = links.sign(TRIAL, target=trial.public_id, person=person.public_id)
    notify(
        kind,
        to=person,
        context={"pair": pair, "other": pair.other(person)},
        action=MailAction(_("Say it in one tap"), reverse("participant:trial-link", args=[token])),
        dedupe_key=f"{kind.code}:{trial.public_id}:{person.public_id}",
    )


@transaction.atomic
def answer_trial(
    *, trial: TrialPeriod, by: Person, goes_on: bool, reason: str = "", note: str = ""
) -> TrialPeriod:
    """Keep what one of the two says; all go on and the trial is settled, one leaves and the pair ends at once.

    In a circle or a team, who leaves leaves it, and the others go on.

    The other never reads the answer, nor the reason. The same answer twice changes nothing. Refuses somebody else, an
    answer after the trial is settled, and a pair that is paused, ending or closed.
    """
    pair, trial = _locked(trial)
    rules.require_of_pair(by, pair)
    said = trial.answers.filter(person=by).first()
    if trial.settled_at is not None:
        if said is not None and said.goes_on == goes_on:
            return trial
        raise Refusal("trial_settled", _("The trial is over: your answer is not needed any more."))
    rules.require_open(pair)
    if pair.status != PairStatus.ACTIVE:
        raise Refusal(
            "pair_closing", _("The ending is already being prepared. Nothing was changed.")
        )
    if not goes_on and reason not in TrialReason.values:
        raise Refusal(
            "reason", _("Choose a reason: the coordination alone reads it."), conflict=False
        )
    TrialAnswer.objects.update_or_create(
        trial=trial,
        person=by,
        defaults={
            "goes_on": goes_on,
            "reason": "" if goes_on else reason,
            "note": "" if goes_on else note.strip()[:NOTE_MAX],
            "answered_at": clock.now(),
        },
    )
    journal.record(acts.TRIAL_ANSWERED, by=by, target=pair, scope=pair.programme)
    if not goes_on and may_leave(pair, by):
        leave_group(pair=pair, person=by, by=by)
    elif not goes_on:
        _end(pair, trial)
    elif trial.answers.filter(goes_on=True).count() == len(pair.people):
        _settle(trial)
        for person in pair.people:
            _tell(
                mails.TRIAL_CONFIRMED,
                pair,
                person,
                MailAction(_("Open our space"), paths.room(pair)),
            )
    return trial


def _settle(trial: TrialPeriod) -> None:
    trial.settled_at = clock.now()
    trial.save(update_fields=["settled_at"])


def _end(pair: Pair, trial: TrialPeriod) -> None:
    """End the pair without saying who asked for it, nor why."""
    _settle(trial)
    closure, _made = Closure.objects.get_or_create(pair=pair, defaults={"path": ClosurePath.TRIAL})
    pair.status = PairStatus.CLOSING
    close_for_good(closure, pair, None)
    for person in pair.people:
        action = MailAction(_("Say what you would like now"), paths.debrief(pair))
        _tell(mails.TRIAL_ENDED, pair, person, action)
    for coordinator in coordinators_of(pair.programme):
        notify(
            mails.TRIAL_ENDED_TEAM,
            to=coordinator,
            context={"pair": pair},
            action=MailAction(_("Read and debrief"), paths.team_debrief(pair)),
        )


def _tell(kind: Kind, pair: Pair, person: Person, action: MailAction) -> None:
    notify(
        kind,
        to=person,
        context={"pair": pair, "other": pair.other(person)},
        action=action,
        dedupe_key=f"{kind.code}:{pair.public_id}:{person.public_id}",
    )


@transaction.atomic
def write_debrief(
    *,
    pair: Pair,
    person: Person,
    wants: str,
    by: Person,
    helped: str = "",
    differently: str = "",
) -> Debrief:
    """Keep what someone draws from a pair that ended, and what they want now; it may be written again.

    A mentee who wants someone again is in the next match run, with the rank of the day they enrolled, and never with
    the same person. Written by themselves, or by a coordinator after a talk. Refuses anybody else, and an open pair.
    """
    pair = locked_pair(pair)
    rules.require_of_pair(person, pair)
    if by.pk != person.pk and not can_coordinate(by, pair.programme):
        raise Refusal("not_yours", _("These words are someone else’s to write."))
    if pair.status != PairStatus.CLOSED:
        raise Refusal("pair_open", _("This mentoring goes on: there is nothing to conclude yet."))
    if wants not in Wants.values:
        raise Refusal("wants", _("Choose what comes next."), conflict=False)
    debrief, _made = Debrief.objects.update_or_create(
        pair=pair,
        person=person,
        defaults={
            "wants": wants,
            "helped": helped.strip()[:NOTE_MAX],
            "differently": differently.strip()[:NOTE_MAX],
            "by": by,
        },
    )
    journal.record(acts.DEBRIEFED, by=by, target=pair, scope=pair.programme)
    return debrief
