"""Two people at the same instant, on two connections: no invariant breaks, no word is lost."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connections
from django.utils import translation

from ithaque.kernel import clock
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import JournalEntry
from ithaque.mentoring import services
from ithaque.mentoring.enums import ClosurePath, PairStatus
from ithaque.mentoring.models import (
    Action,
    Agreement,
    Certificate,
    Closure,
    Meeting,
    Message,
    NoteRevision,
    Pair,
    SealedAgreement,
    SharedNote,
)
from ithaque.mentoring.terms import digest_of
from ithaque.programmes.enums import Side
from tests.mentoring import factories
from tests.support.mailbox import mails

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.databases]


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts at the same instant, each on its own connection; return what came of each."""
    start, came = threading.Barrier(len(acts)), [None] * len(acts)

    def run(at: int, act: Callable[[], Any]) -> None:
        with clock.at(factories.MONDAY), translation.override("fr"):
            start.wait()
            try:
                came[at] = act()
            except Refusal as refusal:
                came[at] = refusal.code
            finally:
                connections.close_all()

    threads = [threading.Thread(target=run, args=(at, act)) for at, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return came


@pytest.fixture
def pair() -> Pair:
    return factories.pair()


def test_two_writers_of_the_note_lose_no_word(pair):
    ines, claire = pair.people
    services.write_note(pair=pair, by=ines, body="un\n\n\ndeux", revision=0)
    came = together(
        lambda: services.write_note(pair=pair, by=ines, body="un par Inès\n\n\ndeux", revision=1),
        lambda: services.write_note(
            pair=pair, by=claire, body="un\n\n\ndeux par Claire", revision=1
        ),
    )
    assert sorted(outcome.merged for outcome in came) == [False, True]
    assert SharedNote.objects.get().body == "un par Inès\n\n\ndeux par Claire"
    assert NoteRevision.objects.count() == 3


def test_two_signatures_at_once_seal_the_agreement_once(pair):
    digest = digest_of(Agreement.objects.select_related("pair").get())
    together(
        *(
            lambda person=person: services.sign_agreement(
                pair=pair, by=person, name="Un Nom", digest=digest
            )
            for person in (*pair.people, *pair.people)
        )
    )
    assert SealedAgreement.objects.count() == 1
    assert len(mails(kind="mentoring.agreement_sealed")) == 2


def test_two_requests_to_end_make_one_closure(pair):
    together(
        *(
            lambda person=person: services.ask_closure(pair=pair, by=person, path=ClosurePath.EARLY)
            for person in pair.people
        )
    )
    assert Closure.objects.count() == 1
    assert len(mails(kind="mentoring.closure_asked")) == 1


def test_two_balances_at_once_close_the_pair_once(pair):
    with factories.days_later(1):
        factories.held(pair)
    services.ask_closure(pair=pair, by=pair.mentee.person, path=ClosurePath.EARLY)
    together(
        *(
            lambda person=person: services.write_balance(pair=pair, by=person, gained="Oui")
            for person in pair.people
        )
    )
    assert Pair.objects.get().status == PairStatus.CLOSED
    assert Certificate.objects.count() == 2
    assert len(mails(kind="mentoring.pair_closed")) == 2


def test_two_ticks_of_an_action_are_one(pair):
    action = services.add_action(
        pair=pair, by=pair.mentee.person, owner=pair.mentee.person, text="Écrire"
    )
    together(
        *(
            lambda person=person: services.complete_action(action=action, by=person)
            for person in pair.people
        )
    )
    assert Action.objects.get().done_at
    assert JournalEntry.objects.filter(type="mentoring.action.completed").count() == 1


def test_two_clicks_on_send_are_one_letter(pair):
    mark = uuid.uuid4()
    send = partial(
        services.send_message, pair=pair, by=pair.mentee.person, body="Bonjour", submission=mark
    )
    together(send, send, send)
    assert Message.objects.count() == 1


def test_both_planning_at_once_make_one_meeting(pair):
    came = together(
        *(lambda person=person: factories.planned(pair, by=person) for person in pair.people)
    )
    assert Meeting.objects.count() == 1
    assert "hour_taken" in came


def test_one_mentor_planned_by_two_mentees_at_once_meets_one(pair):
    other = services.open_pair(
        mentor=pair.mentor, mentee=factories.enrolment(pair.cohort, Side.MENTEE)
    )
    came = together(*(lambda one=one: factories.planned(one) for one in (pair, other)))
    assert came.count("hour_taken") == 1


def test_opening_the_same_pair_twice_at_once_makes_one():
    group = factories.cohort(factories.programme())
    mentor = factories.enrolment(group, Side.MENTOR)
    mentee = factories.enrolment(group, Side.MENTEE)
    came = together(*[lambda: services.open_pair(mentor=mentor, mentee=mentee)] * 3)
    assert len({pair.pk for pair in came}) == 1


def test_two_mentees_for_the_last_place_of_a_mentor_make_one_pair():
    group = factories.cohort(factories.programme())
    mentor = factories.enrolment(group, Side.MENTOR, capacity=1)
    mentees = [factories.enrolment(group, Side.MENTEE) for _one in range(2)]
    came = together(
        *(lambda one=one: services.open_pair(mentor=mentor, mentee=one) for one in mentees)
    )
    assert came.count("mentor_full") == 1
