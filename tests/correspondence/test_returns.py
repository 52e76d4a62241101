"""Messages that come back: matched to theirs, counted once, told and cleared."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed

from ithaque.correspondence import troubles
from ithaque.correspondence.enums import Intake
from ithaque.correspondence.models import AddressTrouble
from ithaque.kernel import mailboxes, outbox
from ithaque.kernel.models import JournalEntry, OutboxMessage
from tests.correspondence.samples import answer, delivery_report
from tests.correspondence.test_intake import ADDRESS, read, told
from tests.mentoring.factories import person

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
    assert not troubles.is_failing(ines)
    read(report(messages[2]))
    assert troubles.is_failing(ines)
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
    assert not troubles.is_failing(ines)
    troubles.confirm_address(person=ines)
    assert JournalEntry.objects.filter(type="correspondence.address.confirmed").count() == 1


def test_new_address_has_no_trouble():
    ines = person("Inès")
    for _ in range(3):
        read(report(sent(ines)))
    ines.email = "nouvelle@example.org"
    ines.save()
    assert not troubles.is_failing(ines)


@pytest.mark.parametrize("count", [1, 3])
def test_failing_people_are_found_in_one_query(count, django_assert_num_queries):
    people = [person("Inès").pk for _ in range(count)]
    with django_assert_num_queries(1):
        assert troubles.failing(people) == set()
