"""Where a meeting at a distance takes place: our own room for two, the programme's address, or the pair's own link.

Our room opens a little before the hour. Sound, picture and words go from one browser to the other (WebRTC): nothing
passes through the server, nothing is recorded. In a programme of minors, with a relay of our own (TURN), the call goes
through it, so that neither learns the other's network address.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac

from ithaque.kernel import clock, signalling
from ithaque.mentoring import paths
from ithaque.mentoring.enums import MeetingStatus, Modality, PairStatus
from ithaque.mentoring.models import Meeting, Pair
from ithaque.programmes.selectors import settings_of

KIND = "video"
LIVING = (MeetingStatus.PLANNED, MeetingStatus.HELD)
"""A meeting noted as held while the two are still talking keeps its room."""
OPENS_BEFORE, CLOSES_AFTER = timedelta(minutes=30), timedelta(hours=3)
"""The room opens before the hour and closes after the end planned (product defaults)."""
PASS_LIFE = timedelta(hours=6)
"""How long a pass of the relay may open calls."""
HOSTS = {
    "meet.jit.si": "Jitsi Meet", "zoom.us": "Zoom", "teams.microsoft.com": "Teams", "teams.live.com": "Teams",
    "meet.google.com": "Google Meet", "whereby.com": "Whereby",
}  # fmt: skip


@dataclass(frozen=True)
class VideoRoom:
    """Where to go for a meeting: an address, ours (`is_here`) or another's, whose `name` is known or its host."""

    address: str
    is_here: bool
    name: str = ""
    opens_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether one may come in now; another's room is always said to be open."""
        return self.opens_at is None or clock.now() >= self.opens_at


def room_of(meeting: Meeting) -> VideoRoom | None:
    """Return where a meeting by video takes place; None when it is not by video, or nobody said where.

    The link the pair wrote comes first, then what the programme chose. Our room is for two people.
    """
    if meeting.status not in LIVING or meeting.modality != Modality.REMOTE:
        return None
    if meeting.link:
        return _elsewhere(meeting.link)
    video = settings_of(meeting.pair.programme).video
    if video.kind == "address":
        return _elsewhere(video.address.replace("{room}", _unguessable(meeting)))
    if video.kind == "here" and len(meeting.pair.people) == 2:
        opens_at = meeting.starts_at - OPENS_BEFORE
        return VideoRoom(paths.video(meeting), is_here=True, opens_at=opens_at)
    return None


def is_open(meeting: Meeting) -> bool:
    """Tell whether our room for this meeting may be entered now: its hour, and a pair neither closed nor paused."""
    room = room_of(meeting)
    in_time = clock.now() <= meeting.ends_at + CLOSES_AFTER
    pair = meeting.pair
    is_living = pair.status != PairStatus.CLOSED and pair.frozen_at is None
    return room is not None and room.is_here and room.is_open and in_time and is_living


def ice(pair: Pair) -> dict[str, Any]:
    """Return the configuration of `RTCPeerConnection`: the instance's STUN and TURN servers.

    In a programme of minors a call goes through the relay alone, where there is one.
    """
    servers: list[dict[str, Any]] = []
    if settings.STUN_URLS:
        servers.append({"urls": settings.STUN_URLS})
    if settings.TURN_URLS:
        servers.append(relay())
    hides = bool(settings.TURN_URLS) and settings_of(pair.programme).minors
    return {"iceServers": servers, "iceTransportPolicy": "relay" if hides else "all"}


def relay() -> dict[str, Any]:
    """Return the instance's TURN servers with a pass of six hours, in which no personal data is.

    As coturn's `use-auth-secret` reads it: the name begins with its end in seconds, the password is
    base64(HMAC-SHA1(secret, name)).
    """
    name = f"{int((clock.now() + PASS_LIFE).timestamp())}:{secrets.token_hex(4)}"
    digest = hmac.new(settings.TURN_SECRET.encode(), name.encode(), hashlib.sha1).digest()
    password = base64.b64encode(digest).decode()
    return {"urls": settings.TURN_URLS, "username": name, "credential": password}


def hang_up(pair: Pair) -> None:
    """End the calls of a pair under way, when it is paused."""
    now = clock.now()
    current = pair.meetings.filter(
        status=MeetingStatus.PLANNED,
        starts_at__range=(now - timedelta(days=1), now + OPENS_BEFORE),
    )
    for meeting in current:
        signalling.hang_up(KIND, meeting.public_id)


def _elsewhere(address: str) -> VideoRoom:
    host = urlsplit(address).hostname or ""
    known = (name for end, name in HOSTS.items() if host == end or host.endswith(f".{end}"))
    return VideoRoom(address, is_here=False, name=next(known, host))


def _unguessable(meeting: Meeting) -> str:
    return salted_hmac("ithaque.mentoring.video", meeting.public_id.hex).hexdigest()[:24]
