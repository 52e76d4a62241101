"""What a person takes along of their pairs: all of theirs, nothing the other keeps for themselves."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from datetime import timedelta

import pytest

from ithaque.kernel import clock
from ithaque.mentoring import services
from ithaque.mentoring.attachments import Upload
from ithaque.mentoring.exports import data_of
from ithaque.mentoring.models import SubscribedCalendar
from ithaque.mentoring.services.calendars import keep_usual_week
from ithaque.people.services import export_data
from tests.mentoring import factories

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def pair():
    return factories.pair()


def test_meetings_tell_all_that_the_room_tells_and_what_one_said(pair):
    ines, claire = pair.people
    meeting = factories.planned(pair, by=claire, topic="Le CV")
    services.answer_meeting(meeting=meeting, by=ines, answer="accepted", sequence=meeting.sequence)
    [mine], [theirs] = data_of(ines)["meetings"], data_of(claire)["meetings"]
    assert (mine["topic"], mine["my_answer"], mine["i_proposed_it"]) == ("Le CV", "accepted", False)
    assert theirs["i_proposed_it"]
    assert mine["agenda"] == meeting.agenda
    services.cancel_meeting(meeting=meeting, by=ines, mishap="health")
    assert data_of(ines)["meetings"][0]["my_reason"] == "health"
    assert data_of(claire)["meetings"][0]["my_reason"] == ""


def test_marks_and_notes_of_one_are_theirs_alone(pair):
    ines, claire = pair.people
    with factories.days_later(3):
        meeting = factories.held(pair)
        services.give_pulse(meeting=meeting, by=ines, progress=2, listened=3, go_on=4)
    services.write_private_note(meeting=meeting, by=ines, body="Un secret à moi")
    services.write_note(pair=pair, by=claire, body="À deux", revision=0)
    mine, theirs = data_of(ines), data_of(claire)
    assert [one["progress"] for one in mine["after_meetings"]] == [2]
    assert [one["body"] for one in mine["private_notes"]] == ["Un secret à moi"]
    assert theirs["after_meetings"] == theirs["private_notes"] == []
    assert mine["shared_notes"] == theirs["shared_notes"]
    assert [one["body"] for one in theirs["my_versions_of_notes"]] == ["À deux"]
    assert mine["my_versions_of_notes"] == []


def test_hours_and_calendars_read_are_given_back(pair):
    ines, claire = pair.people
    now = clock.now()
    keep_usual_week(person=ines, hours=("mon-18",), by=ines)
    busy = [[now.isoformat(), (now + timedelta(hours=1)).isoformat()]]
    SubscribedCalendar.objects.create(
        person=ines, sealed="x", host="agenda.example", busy=busy, read_at=now, tried_at=now
    )
    mine = data_of(ines)
    assert mine["usual_week"] == ["mon-18"]
    assert [(one["address"], one["busy"]) for one in mine["calendars"]] == [
        ("agenda.example", busy)
    ]
    assert data_of(claire)["calendars"] == data_of(claire)["usual_week"] == []


def test_archive_holds_the_files_one_sent(pair):
    ines, claire = pair.people
    services.send_message(
        pair=pair,
        by=ines,
        body="Mon CV",
        submission=uuid.uuid4(),
        files=[Upload("cv.pdf", PDF)],
    )
    for person, names in ((ines, ["cv.pdf"]), (claire, [])):
        archive = zipfile.ZipFile(io.BytesIO(export_data(person=person, by=person)))
        sent = [name for name in archive.namelist() if name.startswith("files/")]
        assert [name[len("files/") + 37 :] for name in sent] == names
        json.loads(archive.read("mentoring.json"))
