"""Announcements that wait for their hour: undone without a trace, told to whom can still be told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ithaque.kernel import clock
from ithaque.kernel.errors import Refusal
from ithaque.matching.enums import AnnouncementStatus, ProposalStatus
from ithaque.matching.models import Announcement
from ithaque.matching.services import (
    announce_due,
    cancel_announcement,
    discard_run,
    hasten_announcement,
    plan_announcement,
)
from ithaque.matching.services.announcing import UNDO
from ithaque.programmes.enums import EnrolmentStatus
from tests.matching import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def run(nadia):
    return make.drafts(make.cohort(nadia), 3, nadia)


def later(**delta):
    return clock.at(clock.now() + timedelta(**delta))


def test_announcement_tells_nobody_for_ten_minutes_then_everybody_once(run, nadia):
    planned = plan_announcement(run=run, by=nadia)
    assert planned.due_at - clock.now() <= UNDO
    with later(minutes=9):
        assert announce_due() == 0
    assert mails() == []
    with later(minutes=11):
        assert (announce_due(), announce_due()) == (3, 0)
    assert len(mails(kind="matching.proposed")) == 6
    planned.refresh_from_db()
    assert planned.status == AnnouncementStatus.DONE
    assert planned.outcome == {"told": 3, "kept": []}


def test_undone_announcement_leaves_drafts_no_mail_and_can_be_planned_again(run, nadia):
    planned = plan_announcement(run=run, by=nadia)
    cancel_announcement(announcement=planned, by=nadia)
    cancel_announcement(announcement=planned, by=nadia)
    with later(days=1):
        assert announce_due() == 0
    assert mails() == []
    assert run.proposals.filter(status=ProposalStatus.DRAFT).count() == 3
    assert plan_announcement(run=run, by=nadia) != planned


def test_undoing_too_late_refuses(run, nadia):
    planned = plan_announcement(run=run, by=nadia)
    with later(minutes=11):
        announce_due()
        with pytest.raises(Refusal) as refused:
            cancel_announcement(announcement=planned, by=nadia)
    assert refused.value.code == "told"


def test_planning_twice_is_one_announcement(run, nadia):
    first = plan_announcement(run=run, by=nadia)
    assert plan_announcement(run=run, by=make.person("Oscar")) == first
    assert Announcement.objects.count() == 1


def test_scheduled_announcement_leaves_at_its_hour(run, nadia):
    at = clock.now() + timedelta(days=3)
    assert plan_announcement(run=run, by=nadia, at=at).scheduled
    with later(days=2):
        assert announce_due() == 0
    with later(days=3, minutes=1):
        assert announce_due() == 3


@pytest.mark.parametrize("delta", [timedelta(days=-1), timedelta(0), timedelta(days=200)])
def test_hour_that_is_past_or_too_far_refuses(run, nadia, delta):
    with clock.at(clock.now()), pytest.raises(Refusal) as refused:
        plan_announcement(run=run, by=nadia, at=clock.now() + delta)
    assert refused.value.code == "hour"
    assert not Announcement.objects.exists()


def test_hastened_announcement_leaves_now(run, nadia):
    planned = plan_announcement(run=run, by=nadia)
    hasten_announcement(announcement=planned, by=nadia)
    assert announce_due() == 3


def test_only_those_chosen_are_told(run, nadia):
    chosen = run.proposals.first()
    plan_announcement(run=run, by=nadia, proposals=[chosen])
    with later(minutes=11):
        assert announce_due() == 1
    chosen.refresh_from_db()
    assert chosen.status == ProposalStatus.ANNOUNCED


def test_who_left_in_between_is_left_out_and_the_others_are_told(run, nadia):
    planned = plan_announcement(run=run, by=nadia)
    gone = run.proposals.first().mentor
    gone.status = EnrolmentStatus.WITHDRAWN
    gone.save()
    with later(minutes=11):
        assert announce_due() == 2
    planned.refresh_from_db()
    assert [one["why"] for one in planned.outcome["kept"]] == ["left"]


def test_mentor_without_a_place_left_refuses_at_once_with_the_name(nadia):
    run = make.drafts(make.cohort(nadia), 0, nadia)
    bruno = make.mentor(run.cohort, "Bruno", capacity=1)
    for _ in range(2):
        make.draft(run, make.mentee(run.cohort), bruno)
    with pytest.raises(Refusal, match="Bruno"):
        plan_announcement(run=run, by=nadia)


def test_run_set_aside_takes_its_announcement_along(run, nadia):
    planned = plan_announcement(run=run, by=nadia)
    discard_run(run=run, by=nadia)
    with later(minutes=11):
        assert announce_due() == 0
    planned.refresh_from_db()
    assert planned.status == AnnouncementStatus.CANCELLED


def test_nothing_left_to_announce_refuses(run, nadia):
    run.proposals.update(status=ProposalStatus.ANNOUNCED)
    with pytest.raises(Refusal) as refused:
        plan_announcement(run=run, by=nadia)
    assert refused.value.code == "nothing"


def test_one_announcement_that_fails_does_not_hold_up_the_others(run, nadia, monkeypatch):
    from ithaque.matching.services import announcing

    other = make.drafts(make.cohort(nadia), 1, nadia)
    plan_announcement(run=run, by=nadia)
    plan_announcement(run=other, by=nadia)
    publish = announcing.publish_run

    def or_fail(**given):
        if given["run"].pk == run.pk:
            raise RuntimeError
        return publish(**given)

    monkeypatch.setattr(announcing, "publish_run", or_fail)
    with later(minutes=11):
        assert announce_due() == 1
        monkeypatch.setattr(announcing, "publish_run", publish)
        assert announce_due() == 3
