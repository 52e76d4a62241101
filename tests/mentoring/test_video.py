"""Where a meeting at a distance takes place, when our room is open, and the passes of its relay."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta

import pytest
from pydantic import ValidationError

from ithaque.kernel import clock
from ithaque.mentoring import invitations, video
from ithaque.mentoring.enums import MeetingStatus, Modality, PairStatus
from ithaque.programmes.settings import Video
from tests.mentoring import factories as make

pytestmark = pytest.mark.django_db


def planned(pair=None, **fields):
    fields.setdefault("starts_at", clock.now() + timedelta(minutes=10))
    return make.planned(pair or make.pair(), **{"modality": Modality.REMOTE, **fields})


def test_meeting_by_video_is_in_our_room_unless_said_otherwise():
    meeting = planned()
    room = video.room_of(meeting)
    assert room.is_here
    assert str(meeting.public_id) in room.address
    assert room.is_open


def test_link_the_pair_wrote_comes_first_and_is_named():
    room = video.room_of(planned(place="https://us02web.zoom.us/j/123"))
    assert (room.is_here, room.name) == (False, "Zoom")
    assert video.room_of(planned(place="https://visio.example.org/a")).name == "visio.example.org"


def test_address_of_the_institution_gives_each_meeting_a_name_nobody_guesses():
    pair = make.pair(video={"kind": "address", "address": "https://meet.example.org/m-{room}"})
    first = planned(pair)
    second = planned(pair, starts_at=clock.now() + timedelta(days=1))
    rooms = [video.room_of(one).address for one in (first, second)]
    assert rooms[0] != rooms[1]
    assert video.room_of(first).address == rooms[0]
    assert str(first.public_id) not in rooms[0]
    assert "{room}" not in rooms[0]


def test_pair_that_writes_its_own_link_has_no_room_until_then():
    pair = make.pair(video={"kind": "theirs"})
    assert video.room_of(planned(pair)) is None


@pytest.mark.parametrize(
    "changes", [{"modality": Modality.PHONE}, {"status": MeetingStatus.CANCELLED}]
)
def test_meeting_held_otherwise_has_no_room(changes):
    meeting = planned()
    for name, value in changes.items():
        setattr(meeting, name, value)
    assert video.room_of(meeting) is None


@pytest.mark.parametrize("address", ["", "http://meet.example.org/{room}", "javascript:alert(1)"])
def test_address_that_is_not_safe_is_refused(address):
    with pytest.raises(ValidationError):
        Video(kind="address", address=address)


@pytest.mark.parametrize(
    ("minutes", "is_open"),
    [(-31, False), (-29, True), (0, True), (60 + 179, True), (60 + 181, False)],
)
def test_our_room_opens_half_an_hour_before_and_closes_three_hours_after(minutes, is_open):
    meeting = planned(starts_at=make.MONDAY + timedelta(hours=12), minutes=60)
    with clock.at(meeting.starts_at + timedelta(minutes=minutes)):
        assert video.is_open(meeting) == is_open


def test_our_room_is_shut_for_a_pair_that_is_paused_or_closed():
    meeting = planned()
    meeting.pair.frozen_at = clock.now()
    assert not video.is_open(meeting)
    meeting.pair.frozen_at, meeting.pair.status = None, PairStatus.CLOSED
    assert not video.is_open(meeting)


def test_meeting_noted_while_they_still_talk_keeps_its_room():
    meeting = planned()
    meeting.status = MeetingStatus.HELD
    assert video.is_open(meeting)


def test_no_server_of_others_is_called_unless_the_instance_says_so():
    assert video.ice(make.pair()) == {"iceServers": [], "iceTransportPolicy": "all"}


def test_pass_of_the_relay_is_what_coturn_expects(settings):
    settings.STUN_URLS, settings.TURN_URLS = ["stun:turn.example.org"], ["turn:turn.example.org"]
    settings.TURN_SECRET = "north"  # the example of coturn's own manual
    stun, turn = video.ice(make.pair())["iceServers"]
    assert stun == {"urls": ["stun:turn.example.org"]}
    digest = hmac.new(b"north", turn["username"].encode(), hashlib.sha1).digest()
    assert base64.b64decode(turn["credential"]) == digest
    ends = int(turn["username"].split(":")[0])
    assert abs(ends - (clock.now() + video.PASS_LIFE).timestamp()) < 60


def test_minors_are_reached_through_the_relay_so_that_nobody_learns_their_address(settings):
    pair = make.pair(minors=True)
    assert video.ice(pair)["iceTransportPolicy"] == "all", "without a relay there is no other way"
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:turn.example.org"], "north"
    assert video.ice(pair)["iceTransportPolicy"] == "relay"


def test_invitation_says_where_to_click():
    meeting = planned()
    text = invitations.calendar(meeting, method=invitations.REQUEST, to=meeting.pair.people[0])
    assert b"/call/" in text.replace(b"\r\n ", b"")
