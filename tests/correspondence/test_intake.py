"""From the mailbox to who takes the answer: once, for the right person, never a machine."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from ithaque.correspondence import kinds
from ithaque.correspondence.enums import Family, Intake
from ithaque.correspondence.intake import registry
from ithaque.correspondence.intake.services import forget_read, handle, receive
from ithaque.correspondence.models import IncomingMail
from ithaque.correspondence.services import notify
from ithaque.kernel import clock, erasure, mailboxes, outbox
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import OutboxMessage
from tests.correspondence.samples import WORDS, answer
from tests.mentoring.factories import person
from tests.support.mailbox import mails

ADDRESS = "reponse@mentorat.example"
KIND = kinds.Kind("correspondence.test", "…", Family.WORDS, reply="Répondez.")


@pytest.fixture(autouse=True)
def _mailbox(settings):
    settings.MAIL_INTAKE_ADDRESS = ADDRESS
    settings.DEFAULT_FROM_EMAIL = "Mentorat <mentorat@mentorat.example>"


@pytest.fixture
def taken(monkeypatch):
    """Take answers to our kind, and remember them."""
    found = []
    monkeypatch.setitem(registry._takers, KIND.code, found.append)
    return found


def told(to=None):
    to = to or person("Claire")
    return notify(KIND, to=to, about=to.public_id)


def reply(message, text=WORDS, **changes):
    values = {"to": mailboxes.marked(message.public_id), "sender": message.person.email}
    return answer(text, **(values | changes))


def read(mail):
    row = receive(mail if isinstance(mail, bytes) else mail.as_bytes())
    handle(row.pk)
    row.refresh_from_db()
    return row


pytestmark = pytest.mark.django_db


def test_message_that_can_be_answered_says_so_and_comes_from_a_marked_envelope(mailoutbox):
    message = told()
    outbox.deliver()
    [sent] = mailoutbox
    wire = sent.message()
    assert wire["Reply-To"] == sent.from_email == mailboxes.marked(message.public_id)
    assert wire["From"] == "Mentorat <mentorat@mentorat.example>"
    assert wire["Message-ID"] == f"<{message.public_id}@mentorat.example>"
    assert wire["Auto-Submitted"] == "auto-generated"
    assert "Répondez." in sent.body


def test_without_a_mailbox_nothing_promises_an_answer(settings, mailoutbox):
    settings.MAIL_INTAKE_ADDRESS = None
    message = told()
    outbox.deliver()
    assert message.about is None
    assert "Reply-To" not in mailoutbox[0].message()
    assert "Répondez." not in message.text


def test_answer_reaches_who_takes_it_with_its_words_and_its_bytes_are_forgotten(taken):
    message = told()
    row = read(reply(message))
    [one] = taken
    assert (one.person, one.about, one.mail.words) == (message.person, message.about, WORDS)
    assert (row.outcome, row.answers, bytes(row.raw)) == (Intake.TAKEN, message, b"")


def test_same_mail_twice_by_two_ways_is_taken_once(taken):
    mail = reply(told()).as_bytes()
    first = read(mail)
    assert read(b"Received: from b.example\r\n" + mail.replace(b"\n", b"\r\n")).pk == first.pk
    assert handle(first.pk) == Intake.TAKEN
    assert len(taken) == 1


def test_mark_survives_a_server_that_changes_the_case(taken):
    message = told()
    read(reply(message, to=mailboxes.marked(message.public_id).upper()))
    assert len(taken) == 1


def test_answer_from_another_confirmed_address_of_the_person_is_taken(taken):
    message = told()
    EmailAddress.objects.create(user=message.person, email="autre@example.org", verified=True)
    read(reply(message, sender="Autre@example.org"))
    assert len(taken) == 1


def test_answer_of_somebody_else_is_refused_politely_and_shows_nothing(taken):
    message = told()
    row = read(reply(message, sender="mallory@example.org"))
    [refusal] = mails(to="mallory@example.org")
    assert (row.outcome, taken) == (Intake.REFUSED, [])
    assert message.subject not in refusal.text
    assert message.person.first_name not in refusal.text


@pytest.mark.parametrize(
    "change", [lambda mark: mark[:-1] + "a", lambda mark: mark[:-5], lambda _m: "zz"]
)
def test_forged_mark_of_a_stranger_is_left_without_an_answer(taken, change):
    message = told()
    local, _, domain = mailboxes.marked(message.public_id).partition("@")
    name, _, mark = local.partition("+")
    forged = change(mark) if change(mark) != mark else mark[:-1] + "b"
    row = read(reply(message, to=f"{name}+{forged}@{domain}", sender="mallory@example.org"))
    assert (row.outcome, taken) == (Intake.UNKNOWN, [])
    assert mails(to="mallory@example.org") == []


def test_answer_to_an_old_message_tells_its_author_what_to_do(taken):
    message = told()
    OutboxMessage.objects.update(created_at=clock.now() - timedelta(days=61))
    assert read(reply(message)).outcome == Intake.REFUSED
    [refusal] = mails(kind="correspondence.not_taken")
    assert refusal.to == message.person.email
    assert refusal.headers["Auto-Submitted"] == "auto-replied"
    assert taken == []


def test_refusal_answers_once_in_the_same_thread_whatever_is_read_again(monkeypatch):
    def refuse(_answer):
        raise Refusal("no", "Cet espace est en pause.")

    monkeypatch.setitem(registry._takers, KIND.code, refuse)
    mail = reply(told())
    for _time in range(3):
        read(mail)
    [refusal] = mails(kind="correspondence.not_taken")
    assert "Cet espace est en pause." in " ".join(refusal.text.split())
    assert refusal.headers["In-Reply-To"] == mail["Message-ID"]


def test_what_a_taker_began_is_undone_when_it_refuses(monkeypatch):
    def refuse(one):
        person("Écrite à moitié")
        raise Refusal("no", "Non.")

    monkeypatch.setitem(registry._takers, KIND.code, refuse)
    read(reply(told()))
    assert not type(told().person).objects.filter(first_name="Écrite à moitié").exists()


def test_fault_leaves_the_mail_to_be_read_again(monkeypatch, taken):
    message = told()
    row = receive(reply(message).as_bytes())
    monkeypatch.setitem(registry._takers, KIND.code, lambda _answer: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        handle(row.pk)
    row.refresh_from_db()
    assert row.outcome == Intake.WAITING
    monkeypatch.setitem(registry._takers, KIND.code, taken.append)
    assert handle(row.pk) == Intake.TAKEN


@pytest.mark.parametrize(
    "header",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Precedence": "auto_reply"},
        {"Return_Path": "<>"},
        {"List_Id": "<all.example.org>"},
        {"sender": "no-reply@example.org"},
        {"sender": "reponse+x@mentorat.example"},
        {"sender": "mentorat@mentorat.example"},
    ],
    ids=str,
)
def test_machine_is_neither_heard_nor_answered(taken, header):
    row = read(reply(told(), **header))
    assert (row.outcome, taken) == (Intake.AUTOMATIC, [])
    assert mails(kind="correspondence.not_taken") == []


def test_mail_too_large_keeps_only_headers_and_says_so(settings, taken):
    settings.MAIL_INTAKE_MAX_BYTES = 2000
    message = told()
    row = receive(reply(message, "x " * 2000).as_bytes())
    assert len(row.raw) < 2000
    assert handle(row.pk) == Intake.REFUSED
    assert mails(kind="correspondence.not_taken")[0].to == message.person.email
    assert taken == []


def test_unknown_person_writing_to_the_mailbox_is_not_answered():
    assert read(answer(sender="spam@example.org")).outcome == Intake.UNKNOWN
    assert OutboxMessage.objects.count() == 0


def test_answers_to_one_address_are_bounded(monkeypatch):
    message = told()
    for number in range(14):
        read(reply(message, f"mot {number}", sender="mallory@example.org"))
    assert len(mails(to="mallory@example.org")) == 10


def test_calendar_reply_goes_to_who_reads_calendars(monkeypatch):
    claire, seen = person("Claire"), []
    monkeypatch.setattr(
        registry,
        "_calendar_readers",
        [lambda content, who: bool(seen.append((content, who))) or True],
    )
    mail = answer("Accepté", to=ADDRESS, sender=claire.email)
    mail.add_alternative("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n", subtype="calendar")
    assert read(mail).outcome == Intake.TAKEN
    assert seen[0][1] == claire
    assert b"METHOD:REPLY" in seen[0][0]


def test_traces_are_forgotten_after_their_time():
    read(answer())
    receive(answer("autre").as_bytes())
    assert forget_read() == 0
    with clock.at(clock.now() + timedelta(days=15)):
        assert forget_read() == 1
    with clock.at(clock.now() + timedelta(days=61)):
        assert forget_read() == 1
    assert IncomingMail.objects.count() == 0


def test_erased_person_leaves_no_mail(taken):
    message = told()
    read(reply(message))
    erasure.erase(message.person)
    assert IncomingMail.objects.count() == 0


@pytest.mark.databases
@pytest.mark.django_db(transaction=True)
def test_two_workers_read_one_mail_once(taken):
    row = receive(reply(told()).as_bytes())
    together = threading.Barrier(2)

    def work():
        together.wait()
        handle(row.pk)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(taken) == 1
