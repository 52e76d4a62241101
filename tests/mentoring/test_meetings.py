"""The life of a meeting."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from ithaque.kernel.errors import Refusal
from ithaque.mentoring import rules, services
from ithaque.mentoring.enums import MeetingStatus, Modality
from ithaque.mentoring.models import Meeting
from ithaque.programmes.enums import Side
from tests.mentoring import factories
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


def refused(code, act, *args, **kwargs):
    with pytest.raises(Refusal) as found:
        act(*args, **kwargs)
    assert found.value.code == code
    assert str(found.value)


def move(meeting, **changes):
    values = {
        "starts_at": meeting.starts_at,
        "minutes": meeting.minutes,
        "modality": meeting.modality,
        "place": meeting.place,
        **changes,
    }
    return services.move_meeting(meeting=meeting, by=meeting.pair.mentor.person, **values)


def test_plan_meeting_gives_it_a_number_an_agenda_and_both_an_invitation(pair):
    meeting = factories.planned(pair, agenda_key="first")
    assert (meeting.number, meeting.sequence, meeting.status) == (1, 0, MeetingStatus.PLANNED)
    assert sum(row["minutes"] for row in meeting.agenda) == 60
    for person in pair.people:
        [mail] = mails(to=person.email, kind="mentoring.meeting_planned")
        assert mail.attachments[0]["media_type"] == "text/calendar; method=REQUEST"


def test_plan_meeting_twice_gives_one_meeting(pair):
    assert factories.planned(pair) == factories.planned(pair)
    assert len(mails(kind="mentoring.meeting_planned")) == 2


def test_plan_meeting_in_the_past_is_refused(pair):
    refused("meeting_in_past", factories.planned, pair, days=-1)


def test_plan_meeting_after_the_pairs_end_is_refused_with_the_day(pair):
    with pytest.raises(Refusal, match="2 septembre 2026"):
        factories.planned(pair, starts_at=factories.paris(pair.ends_on + timedelta(days=1)))


def test_plan_closing_meeting_may_follow_the_last_day_by_a_month(pair):
    late = factories.paris(pair.ends_on + timedelta(days=20))
    assert factories.planned(pair, starts_at=late, agenda_key="closing").agenda_key == "closing"


def test_plan_meeting_at_an_hour_taken_in_another_pair_is_refused(pair):
    other = services.open_pair(
        mentor=pair.mentor, mentee=factories.enrolment(pair.cohort, Side.MENTEE)
    )
    factories.planned(pair)
    half_past = factories.paris(date(2026, 3, 5), 18, 30)
    refused("hour_taken", factories.planned, other, starts_at=half_past)
    assert factories.planned(other, starts_at=half_past + timedelta(minutes=30))


def test_plan_meeting_by_the_other_at_the_same_instant_is_refused(pair):
    factories.planned(pair)
    refused("hour_taken", factories.planned, pair, by=pair.mentor.person)
    assert Meeting.objects.count() == 1


def test_plan_meeting_in_a_way_the_programme_does_not_offer_is_refused(pair):
    refused("modality_not_offered", factories.planned, pair, modality=Modality.CAMPUS)


def test_plan_meeting_by_a_stranger_is_refused(pair):
    refused("not_of_pair", factories.planned, pair, by=factories.person("Rita"))


def test_move_meeting_raises_the_sequence_and_counts_the_moves(pair):
    meeting = move(factories.planned(pair), starts_at=factories.paris(date(2026, 3, 9)))
    assert (meeting.sequence, meeting.moved) == (1, 1)
    assert len(mails(kind="mentoring.meeting_moved")) == 2


def test_move_meeting_to_where_it_is_changes_nothing(pair):
    assert move(factories.planned(pair)).sequence == 0
    assert not mails(kind="mentoring.meeting_moved")


def test_move_meeting_that_was_cancelled_meanwhile_is_refused(pair):
    meeting = factories.planned(pair)
    services.cancel_meeting(meeting=meeting, by=pair.mentee.person)
    refused("meeting_state", move, meeting, starts_at=factories.paris(date(2026, 3, 9)))


def test_cancel_meeting_twice_sends_one_cancel(pair):
    meeting = factories.planned(pair)
    for person in pair.people:
        meeting = services.cancel_meeting(meeting=meeting, by=person, word="Souffrante")
    assert (meeting.status, meeting.sequence, meeting.summary) == (
        MeetingStatus.CANCELLED,
        1,
        "Souffrante",
    )
    assert len(mails(kind="mentoring.meeting_cancelled")) == 2


def test_plan_meeting_at_the_hour_of_a_cancelled_one_is_possible(pair):
    services.cancel_meeting(meeting=factories.planned(pair), by=pair.mentee.person)
    assert factories.planned(pair).status == MeetingStatus.PLANNED


def test_log_meeting_asks_both_three_questions(pair):
    with factories.days_later(2):
        meeting = factories.held(pair)
    assert meeting.status == MeetingStatus.HELD
    for person in pair.people:
        [mail] = mails(to=person.email, kind="mentoring.pulse_asked")
        assert "/me/pulse/" in mail.text


def test_log_meeting_twice_notes_it_once(pair):
    with factories.days_later(2):
        assert factories.held(pair) == factories.held(pair)
    assert len(mails(kind="mentoring.pulse_asked")) == 2


def test_log_meeting_of_a_planned_day_holds_the_planned_one(pair):
    planned = factories.planned(pair)
    with factories.days_later(4):
        held = factories.held(pair, starts_at=planned.starts_at + timedelta(minutes=15))
    assert held.pk == planned.pk
    assert Meeting.objects.count() == 1


def test_log_meeting_to_come_is_refused(pair):
    refused("meeting_to_come", factories.held, pair, days=-1)


def test_log_meeting_before_the_pair_began_is_refused(pair):
    refused("before_the_pair", factories.held, pair, days=3)


def test_mark_missed_before_the_hour_is_refused(pair):
    meeting = factories.planned(pair)
    refused("meeting_to_come", services.mark_missed, meeting=meeting, by=pair.mentee.person)


def test_mark_missed_tells_the_other_kindly_and_may_still_be_noted_as_held(pair):
    meeting = factories.planned(pair)
    with factories.days_later(4):
        services.mark_missed(meeting=meeting, by=pair.mentee.person, word="Train en retard")
        [mail] = mails(kind="mentoring.meeting_missed")
        assert mail.to == pair.mentor.person.email
        assert "Train en retard" in mail.text
        held = factories.held(pair, meeting=meeting, starts_at=meeting.starts_at)
    assert held.status == MeetingStatus.HELD


def test_keep_card_for_a_meeting_keeps_it_once_and_gives_it_back(pair):
    meeting = factories.planned(pair)
    for _click in range(2):
        meeting = services.keep_card(
            meeting=meeting, card="network-neighbour", by=pair.mentee.person
        )
    assert meeting.kept_cards == ["network-neighbour"]
    assert (
        services.return_card(
            meeting=meeting, card="network-neighbour", by=pair.mentor.person
        ).kept_cards
        == []
    )


def test_keep_card_unknown_is_refused(pair):
    refused(
        "unknown_card",
        services.keep_card,
        meeting=factories.planned(pair),
        card="x",
        by=pair.mentee.person,
    )


def test_prepare_meeting_changes_subject_and_agenda_without_a_mail(pair):
    meeting = factories.planned(pair)
    before = len(mails())
    meeting = services.prepare_meeting(
        meeting=meeting, by=pair.mentee.person, topic="Le CV", agenda_key="midway"
    )
    assert (meeting.topic, meeting.agenda_key, meeting.sequence) == ("Le CV", "midway", 0)
    assert len(mails()) == before


def test_instant_when_clocks_go_forward_is_refused_with_the_next_hour():
    with pytest.raises(Refusal, match="3\xa0h\xa030"):
        rules.instant(date(2026, 3, 29), time(2, 30), "Europe/Paris")


def test_instant_when_clocks_go_back_is_the_first_of_the_two():
    assert rules.instant(date(2026, 10, 25), time(2, 30), "Europe/Paris") == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_instant_after_the_clocks_changed_keeps_the_hour_of_the_wall():
    before = rules.instant(date(2026, 3, 28), time(18), "Europe/Paris")
    after = rules.instant(date(2026, 3, 29), time(18), "Europe/Paris")
    assert after - before == timedelta(hours=23)
