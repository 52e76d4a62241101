"""What a coordinator does with a card, and what a slower colleague is told."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ithaque.kernel import clock, erasure, journal
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import JournalEntry
from ithaque.mentoring.enums import CardLevel, CardStatus
from ithaque.mentoring.followup.alerts import Letter
from ithaque.mentoring.followup.enums import Outcome
from ithaque.mentoring.followup.selectors import (
    card_counts,
    card_for,
    cards_visible_to,
    colleagues_of,
    history_of,
    postponed,
    recently_settled,
    version_of,
    waiting_for,
    with_colleagues,
)
from ithaque.mentoring.followup.services import (
    assign_card,
    close_card,
    log_call,
    snooze_card,
    write_from_card,
)
from ithaque.mentoring.models import FollowUpCard
from ithaque.people.models import Person
from ithaque.programmes.enums import TeamRole
from ithaque.programmes.models import TeamMember
from tests.followup.factories import cohort, days_ago, pair, person, programme
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


@dataclass
class Team:
    nadia: Person
    karim: Person
    card: FollowUpCard


@pytest.fixture
def team() -> Team:
    nadia, karim = person("Nadia"), person("Karim")
    made = pair(cohort(programme(nadia, karim)), mentor=person("Thierry"), mentee=person("Moussa"))
    card = FollowUpCard.objects.create(
        pair=made,
        rule="silence",
        level=CardLevel.URGENT,
        facts={"since": days_ago(47).isoformat(), "rhythm": 15},
    )
    return Team(nadia, karim, card)


def test_assign_card_tells_the_colleague_without_naming_the_pair(team: Team) -> None:
    assign_card(card=team.card, to=team.karim, by=team.nadia)
    team.card.refresh_from_db()
    assert team.card.assigned_to == team.karim
    (mail,) = mails(kind="followup.handed")
    assert mail.to == team.karim.email
    assert "Moussa" not in mail.text + mail.subject
    assert str(team.card.public_id) in mail.text


def test_assign_card_to_oneself_sends_nothing(team: Team) -> None:
    assign_card(card=team.card, to=team.nadia, by=team.nadia)
    assert mails(kind="followup.handed") == []


def test_assign_card_twice_is_one_act(team: Team) -> None:
    for _ in range(2):
        assign_card(card=team.card, to=team.karim, by=team.nadia)
    assert JournalEntry.objects.filter(type="followup.card.assigned").count() == 1


def test_assign_card_outside_the_team_is_refused(team: Team) -> None:
    observer = person()
    TeamMember.objects.create(
        programme=team.card.pair.cohort.programme, person=observer, role=TeamRole.OBSERVER
    )
    for stranger in (person(), observer):
        with pytest.raises(Refusal) as refused:
            assign_card(card=team.card, to=stranger, by=team.nadia)
        assert refused.value.code == "card.not_of_the_team"


def test_second_coordinator_is_told_who_acted_first(team: Team) -> None:
    seen = version_of(team.card)
    snooze_card(card=team.card, until=days_ago(-3), by=team.nadia, seen=seen)
    with pytest.raises(Refusal) as refused:
        assign_card(card=team.card, to=team.karim, by=team.karim, seen=seen)
    assert refused.value.code == "card.overtaken"
    assert team.nadia.get_full_name() in str(refused.value)
    team.card.refresh_from_db()
    assert (team.card.status, team.card.assigned_to) == (CardStatus.SNOOZED, None)


def test_card_settled_by_a_colleague_says_so_to_whoever_writes_after(team: Team) -> None:
    close_card(
        card=team.card, outcome=Outcome.MEETING_SET, by=team.nadia, note="Ils se voient jeudi."
    )
    with pytest.raises(Refusal) as refused:
        write_from_card(
            card=team.card,
            to=[team.card.pair.mentee.person],
            letters={"fr": Letter("A", "B")},
            by=team.karim,
        )
    assert refused.value.code == "card.settled"
    assert "Nadia" in str(refused.value)
    assert mails(kind="followup.message") == []


@pytest.mark.parametrize("days", [0, -61, 4])
def test_snooze_card_to_another_day_than_the_next_sixty_is_refused(team: Team, days: int) -> None:
    with pytest.raises(Refusal) as refused:
        snooze_card(card=team.card, until=days_ago(days), by=team.nadia)
    assert refused.value.code == "card.day_out_of_range"


def test_close_card_keeps_outcome_note_and_author(team: Team) -> None:
    close_card(card=team.card, outcome="resumed", by=team.nadia, note=" Ils se sont parlé. ")
    team.card.refresh_from_db()
    assert (team.card.status, team.card.outcome, team.card.outcome_note) == (
        "done",
        "resumed",
        "Ils se sont parlé.",
    )
    assert team.card.closed_by == team.nadia
    assert list(recently_settled(cards_visible_to(team.karim))) == [team.card]


def test_write_from_card_sends_one_mail_each_with_answers_to_the_writer(team: Team) -> None:
    both = [team.card.pair.mentee.person, team.card.pair.mentor.person]
    write_from_card(
        card=team.card,
        to=both,
        letters={"fr": Letter("De vos nouvelles", "Bonjour,\n\nAlors ?")},
        by=team.nadia,
    )
    sent = mails(kind="followup.message")
    assert {mail.to for mail in sent} == {each.email for each in both}
    assert all(mail.headers["Reply-To"] == team.nadia.email for mail in sent)
    assert all("Alors ?" in mail.text and mail.subject == "De vos nouvelles" for mail in sent)


def test_write_from_card_escapes_what_was_typed(team: Team) -> None:
    write_from_card(
        card=team.card,
        to=[team.card.pair.mentee.person],
        letters={"fr": Letter("x", "<script>alert(1)</script>")},
        by=team.nadia,
    )
    (mail,) = mails(kind="followup.message")
    assert "<script>" not in mail.html


def test_write_from_card_to_nobody_or_to_someone_else_is_refused(team: Team) -> None:
    for people in ([], [person()]):
        with pytest.raises(Refusal) as refused:
            write_from_card(
                card=team.card, to=people, letters={"fr": Letter("x", "y")}, by=team.nadia
            )
        assert refused.value.code == "card.nobody_to_write_to"


def test_log_call_postpones_and_is_remembered(team: Team) -> None:
    called = team.card.pair.mentor.person
    values = {"person": called, "look_again_on": days_ago(-4), "by": team.nadia}
    log_call(card=team.card, reached=True, **values)
    log_call(card=team.card, reached=False, **values)
    team.card.refresh_from_db()
    assert team.card.snoozed_until == days_ago(-4)
    missed, spoke = [line for line in history_of(team.card) if line["with"]]
    assert "sans réponse" in missed["sentence"]
    assert (spoke["sentence"][:5], spoke["with"]) == ("Nadia", called.get_short_name())
    with pytest.raises(Refusal):
        log_call(card=team.card, reached=True, **{**values, "person": team.karim})
    assert list(postponed(cards_visible_to(team.nadia))) == [team.card]


def test_situation_of_a_pair_is_postponed_and_handed_over_whole(team: Team) -> None:
    other = FollowUpCard.objects.create(pair=team.card.pair, rule="no_goal", level="orange")
    elsewhere = FollowUpCard.objects.create(
        pair=pair(team.card.pair.cohort), rule="no_goal", level="orange"
    )
    snooze_card(card=team.card, until=days_ago(-4), by=team.nadia)
    other.refresh_from_db()
    assert (other.status, other.snoozed_until) == (CardStatus.SNOOZED, days_ago(-4))
    assign_card(card=team.card, to=team.karim, by=team.nadia)
    for card in (other, elsewhere):
        card.refresh_from_db()
    assert (other.status, other.assigned_to) == (CardStatus.OPEN, team.karim)
    assert (elsewhere.status, elsewhere.assigned_to) == (CardStatus.OPEN, None)


def test_cards_settled_together_share_an_outcome_and_the_rest_stays(team: Team) -> None:
    with_it, stays = (
        FollowUpCard.objects.create(pair=team.card.pair, rule=rule, level="orange")
        for rule in ("no_goal", "message_unanswered")
    )
    foreign = FollowUpCard.objects.create(
        pair=pair(team.card.pair.cohort), rule="no_goal", level="orange"
    )
    close_card(
        card=team.card, outcome=Outcome.RESUMED, by=team.nadia, note="Vus.", also=[with_it, foreign]
    )
    for card in (with_it, stays, foreign):
        card.refresh_from_db()
    assert (with_it.status, with_it.outcome, with_it.closed_by) == (
        CardStatus.DONE, Outcome.RESUMED, team.nadia,
    )  # fmt: skip
    assert (stays.status, foreign.status) == (CardStatus.OPEN, CardStatus.OPEN)


def test_message_sent_with_a_day_puts_the_situation_away(team: Team) -> None:
    write_from_card(
        card=team.card,
        letters={"fr": Letter("a", "b")},
        to=[team.card.pair.mentee.person],
        by=team.nadia,
        look_again_on=days_ago(-7),
    )
    team.card.refresh_from_db()
    assert team.card.snoozed_until == days_ago(-7)


def test_every_act_is_journalled_in_the_programme_without_free_text(team: Team) -> None:
    assign_card(card=team.card, to=team.karim, by=team.nadia)
    write_from_card(
        card=team.card,
        to=[team.card.pair.mentee.person],
        letters={"fr": Letter("a", "secret")},
        by=team.nadia,
    )
    log_call(
        card=team.card,
        person=team.card.pair.mentee.person,
        reached=False,
        look_again_on=days_ago(-1),
        by=team.nadia,
    )
    close_card(card=team.card, outcome="nothing", by=team.nadia, note="secret")
    entries = JournalEntry.objects.filter(scope_id=team.card.pair.cohort.programme.public_id)
    assert entries.count() == 5
    assert not any("secret" in str(entry.data) for entry in entries)
    assert all(journal.say(entry).startswith("Nadia") for entry in entries)


def test_cards_are_seen_by_the_coordinators_of_the_programme_alone(team: Team) -> None:
    other = person()
    programme(other)
    for stranger in (other, team.card.pair.mentee.person, person(is_superuser=True)):
        assert card_for(stranger, team.card.public_id) is None
    assert card_for(team.karim, team.card.public_id) == team.card


def test_cards_waiting_are_those_of_nobody_and_mine(team: Team) -> None:
    assign_card(card=team.card, to=team.karim, by=team.nadia)
    cards = cards_visible_to(team.nadia)
    assert not waiting_for(team.nadia, cards).exists()
    assert list(with_colleagues(team.nadia, cards)) == [team.card]
    assert list(waiting_for(team.karim, cards_visible_to(team.karim))) == [team.card]
    assert (card_counts(team.nadia, cards).waiting, card_counts(team.nadia, cards).handed) == (0, 1)
    assert card_counts(team.karim, cards_visible_to(team.karim)).urgent == 1


def test_colleagues_start_with_oneself(team: Team) -> None:
    assert list(colleagues_of(team.nadia, team.card)) == [team.nadia, team.karim]


def test_erasing_a_mentee_blanks_the_notes_about_their_pair(team: Team) -> None:
    close_card(card=team.card, outcome="resumed", by=team.nadia, note="Moussa est rentré de stage.")
    erasure._erasers["followup"](team.card.pair.mentee.person)
    team.card.refresh_from_db()
    assert team.card.outcome_note == ""
    assert team.card.closed_at <= clock.now()
