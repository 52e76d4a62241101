"""The coordinator's day, the cards and the lists behind the figures, as pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from lxml import html

from ithaque.insight import indicators
from ithaque.kernel import clock
from ithaque.mentoring.enums import CardLevel, CardStatus, MeetingStatus
from ithaque.mentoring.followup.evaluation import evaluate_all
from ithaque.mentoring.followup.letters import letter_in
from ithaque.mentoring.followup.selectors import version_of
from ithaque.mentoring.followup.services import close_card, snooze_card
from ithaque.mentoring.models import FollowUpCard, Pair
from ithaque.people.models import Person
from ithaque.programmes.models import Cohort
from ithaque.web.coordination.day.pages import case_of
from tests.followup.factories import cohort, days_ago, enrolment, meeting, pair, person, programme
from tests.support.client import StrictClient
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], StrictClient]


@dataclass
class World:
    nadia: Person
    karim: Person
    cohort: Cohort
    silent: Pair
    card: FollowUpCard


@pytest.fixture
def world() -> World:
    nadia, karim = person("Nadia", last_name="Benali"), person("Karim")
    under_way = cohort(programme(nadia, karim, title_fr="Cap Insertion"))
    silent = pair(under_way, mentor=person("Thierry"), mentee=person("Moussa"))
    meeting(silent, 47)
    evaluate_all()
    return World(nadia, karim, under_way, silent, FollowUpCard.objects.get())


def words(response: Any) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


def test_day_says_who_needs_someone_and_why(world: World, as_: SignIn) -> None:
    text = words(as_(world.nadia).get(reverse("coordination:day")))
    assert "Bonjour Nadia, une situation vous attend." in text
    assert "Moussa et Thierry" in text
    assert "47 jours sans rencontre, pour un rythme convenu de 15 jours." in text
    assert "Leur écrire pour prendre des nouvelles" in text
    assert "Cap Insertion" in text


def test_day_without_any_pair_teaches_what_will_come(as_: SignIn) -> None:
    nadia = person("Nadia")
    programme(nadia)
    text = words(as_(nadia).get(reverse("coordination:day")))
    assert "rien ne vous attend aujourd’hui" in text
    assert "Pas encore de binôme" in text


def test_day_without_card_speaks_of_the_enrolments_to_answer(as_: SignIn) -> None:
    nadia = person("Nadia")
    enrolment(cohort(programme(nadia)), status="submitted")
    text = words(as_(nadia).get(reverse("coordination:day")))
    assert "Bonjour Nadia, une inscription attend votre réponse." in text


def test_day_ranks_urgent_first_and_oldest_first(world: World, as_: SignIn) -> None:
    for names, level, opened in (("Anna", "orange", 9), ("Béa", "red", 5), ("Chloé", "red", 8)):
        FollowUpCard.objects.create(
            pair=pair(world.cohort, mentee=person(names)), rule="first_meeting_late", level=level,
            facts={"since": days_ago(60).isoformat()}, opened_at=clock.now() - timedelta(days=opened),
        )  # fmt: skip
    text = words(as_(world.nadia).get(reverse("coordination:day")))
    order = [text.index(name) for name in ("Chloé", "Béa", "Moussa", "Anna")]
    assert order == sorted(order)


def test_day_narrowed_to_a_programme_counts_it_alone(world: World, as_: SignIn) -> None:
    other = programme(world.nadia)
    browser = as_(world.nadia)
    both = words(browser.get(reverse("coordination:day")))
    assert "2 programmes" in both
    narrowed = words(browser.get(reverse("coordination:day"), {"programme": other.public_id}))
    assert "Moussa" not in narrowed
    for wrong in ("x", "00000000-0000-0000-0000-000000000000"):
        assert "Moussa" in words(browser.get(reverse("coordination:day"), {"programme": wrong}))


def test_day_is_closed_to_those_who_coordinate_nothing(
    world: World, as_: SignIn, client: StrictClient
) -> None:
    for stranger in (world.silent.mentee.person, world.silent.mentor.person, person()):
        assert as_(stranger).get(reverse("coordination:day")).status_code == 404
    assert client.get(reverse("coordination:day")).status_code == 302


def test_card_of_another_programme_does_not_exist(world: World, as_: SignIn) -> None:
    other = person()
    programme(other)
    for name in (
        "card",
        "card-postpone",
        "card-settle",
        "card-write",
        "card-call",
        "card-hand-over",
    ):
        address = reverse(f"coordination:{name}", args=[world.card.public_id])
        browser = as_(other)
        assert (
            browser.get(address) if name == "card" else browser.post(address)
        ).status_code == 404


def send(browser: StrictClient, card: FollowUpCard, name: str, **values: Any) -> Any:
    return browser.post(
        reverse(f"coordination:card-{name}", args=[card.public_id]),
        {"seen": version_of(card), **values},
    )


def test_postpone_takes_the_card_away_until_its_day(world: World, as_: SignIn) -> None:
    browser = as_(world.nadia)
    answer = send(browser, world.card, "postpone", until=days_ago(-3).isoformat())
    assert answer.status_code == 302
    text = words(browser.get(answer.url))
    assert "rien ne vous attend" in text
    assert "Une situation reportée" in text
    world.card.refresh_from_db()
    assert world.card.snoozed_until == days_ago(-3)


def test_postpone_to_a_past_day_says_what_to_choose(world: World, as_: SignIn) -> None:
    answer = send(as_(world.nadia), world.card, "postpone", until=days_ago(2).isoformat())
    assert answer.status_code == 422
    assert "entre demain et dans soixante jours" in words(answer)


def test_hand_over_puts_the_card_on_the_colleagues_day(world: World, as_: SignIn) -> None:
    assert (
        send(as_(world.nadia), world.card, "hand-over", to=world.karim.public_id).status_code == 302
    )
    assert "Moussa" not in words(as_(world.nadia).get(reverse("coordination:day")))
    assert "Moussa" in words(as_(world.karim).get(reverse("coordination:day")))
    shelf = as_(world.nadia).get(reverse("coordination:cards"), {"shelf": "colleagues"})
    assert "Moussa" in words(shelf)


def test_write_sends_what_was_typed(world: World, as_: SignIn) -> None:
    browser = as_(world.nadia)
    page = browser.get(reverse("coordination:card", args=[world.card.public_id]))
    assert "Votre dernière rencontre remonte au" in words(page)
    answer = send(
        browser,
        world.card,
        "write",
        to=world.silent.mentee.person.public_id,
        subject_fr="Coucou",
        body_fr="Comment allez-vous ?",
    )
    assert answer.status_code == 302
    (mail,) = mails(kind="followup.message")
    assert (mail.to, mail.subject) == (world.silent.mentee.person.email, "Coucou")
    assert "Nadia Benali leur a écrit" in words(browser.get(answer.url))


def test_write_without_text_keeps_the_rest(world: World, as_: SignIn) -> None:
    answer = send(
        as_(world.nadia), world.card, "write", to="both", subject_fr="Gardé tel quel", body_fr=""
    )
    assert answer.status_code == 422
    assert "Gardé tel quel" in answer.content.decode()
    assert mails() == []


def test_call_is_noted_and_comes_back(world: World, as_: SignIn) -> None:
    assert (
        send(
            as_(world.nadia),
            world.card,
            "call",
            call=f"missed:{world.silent.mentee.person.public_id}",
            look_again_on=days_ago(-7).isoformat(),
        ).status_code
        == 302
    )
    world.card.refresh_from_db()
    assert world.card.status == CardStatus.SNOOZED
    page = as_(world.nadia).get(reverse("coordination:card", args=[world.card.public_id]))
    assert "Nadia Benali a appelé, sans réponse · Moussa" in words(page)


@pytest.mark.parametrize(
    "call", ["", "missed", "spoke:x", "spoke:00000000-0000-0000-0000-000000000000"]
)
def test_call_of_nobody_is_refused(call: str, world: World, as_: SignIn) -> None:
    day = days_ago(-7).isoformat()
    answer = send(as_(world.nadia), world.card, "call", call=call, look_again_on=day)
    assert answer.status_code == 422


def test_message_is_ready_in_the_language_of_each(world: World, as_: SignIn) -> None:
    mentor = world.silent.mentor.person
    mentor.locale = "en"
    mentor.save()
    browser = as_(world.nadia)
    page = words(browser.get(reverse("coordination:card", args=[world.card.public_id])))
    assert "Votre dernière rencontre remonte au" in page
    assert "Your last meeting dates back" in page
    sent = {
        "subject_fr": "Nouvelles",
        "body_fr": "Alors ?",
        "subject_en": "News",
        "body_en": "Well?",
    }
    day = days_ago(-7).isoformat()
    answer = send(browser, world.card, "write", to="both", look_again_on=day, **sent)
    assert answer.url == reverse("coordination:day")
    told = {mail.to: mail.subject for mail in mails(kind="followup.message")}
    assert told == {world.silent.mentee.person.email: "Nouvelles", mentor.email: "News"}


def test_message_proposes_the_hours_both_are_free(world: World) -> None:
    slot = datetime(2026, 12, 3, 17, tzinfo=UTC)
    case = case_of(world.card)
    letter = letter_in("fr", case, signed="Nadia", slots=[slot])
    assert "ces heures en commun : jeudi 3 décembre à 18 h." in " ".join(letter.body.split())
    assert letter.body.endswith("\n\nNadia")
    case.mentor.time_zone = "America/Cayenne"
    assert "Europe/Paris" in letter_in("fr", case, signed="Nadia", slots=[slot]).body


def test_change_of_mentor_is_offered_by_a_message_and_by_the_ending(
    world: World, as_: SignIn
) -> None:
    address = reverse("coordination:card", args=[world.card.public_id])
    page = as_(world.nadia).get(address, {"letter": "change"})
    assert "nous chercherons quelqu’un d’autre avec vous" in words(page)
    assert (
        reverse("coordination:pair-close", args=[world.silent.public_id]) in page.content.decode()
    )


def test_settling_offers_to_settle_the_other_signs_of_the_pair(world: World, as_: SignIn) -> None:
    facts = {"since": days_ago(40).isoformat(), "has_goals": False}
    other = FollowUpCard.objects.create(
        pair=world.silent, rule="no_goal", level="orange", facts=facts
    )
    browser = as_(world.nadia)
    page = browser.get(reverse("coordination:card", args=[world.card.public_id]))
    assert "Aucun objectif n’est écrit" in words(page)
    send(browser, world.card, "settle", outcome="resumed", also=[other.public_id])
    other.refresh_from_db()
    assert other.status == CardStatus.DONE


def test_settle_shows_the_outcome_to_the_team(world: World, as_: SignIn) -> None:
    send(as_(world.nadia), world.card, "settle", outcome="resumed", note="Ils se revoient.")
    text = words(as_(world.karim).get(reverse("coordination:figures")))
    assert "réglées par l’équipe : 1" in text
    assert "Le contact a repris" in text
    page = words(as_(world.karim).get(reverse("coordination:card", args=[world.card.public_id])))
    assert "Ils se revoient." in page


def test_settle_with_an_unknown_outcome_is_refused(world: World, as_: SignIn) -> None:
    assert send(as_(world.nadia), world.card, "settle", outcome="made-up").status_code == 422


def test_slower_coordinator_is_told_who_acted(world: World, as_: SignIn) -> None:
    seen = version_of(world.card)
    snooze_card(card=world.card, until=days_ago(-2), by=world.nadia)
    answer = as_(world.karim).post(
        reverse("coordination:card-settle", args=[world.card.public_id]),
        {"seen": seen, "outcome": "resumed", "note": "à garder"},
    )
    assert answer.status_code == 409
    assert "Nadia Benali a reporté cette situation entre-temps" in words(answer)
    assert "à garder" in answer.content.decode()


def test_settled_card_offers_nothing_more(world: World, as_: SignIn) -> None:
    close_card(card=world.card, outcome="resumed", by=world.nadia)
    answer = send(as_(world.karim), world.card, "postpone", until=days_ago(-3).isoformat())
    assert answer.status_code == 409
    assert "Nadia Benali a réglé cette situation entre-temps" in words(answer)


@pytest.mark.parametrize("indicator", indicators.declared(), ids=lambda each: each.code)
def test_every_figure_has_a_page_with_its_definition(
    indicator: indicators.Indicator, world: World, as_: SignIn
) -> None:
    page = as_(world.nadia).get(
        reverse("coordination:figure", args=[indicator.code]), {"q": "Mou", "page": "99"}
    )
    assert page.status_code == 200
    assert " ".join(str(indicator.definition).split()) in words(page)


def test_unknown_figure_is_not_found(world: World, as_: SignIn) -> None:
    assert as_(world.nadia).get(reverse("coordination:figure", args=["nothing"])).status_code == 404


def test_figures_list_only_ones_own_programmes(world: World, as_: SignIn) -> None:
    other = person()
    programme(other)
    assert "Moussa" not in words(as_(other).get(reverse("coordination:figure", args=["followed"])))


@pytest.mark.parametrize("size", [1, 3])
def test_day_asks_the_same_questions_whatever_the_size(
    size: int, world: World, as_: SignIn, django_assert_num_queries: Any
) -> None:
    for _ in range(size):
        meeting(pair(world.cohort), 5, MeetingStatus.HELD)
        FollowUpCard.objects.create(
            pair=pair(world.cohort), rule="silence", level=CardLevel.WATCH,
            facts={"since": days_ago(30).isoformat(), "rhythm": 15},
        )  # fmt: skip
    browser = as_(world.nadia)
    with django_assert_num_queries(9):
        assert browser.get(reverse("coordination:day")).status_code == 200


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(("name", "number"), [("figures", 10), ("also-waiting", 16)])
def test_parts_of_the_day_ask_the_same_questions_whatever_the_size(
    name: str, number: int, size: int, world: World, as_: SignIn, django_assert_num_queries: Any
) -> None:
    for _ in range(size):
        meeting(pair(world.cohort), 5, MeetingStatus.HELD)
        enrolment(world.cohort, status="submitted", submitted_at=clock.now() - timedelta(days=40))
    browser = as_(world.nadia)
    with django_assert_num_queries(number):
        assert browser.get(reverse(f"coordination:{name}")).status_code == 200


@pytest.mark.parametrize("name", ["figures", "also-waiting"])
def test_parts_of_the_day_are_pages_too(name: str, world: World, as_: SignIn) -> None:
    enrolment(world.cohort, status="submitted", submitted_at=clock.now() - timedelta(days=40))
    browser, address = as_(world.nadia), reverse(f"coordination:{name}")
    assert address in browser.get(reverse("coordination:day")).content.decode()
    assert "<html" in browser.get(address).content.decode()
    assert "<html" not in browser.get(address, headers={"HX-Request": "true"}).content.decode()


def test_day_tells_the_first_pairs_of_each_level_and_counts_the_rest(
    world: World, as_: SignIn
) -> None:
    facts = {"since": days_ago(60).isoformat()}
    for number in range(8):
        two = pair(world.cohort, mentee=person(f"Zoé{number}"))
        for rule, level in (("first_meeting_late", "red"), ("no_goal", "orange")):
            FollowUpCard.objects.create(
                pair=two, rule=rule, level=level, facts={**facts, "has_goals": False}
            )
    page = as_(world.nadia).get(reverse("coordination:day"))
    text = words(page)
    assert "neuf situations vous attendent" in text
    assert "Et 3 autres situations urgentes" in text
    assert text.count("Aucun objectif n’est écrit") == 5
    shelf = words(as_(world.nadia).get(reverse("coordination:cards")))
    assert shelf.count("Aucun objectif n’est écrit") == 8


@pytest.mark.parametrize("size", [1, 3])
def test_cards_ask_the_same_questions_whatever_the_size(
    size: int, world: World, as_: SignIn, django_assert_num_queries: Any
) -> None:
    for _ in range(size):
        FollowUpCard.objects.create(
            pair=pair(world.cohort), rule="silence", level=CardLevel.WATCH,
            facts={"since": days_ago(30).isoformat(), "rhythm": 15},
        )  # fmt: skip
    browser = as_(world.nadia)
    with django_assert_num_queries(7):
        assert browser.get(reverse("coordination:cards")).status_code == 200
