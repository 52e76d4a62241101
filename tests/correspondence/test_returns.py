"""Messages that come back: matched to theirs, counted once, told and cleared."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed

from ithaque.correspondence import troubles
from ithaque.correspondence.addresses import try_address
from ithaque.correspondence.enums import Intake
from ithaque.correspondence.models import AddressTrouble
from ithaque.correspondence.preferences import Delivery, choose_delivery, delivery_of
from ithaque.kernel import mailboxes, outbox
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import JournalEntry, OutboxMessage
from tests.correspondence.samples import answer, delivery_report
from tests.correspondence.test_intake import ADDRESS, read, told
from tests.mentoring.factories import person
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db
Status = OutboxMessage.Status


@pytest.fixture(autouse=True)
def _mailbox(settings):
    settings.MAIL_INTAKE_ADDRESS = ADDRESS
    settings.DEFAULT_FROM_EMAIL = "Mentorat <mentorat@mentorat.example>"


def sent(to):
    message = told(to)
    outbox.deliver()
    message.refresh_from_db()
    return message


def fails(who):
    who.refresh_from_db()
    return delivery_of(who).mail_fails


def report(message, *, marked=True, **changes):
    to = mailboxes.marked(message.public_id) if marked else "mentorat@mentorat.example"
    return delivery_report(to=to, message_id=f"<{message.public_id}@mentorat.example>", **changes)


@pytest.mark.parametrize(
    "how", [{"quotes": False}, {"marked": False}], ids=["envelope", "identity"]
)
def test_returned_message_is_found_and_marked(how):
    message = sent(person("Inès"))
    assert read(report(message, **how)).outcome == Intake.RETURNED
    message.refresh_from_db()
    assert (message.status, message.error) == (Status.BOUNCED, "5.1.1")


def test_address_fails_after_three_messages_and_each_counts_once():
    ines = person("Inès")
    messages = [sent(ines) for _ in range(3)]
    for message in messages[:2]:
        read(report(message))
        read(report(message))
    assert AddressTrouble.objects.get().returned == 2
    assert not fails(ines)
    read(report(messages[2]))
    assert fails(ines)
    assert JournalEntry.objects.filter(type="correspondence.address.fails").count() == 1


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"action": "delayed", "code": "4.4.1"}, Status.SENT),
        ({"code": "5.2.2"}, Status.BOUNCED),
        ({"code": "5.7.1"}, Status.BOUNCED),
    ],
    ids=["late", "full box", "policy"],
)
def test_what_says_nothing_of_the_address_is_not_held_against_it(changes, status):
    message = sent(person("Inès"))
    read(report(message, **changes))
    message.refresh_from_db()
    assert message.status == status
    assert not AddressTrouble.objects.exists()


def test_report_about_a_message_that_is_not_ours_counts_for_nobody():
    person("Inès")
    raw = delivery_report(to="mentorat@mentorat.example", message_id="<x@elsewhere.example>")
    assert read(raw).outcome == Intake.RETURNED
    assert not AddressTrouble.objects.exists()


def test_answer_of_a_person_that_speaks_of_a_failure_is_not_a_report():
    raw = answer("550 5.1.1 user unknown, voilà ce que je lis.", sender="ines@example.org")
    assert read(raw).outcome == Intake.UNKNOWN


def test_trouble_ends_when_the_address_is_confirmed():
    ines = person("Inès")
    for _ in range(3):
        read(report(sent(ines)))
    row = EmailAddress.objects.create(user=ines, email=ines.email, verified=True)
    email_confirmed.send(sender=EmailAddress, request=None, email_address=row)
    assert not fails(ines)
    troubles.confirm_address(person=ines)
    assert JournalEntry.objects.filter(type="correspondence.address.confirmed").count() == 1


def test_choices_of_delivery_keep_what_is_known_of_the_address():
    ines = person("Inès")
    for _ in range(3):
        read(report(sent(ines)))
    choose_delivery(person=ines, delivery=Delivery(quiet_from=21, quiet_to=7), by=ines)
    assert fails(ines)


def test_message_of_trial_confirms_by_its_link(client):
    ines = person("Inès")
    for _ in range(3):
        read(report(sent(ines)))
    for _ in range(3):
        try_address(person=ines)
    with pytest.raises(Refusal):
        try_address(person=ines)
    link = mails(kind="correspondence.address_tried")[0].path
    assert client.get(link).status_code == 200
    assert fails(ines), "opening a link changes nothing"
    client.post(link)
    assert not fails(ines)
