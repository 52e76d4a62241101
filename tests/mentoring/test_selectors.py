"""Who sees what of a pair, in how many questions."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ithaque.mentoring import selectors, services
from ithaque.mentoring.models import Pair
from tests.mentoring import factories

pytestmark = pytest.mark.django_db
ROOM_QUERIES = 14


def test_pairs_visible_to_are_ones_own_and_those_one_coordinates(db):
    nadia, rita = factories.person("Nadia"), factories.person("Rita")
    pair = factories.pair(coordinator=nadia)
    other = factories.pair()
    for person in (*pair.people, nadia):
        assert list(selectors.pairs_visible_to(person)) == [pair]
    assert not selectors.pairs_visible_to(rita).exists()
    assert other not in selectors.pairs_visible_to(nadia)


def fill(pair, count):
    for number in range(count):
        services.add_goal(pair=pair, by=pair.mentee.person, title=f"But {number}")
        services.add_action(
            pair=pair, by=pair.mentee.person, owner=pair.mentor.person, text=f"Action {number}"
        )
        services.send_message(pair=pair, by=pair.mentor.person, body="Mot", submission=uuid.uuid4())
        factories.planned(pair, days=3 + number)
        with factories.days_later(10 + number):
            meeting = factories.held(pair, days=1)
            services.give_pulse(
                meeting=meeting, by=pair.mentee.person, progress=5, listened=5, go_on=5
            )


@pytest.mark.parametrize("count", [1, 3])
def test_pair_room_asks_as_many_questions_whatever_it_holds(pair, count):
    fill(pair, count)
    pair = selectors.pair_for_member(pair.mentee.person, pair.public_id)
    with CaptureQueriesContext(connection) as asked:
        room = selectors.pair_room(pair, pair.mentee.person)
        assert len(room.goals) == len(room.actions) == len(room.timeline) == count
        assert [entry.meeting.pair.mentee.person.first_name for entry in room.timeline] == [
            "Inès"
        ] * count
        assert [goal.reviews.all()[0].level for goal in room.goals] == [-2] * count
    assert len(asked) == ROOM_QUERIES


def test_pair_room_follows_the_plan_by_the_meetings_held(db):
    plan = [
        {"key": "bond", "agenda": "first", "title": {"fr": "Lien"}},
        {"key": "documents", "title": {"fr": "CV"}},
    ]
    pair = factories.pair(plan=plan)
    assert selectors.pair_room(pair, pair.mentee.person).step.key == "bond"
    with factories.days_later(3):
        factories.held(pair)
    room = selectors.pair_room(pair, pair.mentee.person)
    assert room.step.key == "documents"
    assert room.cards[0].theme.key == "paper"


def test_pair_room_shows_the_kept_card_even_when_the_step_has_others(pair):
    meeting = factories.planned(pair)
    services.keep_card(meeting=meeting, card="balance-week", by=pair.mentee.person)
    assert "balance-week" in [
        card.key for card in selectors.pair_room(pair, pair.mentee.person).cards
    ]


def test_pair_room_says_useful_when_both_said_so(pair):
    with factories.days_later(3):
        meeting = factories.held(pair)
    for person, progress in zip(pair.people, (5, 3), strict=True):
        services.give_pulse(meeting=meeting, by=person, progress=progress, listened=5, go_on=5)
    assert not selectors.pair_room(pair, pair.mentee.person).timeline[0].useful
    services.give_pulse(meeting=meeting, by=pair.mentor.person, progress=4, listened=5, go_on=5)
    assert selectors.pair_room(pair, pair.mentee.person).timeline[0].useful


def test_planned_meeting_whose_hour_passed_waits_for_a_word(pair):
    factories.planned(pair)
    with factories.days_later(4):
        room = selectors.pair_room(pair, pair.mentee.person)
        assert (room.next_meeting, len(room.unsettled)) == (None, 1)


def test_cancelled_meeting_is_of_the_way_travelled_once_its_hour_has_passed(pair):
    meeting = factories.planned(pair, days=3)
    services.cancel_meeting(meeting=meeting, by=pair.mentee.person)
    room = selectors.pair_room(pair, pair.mentee.person)
    assert (room.called_off, room.timeline) == ([meeting], [])
    with factories.days_later(4):
        room = selectors.pair_room(pair, pair.mentee.person)
        assert (room.called_off, [one.missed for one in room.timeline]) == ([], [True])


def test_next_proposal_is_one_rhythm_after_the_last_meeting_at_the_same_hour(db):
    pair = factories.pair(meetings_per_month=2)
    meeting = factories.planned(pair)
    proposal = selectors.next_proposal(pair, pair.mentee.person)
    assert (proposal.values["day"] - meeting.starts_at.date()).days == 14
    assert proposal.values["hour"].hour == 18


def test_coordinated_pairs_are_counted_searched_and_sorted_for_the_coordinator_alone(db):
    nadia = factories.person("Nadia")
    pair = factories.pair(coordinator=nadia, mentee=factories.person("Zoé"))
    second = services.open_pair(
        mentor=pair.mentor,
        mentee=factories.enrolment(pair.cohort, "mentee", factories.person("Amel")),
    )
    with factories.days_later(3):
        factories.held(pair, minutes=90)
        factories.planned(pair)
        found = selectors.coordinated_pairs(pair.programme, nadia)
        assert [one.pk for one in found] == [second.pk, pair.pk]
        row = found.get(pk=pair.pk)
        assert (row.held, row.minutes_held, row.goals_open, row.agreed) == (1, 90, 0, False)
        assert row.next_at
        assert [
            one.pk
            for one in selectors.coordinated_pairs(pair.programme, nadia, search="zoé claire")
        ] == [pair.pk]
        assert [
            one.pk for one in selectors.coordinated_pairs(pair.programme, nadia, state="unplanned")
        ] == [second.pk]
        assert [
            one.pk for one in selectors.coordinated_pairs(pair.programme, nadia, sort="-meetings")
        ] == [pair.pk, second.pk]
        assert selectors.figures_of(pair.programme, nadia) == {
            "all": 2,
            "active": 2,
            "closing": 0,
            "closed": 0,
            "late": 0,
            "unplanned": 1,
        }
    assert not selectors.coordinated_pairs(pair.programme, pair.mentee.person).exists()


@pytest.mark.parametrize(
    "sort", ["", "mentee", "-mentor", "started", "-last", "next", "meetings", "-status", "zzz"]
)
def test_coordinated_pairs_sort_by_anything_the_list_offers(db, sort):
    nadia = factories.person("Nadia")
    pair = factories.pair(coordinator=nadia)
    assert selectors.coordinated_pairs(pair.programme, nadia, sort=sort).count() == 1


def test_team_pair_tells_acts_and_keeps_words_and_their_moments_from_the_team(db):
    pair = factories.pair(coordinator=factories.person("Nadia"))
    services.send_message(
        pair=pair, by=pair.mentee.person, body="Un secret", submission=uuid.uuid4()
    )
    services.write_note(pair=pair, by=pair.mentee.person, body="Un secret", revision=0)
    factories.planned(pair)
    seen = selectors.team_pair(pair)
    said = " ".join(sentence for _at, sentence in seen.entries)
    assert "a planifié une rencontre" in said
    assert "message" not in said
    assert "note" not in said
    assert seen.messages == 1


def test_team_pair_says_once_what_was_done_again_the_same_day(db):
    pair = factories.pair(coordinator=factories.person("Nadia"))
    for days in (2, 3, 4):
        factories.planned(pair, days=days)
    said = [sentence for _at, sentence in selectors.team_pair(pair).entries]
    assert len([one for one in said if "a planifié une rencontre" in one]) == 1


def test_attainment_is_an_aggregate_hidden_below_five_pairs(db):
    nadia = factories.person("Nadia")
    group = factories.cohort(factories.programme(nadia))
    for number in range(5):
        assert selectors.attainment_of(group.programme, nadia) is None
        pair = services.open_pair(
            mentor=factories.enrolment(group, "mentor"), mentee=factories.enrolment(group, "mentee")
        )
        goal = services.add_goal(pair=pair, by=pair.mentee.person, title=f"But {number}")
        services.review_goal(goal=goal, by=pair.mentee.person, level=0)
    found = selectors.attainment_of(group.programme, nadia)
    assert (found.pairs, found.start, found.now) == (5, 30, 50)
    assert selectors.attainment_of(group.programme, pair.mentee.person) is None


def test_skills_of_goals_are_given_once_with_the_furthest_level(pair):
    skill = {"id": "esco:1", "label": "Parler en public"}
    for number, level in enumerate((-1, 1)):
        goal = services.add_goal(
            pair=pair,
            by=pair.mentee.person,
            title=f"But {number}",
            skills=[skill, {"label": "Écouter", "level": 4}],
        )
        services.review_goal(goal=goal, by=pair.mentee.person, level=level)
    found = selectors.skills_reached(pair.mentee.person)
    assert [(one.id, one.label, one.level) for one in found] == [
        ("esco:1", "Parler en public", 1),
        (None, "Écouter", 1),
    ]
    assert selectors.skills_reached(pair.mentor.person) == []


def test_pairs_of_lists_the_open_one_first(pair):
    factories.close(*Pair.objects.all())
    again = services.open_pair(mentor=pair.mentor, mentee=pair.mentee)
    assert [one.pk for one in selectors.pairs_of(pair.mentee.person)] == [again.pk, pair.pk]
