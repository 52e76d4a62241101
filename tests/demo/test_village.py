"""The village: the cast is there, the counts are those of a small programme, every situation has its example."""

from __future__ import annotations

import pytest
from django.db import transaction

from ithaque.correspondence.models import AddressTrouble
from ithaque.correspondence.preferences import delivery_of
from ithaque.correspondence.troubles import ENOUGH
from ithaque.demo import letters
from ithaque.demo.cast import CAST, PASSWORD
from ithaque.demo.village import Village
from ithaque.kernel import clock, outbox
from ithaque.kernel.models import OutboxMessage
from ithaque.matching.enums import RunStatus
from ithaque.matching.models import MatchRun
from ithaque.mentoring.enums import PairStatus
from ithaque.mentoring.models import (
    Certificate,
    ConversationReading,
    FollowUpCard,
    Meeting,
    Message,
    MessageFile,
    MessageReference,
    Pair,
    Pulse,
)
from ithaque.people.models import Person
from ithaque.programmes.enums import EnrolmentStatus
from ithaque.programmes.models import Enrolment, GuardianAuthorisation, Programme

pytestmark = [pytest.mark.slow, pytest.mark.databases]


def test_cast_is_there_and_signs_in(village: Village):
    people = Person.objects.filter(email__in=[one.email for one in CAST])
    assert {one.email for one in people} == {one.email for one in CAST}
    assert all(person.check_password(PASSWORD) for person in people)
    assert [one.email for one in people if one.is_superuser] == ["adele@ithaque.example"]


def test_counts_are_those_of_a_village(village: Village):
    assert Programme.objects.count() == 3
    assert 55 <= Person.objects.count() <= 100
    assert Pair.objects.count() >= 15
    assert Meeting.objects.count() >= 60
    assert Pulse.objects.count() >= 60
    assert Message.objects.count() >= 20


def test_every_format_is_there_and_lives(village: Village):
    for format in ("circle", "peers", "reverse", "flash"):
        pair = Pair.objects.filter(format=format).latest("pk")
        assert pair.meetings.exists(), format
    guided = Pair.objects.get(format="reverse")
    assert guided.mentee.person.email == "thierry@ithaque.example"


def test_addresses_belong_to_nobody(village: Village):
    assert [p.email for p in Person.objects.all() if not p.email.endswith(".example")] == []


def test_enrolments_wait_at_each_step(village: Village):
    found = set(Enrolment.objects.values_list("status", flat=True))
    assert {EnrolmentStatus.SUBMITTED, EnrolmentStatus.AVAILABLE} <= found


def test_minor_of_the_cast_has_the_word_of_an_adult(village: Village):
    guardian = GuardianAuthorisation.objects.get(enrolment__person__email="moussa@ithaque.example")
    assert guardian.authorised_at is not None


def test_both_rules_have_raised_cards(village: Village):
    raised = set(FollowUpCard.objects.values_list("rule", flat=True))
    assert {"first_meeting_late", "silence"} <= raised


def test_closed_pairs_have_the_certificates_of_both(village: Village):
    closed = Pair.objects.filter(status=PairStatus.CLOSED)
    assert closed.count() >= 3
    assert Certificate.objects.filter(pair__in=closed).count() >= closed.count()


def test_a_run_waits_for_review_with_people_left_over(village: Village):
    run = MatchRun.objects.get(cohort=village.cohort, status=RunStatus.READY)
    assert run.proposals.exists()
    assert run.unmatched.exists()


def test_letters_carry_files_and_cards_and_those_of_a_minor_are_supervised(village: Village):
    kinds = MessageFile.objects.values_list("file__media_type", flat=True)
    assert sorted(kinds) == ["application/pdf", "image/png"]
    assert set(MessageReference.objects.values_list("kind", flat=True)) == set(
        MessageReference.Kind.values
    )
    [hidden] = Message.objects.exclude(masked=[])
    assert (hidden.masked, hidden.supervised) == (["phone"], True)
    assert "onisep.fr" in hidden.body
    assert ConversationReading.objects.get().pair == hidden.pair


@pytest.mark.django_db
def test_same_seed_gives_the_same_people_and_answers():
    first, again, other = (people_of(seed) for seed in (7, 7, 8))
    assert first == again
    assert first != other


def people_of(seed: int) -> list[tuple[str, str, object]]:
    """Play the enrolments of a village, and take them back; return who came and what they answered."""
    with transaction.atomic():
        village = Village(seed)
        village.organisations()
        village.cap_insertion()
        village.first_enrolments()
        found = Enrolment.objects.order_by("pk").values_list(
            "person__first_name", "person__email", "sheet__answers"
        )
        people = list(found)
        transaction.set_rollback(True)
    return people


def test_letters_of_one_person_come_back_and_their_page_says_so(village: Village):
    outbox.put_away(before=clock.now())
    letters.come_back(village.cohort)
    trouble = AddressTrouble.objects.select_related("person").get()
    assert delivery_of(trouble.person).mail_fails
    assert OutboxMessage.objects.filter(status=OutboxMessage.Status.BOUNCED).count() == ENOUGH
