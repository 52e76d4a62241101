"""A concern is kept, told without content, read by the lead alone with a trace, and closed."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from ithaque.kernel import erasure
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import JournalEntry
from ithaque.mentoring.rules import require_open
from ithaque.people.enums import OrganisationRole
from ithaque.people.models import OrganisationMember, Person
from ithaque.safeguarding import selectors
from ithaque.safeguarding.models import Concern, ConcernReading
from ithaque.safeguarding.services import (
    close_concern,
    freeze_pair,
    raise_concern,
    read_concern,
    release_pair,
    take_in_hand,
)
from tests.followup.factories import person
from tests.support.mailbox import mails
from tests.support.world import PERSONAS, World

pytestmark = pytest.mark.django_db
SECRET = "Il m’a demandé mon adresse."


def told(world: World, **values: Any) -> Concern:
    given = {
        "kind": "boundary",
        "text": SECRET,
        "pair": world.pair,
        "by": world.ines,
        "submission": uuid.uuid4(),
    }
    return raise_concern(organisation=world.organisation, **{**given, **values})


@pytest.fixture
def concern(world: World) -> Concern:
    return told(world)


def test_lead_gets_a_mail_that_says_nothing_of_it(concern: Concern, world: World) -> None:
    (mail,) = mails()
    assert mail.to == world.solene.email
    for word in (SECRET, "Inès", "Claire", "limite"):
        assert word not in mail.subject + mail.text + mail.html
    assert str(concern.public_id) in mail.text


@pytest.mark.parametrize("persona", sorted(set(PERSONAS) - {"anonymous", "safeguarding"}))
def test_nobody_but_the_lead_reads_it(persona: str, concern: Concern, world: World) -> None:
    who = world.persona(persona)
    assert who is not None
    assert selectors.concern_for(who, concern.public_id) is None
    for act in (read_concern, take_in_hand):
        with pytest.raises(Refusal) as refused:
            act(concern=concern, by=who)
        assert refused.value.code == "concern.not_lead"
    assert ConcernReading.objects.count() == 0


def test_lead_of_another_organisation_reads_nothing(concern: Concern, world: World) -> None:
    other = person()
    OrganisationMember.objects.create(
        organisation=world.other_programme.organisation,
        person=other,
        role=OrganisationRole.SAFEGUARDING_LEAD,
    )
    assert selectors.concern_for(other, concern.public_id) is None


def test_lead_who_is_of_the_pair_does_not_read_what_concerns_it(world: World) -> None:
    OrganisationMember.objects.create(
        organisation=world.organisation,
        person=world.claire,
        role=OrganisationRole.SAFEGUARDING_LEAD,
    )
    concern = told(world)
    assert selectors.concern_for(world.claire, concern.public_id) is None
    assert {mail.to for mail in mails()} == {world.solene.email}


def test_reading_leaves_a_trace_each_time(concern: Concern, world: World) -> None:
    for _ in range(2):
        read_concern(concern=concern, by=world.solene)
    assert [reading.person for reading in concern.readings.all()] == [world.solene, world.solene]


def test_journal_holds_neither_words_nor_author(concern: Concern, world: World) -> None:
    take_in_hand(concern=concern, by=world.solene)
    entries = JournalEntry.objects.filter(type__startswith="safeguarding.")
    assert entries.count() == 2
    assert not any(SECRET in str(entry.data) or entry.by == world.ines for entry in entries)


def test_sent_twice_is_one_concern(world: World) -> None:
    submission = uuid.uuid4()
    first, second = (told(world, submission=submission) for _ in range(2))
    assert first == second
    assert len(mails()) == 1


def test_without_a_lead_the_administrators_are_asked_to_name_one(world: World) -> None:
    OrganisationMember.objects.filter(role=OrganisationRole.SAFEGUARDING_LEAD).delete()
    told(world)
    (mail,) = mails()
    assert (mail.kind, mail.to) == ("safeguarding.no_lead", world.adele.email)
    assert SECRET not in mail.text
    assert selectors.concerns_readable_by(world.adele).count() == 0
    assert world.organisation in selectors.organisations_without_lead()


def test_lead_named_later_finds_what_waited(world: World) -> None:
    OrganisationMember.objects.filter(role=OrganisationRole.SAFEGUARDING_LEAD).delete()
    concern = told(world)
    later = person()
    OrganisationMember.objects.create(
        organisation=world.organisation, person=later, role=OrganisationRole.SAFEGUARDING_LEAD
    )
    assert selectors.concern_for(later, concern.public_id) == concern


def second_lead(world: World) -> Person:
    other = person("Yann")
    OrganisationMember.objects.create(
        organisation=world.organisation, person=other, role=OrganisationRole.SAFEGUARDING_LEAD
    )
    return other


def test_second_lead_is_told_who_took_it(concern: Concern, world: World) -> None:
    take_in_hand(concern=concern, by=world.solene)
    take_in_hand(concern=concern, by=world.solene)
    with pytest.raises(Refusal) as refused:
        take_in_hand(concern=concern, by=second_lead(world))
    assert refused.value.code == "concern.taken"
    assert "Solène" in str(refused.value)


def test_close_keeps_outcome_and_is_done_once(concern: Concern, world: World) -> None:
    close_concern(concern=concern, outcome="settled", by=world.solene, note="Vu le 3.")
    concern.refresh_from_db()
    assert (concern.status, concern.outcome, concern.handled_by) == (
        "closed",
        "settled",
        world.solene,
    )
    with pytest.raises(Refusal) as refused:
        close_concern(concern=concern, outcome="ended", by=world.solene)
    assert refused.value.code == "concern.closed"


def test_freeze_stops_the_pair_and_tells_both_without_the_reason(
    concern: Concern, world: World
) -> None:
    for _ in range(2):
        freeze_pair(concern=concern, by=world.solene)
    world.pair.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        require_open(world.pair)
    assert refused.value.code == "pair_frozen"
    sent = mails(kind="safeguarding.paused")
    assert {mail.to for mail in sent} == {world.ines.email, world.claire.email}
    assert len(sent) == 2
    release_pair(concern=concern, by=world.solene)
    world.pair.refresh_from_db()
    require_open(world.pair)


def test_freeze_without_a_pair_is_refused(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        freeze_pair(concern=told(world, pair=None), by=world.solene)
    assert refused.value.code == "concern.no_pair"


def test_erasing_the_author_takes_their_name_off_and_keeps_the_file(
    concern: Concern, world: World
) -> None:
    read_concern(concern=concern, by=world.solene)
    for who in (world.ines, world.solene):
        erasure._erasers["safeguarding"](who)
    concern.refresh_from_db()
    assert (concern.raised_by, concern.text) == (None, SECRET)
    assert concern.readings.get().person is None


def test_author_finds_their_own_words_in_their_export(concern: Concern, world: World) -> None:
    assert [row["text"] for row in selectors.own_data(world.ines)] == [SECRET]
    assert selectors.own_data(world.claire) == []


def test_paused_pair_writes_and_plans_nothing(concern: Concern, world: World) -> None:
    from datetime import timedelta

    from ithaque.kernel import clock
    from ithaque.mentoring.models import Message
    from ithaque.mentoring.services.meetings import plan_meeting
    from ithaque.mentoring.services.messages import send_message

    freeze_pair(concern=concern, by=world.solene)
    world.pair.refresh_from_db()
    before = (Message.objects.count(), world.pair.meetings.count())
    acts = (
        lambda: send_message(
            pair=world.pair, by=world.ines, body="Bonjour", submission=uuid.uuid4()
        ),
        lambda: plan_meeting(
            pair=world.pair, by=world.ines, starts_at=clock.now() + timedelta(days=9), minutes=60
        ),
    )
    for act in acts:
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "pair_frozen"
    assert (Message.objects.count(), world.pair.meetings.count()) == before
