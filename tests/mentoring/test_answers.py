"""Answering an invitation: here, by the link of a mail, from a calendar."""

from __future__ import annotations

import base64
from datetime import date, timedelta

import icalendar
import pytest
import vobject
from django.core import mail as post
from django.urls import reverse

from ithaque.correspondence.intake import registry
from ithaque.kernel import links, outbox
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import invitations, services
from ithaque.mentoring.enums import MeetingStatus, Reply
from ithaque.mentoring.models import Meeting
from ithaque.mentoring.services.telling import ANSWER
from tests.mentoring import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(pair):
    """Inès proposes, Claire has not answered."""
    return make.planned(pair)


@pytest.fixture
def claire(pair):
    return pair.mentor.person


def answer(meeting, by, said, **values):
    return services.answer_meeting(meeting=meeting, by=by, answer=said, **values)


def attached(mail):
    return icalendar.Calendar.from_ical(base64.b64decode(mail.attachments[0]["content"]))


def said_in(mail):
    [event] = attached(mail).walk("VEVENT")
    return {
        str(one).removeprefix("mailto:"): (str(one.params["PARTSTAT"]), str(one.params["RSVP"]))
        for one in event["attendee"]
    }


def test_proposal_asks_the_other_and_not_its_author(meeting, claire):
    assert meeting.waiting_for == [claire]
    [mine] = mails(to=meeting.pair.mentee.person.email, kind="mentoring.meeting_planned")
    [theirs] = mails(to=claire.email, kind="mentoring.meeting_planned")
    assert "/answer/" in theirs.text
    assert "/answer/" not in mine.text
    assert said_in(theirs) == {
        meeting.pair.mentee.person.email: ("ACCEPTED", "FALSE"),
        claire.email: ("NEEDS-ACTION", "TRUE"),
    }


def test_yes_tells_the_other_and_updates_their_calendar_at_the_same_revision(meeting, claire):
    answer(meeting, claire, Reply.ACCEPTED)
    assert Meeting.objects.get().waiting_for == []
    [mail] = mails(kind="mentoring.meeting_answered")
    assert mail.to == meeting.pair.mentee.person.email
    assert said_in(mail)[claire.email] == ("ACCEPTED", "FALSE")
    [event] = attached(mail).walk("VEVENT")
    assert (int(event["sequence"]), str(event["status"])) == (0, "CONFIRMED")


def test_same_answer_twice_is_told_once(meeting, claire):
    for _time in range(2):
        answer(meeting, claire, Reply.ACCEPTED)
    assert len(mails(kind="mentoring.meeting_answered")) == 1


def test_no_to_a_proposal_cancels_it_and_blames_nobody(meeting, claire):
    answer(meeting, claire, Reply.DECLINED, word="En déplacement")
    found = Meeting.objects.get()
    assert (found.status, found.called_off_by) == (MeetingStatus.CANCELLED, None)
    told = mails(kind="mentoring.meeting_declined")
    assert len(told) == 2
    assert all(str(attached(mail)["method"]) == "CANCEL" for mail in told)
    [theirs] = [mail for mail in told if mail.to != claire.email]
    assert "En déplacement" in theirs.text


def test_no_after_a_yes_counts_as_called_off(meeting, claire):
    answer(meeting, claire, Reply.ACCEPTED)
    answer(meeting, claire, Reply.DECLINED)
    assert Meeting.objects.get().called_off_by == claire


def test_another_hour_asks_again_and_another_place_does_not(meeting, claire):
    answer(meeting, claire, Reply.ACCEPTED)
    values = {"minutes": 60, "modality": "remote", "by": claire}
    moved = services.move_meeting(
        meeting=meeting, starts_at=meeting.starts_at, place="https://visio.example/z", **values
    )
    assert moved.waiting_for == []
    moved = services.move_meeting(meeting=meeting, starts_at=make.paris(date(2026, 3, 9)), **values)
    assert moved.waiting_for == [meeting.pair.mentee.person]


@pytest.mark.parametrize("said", ["accepted", "declined"])
def test_answer_to_an_hour_that_moved_meanwhile_is_refused(meeting, claire, said):
    services.move_meeting(
        meeting=meeting,
        by=meeting.pair.mentee.person,
        starts_at=make.paris(date(2026, 3, 9)),
        minutes=60,
        modality="remote",
    )
    with pytest.raises(Refusal) as found:
        answer(meeting, claire, said, sequence=0)
    assert found.value.code == "meeting_moved"


def test_answer_about_what_is_past_cancelled_or_unknown_is_refused(meeting, claire):
    with pytest.raises(Refusal, match="réponses"):
        answer(meeting, claire, "maybe")
    with make.days_later(5), pytest.raises(Refusal) as found:
        answer(meeting, claire, Reply.ACCEPTED)
    assert found.value.code == "meeting_past"
    services.cancel_meeting(meeting=meeting, by=claire)
    with pytest.raises(Refusal) as found:
        answer(meeting, claire, Reply.ACCEPTED)
    assert found.value.code == "meeting_state"


def test_invitation_leaves_as_an_alternative_and_as_a_file(meeting, claire, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    outbox.deliver()
    [mail] = [one for one in post.outbox if one.to == [claire.email] and one.alternatives[1:]]
    parts = {part.get_content_type(): part for part in mail.message().walk()}
    alternative = parts["multipart/alternative"].get_payload()
    assert [part.get_content_type() for part in alternative] == [
        "text/plain", "text/html", "text/calendar",
    ]  # fmt: skip
    assert alternative[2].get_param("method") == "REQUEST"
    assert parts["application/ics"].get_filename() == "invitation.ics"
    for part in (alternative[2], parts["application/ics"]):
        text = part.get_payload(decode=True).decode()
        assert vobject.readOne(text).vevent.uid.value.startswith(str(meeting.uid))


# From a calendar


def reply(meeting, of, said, *, sequence=None, uid=None, method="REPLY"):
    made = icalendar.Calendar()
    made.add("method", method)
    event = icalendar.Event()
    event.add("uid", uid or f"{meeting.uid}@localhost")
    event.add("sequence", meeting.sequence if sequence is None else sequence)
    event.add("attendee", f"MAILTO:{of.email.upper()}", parameters={"PARTSTAT": said.upper()})
    made.add_component(event)
    return made.to_ical()


@pytest.mark.parametrize("said", ["accepted", "tentative", "declined"])
def test_reply_of_a_calendar_answers_for_its_sender(meeting, claire, said):
    assert services.read_reply(reply(meeting, claire, said), claire.email) == [meeting]
    assert Meeting.objects.get().answer_of(claire) == said


def test_reply_by_the_uid_that_calendars_were_given(meeting, claire):
    sent_to = icalendar.Calendar.from_ical(
        invitations.calendar(meeting, method="REQUEST", to=claire)
    )
    [event] = sent_to.walk("VEVENT")
    content = reply(meeting, claire, "accepted", uid=str(event["uid"]))
    assert services.read_reply(content, claire.email) == [meeting]


def test_reply_read_by_the_mail_intake_is_applied_and_claimed(meeting, claire):
    content = reply(meeting, claire, "accepted")
    assert registry.read_calendar(content, claire)
    assert Meeting.objects.get().answer_of(claire) == "accepted"
    assert not registry.read_calendar(content, make.person("Rita"))


def test_invitation_asks_to_answer_where_mail_is_read_and_keeps_its_uid(meeting, claire, settings):
    before = invitations.calendar(meeting, method="REQUEST", to=claire)
    settings.MAIL_INTAKE_ADDRESS = "reponse@mentorat.example"
    [event] = icalendar.Calendar.from_ical(
        invitations.calendar(meeting, method="REQUEST", to=claire)
    ).walk("VEVENT")
    assert str(event["organizer"]) == "mailto:reponse@mentorat.example"
    assert str(event["uid"]).encode() in before


def test_reply_that_is_not_to_be_believed_changes_nothing(meeting, claire, pair):
    other = make.person("Rita")
    services.move_meeting(
        meeting=meeting,
        by=pair.mentee.person,
        starts_at=make.paris(date(2026, 3, 9)),
        minutes=60,
        modality="remote",
    )
    meeting.refresh_from_db()
    for content, sender in (
        (reply(meeting, claire, "accepted"), "someone@else.example"),
        (reply(meeting, other, "accepted"), other.email),
        (reply(meeting, claire, "accepted", sequence=0), claire.email),
        (reply(meeting, claire, "accepted", uid="x@elsewhere.example"), claire.email),
        (reply(meeting, claire, "accepted", method="REQUEST"), claire.email),
        (reply(meeting, claire, "delegated"), claire.email),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT", claire.email),
        (b"\xff\x00garbage", claire.email),
        (b"x" * 300_000, claire.email),
        (b"", claire.email),
    ):
        assert services.read_reply(content, sender) == []
    assert Meeting.objects.get().answer_of(claire) == ""


def test_reply_after_the_meeting_is_quietly_ignored(meeting, claire):
    with make.days_later(5):
        assert services.read_reply(reply(meeting, claire, "accepted"), claire.email) == []


# From a mail


def address(meeting, of):
    token = links.sign(ANSWER, target=meeting.public_id, person=of.public_id)
    return reverse("participant:answer", args=[token])


def test_link_of_the_mail_changes_nothing_until_a_tap(meeting, claire, client):
    page = client.get(address(meeting, claire))
    assert page.status_code == 200
    assert Meeting.objects.get().waiting_for == [claire]
    page = client.post(address(meeting, claire), {"answer": "accepted", "sequence": 0})
    assert page.status_code == 200
    assert Meeting.objects.get().waiting_for == []


def test_link_opened_after_a_move_shows_the_new_hour_and_asks_again(meeting, claire, client):
    services.move_meeting(
        meeting=meeting,
        by=meeting.pair.mentee.person,
        starts_at=make.paris(date(2026, 3, 9)),
        minutes=60,
        modality="remote",
    )
    page = client.post(address(meeting, claire), {"answer": "accepted", "sequence": 0})
    assert page.status_code == 422
    assert "9 mars" in page.content.decode()
    page = client.post(address(meeting, claire), {"answer": "accepted", "sequence": 1})
    assert page.status_code == 200


@pytest.mark.parametrize("said", ["accepted", "tentative", "declined"])
def test_answer_from_the_page(meeting, claire, as_, said):
    url = reverse("participant:meeting-answer", args=[meeting.public_id])
    page = as_(claire).post(url, {"answer": said, "sequence": 0}, follow=True)
    assert page.status_code == 200
    assert Meeting.objects.get().answer_of(claire) == said


def test_link_opened_twice_forwarded_or_too_old(meeting, claire, client):
    for _time in range(2):
        client.post(address(meeting, claire), {"answer": "declined", "sequence": 0})
    assert len(mails(kind="mentoring.meeting_declined")) == 2
    assert client.get(address(meeting, claire)).status_code == 200
    url = address(meeting, claire)
    with make.days_later(0):
        assert client.get(url[:-2] + "x/").status_code == 404


def test_reminder_skips_who_said_no(pair, claire):
    meeting = make.planned(pair, days=1)
    assert meeting.coming == list(pair.people)
    meeting.answers[claire.public_id.hex] = Reply.DECLINED
    assert meeting.coming == [pair.mentee.person]
    assert meeting.ends_at - meeting.starts_at == timedelta(hours=1)
