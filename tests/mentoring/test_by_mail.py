"""What the two answer by mail: words in the room, a meeting noted."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from ithaque.correspondence.enums import Intake
from ithaque.kernel import clock, mailboxes
from ithaque.mentoring import services, wording
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.models import Message
from ithaque.mentoring.services.reminders import ask_whether_held
from ithaque.mentoring.wording import Held
from tests.correspondence.samples import SHAPES, WORDS
from tests.correspondence.test_intake import ADDRESS, read, reply
from tests.mentoring import factories as make
from tests.support.mailbox import mails


@pytest.fixture(autouse=True)
def _mailbox(settings):
    settings.MAIL_INTAKE_ADDRESS = ADDRESS


def asked_to(person):
    [found] = mails(to=person.email, kind="mentoring.meeting_to_note")
    return found


def told(pair):
    services.send_message(
        pair=pair, by=pair.mentee.person, body="Avez-vous lu ma lettre ?", submission=uuid4()
    )
    [found] = mails(to=pair.mentor.person.email, kind="mentoring.message_received")
    return found


def meeting_of_yesterday(pair):
    type(pair).objects.filter(pk=pair.pk).update(started_on=clock.today() - timedelta(days=30))
    meeting = make.planned(pair, days=1)
    type(meeting).objects.filter(pk=meeting.pk).update(starts_at=clock.now() - timedelta(hours=20))
    ask_whether_held()
    return meeting


@pytest.mark.django_db
@pytest.mark.parametrize("shape", ["Gmail, French", "Outlook, French", "Orange", "Free (Zimbra)"])
def test_answer_to_a_message_is_written_in_the_room_once(shape):
    pair = make.pair()
    message = told(pair)
    assert message.about == pair.public_id
    assert mailboxes.message_of(mailboxes.marked(message.public_id)) == message.public_id
    mail = reply(message, SHAPES[shape])
    for _time in range(2):
        assert read(mail).outcome == Intake.TAKEN
    written = Message.objects.get(author=pair.mentor.person)
    assert (written.pair, written.body) == (pair, WORDS)


@pytest.mark.django_db
def test_files_of_an_answer_come_with_it_and_a_disguised_one_is_told():
    pair = make.pair()
    message = told(pair)
    mail = reply(message)
    mail.add_attachment(
        b"%PDF-1.7\n%%EOF", maintype="application", subtype="pdf", filename="CV.pdf"
    )
    assert read(mail).outcome == Intake.TAKEN
    written = Message.objects.get(author=pair.mentor.person)
    assert [one.file.name for one in written.files.all()] == ["CV.pdf"]
    wrong = reply(message, message_id="<second@example.org>")
    wrong.add_attachment(b"MZ\x90\x00", maintype="application", subtype="pdf", filename="CV.pdf")
    assert read(wrong).outcome == Intake.REFUSED
    [refusal] = mails(kind="correspondence.not_taken")
    assert "CV.pdf" in refusal.text


@pytest.mark.django_db
def test_answer_in_a_paused_space_is_told_why():
    pair = make.pair()
    message = told(pair)
    type(pair).objects.update(frozen_at=clock.now())
    assert read(reply(message)).outcome == Intake.REFUSED
    assert Message.objects.count() == 1
    [refusal] = mails(kind="correspondence.not_taken")
    assert "Cet espace est en pause" in " ".join(refusal.text.split())


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "x" * 5001], ids=["empty", "too long"])
def test_answer_that_no_message_can_hold_is_told_why(text):
    pair = make.pair()
    assert read(reply(told(pair), text)).outcome == Intake.REFUSED
    assert Message.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "status", "minutes"),
    [
        ("Oui !\n\nOn a parlé du CV.", MeetingStatus.HELD, 60),
        ("45 min", MeetingStatus.HELD, 45),
        ("Yes, 1h30", MeetingStatus.HELD, 90),
        ("Non, elle était malade", MeetingStatus.MISSED, 60),
    ],
)
def test_answer_notes_the_meeting(text, status, minutes):
    pair = make.pair()
    meeting = meeting_of_yesterday(pair)
    mail = reply(asked_to(pair.mentor.person), text)
    for _time in range(2):
        assert read(mail).outcome == Intake.TAKEN
    meeting.refresh_from_db()
    assert (meeting.status, meeting.minutes) == (status, minutes)


@pytest.mark.django_db
def test_second_answer_after_the_other_has_noted_it_changes_nothing():
    pair = make.pair()
    meeting = meeting_of_yesterday(pair)
    read(reply(asked_to(pair.mentor.person), "45 min"))
    assert read(reply(asked_to(pair.mentee.person), "oui, une heure")).outcome == Intake.TAKEN
    meeting.refresh_from_db()
    assert meeting.minutes == 45


@pytest.mark.django_db
def test_answer_that_says_nothing_clear_changes_nothing_and_is_told():
    pair = make.pair()
    meeting = meeting_of_yesterday(pair)
    assert read(reply(asked_to(pair.mentor.person), "Peut-être")).outcome == Intake.REFUSED
    meeting.refresh_from_db()
    assert meeting.status == MeetingStatus.PLANNED
    assert "45 min" in mails(kind="correspondence.not_taken")[0].text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("oui", Held(True)),
        ("Oui, 45 minutes.", Held(True, 45)),
        ("OUI ça s’est bien passé", Held(True)),
        ("yes", Held(True)),
        ("Yes it did, an hour and a half", Held(True, 90)),
        ("45 min", Held(True, 45)),
        ("45", Held(True, 45)),
        ("1h", Held(True, 60)),
        ("1 h 30", Held(True, 90)),
        ("trois quarts d’heure", Held(True, 45)),
        ("une demi-heure", Held(True, 30)),
        ("Non", Held(False)),
        ("no", Held(False)),
        ("Elle n’a pas eu lieu", None),
        ("Nous ne nous sommes pas vus", Held(False)),
        ("Non, pas pu, 45 min de retard", Held(False)),
        ("Reportée", Held(False)),
        ("It was cancelled", Held(False)),
        ("Peut-être", None),
        ("Le 12 à 18 h 45 ?", None),
        ("", None),
        ("999 min", None),
    ],
)
def test_first_line_tells_whether_it_took_place(words, expected):
    assert wording.read_held(words) == expected
