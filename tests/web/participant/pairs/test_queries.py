"""Each page of the room asks a constant number of questions."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ithaque.mentoring import services
from tests.mentoring import factories
from tests.support.world import World
from tests.web.participant.pairs.reading import url

pytestmark = pytest.mark.django_db


def fill(world: World, count: int) -> None:
    pair = world.pair
    for number in range(count):
        services.add_goal(pair=pair, by=world.ines, title=f"But {number}")
        services.add_action(pair=pair, by=world.ines, owner=world.claire, text=f"Action {number}")
        services.send_message(
            pair=pair, by=world.claire, body=f"Lettre {number}", submission=uuid.uuid4()
        )
        factories.planned(pair, days=20 + number)
        factories.held(pair, days=2 + number)
        services.write_note(pair=pair, by=world.ines, body=f"Note {number}", revision=number)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "thing", "asked"),
    [
        ("pair", "pair", 17),
        ("pair-meetings", "pair", 17),
        ("pair-messages", "pair", 15),
        ("pair-note", "pair", 7),
        ("pair-agreement", "pair", 12),
        ("meeting", "planned", 23),
        ("goal", "goal", 8),
        ("meeting-plan", "pair", 10),
    ],
)
def test_page_asks_as_many_questions_whatever_the_room_holds(
    world: World, as_, name, thing, asked, count
):
    fill(world, count)
    browser = as_(world.ines)
    browser.get(url("pair-guides", world.pair))
    with CaptureQueriesContext(connection) as found:
        assert browser.get(url(name, getattr(world, thing))).status_code == 200
    assert len(found) == asked, "\n".join(query["sql"][:140] for query in found)
