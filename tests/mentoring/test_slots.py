"""The hours a pair has in common."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ithaque.kernel import clock
from ithaque.mentoring import selectors
from ithaque.mentoring.models import SubscribedCalendar
from ithaque.mentoring.selectors.slots import (
    SHOWN,
    CommonSlots,
    common_slots,
    spread,
    without_spans,
)
from ithaque.mentoring.services.calendars import keep_usual_week
from ithaque.questionnaires.models import AnswerSheet, FormVersion
from tests.mentoring import factories as make

pytestmark = pytest.mark.django_db

SCHEMA = {
    "sections": [
        {
            "key": "when",
            "title": {"fr": "Quand", "en": "When"},
            "questions": [
                {
                    "key": "hours",
                    "type": "availability",
                    "label": {"fr": "Quand ?", "en": "When?"},
                    "field": "availability",
                }
            ],
        }
    ]
}


def weeks(pair, mentee=("mon-18", "thu-18"), mentor=("mon-18", "thu-18")):
    for person, hours in zip(pair.people, (mentee, mentor), strict=True):
        keep_usual_week(person=person, hours=hours, by=person)


def found(pair, minutes=60, zone="Europe/Paris", **values):
    return common_slots(pair, minutes=minutes, zone=zone, **values)


def local(slots, zone=make.PARIS):
    return [f"{start.astimezone(zone):%a %d %Hh%M}" for start in slots.starts]


def busy(person, *spans):
    now = clock.now()
    rows = [[start.isoformat(), end.isoformat()] for start, end in spans]
    return SubscribedCalendar.objects.create(
        person=person, sealed="x", host="x.example", busy=rows, read_at=now, tried_at=now
    )


def test_hours_in_common_over_three_weeks(pair):
    weeks(pair)
    assert local(found(pair)) == [
        "Mon 02 18h00", "Thu 05 18h00", "Mon 09 18h00", "Thu 12 18h00", "Mon 16 18h00",
        "Thu 19 18h00",
    ]  # fmt: skip


def test_nearest_hour_to_the_one_wanted_or_none(pair):
    weeks(pair)
    common = found(pair)
    wanted = common.starts[2] + timedelta(hours=5)
    assert common.nearest(wanted) == common.starts[2]
    assert CommonSlots().nearest(wanted) is None


def test_hours_said_at_enrolment_count_until_one_says_others(pair):
    version = FormVersion.objects.create(form=pair.programme.mentee_form, number=1, schema=SCHEMA)
    for enrolment, hours in ((pair.mentee, ["tue-12"]), (pair.mentor, ["tue-12", "wed-9"])):
        enrolment.sheet = AnswerSheet.objects.create(
            version=version, person=enrolment.person, answers={"hours": hours}
        )
        enrolment.save()
    assert local(found(pair))[0] == "Tue 03 12h00"
    keep_usual_week(person=pair.mentee.person, hours=["wed-9"], by=pair.mentee.person)
    assert local(found(pair))[0] == "Wed 04 09h00"


def test_two_zones_meet_where_their_hours_do_on_both_sides_of_both_changes(pair):
    mentor = pair.mentor.person
    mentor.time_zone = "America/Montreal"
    mentor.save()
    weeks(pair, mentee=["mon-16", "mon-17", "mon-18"], mentor=["mon-12"])
    # Montreal changes on 8 March, Paris on 29 March: six hours apart, then five, then six.
    assert local(found(pair)) == ["Mon 02 18h00", "Mon 09 17h00", "Mon 16 17h00"]
    with clock.at(datetime(2026, 3, 23, 9, tzinfo=UTC)):
        assert local(found(pair)) == ["Mon 23 17h00", "Mon 30 18h00", "Mon 06 18h00"]


def test_meetings_of_either_in_any_pair_take_their_hours(pair):
    weeks(pair)
    other = make.pair(mentor=pair.mentor.person, mentee=make.person("Moussa"))
    make.planned(other, starts_at=make.paris(date(2026, 3, 5)), minutes=30)
    moving = make.planned(pair, starts_at=make.paris(date(2026, 3, 9)))
    assert "Thu 05 18h00" not in local(found(pair))
    assert "Mon 09 18h00" not in local(found(pair))
    moved = local(found(pair, minutes=30, but=moving))
    assert "Mon 09 18h30" in moved
    assert "Mon 09 18h00" not in moved, "the hour one leaves is not proposed"


def test_busy_hours_of_subscribed_calendars_leave(pair):
    weeks(pair)
    start = make.paris(date(2026, 3, 5), 18, 45)
    busy(pair.mentor.person, (start, start + timedelta(minutes=30)))
    busy(make.person("Rita"), (make.paris(date(2026, 3, 9)), make.paris(date(2026, 3, 10))))
    assert "Thu 05 18h00" not in local(found(pair))
    assert "Mon 09 18h00" in local(found(pair))
    assert "Thu 05 18h00" in local(found(pair, minutes=45))


def test_nothing_is_proposed_after_the_last_day_nor_too_soon(pair):
    weeks(pair)
    pair.ends_on = date(2026, 3, 9)
    assert local(found(pair)) == ["Mon 02 18h00", "Thu 05 18h00", "Mon 09 18h00"]
    with clock.at(make.paris(date(2026, 3, 5), 15)):
        assert local(found(pair)) == ["Mon 09 18h00"]


def test_says_who_gave_no_hours_or_that_none_is_common_or_all_are_taken(pair):
    keep_usual_week(person=pair.mentee.person, hours=["mon-9"], by=pair.mentee.person)
    assert found(pair).without_week == [pair.mentor.person]
    weeks(pair, mentor=["tue-9"])
    assert found(pair).nothing_in_common
    weeks(pair, mentee=["mon-9"], mentor=["mon-9"])
    assert found(pair, minutes=90).nothing_in_common
    busy(pair.mentee.person, (clock.now(), clock.now() + timedelta(days=30)))
    taken = found(pair)
    assert (taken.starts, taken.nothing_in_common, taken.without_week) == ([], False, [])


def test_at_most_a_dozen_spread_over_the_days(pair):
    week = [f"{day}-{hour}" for day in ("mon", "tue", "wed", "thu", "fri") for hour in range(8, 20)]
    weeks(pair, mentee=week, mentor=week)
    starts = found(pair).starts
    assert len(starts) == SHOWN
    days = [start.date() for start in starts]
    assert len(set(days)) == SHOWN
    assert max(days) - min(days) > timedelta(days=14)


@pytest.mark.parametrize("meetings", [1, 3])
def test_same_questions_whatever_the_number_of_meetings(pair, meetings, django_assert_num_queries):
    weeks(pair)
    for number in range(meetings):
        make.planned(pair, days=3 + number)
        busy(pair.mentee.person)
    people = pair.people
    assert people
    with django_assert_num_queries(4):
        found(pair)


hours = st.integers(0, 400)
spans = st.lists(st.tuples(hours, st.integers(1, 30)), max_size=8)


@given(free=spans, taken=spans)
@settings(max_examples=100, deadline=None)
def test_what_is_left_touches_nothing_taken(free, taken):
    from ithaque.correspondence.busy import joined

    zero = datetime(2026, 3, 1, tzinfo=UTC)

    def real(rows):
        return joined(
            (zero + timedelta(hours=start), zero + timedelta(hours=start + length))
            for start, length in rows
        )

    def covered(rows):
        return {
            start + timedelta(hours=step)
            for start, end in rows
            for step in range(int((end - start) / timedelta(hours=1)))
        }

    left = without_spans(real(free), real(taken))
    assert covered(left) == covered(real(free)) - covered(real(taken))


@given(found=st.sets(st.integers(0, 21 * 48), max_size=300))
@settings(max_examples=100, deadline=None)
def test_spread_never_gives_more_than_a_dozen_nor_three_a_day(found):
    zero = datetime(2026, 3, 22, tzinfo=UTC)
    chosen = spread(sorted(zero + timedelta(minutes=30 * one) for one in found), "Europe/Paris")
    days = [one.astimezone(make.PARIS).date() for one in chosen]
    assert len(chosen) <= SHOWN
    assert all(days.count(day) <= 2 for day in days)
    assert chosen == sorted(set(chosen))
    assert bool(chosen) == bool(found)


def next_dates(pair):
    return [
        f"{start.astimezone(make.PARIS):%a %d %Hh%M}"
        for start in selectors.next_dates(pair, pair.mentee.person)
    ]


def test_next_dates_are_hours_in_common_nearest_to_the_agreed_rhythm(pair):
    assert next_dates(pair) == ["Mon 09 18h00", "Wed 11 18h00", "Mon 16 18h00"]
    hours = ["mon-10", "mon-17", "wed-19", "sat-10"]
    weeks(pair, mentee=hours, mentor=hours)
    assert next_dates(pair) == ["Sat 07 10h00", "Mon 09 17h00", "Wed 11 19h00"]
    start = make.paris(date(2026, 3, 9), 17)
    busy(pair.mentor.person, (start, start + timedelta(hours=1)))
    assert next_dates(pair) == ["Sat 07 10h00", "Mon 09 10h00", "Wed 11 19h00"]


def test_next_dates_look_as_far_ahead_as_the_rhythm_goes():
    pair = make.pair(meetings_per_month=1)
    make.planned(pair, starts_at=make.paris(date(2026, 3, 12)))
    weeks(pair)
    assert next_dates(pair) == ["Mon 06 18h00", "Thu 09 18h00", "Mon 13 18h00"]
