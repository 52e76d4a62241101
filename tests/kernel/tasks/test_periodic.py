"""Periodic tasks fire once per tick, whoever schedules, and catch up the latest tick that was missed."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from cronsim import CronSimError
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from ithaque.kernel.models import PeriodicRun, TaskWorker
from ithaque.kernel.tasks import housekeeping, periodic
from tests.kernel.tasks import samples

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


@pytest.fixture
def nightly(monkeypatch):
    """Only one periodic task is declared: every night at 4:30, Paris time (3:30 UTC in winter)."""
    monkeypatch.setattr(periodic, "_periodic", {})
    periodic.every("nightly", "30 4 * * *", samples.note)
    return periodic.declared()[0]


def _fire_at(moment, since=MONDAY):
    with time_machine.travel(moment, tick=False):
        return periodic.fire_due(since)


def test_expression_that_cannot_be_read_is_refused_at_declaration():
    with pytest.raises(CronSimError):
        periodic.every("wrong", "every night", samples.note)


def test_tick_fires_once_at_its_time(nightly):
    assert _fire_at(MONDAY + timedelta(minutes=29)) == 0
    assert _fire_at(MONDAY + timedelta(minutes=30)) == 1
    assert _fire_at(MONDAY + timedelta(minutes=31)) == 0
    assert PeriodicRun.objects.get().due_at == MONDAY + timedelta(minutes=30)
    assert DBTaskResult.objects.count() == 1


def test_new_task_does_not_fire_for_ticks_before_it_existed(nightly):
    assert _fire_at(MONDAY + timedelta(hours=5), since=MONDAY + timedelta(hours=4)) == 0


def test_nights_slept_through_are_caught_up_once(nightly):
    assert _fire_at(MONDAY + timedelta(minutes=30)) == 1
    assert _fire_at(MONDAY + timedelta(days=4)) == 1
    assert _fire_at(MONDAY + timedelta(days=4, minutes=1)) == 0
    assert PeriodicRun.objects.latest("due_at").due_at == MONDAY + timedelta(days=3, minutes=30)


def test_hour_follows_the_zone_of_the_instance_in_summer(nightly):
    summer = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
    assert _fire_at(summer + timedelta(minutes=29), since=summer) == 0
    assert _fire_at(summer + timedelta(minutes=30), since=summer) == 1


@pytest.mark.databases
@pytest.mark.django_db(transaction=True)
def test_schedulers_at_the_same_time_fire_once(nightly):
    fired = []

    def fire():
        try:
            fired.append(periodic.fire_due(timezone.now() - timedelta(days=2)))
        finally:
            connection.close()

    threads = [threading.Thread(target=fire) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(fired) == 1
    assert DBTaskResult.objects.count() == 1


def test_every_room_declares_its_periodic_tasks():
    assert {"outbox", "housekeeping"} <= {task.name for task in periodic.declared()}


def test_housekeeping_forgets_the_old_and_keeps_the_rest(tmp_path):
    now = timezone.now()
    for status, age in (("SUCCESSFUL", 8), ("SUCCESSFUL", 6), ("FAILED", 61), ("FAILED", 59)):
        row_id = samples.note.enqueue(str(tmp_path), "a").id
        DBTaskResult.objects.filter(pk=row_id).update(
            status=TaskResultStatus[status], finished_at=now - timedelta(days=age)
        )
    for name, age in (("often", 0), ("often", 9), ("rarely", 30), ("rarely", 60)):
        PeriodicRun.objects.create(name=name, due_at=now - timedelta(days=age))
    TaskWorker.objects.create(name="gone", seen_at=now - timedelta(days=2))
    TaskWorker.objects.create(name="here", seen_at=now)

    assert housekeeping.forget_old_rows() == {"done": 1, "failed": 1, "ticks": 2, "workers": 1}
    assert sorted(PeriodicRun.objects.values_list("name", flat=True)) == ["often", "rarely"]
    assert TaskWorker.objects.get().name == "here"
