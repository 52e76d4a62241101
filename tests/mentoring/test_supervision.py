"""Messages with a minor: who may read, what is hidden, what is kept, and that every opening is seen."""

import uuid
from datetime import date, timedelta

import pytest

from ithaque.kernel import clock
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import selectors, services
from ithaque.mentoring.attachments import Upload
from ithaque.mentoring.masking import MASK
from ithaque.mentoring.models import Message, MessageVersion
from ithaque.mentoring.protection import Mode, mode_of
from ithaque.people.enums import OrganisationRole
from ithaque.people.models import OrganisationMember
from tests.mentoring import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db
PHONE = "06 12 34 56 78"


def born(age):
    today = clock.today()
    return date(today.year - age, 1, 1)


def minor_pair(age=13, **settings):
    nadia = make.person("Nadia")
    pair = make.pair(
        coordinator=nadia,
        mentee=make.person("Moussa", born_on=born(age) if age else None),
        minors=True,
        **settings,
    )
    return pair, nadia


def lead_of(pair, name="Solène"):
    lead = make.person(name)
    OrganisationMember.objects.create(
        organisation=pair.programme.organisation,
        person=lead,
        role=OrganisationRole.SAFEGUARDING_LEAD,
    )
    return lead


def send(pair, body="Bonjour", by=None, **more):
    return services.send_message(
        pair=pair, by=by or pair.mentee.person, body=body, submission=uuid.uuid4(), **more
    )


@pytest.mark.parametrize(
    ("age", "rules", "mode", "hidden"),
    [
        (13, {}, Mode.ANNOUNCED, True),
        (15, {}, Mode.PRIVATE, True),
        (17, {}, Mode.PRIVATE, True),
        (18, {}, Mode.PRIVATE, False),
        (None, {}, Mode.PRIVATE, True),
        (None, {"announced_under": 18}, Mode.ANNOUNCED, True),
        (17, {"announced_under": 18, "second_adult": True}, Mode.SECOND_ADULT, True),
        (40, {"announced_under": 18, "second_adult": True}, Mode.PRIVATE, False),
        (13, {"announced_under": 0}, Mode.PRIVATE, True),
        (13, {"mask_contacts": False}, Mode.ANNOUNCED, False),
    ],
)
def test_protection_follows_age_and_programme(age, rules, mode, hidden):
    pair, _nadia = minor_pair(age, supervision=rules)
    assert mode_of(pair) == mode
    assert (MASK in send(pair, f"Appelle le {PHONE}").body) == hidden


def test_adults_of_a_programme_without_minors_are_left_alone():
    pair = make.pair(supervision={"announced_under": 18})
    message = send(pair, PHONE)
    assert (message.body, message.masked, message.supervised) == (PHONE, [], False)


def test_hidden_contact_is_kept_nowhere_unless_the_conversation_is_supervised():
    pair, _nadia = minor_pair(17)
    goal = services.add_goal(pair=pair, by=pair.mentee.person, title="Écrire à a@b.fr")
    message = send(pair, PHONE, files=[Upload(f"{PHONE}.pdf", b"%PDF-1.7\n%%EOF")], about=[goal])
    assert message.masked == ["phone"]
    assert not MessageVersion.objects.exists()
    assert message.files.get().file.name == f"{MASK}.pdf"
    assert message.references.get().label == f"Écrire à {MASK}"
    assert "12" not in message.words.words
    changed = services.edit_message(message=message, by=pair.mentee.person, body="ines@test.fr")
    assert (changed.body, changed.masked) == (MASK, ["email"])
    assert not MessageVersion.objects.exists()


def test_supervised_words_typed_reworded_and_taken_back_stay_for_the_designated_adults():
    pair, _nadia = minor_pair()
    message = send(pair, f"Appelle {PHONE}")
    services.edit_message(message=message, by=pair.mentee.person, body="Jeudi")
    services.withdraw_message(message=message, by=pair.mentee.person)
    page = selectors.supervised_page(pair)
    [kept] = selectors.versions_of(page).values()
    assert [one.body for one in kept] == [f"Appelle {PHONE}", f"Appelle {MASK}", "Jeudi"]


def test_only_designated_adults_read_and_only_what_was_announced():
    pair, nadia = minor_pair()
    lead = lead_of(pair)
    Message.objects.create(pair=pair, author=pair.mentee.person, body="Avant")
    assert not selectors.supervised_by(lead).exists()
    send(pair, "Après")
    for person in (nadia, *pair.people, make.person()):
        assert selectors.supervised_pair(person, pair.public_id) is None
        with pytest.raises(Refusal):
            services.read_conversation(pair=pair, by=person)
    seen = selectors.supervised_pair(lead, pair.public_id)
    assert seen is not None
    assert [one.body for one in selectors.supervised_page(seen).letters] == ["Après"]


def test_a_page_opened_again_with_nothing_new_in_it_is_the_same_opening():
    pair, _nadia = minor_pair()
    lead = lead_of(pair)
    send(pair)
    first = services.read_conversation(pair=pair, by=lead)
    assert services.read_conversation(pair=pair, by=lead) == first
    with clock.at(first.at + timedelta(minutes=2)):
        send(pair, "Encore")
        second = services.read_conversation(pair=pair, by=lead)
    assert second != first
    with clock.at(second.at + timedelta(minutes=11)):
        assert services.read_conversation(pair=pair, by=lead) != second


def test_every_opening_is_shown_to_the_two_and_counts_what_is_new():
    pair, _nadia = minor_pair()
    lead = lead_of(pair)
    send(pair)
    assert selectors.supervised_by(lead).get().unread == 1
    services.read_conversation(pair=pair, by=lead)
    assert selectors.supervised_by(lead).get().unread == 0
    with make.days_later(1):
        send(pair, "Encore")
        assert selectors.supervised_by(lead).get().unread == 1
        services.read_conversation(pair=pair, by=lead)
    watch = selectors.watch_of(pair)
    assert [one.person for one in watch.readings] == [lead, lead]
    assert watch.adults == [lead]


def test_named_adults_replace_the_leads_and_a_member_never_reads_as_one():
    pair, nadia = minor_pair()
    lead = lead_of(pair)
    send(pair)
    services.designate_adults(programme=pair.programme, people=[nadia], by=nadia)
    assert selectors.readers_of(pair) == [nadia]
    assert selectors.supervised_by(nadia).exists()
    assert not selectors.supervised_by(lead).exists()
    OrganisationMember.objects.create(
        organisation=pair.programme.organisation,
        person=pair.mentor.person,
        role=OrganisationRole.SAFEGUARDING_LEAD,
    )
    services.designate_adults(programme=pair.programme, people=[pair.mentor.person], by=nadia)
    assert selectors.readers_of(pair) == []
    assert not selectors.supervised_by(pair.mentor.person).exists()


def test_adult_who_left_the_team_reads_no_more():
    pair, nadia = minor_pair()
    send(pair)
    services.designate_adults(programme=pair.programme, people=[nadia], by=nadia)
    pair.programme.team.all().delete()
    assert not selectors.supervised_by(nadia).exists()


def test_designate_adults_by_a_stranger_or_of_a_stranger_is_refused():
    pair, nadia = minor_pair()
    with pytest.raises(Refusal):
        services.designate_adults(programme=pair.programme, people=[], by=pair.mentor.person)
    with pytest.raises(Refusal):
        services.designate_adults(programme=pair.programme, people=[make.person()], by=nadia)


def test_second_adult_is_told_once_a_day_without_a_word():
    pair, _nadia = minor_pair(supervision={"second_adult": True})
    lead = lead_of(pair)
    for words in ("Secret", "Deux"):
        send(pair, words)
    [mail] = mails(kind="mentoring.conversation_to_read")
    assert mail.to == lead.email
    assert "Secret" not in mail.text + mail.html
