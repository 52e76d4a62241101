"""At once, in a summary, only in the product; quiet hours; one-click headers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ithaque.correspondence import kinds
from ithaque.correspondence.enums import Family, Pace
from ithaque.correspondence.preferences import Delivery, delivery_of, summary_after
from ithaque.correspondence.services import MailAction, notify
from ithaque.correspondence.summaries import send_summaries
from ithaque.kernel import clock, outbox
from ithaque.kernel.models import OutboxMessage
from tests.followup.factories import person

PARIS = "Europe/Paris"
Status = OutboxMessage.Status
NOTHING = {"rows": [], "number": 2}
TEMPLATE = "correspondence.summary"


def of(family, *, can_wait=False):
    return kinds.Kind(TEMPLATE, "…", family, can_wait)


def someone(**wishes):
    return person(
        "Inès", delivery=Delivery(**wishes).model_dump(mode="json", exclude_defaults=True)
    )


def write(to, family, **more):
    return notify(of(family, can_wait=more.pop("can_wait", False)), to=to, context=NOTHING, **more)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pace", "status"),
    [
        (Pace.NOW, Status.WAITING),
        (Pace.DAILY, Status.DIGEST),
        (Pace.WEEKLY, Status.DIGEST),
        (Pace.HERE, Status.KEPT),
    ],
)
def test_family_leaves_at_the_pace_chosen(pace, status):
    made = write(someone(paces={Family.MEETINGS: pace}), Family.MEETINGS)
    assert made.status == status


@pytest.mark.django_db
def test_what_is_necessary_leaves_at_once_whatever_was_chosen():
    made = write(someone(paces={Family.NECESSARY: Pace.HERE}), Family.NECESSARY)
    assert made.status == Status.WAITING
    assert "List-Unsubscribe" not in made.headers


@pytest.mark.django_db
def test_invitation_for_the_calendar_leaves_at_once_unless_it_is_kept_here():
    file = outbox.Attachment("i.ics", b"BEGIN:VCALENDAR", "text/calendar; method=REQUEST")
    daily = someone(paces={Family.MEETINGS: Pace.DAILY})
    assert write(daily, Family.MEETINGS, attachments=[file]).status == Status.WAITING
    here = someone(paces={Family.MEETINGS: Pace.HERE})
    assert write(here, Family.MEETINGS, attachments=[file]).status == Status.KEPT


@pytest.mark.django_db
def test_wishes_that_can_no_longer_be_read_count_as_none():
    odd = person("Odd", delivery={"paces": {"smoke": "now"}, "quiet_from": "noon"})
    assert delivery_of(odd) == Delivery()
    assert write(odd, Family.WORDS).status == Status.WAITING


@pytest.mark.django_db
def test_message_carries_one_click_headers_and_a_link_at_its_foot():
    made = write(someone(), Family.WORDS)
    link = made.headers["List-Unsubscribe"].strip("<>")
    assert made.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in made.text
    assert link in made.html


@pytest.mark.django_db
def test_what_can_wait_waits_for_the_end_of_the_quiet_hours():
    quiet = someone(quiet_from=21, quiet_to=7)
    with clock.at(datetime(2026, 11, 20, 22, 30, tzinfo=UTC)):
        waits = write(quiet, Family.WORDS, can_wait=True)
        leaves = write(quiet, Family.MEETINGS)
    assert waits.send_after == datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
    assert leaves.send_after == datetime(2026, 11, 20, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        (20, None),
        (21, (2026, 11, 21, 7)),
        (23, (2026, 11, 21, 7)),
        (3, (2026, 11, 20, 7)),
        (7, None),
    ],
)
def test_quiet_hours_may_cross_midnight(hour, expected):
    wishes = Delivery(quiet_from=21, quiet_to=7)
    moment = datetime(2026, 11, 20, hour - 1, 15, tzinfo=UTC)
    after = wishes.after_quiet(moment, PARIS)
    assert after == (moment if expected is None else datetime(*expected, tzinfo=after.tzinfo))


@given(
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    start=st.integers(0, 23),
    end=st.integers(0, 23),
)
def test_nothing_leaves_within_quiet_hours_nor_waits_a_whole_day(moment, start, end):
    wishes = Delivery(quiet_from=start, quiet_to=end)
    after = wishes.after_quiet(moment, PARIS)
    assert moment <= after <= moment + timedelta(hours=25)
    assert wishes.after_quiet(after, PARIS) == after


@given(
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    pace=st.sampled_from([Pace.DAILY, Pace.WEEKLY]),
)
def test_summary_leaves_at_seven_where_people_live(moment, pace):
    due = summary_after(moment, pace, PARIS)
    assert due.hour == 7
    assert moment < due <= moment + timedelta(days=8 if pace == Pace.WEEKLY else 1, hours=2)
    assert pace == Pace.DAILY or due.weekday() == 0


@pytest.mark.django_db
def test_summary_holds_what_waited_with_its_links_and_leaves_once():
    ines = someone(paces={Family.MEETINGS: Pace.DAILY})
    with clock.at(datetime(2026, 11, 20, 9, tzinfo=UTC)):
        for path in ("/meetings/1/", "/meetings/2/"):
            write(ines, Family.MEETINGS, action=MailAction("Ouvrir", path))
        assert send_summaries() == 0
    with clock.at(datetime(2026, 11, 21, 6, 5, tzinfo=UTC)):
        assert send_summaries() == 1
        assert send_summaries() == 0
    summary = OutboxMessage.objects.get(status=Status.WAITING)
    assert "/meetings/1/" in summary.text
    assert "/meetings/2/" in summary.text
    assert OutboxMessage.objects.filter(status=Status.SENT).count() == 2


@pytest.mark.django_db
def test_what_is_kept_or_waits_for_a_summary_is_never_delivered_alone():
    write(someone(paces={Family.WORDS: Pace.HERE}), Family.WORDS)
    write(someone(paces={Family.WORDS: Pace.DAILY}), Family.WORDS)
    with clock.at(clock.now() + timedelta(days=9)):
        assert outbox.deliver() == 0
