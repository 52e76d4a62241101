"""Two hundred attempts on one mentor's last place: it is given once, whoever asks, and nobody waits for ever."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from django.db import connections

from ithaque.kernel.errors import Refusal
from ithaque.matching.enums import ProposalStatus
from ithaque.matching.models import Proposal, Repair, Suggestion, Wish
from ithaque.matching.own_wishes import visible_to
from ithaque.matching.people import places_taken
from ithaque.matching.services import (
    accept_repair,
    answer_proposal,
    place_wishes,
    publish_run,
    rule_out,
)
from ithaque.matching.services.repairs import prepare
from ithaque.matching.services.suggestions import refresh
from ithaque.mentoring.models import Pair
from ithaque.mentoring.services import open_pair
from tests.matching import factories as make

pytestmark = [pytest.mark.databases, pytest.mark.django_db(transaction=True)]
THREADS, ATTEMPTS = 20, 200


def in_parallel(acts, threads=THREADS):
    """Run the acts over some threads that start together; return what each gave, or refused, or broke on."""
    gate, outcomes = threading.Barrier(threads), [None] * len(acts)

    def work(first):
        gate.wait()
        try:
            for at in range(first, len(acts), threads):
                try:
                    outcomes[at] = acts[at]()
                except Refusal as refusal:
                    outcomes[at] = refusal.code
        except Exception as error:  # the assertion shows it
            outcomes[first] = error
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work, args=(first,)) for first in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return outcomes


def test_two_hundred_announcements_promise_the_last_place_once():
    nadia = make.person("Nadia")
    cohort = make.cohort(nadia)
    bruno = make.mentor(cohort, "Bruno", capacity=1)
    runs = []
    for _ in range(ATTEMPTS):
        run = make.drafts(cohort, 0, nadia)
        make.draft(run, make.mentee(cohort), bruno)
        runs.append(run)
    came = in_parallel([lambda run=run: publish_run(run=run, by=nadia) for run in runs])
    said = Counter("told" if isinstance(one, list) else one for one in came)
    assert said == {"told": 1, "capacity": ATTEMPTS - 1}
    assert Proposal.objects.filter(status=ProposalStatus.ANNOUNCED).count() == 1


def test_announcements_answers_and_pairs_by_hand_never_exceed_the_places():
    nadia = make.person("Nadia")
    cohort = make.cohort(nadia)
    bruno = make.mentor(cohort, "Bruno", capacity=3)
    acts = []
    for number in range(ATTEMPTS):
        mentee = make.mentee(cohort)
        if number % 2:
            acts.append(lambda one=mentee: open_pair(mentor=bruno, mentee=one, by=nadia))
            continue
        run = make.drafts(cohort, 0, nadia)
        made = make.draft(run, mentee, bruno)

        def announce_and_accept(run=run, made=made):
            told = publish_run(run=run, by=nadia)
            for person in (made.mentee.person, made.mentor.person):
                answer_proposal(proposal=made, person=person, accept=True)
            return told

        acts.append(announce_and_accept)
    came = in_parallel(acts)
    broken = [one for one in came if isinstance(one, Exception)]
    assert not broken
    assert Pair.objects.filter(mentor=bruno).count() <= 3
    assert places_taken([bruno.pk])[bruno.pk] <= 3


def test_wishes_refreshes_and_announcements_at_once_show_nobody_beyond_their_room():
    nadia = make.person("Nadia")
    wishes = {"sides": ["mentee"], "shown": 3, "opens_days": 30, "closes_days": 0}
    cohort = make.cohort(nadia, wishes=wishes)
    mentors = [make.mentor(cohort, capacity=2) for _ in range(3)]
    mentees = [make.mentee(cohort) for _ in range(4)]
    refresh(cohort.pk)
    run = make.drafts(cohort, 0, nadia)
    make.draft(run, make.mentee(cohort), mentors[0])

    def wish(one):
        order = [str(row.public_id) for row in Suggestion.objects.filter(to=one)]
        return place_wishes(enrolment=one, order=order[:3], by=one.person)

    def refuse(one):
        row = Suggestion.objects.filter(to=one).select_related("to").first()
        return rule_out(suggestion=row, by=one.person) if row else None

    acts = [lambda: refresh(cohort.pk)] * 4
    acts += [lambda one=one: wish(one) for one in mentees] * 2
    acts += [lambda one=one: refuse(one) for one in mentees[:2]]
    acts += [lambda: publish_run(run=run, by=nadia)]
    came = in_parallel(acts, threads=5)
    assert not [one for one in came if isinstance(one, Exception)]
    refresh(cohort.pk)
    held = places_taken([one.pk for one in mentors])
    shown = Counter(row.other_id for one in mentees for row in visible_to(one))
    assert all(shown[one.pk] <= 2 - held.get(one.pk, 0) for one in mentors)
    assert not Wish.objects.exclude(by__in=mentees).exists()


def test_two_coordinators_repair_once():
    nadia, oscar = make.person("Nadia"), make.person("Oscar")
    cohort = make.cohort(nadia)
    run = make.drafts(cohort, 1, nadia)
    make.mentor(cohort, "Claire")
    (proposal,) = publish_run(run=run, by=nadia)
    answer_proposal(proposal=proposal, person=proposal.mentor.person, accept=False, reason="needs")
    repair = Repair.objects.get()
    prepare(repair.pk)
    option = repair.options.get()
    came = in_parallel(
        [lambda by=by: accept_repair(option=option, by=by) for by in (nadia, oscar)], threads=2
    )
    assert came.count("decided") == 1
    assert Proposal.objects.filter(status=ProposalStatus.ANNOUNCED).count() == 1
