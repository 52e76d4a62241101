"""Notes in the browser: the shared one while both type, each one's own, and the next date before leaving."""

from __future__ import annotations

import uuid
from datetime import UTC

import pytest
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from lxml import html

from ithaque.kernel import clock
from ithaque.mentoring import selectors
from ithaque.mentoring.exports import data_of
from ithaque.mentoring.models import Meeting
from tests.support.world import World
from tests.web.participant.pairs.reading import url, values, words

pytestmark = pytest.mark.django_db


def test_note_written_by_both_at_once_keeps_both_texts(world: World, as_):
    ines, claire = as_(world.ines), as_(world.claire)
    page = url("pair-note", world.pair)
    base = values(ines.get(page), "base")
    start = {"base": base[0] if base else ""}
    claire.post(page, {"body": "Mot de Claire", **start})
    saved = ines.post(page, {"body": "Mot d’Inès", **start}, follow=True)
    assert "La note garde toutes les modifications" in words(saved)
    body = selectors.note_of(world.pair).body
    assert "de Claire" in body
    assert "d’Inès" in body


def test_note_is_synchronised_while_one_types_and_a_writing_sent_twice_counts_once(
    world: World, as_
):
    page = url("pair-note-sync", world.pair)
    mark = str(uuid.uuid4())
    sent = {"body": "Une idée ", "base": "", "submission": mark}
    for _time in range(2):
        answer = as_(world.ines).post(page, sent)
        assert answer.json()["body"].count("Une idée") == 1
    other = {"body": "Bonjour", "base": "", "submission": str(uuid.uuid4())}
    written = as_(world.claire).post(page, other).json()["body"].split()
    assert {"Une", "idée", "Bonjour"} <= set(written)
    assert as_(world.ines).post(page, {"body": "x"}).status_code == 409


def test_note_after_a_freeze_is_refused_kindly_and_kept_on_the_page(world: World, as_):
    world.pair.frozen_at = clock.now()
    world.pair.save()
    sent = {"body": "Mot", "base": "", "submission": str(uuid.uuid4())}
    answer = as_(world.ines).post(url("pair-note-sync", world.pair), sent)
    assert answer.status_code == 409
    assert "en pause" in answer.json()["refused"]
    page = as_(world.ines).post(url("pair-note", world.pair), {"body": "Mot", "base": ""})
    assert page.status_code == 422
    assert "Mot" in values(page, "body")[0]


def test_private_note_is_read_by_its_author_alone(world: World, as_):
    ines = as_(world.ines)
    ines.post(url("meeting-private-note", world.planned), {"body": "Un secret à moi", "base": ""})
    assert "Un secret à moi" in words(ines.get(url("meeting", world.planned)))
    for person, address in (
        (world.claire, url("meeting", world.planned)),
        (world.claire, url("pair", world.pair)),
        (world.nadia, reverse("coordination:pair", args=[world.pair.public_id])),
    ):
        assert "Un secret à moi" not in words(as_(person).get(address))
    assert "Un secret à moi" in str(data_of(world.ines))
    assert "Un secret à moi" not in str(data_of(world.claire))


def test_next_meeting_is_planned_with_one_tap_before_leaving(world: World, as_):
    browser = as_(world.ines)
    page = url("meeting", world.meeting)
    Meeting.objects.filter(pk=world.planned.pk).delete()
    dates = html.fromstring(browser.get(page).content).xpath("//button[@name='starts_at']/@value")
    assert dates
    browser.post(url("meeting-next", world.meeting), {"starts_at": dates[0]})
    planned = Meeting.objects.get(status="planned")
    assert planned.starts_at.isoformat() == parse_datetime(dates[0]).astimezone(UTC).isoformat()
    browser.post(url("meeting-next", world.meeting), {"starts_at": "demain"})
    assert Meeting.objects.filter(status="planned").count() == 1
