"""After the end: surveys of each side, the talk, the archive; meetings booked when the ending is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ithaque.kernel import clock
from ithaque.kernel.errors import Refusal
from ithaque.library import selectors as library
from ithaque.mentoring import selectors, services
from ithaque.mentoring.enums import ClosurePath, MeetingStatus
from ithaque.mentoring.models import Closure, ExitSurvey, Meeting, Message, SharedNote
from tests.mentoring import factories
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db
ANSWERS = {"satisfaction": 5, "usefulness": 4, "reached": "partly", "recommendation": 9}


def close(pair):
    services.ask_closure(pair=pair, by=pair.mentee.person, path=ClosurePath.PLANNED)
    for person in pair.people:
        services.write_balance(pair=pair, by=person, gained="Oui")
    pair.refresh_from_db()
    return pair


@pytest.fixture
def nadia(db):
    return factories.person("Nadia")


def test_each_side_is_asked_once_the_pair_is_closed_and_answers_apart(pair):
    close(pair)
    assert {mail.to for mail in mails(kind="mentoring.exit_survey")} == {
        person.email for person in pair.people
    }
    for mark in (3, 5):
        services.answer_exit_survey(
            pair=pair, by=pair.mentor.person, **{**ANSWERS, "satisfaction": mark}
        )
    survey = ExitSurvey.objects.get()
    assert (survey.is_mentor, survey.satisfaction) == (True, 5)
    assert selectors.exit_survey_of(pair, pair.mentee.person) is None


@pytest.mark.parametrize(
    "changes", [{"satisfaction": 6}, {"usefulness": 0}, {"reached": "x"}, {"recommendation": 11}]
)
def test_answers_outside_of_their_scale_are_refused(pair, changes):
    close(pair)
    with pytest.raises(Refusal):
        services.answer_exit_survey(pair=pair, by=pair.mentee.person, **{**ANSWERS, **changes})


def test_survey_before_the_end_and_by_a_stranger_is_refused(pair):
    with pytest.raises(Refusal) as refused:
        services.answer_exit_survey(pair=pair, by=pair.mentee.person, **ANSWERS)
    assert refused.value.code == "pair_open"
    close(pair)
    with pytest.raises(Refusal):
        services.answer_exit_survey(pair=pair, by=factories.person(), **ANSWERS)


def test_figures_show_from_five_answers_of_a_side_to_the_coordinator_alone(nadia):
    group = factories.cohort(factories.programme(nadia))
    for number in range(5):
        pair = services.open_pair(
            mentor=factories.enrolment(group, "mentor"), mentee=factories.enrolment(group, "mentee")
        )
        close(pair)
        found = selectors.exit_surveys(group.programme, nadia)
        assert found.mentees is None
        services.answer_exit_survey(
            pair=pair,
            by=pair.mentee.person,
            **{**ANSWERS, "recommendation": (10, 9, 8, 6, 9)[number], "for_team": f"Mot {number}"},
        )
    found = selectors.exit_surveys(group.programme, nadia)
    assert (found.mentees.answers, found.mentees.satisfaction) == (5, 5)
    assert found.mentees.recommendation == 40, "three promoters, one detractor of five"
    assert found.mentors is None
    assert len(found.words) == 5
    assert selectors.exit_surveys(group.programme, pair.mentee.person) is None


def test_talk_is_noted_by_the_coordination_with_a_reason(nadia):
    pair = close(factories.pair(coordinator=nadia))
    assert selectors.talks_to_have(pair.programme, nadia) == [pair]
    talk = {"pair": pair, "person": pair.mentee.person, "held_on": clock.today()}
    with pytest.raises(Refusal):
        services.note_exit_interview(**talk, by=pair.mentor.person, reason="time")
    for note in ("Premier", "Second"):
        services.note_exit_interview(**talk, by=nadia, reason="time", note=note)
    [noted] = selectors.interviews_of(pair)
    assert (noted.note, noted.by) == ("Second", nadia)
    assert selectors.talks_to_have(pair.programme, nadia) == []
    with pytest.raises(Refusal) as refused:
        services.note_exit_interview(
            **{**talk, "held_on": clock.today() + timedelta(1)}, by=nadia, reason="time"
        )
    assert refused.value.code == "talk_to_come"


def test_closed_space_has_its_day_and_its_words_are_erased_then(pair):
    services.write_note(pair=pair, by=pair.mentee.person, body="Un mot", revision=0)
    close(pair)
    assert Closure.objects.get().archive_on.isoformat() == "2028-03-02"
    services.archive_due()
    assert SharedNote.objects.get().body == "Un mot"
    with factories.days_later(732):
        assert services.archive_due() == 1
        assert services.archive_due() == 0
        assert selectors.pair_for_member(pair.mentee.person, pair.public_id) is None
        assert list(selectors.pairs_of(pair.mentee.person)) == []
    assert SharedNote.objects.get().body == ""
    assert not Message.objects.exclude(body="").exists()
    assert Closure.objects.get().archived_at


def test_pairs_closed_before_spaces_had_a_day_get_one(pair):
    close(pair)
    Closure.objects.update(archive_on=None)
    services.archive_due()
    assert Closure.objects.get().archive_on.isoformat() == "2028-03-02"


@pytest.mark.parametrize(
    ("cancel", "status"), [(True, MeetingStatus.CANCELLED), (False, MeetingStatus.PLANNED)]
)
def test_ending_while_a_meeting_is_booked_keeps_it_or_withdraws_its_invitations(
    pair, cancel, status
):
    factories.planned(pair)
    services.ask_closure(
        pair=pair, by=pair.mentee.person, path=ClosurePath.EARLY, cancel_meetings=cancel
    )
    assert Meeting.objects.get().status == status
    assert len(mails(kind="mentoring.meeting_cancelled")) == (2 if cancel else 0)


@pytest.mark.parametrize(
    ("path", "agenda"), [(ClosurePath.PLANNED, library.CLOSING), (ClosurePath.EARLY, library.EARLY)]
)
def test_last_meeting_opens_on_the_agenda_of_its_ending(pair, path, agenda):
    services.ask_closure(pair=pair, by=pair.mentee.person, path=path)
    pair.refresh_from_db()
    proposal = selectors.next_proposal(pair, pair.mentee.person)
    assert proposal.values["agenda_key"] == agenda
    assert selectors.last_agenda(pair).key == agenda
