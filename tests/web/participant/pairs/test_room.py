"""The room in the browser: what it shows, what is written in it, every refusal said in place."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from lxml import html

from ithaque.mentoring import selectors, services
from ithaque.mentoring.models import (
    Action,
    Goal,
    Message,
)
from tests.mentoring import factories
from tests.support.world import World
from tests.web.participant.pairs.reading import url, values, words

pytestmark = pytest.mark.django_db


def test_room_shows_the_next_meeting_goals_actions_note_and_way(world: World, as_):
    page = words(as_(world.ines).get(url("pair", world.pair)))
    for said in (
        "Inès et Claire",
        "Prochaine rencontre",
        "Un stage",
        "Envoyer le CV",
        "Penser à la lettre.",
        "Le chemin parcouru",
        "De quoi parler",
    ):
        assert said in page


def test_room_in_english_for_whoever_reads_english(world: World, as_):
    world.ines.locale = "en"
    world.ines.save()
    page = words(as_(world.ines).get(url("pair", world.pair)))
    assert "Our goals" in page
    assert "What to talk about?" in page


def test_room_of_a_new_pair_teaches_the_next_step(as_):
    pair = factories.pair()
    page = words(as_(pair.mentee.person).get(url("pair", pair)))
    for said in (
        "Votre première rencontre",
        "Votre convention est à signer",
        "Un premier objectif à écrire ensemble",
    ):
        assert said in page


def test_pairs_leads_to_the_only_pair_and_lists_several(world: World, as_):
    browser = as_(world.claire)
    assert browser.get(reverse("participant:pairs")).url == url("pair", world.pair)
    services.open_pair(mentor=world.enrolments["claire"], mentee=world.enrolments["moussa"])
    page = words(browser.get(reverse("participant:pairs")))
    assert "Inès Martin" in page
    assert "Moussa Diarra" in page


def test_messages_are_marked_read_when_opened_and_sent_once(world: World, as_):
    browser = as_(world.ines)
    assert selectors.unread_messages(world.pair, world.ines) == 1
    page = browser.get(url("pair-messages", world.pair))
    assert "Bravo pour la lettre." in words(page)
    assert selectors.unread_messages(world.pair, world.ines) == 0
    sent = {"body": "Merci <b>Claire</b>", "submission": values(page, "submission")[0]}
    for _click in range(2):
        assert browser.post(url("pair-messages", world.pair), sent).status_code == 302
    assert Message.objects.filter(author=world.ines).count() == 1
    shown = as_(world.claire).get(url("pair-messages", world.pair))
    assert b"Merci &lt;b&gt;Claire&lt;/b&gt;" in shown.content


def test_empty_or_endless_message_is_refused_and_kept(world: World, as_):
    for body, kept in (("   ", ""), ("a" * 5001, "a" * 5001)):
        answer = as_(world.ines).post(
            url("pair-messages", world.pair), {"body": body, "submission": str(uuid.uuid4())}
        )
        assert answer.status_code == 422
        assert kept in "".join(values(answer, "body"))


@pytest.mark.parametrize("before", ["yesterday", "2026-99-99T00:00:00Z", "2026-01-01T00:00:00", ""])
def test_messages_before_nonsense_are_the_last_ones(world: World, as_, before):
    answer = as_(world.ines).get(url("pair-messages", world.pair), {"before": before})
    assert "Bravo" in words(answer)


def test_messages_beyond_fifty_are_read_by_pages(world: World, as_):
    for number in range(51):
        services.send_message(
            pair=world.pair, by=world.ines, body=f"Lettre {number:02}", submission=uuid.uuid4()
        )
    page = as_(world.claire).get(url("pair-messages", world.pair))
    assert "Bravo pour la lettre." not in words(page)
    [older] = html.fromstring(page.content).xpath("//a[starts-with(@href, '?before=')]/@href")
    assert "Bravo pour la lettre." in words(
        as_(world.claire).get(url("pair-messages", world.pair) + older)
    )


def test_goal_is_written_reworded_levelled_and_set_aside(world: World, as_):
    browser = as_(world.ines)
    answer = browser.post(
        url("goal-new", world.pair),
        {
            "title": "Parler en public",
            "weight": "2",
            "level_0": "J’évite",
            "level_2": "Je parle",
            "due_on": "",
        },
    )
    goal = Goal.objects.get(title="Parler en public")
    assert answer.url.endswith("#goals")
    assert goal.levels == ["J’évite", "", "Je parle", "", ""]
    browser.post(url("goal-level", goal), {"level": "0"})
    browser.post(url("goal", goal), {"title": "Oser parler", "weight": "3", "level_0": "J’évite"})
    goal.refresh_from_db()
    assert (goal.title, goal.weight, goal.level) == ("Oser parler", 3, 0)
    browser.post(url("goal-drop", goal))
    assert "Oser parler" not in words(browser.get(url("pair", world.pair)))


@pytest.mark.parametrize("level", ["", "9", "x"])
def test_goal_level_that_does_not_exist_is_said_and_changes_nothing(world: World, as_, level):
    answer = as_(world.ines).post(url("goal-level", world.goal), {"level": level}, follow=True)
    assert "Choisissez l’un des cinq niveaux." in words(answer)
    world.goal.refresh_from_db()
    assert world.goal.level == -2


def test_goal_due_after_the_end_says_so_and_keeps_what_was_typed(world: World, as_):
    late = (world.pair.ends_on + timedelta(days=1)).isoformat()
    answer = as_(world.ines).post(
        url("goal-new", world.pair), {"title": "Mon but", "weight": "1", "due_on": late}
    )
    assert answer.status_code == 422
    assert "entre le premier et le dernier jour" in words(answer)
    assert values(answer, "title") == ["Mon but"]


def test_action_is_ticked_by_a_plain_post_and_by_htmx(world: World, as_):
    browser = as_(world.claire)
    assert browser.post(url("action-toggle", world.action), {"done": "yes"}).url.endswith(
        "#actions"
    )
    fragment = browser.post(
        url("action-toggle", world.action), {"done": "no"}, headers={"HX-Request": "true"}
    )
    assert fragment.status_code == 200
    assert fragment.content.strip().startswith(b"<li")
    assert b'aria-checked="false"' in fragment.content
    assert Action.objects.get().done_at is None


def test_action_is_written_from_a_meeting_for_the_other(world: World, as_):
    answer = as_(world.ines).post(
        url("action-new", world.pair) + f"?meeting={world.planned.public_id}",
        {"text": "Relire", "owner": str(world.claire.public_id), "due_on": ""},
    )
    assert answer.url == url("meeting", world.planned)
    action = Action.objects.get(text="Relire")
    assert (action.owner, action.meeting) == (world.claire, world.planned)


@pytest.mark.parametrize("owner", ["", "nobody", "0b819cbf-b988-4cbb-91b8-3725f657e71c"])
def test_action_for_nobody_is_a_form_error(world: World, as_, owner):
    answer = as_(world.ines).post(url("action-new", world.pair), {"text": "Relire", "owner": owner})
    assert answer.status_code == 422
    assert values(answer, "text") == ["Relire"]
