"""Check-ins: how is it going, asked at the moments of the programme, answered with one tap from a mail.

Days from the start of the pair (domain: a first word in the second week, then each month); the programme
sets both. Nobody is asked who answered after a meeting in the last ten days, nor after the pair's last day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal, links
from ithaque.kernel.errors import Refusal
from ithaque.mentoring.enums import CheckInMood, HelpKind
from ithaque.mentoring.followup import journal as entries
from ithaque.mentoring.followup import mails
from ithaque.mentoring.followup.evaluation import evaluate_pair, judged_pairs
from ithaque.mentoring.followup.helping import ask_for_help
from ithaque.mentoring.followup.states import Policies
from ithaque.mentoring.models import CheckIn, Pair, Pulse
from ithaque.mentoring.selectors.pairs import with_members
from ithaque.people.models import Person
from ithaque.programmes.settings import FollowUp

LINK = "check-in"
SLICE = 500
HEARD_RECENTLY = timedelta(days=10)
CATCH_UP = timedelta(days=3)
"""A check-in that could not be asked on its day is asked up to this much later."""


def moment_of(started_on: date, settings: FollowUp, today: date) -> date | None:
    """Return the day of the check-in that is due now (today, or missed these last days), or None."""
    days = (today - started_on).days
    first, every = settings.first_check_in_days, settings.check_in_every_days
    moments = [first] if first else []
    if every and days // every * every > first:
        moments.append(days // every * every)
    due = [started_on + timedelta(days=moment) for moment in moments if moment <= days]
    return due[-1] if due and today - due[-1] <= CATCH_UP else None


def ask_all() -> int:
    """Ask each person whose check-in is due today; return how many were asked. Safe to run twice."""
    policies, today, asked = Policies(), clock.today(), 0
    for pairs in _slices(today):
        policies.load({pair.cohort.programme_id for pair in pairs})
        due = {}
        for pair in pairs:
            settings = policies.known[pair.cohort.programme_id].follow_up
            moment = moment_of(pair.started_on, settings, today)
            if moment is not None:
                due[pair] = moment
        asked += _ask(due)
    return asked


@transaction.atomic
def answer_check_in(*, check_in: CheckIn, mood: CheckInMood | str, by: Person) -> CheckIn:
    """Return the check-in answered; a later answer replaces the first. “I would like a hand” asks for one.

    Raises Refusal for anyone but the person who was asked.
    """
    check_in = (
        CheckIn.objects.select_for_update(of=("self",))
        .select_related("pair__cohort__programme", "person")
        .get(pk=check_in.pk)
    )
    if check_in.person_id != by.pk:
        raise Refusal("check_in.of_another", _("This question was asked to someone else."))
    check_in.mood, check_in.answered_at = CheckInMood(mood), clock.now()
    check_in.save(update_fields=["mood", "answered_at"])
    pair = check_in.pair
    journal.record(entries.CHECK_IN_ANSWERED, by=by, target=pair, scope=pair.programme)
    if check_in.mood == CheckInMood.HELP:
        ask_for_help(pair=pair, by=by, kind=HelpKind.CALL)
    else:
        evaluate_pair(pair.pk)
    return check_in


def _slices(today: date) -> Iterator[list[Pair]]:
    last = 0
    while True:
        found = list(
            judged_pairs()
            .filter(pk__gt=last, ends_on__gte=today)
            .select_related("cohort__programme", "mentee__person", "mentor__person")
            .prefetch_related(with_members())
            .order_by("pk")[:SLICE]
        )
        if not found:
            return
        yield found
        last = found[-1].pk


@transaction.atomic
def _ask(due: dict[Pair, date]) -> int:
    heard = Pulse.objects.filter(
        meeting__pair__in=due, meeting__starts_at__gte=clock.now() - HEARD_RECENTLY
    ).values_list("meeting__pair_id", "person_id")
    asked = CheckIn.objects.filter(pair__in=due, due_on__in=set(due.values())).values_list(
        "pair_id", "person_id"
    )
    spared = {*heard, *asked}
    fresh = [
        CheckIn(pair=pair, person=person, due_on=moment)
        for pair, moment in due.items()
        for person in pair.people
        if (pair.pk, person.pk) not in spared
    ]
    CheckIn.objects.bulk_create(fresh, ignore_conflicts=True)
    for check_in in fresh:
        _write(check_in)
    return len(fresh)


def _write(check_in: CheckIn) -> None:
    token = links.sign(LINK, target=check_in.public_id, person=check_in.person.public_id)
    notify(
        mails.CHECK_IN,
        to=check_in.person,
        context={"other": check_in.pair.other(check_in.person)},
        action=MailAction(_("Answer with one tap"), reverse("participant:check-in", args=[token])),
        dedupe_key=f"check-in:{check_in.public_id}",
    )
