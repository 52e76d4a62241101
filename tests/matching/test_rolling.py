"""Always-open cohorts prepare their own runs, and never bury one that waits to be read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ithaque.kernel import clock
from ithaque.kernel.models import OutboxMessage
from ithaque.matching.enums import RunStatus
from ithaque.matching.models import MatchRun
from ithaque.matching.services.rolling import prepare_rolling_runs
from ithaque.programmes.models import Cohort
from tests.matching import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def rolling():
    """An always-open cohort with someone on both sides, whose programme asks a run a week."""
    cohort = make.cohort(make.person("Nadia"), rolling_run_days=7)
    Cohort.objects.filter(pk=cohort.pk).update(closes_on=None, ends_on=None)
    make.mentee(cohort)
    make.mentor(cohort)
    return cohort


def test_run_is_prepared_once_and_the_coordinators_are_told(rolling):
    assert prepare_rolling_runs() == 1
    run = MatchRun.objects.get(cohort=rolling)
    assert run.status == RunStatus.WAITING
    told = OutboxMessage.objects.filter(kind="matching.run_prepared")
    assert told.count() == 1 and str(run.public_id) in told.get().text
    assert prepare_rolling_runs() == 0


def test_next_run_waits_for_its_day_and_for_the_last_one_to_be_read(rolling):
    prepare_rolling_runs()
    MatchRun.objects.update(status=RunStatus.READY)
    with clock.at(clock.now() + timedelta(days=30)):
        assert prepare_rolling_runs() == 0
    MatchRun.objects.update(status=RunStatus.DISCARDED)
    with clock.at(clock.now() + timedelta(days=6)):
        assert prepare_rolling_runs() == 0
    with clock.at(clock.now() + timedelta(days=7, hours=1)):
        assert prepare_rolling_runs() == 1


def test_nothing_is_prepared_when_a_side_is_empty_or_the_cohort_closes():
    alone = make.cohort(make.person("Nadia"), rolling_run_days=7)
    Cohort.objects.filter(pk=alone.pk).update(closes_on=None, ends_on=None)
    make.mentee(alone)
    closing = make.cohort(make.person("Nadia"), rolling_run_days=7)
    make.mentee(closing)
    make.mentor(closing)
    assert prepare_rolling_runs() == 0


def test_zero_days_leaves_it_to_the_team():
    cohort = make.cohort(make.person("Nadia"), rolling_run_days=0)
    Cohort.objects.filter(pk=cohort.pk).update(closes_on=None, ends_on=None)
    make.mentee(cohort)
    make.mentor(cohort)
    assert prepare_rolling_runs() == 0
