"""What may happen to a task's row: claimed once, tried again, freed when its worker is gone."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from ithaque.kernel.models import TaskWorker
from ithaque.kernel.tasks import ledger, workers
from ithaque.kernel.tasks.policy import Policy, policy_of
from ithaque.kernel.tasks.worker import run_pending
from tests.kernel.tasks import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "lines")


def _hasten():
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=timezone.now())


def test_enqueued_task_runs_once(path):
    samples.note.enqueue(path, "a")
    assert run_pending() == 1
    assert run_pending() == 0
    assert samples.lines(path) == ["a"]


def test_task_of_a_rolled_back_change_never_runs(path):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        samples.note.enqueue(path, "a")
        raise ZeroDivisionError
    assert run_pending() == 0


def test_failed_task_waits_longer_before_each_retry(path):
    samples.fail.enqueue(path, "x")
    run_pending()
    row = DBTaskResult.objects.get()
    assert row.status == TaskResultStatus.READY
    assert row.run_after > timezone.now()
    assert run_pending() == 0


def test_task_that_fails_twice_ends_well(path):
    samples.fail_twice.enqueue(path, "x")
    for _ in range(3):
        _hasten()
        run_pending()
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL
    assert samples.lines(path) == ["x", "x", "x"]


def test_task_that_always_fails_stays_failed_with_its_reason(path):
    samples.fail.enqueue(path, "x")
    for _ in range(5):
        _hasten()
        run_pending()
    row = DBTaskResult.objects.get()
    assert row.status == TaskResultStatus.FAILED
    assert row.exception_class_path == "builtins.ValueError"
    assert samples.lines(path) == ["x"] * 3


def test_refusal_is_an_answer_and_is_not_tried_again(path):
    samples.refuse.enqueue(path)
    run_pending()
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED
    assert samples.lines(path) == ["refused"]


def test_failed_task_may_be_run_again_by_hand(path):
    samples.refuse.enqueue(path)
    run_pending()
    assert ledger.run_again(DBTaskResult.objects.all()) == 1
    assert ledger.run_again(DBTaskResult.objects.all()) == 0
    run_pending()
    assert samples.lines(path) == ["refused", "refused"]


def test_row_of_a_gone_worker_is_freed_and_run(path):
    samples.note.enqueue(path, "a")
    assert ledger.claim("gone:1") is not None
    assert run_pending() == 0
    assert ledger.sweep() == 1
    assert run_pending() == 1
    assert samples.lines(path) == ["a"]


def test_row_of_a_living_worker_is_left_alone(path):
    workers.beat()
    samples.note.enqueue(path, "a")
    ledger.claim(workers.own_name())
    assert ledger.sweep() == 0


def test_worker_silent_for_longer_than_the_lease_counts_as_gone(path):
    silent = timezone.now() - workers.LEASE - timedelta(seconds=1)
    TaskWorker.objects.create(name="silent:1", seen_at=silent)
    samples.note.enqueue(path, "a")
    ledger.claim("silent:1")
    assert ledger.sweep() == 1


def test_task_that_kills_each_worker_ends_failed(path):
    samples.fail.enqueue(path, "x")
    for attempt in range(3):
        _hasten()
        assert ledger.claim(f"gone:{attempt}") is not None
        assert ledger.sweep() == 1
    row = DBTaskResult.objects.get()
    assert row.status == TaskResultStatus.FAILED
    assert row.exception_class_path == ledger.LOST


def test_claim_of_a_row_already_claimed_gets_nothing(path):
    row_id = str(samples.note.enqueue(path, "a").id)
    assert ledger.claim("one", row_id) is not None
    assert ledger.claim("two", row_id) is None


def test_claim_of_a_row_whose_time_has_not_come_gets_nothing(path):
    later = samples.note.using(run_after=timezone.now() + timedelta(hours=1))
    row_id = str(later.enqueue(path, "a").id)
    assert ledger.claim("one", row_id) is None


def test_wait_grows_four_times_at_each_attempt():
    policy = Policy(first_wait=timedelta(seconds=10))
    waits = [policy.wait_after(attempt).total_seconds() for attempt in (1, 2, 3)]
    assert waits == [
        pytest.approx(10, rel=0.1),
        pytest.approx(40, rel=0.1),
        pytest.approx(160, rel=0.1),
    ]


def test_task_keeps_its_own_policy():
    assert policy_of(samples.fail.module_path).attempts == 3
    assert policy_of("nobody.knows").attempts == Policy().attempts


@pytest.mark.databases
@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_run_each_task_once(path):
    for number in range(40):
        samples.note.enqueue(path, str(number))

    def work():
        try:
            run_pending()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(samples.lines(path), key=int) == [str(number) for number in range(40)]
    assert DBTaskResult.objects.successful().count() == 40


@pytest.mark.databases
@pytest.mark.django_db(transaction=True)
def test_sweeps_at_the_same_time_free_a_row_once(path):
    samples.note.enqueue(path, "a")
    ledger.claim("gone:1")
    freed = []

    def sweep():
        try:
            freed.append(ledger.sweep())
        finally:
            connection.close()

    threads = [threading.Thread(target=sweep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(freed) == 1
