"""The pairs of a programme, and one pair from outside: acts and counts, never the words."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from ithaque.correspondence.preferences import change_delivery
from ithaque.mentoring import services
from ithaque.mentoring.enums import PairStatus
from ithaque.mentoring.models import Closure
from ithaque.programmes.enums import Side
from tests.mentoring import factories
from tests.support.mailbox import mails
from tests.support.world import World

pytestmark = pytest.mark.django_db


def words(answer: Any) -> str:
    return " ".join(html.fromstring(answer.content).text_content().split())


def url(name: str, thing: Any) -> str:
    return reverse(f"coordination:{name}", args=[thing.public_id])


def test_list_is_searched_filtered_and_sorted(world: World, as_):
    nadia = as_(world.nadia)
    services.open_pair(mentor=world.enrolments["thierry"], mentee=world.enrolments["moussa"])
    everyone = words(nadia.get(url("programme-pairs", world.programme)))
    assert "Inès Martin" in everyone
    assert "Moussa Diarra" in everyone
    found = words(nadia.get(url("programme-pairs", world.programme), {"q": "moussa"}))
    assert "Inès Martin" not in found
    unplanned = words(
        nadia.get(url("programme-pairs", world.programme), {"state": "unplanned", "sort": "-last"})
    )
    assert "Inès Martin" not in unplanned
    assert "Aucun binôme ici" in words(
        nadia.get(url("programme-pairs", world.programme), {"q": "zzz"})
    )


@pytest.mark.parametrize(
    "query", [{"page": "999"}, {"sort": "x"}, {"state": "x"}, {"q": "x" * 5000}, {"page": "x"}]
)
def test_list_with_nonsense_in_its_address_is_still_a_list(world: World, as_, query):
    assert as_(world.nadia).get(url("programme-pairs", world.programme), query).status_code == 200


def test_list_of_a_new_programme_teaches_what_comes_first(as_):
    nadia = factories.person("Nadia")
    programme = factories.programme(nadia)
    assert as_(nadia).get(reverse("coordination:pairs")).url == url("programme-pairs", programme)
    assert "Pas encore de binôme" in words(as_(nadia).get(url("programme-pairs", programme)))


def test_export_has_one_row_a_pair_and_no_formula(world: World, as_):
    world.ines.first_name = "=cmd()"
    world.ines.save()
    answer = as_(world.nadia).get(url("programme-pairs", world.programme), {"export": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["Mentoré·e", "Mentor·e", "Format", "Promotion"]
    assert rows[1][0] == "'=cmd() Martin"
    assert rows[1][7:9] == ["1", "1.0"]


def test_pair_shows_goals_meetings_and_counts_and_never_the_words(world: World, as_):
    services.send_message(
        pair=world.pair, by=world.ines, body="Un grand secret", submission=uuid.uuid4()
    )
    services.log_meeting(
        pair=world.pair,
        by=world.ines,
        starts_at=factories.clock.now() - timedelta(days=2),
        minutes=45,
        summary="Un grand secret",
    )
    page = words(as_(world.nadia).get(url("pair", world.pair)))
    for said in (
        "Un stage",
        "Messages échangés",
        "Rencontres tenues",
        "a noté une rencontre tenue",
    ):
        assert said in page
    for secret in (
        "Un grand secret",
        "Bravo pour la lettre",
        "Penser à la lettre",
        "Envoyer le CV",
    ):
        assert secret not in page


def test_write_to_both_sends_two_mails_signed_by_the_coordinator(world: World, as_):
    answer = as_(world.nadia).post(
        url("pair-write", world.pair), {"subject": "Vos nouvelles", "body": "Tout va bien ?"}
    )
    assert answer.url == url("pair", world.pair)
    sent = mails(kind="mentoring.team_letter")
    assert {mail.to for mail in sent} == {world.ines.email, world.claire.email}
    assert sent[0].subject == "Vos nouvelles"
    assert "Nadia Benali" in sent[0].text


def test_write_nothing_is_a_form_error(world: World, as_):
    assert as_(world.nadia).post(url("pair-write", world.pair), {}).status_code == 422


def test_give_more_time_moves_the_last_day_and_refuses_a_past_one(world: World, as_):
    nadia = as_(world.nadia)
    later = world.pair.ends_on + timedelta(days=30)
    nadia.post(url("pair-extend", world.pair), {"ends_on": later.isoformat()})
    world.pair.refresh_from_db()
    assert world.pair.ends_on == later
    past = nadia.post(url("pair-extend", world.pair), {"ends_on": "2020-01-01"})
    assert past.status_code == 422
    assert "doit être à venir" in words(past)


def test_end_is_opened_then_completed_in_the_place_of_the_two(world: World, as_):
    nadia = as_(world.nadia)
    nadia.post(url("pair-close", world.pair), {"path": "one_sided", "reason": "time"})
    world.pair.refresh_from_db()
    assert world.pair.status == PairStatus.CLOSING
    services.write_balance(
        pair=world.pair,
        by=world.ines,
        gained="Gardé pour deux",
        for_team="Pour Nadia seule",
        recommendation=8,
    )
    page = words(nadia.get(url("pair", world.pair)))
    assert "Pour Nadia seule" in page
    assert nadia.post(url("pair-close", world.pair), {}).status_code == 422
    nadia.post(url("pair-close", world.pair), {"now": "on"})
    world.pair.refresh_from_db()
    assert world.pair.status == PairStatus.CLOSED
    assert Closure.objects.get().completed_at


def test_closed_pair_can_no_longer_be_closed(world: World, as_):
    world.pair.status = PairStatus.CLOSED
    world.pair.save()
    answer = as_(world.nadia).post(url("pair-close", world.pair), {"now": "on"})
    assert answer.status_code == 422


def more(world: World, count: int) -> None:
    for _number in range(count):
        pair = services.open_pair(
            mentor=factories.enrolment(world.cohort, Side.MENTOR),
            mentee=factories.enrolment(world.cohort, Side.MENTEE),
        )
        services.add_goal(pair=pair, by=pair.mentee.person, title="But")
        services.add_goal(pair=world.pair, by=world.ines, title=f"But {_number}")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "thing", "asked"), [("programme-pairs", "programme", 11), ("pair", "pair", 16)]
)
def test_page_asks_as_many_questions_whatever_it_lists(
    world: World, as_, name, thing, asked, count
):
    more(world, count)
    browser = as_(world.nadia)
    with CaptureQueriesContext(connection) as found:
        assert browser.get(url(name, getattr(world, thing))).status_code == 200
    assert len(found) == asked, "\n".join(query["sql"][:140] for query in found)


def test_coordination_sees_that_mails_to_one_of_the_two_come_back(world: World, as_):
    nadia, page = as_(world.nadia), url("pair", world.pair)
    assert "Les courriels n’arrivent plus" not in words(nadia.get(page))
    change_delivery(person=world.pair.mentee.person, mail_fails=True)
    said = words(nadia.get(page))
    assert said.count("Les courriels n’arrivent plus") == 1
    assert f"Plusieurs messages à {world.pair.mentee.person.get_short_name()}" in said
