"""Notes, messages, goals, actions: what two people write."""

import uuid
from datetime import date

import pytest

from ithaque.kernel.errors import Refusal
from ithaque.mentoring import rules, selectors, services
from ithaque.mentoring.models import Action, GoalReview, Message, ReadMark
from tests.mentoring import factories
from tests.support.mailbox import mails


@pytest.mark.django_db
def test_send_message_twice_by_one_submission_is_one_letter(pair):
    mark = uuid.uuid4()
    for _click in range(2):
        services.send_message(pair=pair, by=pair.mentee.person, body="Bonjour", submission=mark)
    assert Message.objects.count() == 1
    assert len(mails(kind="mentoring.message_received")) == 1


@pytest.mark.django_db
def test_send_message_with_a_mark_of_someone_else_is_refused(pair):
    mark = uuid.uuid4()
    services.send_message(pair=pair, by=pair.mentee.person, body="Bonjour", submission=mark)
    with pytest.raises(Refusal):
        services.send_message(pair=pair, by=pair.mentor.person, body="Autre", submission=mark)


@pytest.mark.django_db
def test_send_messages_in_a_row_tell_the_other_once_until_read_and_never_their_words(pair):
    for word in ("Un secret", "Deux"):
        services.send_message(pair=pair, by=pair.mentee.person, body=word, submission=uuid.uuid4())
    [mail] = mails(kind="mentoring.message_received")
    assert mail.to == pair.mentor.person.email
    assert "secret" not in mail.text + mail.html + mail.subject
    services.mark_read(pair=pair, by=pair.mentor.person)
    services.send_message(pair=pair, by=pair.mentee.person, body="Trois", submission=uuid.uuid4())
    assert len(mails(kind="mentoring.message_received")) == 2


@pytest.mark.django_db
def test_mark_read_empties_the_count(pair):
    services.send_message(pair=pair, by=pair.mentee.person, body="Bonjour", submission=uuid.uuid4())
    assert selectors.unread_messages(pair, pair.mentor.person) == 1
    assert selectors.unread_messages(pair, pair.mentee.person) == 0
    services.mark_read(pair=pair, by=pair.mentor.person)
    assert selectors.unread_messages(pair, pair.mentor.person) == 0
    assert ReadMark.objects.count() == 1


@pytest.mark.django_db
def test_add_goal_twice_gives_one_goal_with_its_first_point(pair):
    for _click in range(2):
        goal = services.add_goal(
            pair=pair, by=pair.mentee.person, title="Un stage", levels=["rien", "", "un stage"]
        )
    assert goal.levels == ["rien", "", "un stage", "", ""]
    assert GoalReview.objects.count() == 1


@pytest.mark.django_db
def test_add_goal_a_sixth_time_is_refused(pair):
    for number in range(5):
        services.add_goal(pair=pair, by=pair.mentee.person, title=f"But {number}")
    with pytest.raises(Refusal):
        services.add_goal(pair=pair, by=pair.mentee.person, title="But de trop")


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 9, 3)])
def test_add_goal_due_outside_the_pair_is_refused(pair, day):
    with pytest.raises(Refusal):
        services.add_goal(pair=pair, by=pair.mentee.person, title="But", due_on=day)


@pytest.mark.django_db
def test_review_goal_adds_a_point_when_the_level_changes(pair):
    goal = services.add_goal(pair=pair, by=pair.mentee.person, title="But")
    for level in (-1, -1, 1):
        services.review_goal(goal=goal, by=pair.mentor.person, level=level)
    assert [review.level for review in selectors.reviews_of(goal)] == [-2, -1, 1]


@pytest.mark.django_db
def test_review_goal_set_aside_is_refused(pair):
    goal = services.add_goal(pair=pair, by=pair.mentee.person, title="But")
    services.drop_goal(goal=goal, by=pair.mentor.person)
    with pytest.raises(Refusal):
        services.review_goal(goal=goal, by=pair.mentee.person, level=1)


@pytest.mark.django_db
def test_complete_action_twice_keeps_the_first_instant(pair):
    action = services.add_action(
        pair=pair, by=pair.mentor.person, owner=pair.mentee.person, text="Écrire"
    )
    first = services.complete_action(action=action, by=pair.mentee.person).done_at
    with factories.days_later(1):
        assert services.complete_action(action=action, by=pair.mentor.person).done_at == first
        assert services.reopen_action(action=action, by=pair.mentor.person).done_at is None


@pytest.mark.django_db
def test_add_action_twice_is_one_action_and_for_a_stranger_is_refused(pair):
    for _click in range(2):
        services.add_action(
            pair=pair, by=pair.mentor.person, owner=pair.mentee.person, text="Écrire"
        )
    assert Action.objects.count() == 1
    with pytest.raises(Refusal):
        services.add_action(
            pair=pair, by=pair.mentor.person, owner=factories.person("Rita"), text="Écrire"
        )


@pytest.mark.parametrize(
    ("goals", "score"),
    [
        ([], None),
        ([(0, 1), (0, 3)], 50),
        ([(1, 1)], 60),
        ([(-2, 2)], 30),
        ([(1, 1), (1, 1)], 62.4035),
    ],
)
def test_gas_score_follows_kiresuk_and_sherman(goals, score):
    assert rules.gas_score(goals) == (score if score is None else pytest.approx(score, abs=1e-3))
