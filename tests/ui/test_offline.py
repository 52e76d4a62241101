"""What may be kept on a phone, and for whom; what a browser needs to install the site."""

from __future__ import annotations

import struct

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from ithaque.ui.offline import NOBODY, reader_key
from tests.mentoring import factories as make

pytestmark = pytest.mark.django_db


def test_page_says_whom_it_was_made_for_without_saying_who(client, as_):
    ines, claire = make.person("Inès"), make.person("Claire")
    page = reverse("ui:offline")
    keys = {as_(who).get(page)["X-Reader"] for who in (ines, claire)}
    assert keys == {reader_key(ines), reader_key(claire)}
    assert len(keys) == 2
    assert client.get(page)["X-Reader"] == NOBODY
    assert not any(ines.public_id.hex[:8] in key for key in keys)


@pytest.mark.parametrize(
    "name", ["pair", "pair-note", "meeting-log", "pair-guides", "pair-meetings"]
)
def test_room_may_be_kept_by_its_members(as_, name):
    pair = make.pair()
    url = reverse(f"participant:{name}", args=[pair.public_id])
    answer = as_(pair.mentee.person).get(url)
    assert answer["X-Keep-Offline"] == "yes"
    assert "X-Keep-Offline" not in as_(pair.mentee.person).get(url, headers={"HX-Request": "true"})


def test_page_that_is_not_offered_is_not_kept(as_, client):
    pair = make.pair()
    letters = reverse("participant:pair-messages", args=[pair.public_id])
    room = reverse("participant:pair", args=[pair.public_id])
    assert "X-Keep-Offline" not in as_(pair.mentee.person).get(letters)
    assert "X-Keep-Offline" not in as_(make.person("Rita")).get(room)
    assert "X-Keep-Offline" not in client.get(room)


def test_service_worker_is_served_at_the_root_and_never_from_a_cache(client):
    answer = client.get("/service-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-store" in answer["Cache-Control"]
    assert b"X-Reader" in answer.content


def test_manifest_has_what_browsers_ask_for(client):
    answer = client.get(reverse("ui:manifest"), headers={"Accept-Language": "fr"})
    told = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["display"], told["start_url"], told["lang"]) == ("standalone", "/me/", "fr")
    sizes = {(icon["sizes"], icon["purpose"]) for icon in told["icons"]}
    assert sizes == {(f"{n}x{n}", kind) for n in (192, 512) for kind in ("any", "maskable")}
    for icon in told["icons"]:
        with open(finders.find(icon["src"].removeprefix("/static/")), "rb") as file:
            width, height = struct.unpack(">II", file.read(24)[16:24])
        assert f"{width}x{height}" == icon["sizes"]
