"""Pulse, agreement and ending in the browser."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from lxml import html

from ithaque.kernel import clock, links
from ithaque.mentoring.enums import PairStatus
from ithaque.mentoring.models import (
    Certificate,
    Meeting,
    Pulse,
    SealedAgreement,
    Signature,
)
from ithaque.mentoring.services.noting import PULSE
from tests.support.world import World
from tests.web.participant.pairs.reading import fields, url, values, words

pytestmark = pytest.mark.django_db
TAPS = {"answers-progress": "5", "answers-listened": "4", "answers-go_on": "5"}


def test_past_meeting_is_logged_by_sending_the_form_as_it_opens(world: World, as_):
    browser = as_(world.claire)
    form = html.fromstring(browser.get(url("meeting-log", world.pair)).content).xpath(
        "//main//form"
    )[0]
    answer = browser.post(
        url("meeting-log", world.pair), {**fields(form), "summary": "Trois métiers"}
    )
    meeting = Meeting.objects.get(summary="Trois métiers")
    assert answer.url == url("meeting-pulse", meeting)
    assert "Trois métiers" in words(browser.get(url("pair", world.pair)))


def test_pulse_by_link_needs_no_sign_in_and_opens_nothing_else(world: World, client):
    link = reverse(
        "participant:pulse",
        args=[links.sign(PULSE, target=world.meeting.public_id, person=world.ines.public_id)],
    )
    assert "Après votre rencontre avec Claire" in words(client.get(link))
    assert not Pulse.objects.exists()
    assert "Merci" in words(client.post(link, TAPS))
    pulse = Pulse.objects.get()
    assert (pulse.person, pulse.progress, pulse.listened) == (world.ines, 5, 4)
    assert client.get(url("pair", world.pair)).status_code == 302


def test_pulse_half_answered_asks_the_rest_and_keeps_the_taps(world: World, client):
    link = reverse(
        "participant:pulse",
        args=[links.sign(PULSE, target=world.meeting.public_id, person=world.ines.public_id)],
    )
    answer = client.post(link, {"answers-progress": "5"})
    assert answer.status_code == 422
    assert html.fromstring(answer.content).xpath(
        "//input[@name='answers-progress' and @checked]/@value"
    ) == ["5"]


def test_pulse_link_too_old_or_altered_says_so(world: World, client):
    token = links.sign(PULSE, target=world.meeting.public_id, person=world.ines.public_id)
    assert client.get(reverse("participant:pulse", args=[token + "x"])).status_code == 404
    with time_machine.travel(clock.now() + timedelta(days=61)):
        answer = client.get(reverse("participant:pulse", args=[token]))
    assert answer.status_code == 410
    assert "Ce lien est trop ancien" in words(answer)


def test_agreement_is_read_changed_signed_by_both_and_kept_as_pdf(world: World, as_):
    ines, claire = as_(world.ines), as_(world.claire)
    page = ines.get(url("pair-agreement", world.pair))
    digest = values(page, "digest")[0]
    ines.post(
        url("agreement-terms", world.pair),
        {
            "meetings_per_month": "2",
            "meeting_minutes": "50",
            "modalities": ["remote"],
            "outside": "phone",
            "own_words": "On se tutoie.",
            "digest": digest,
        },
    )
    stale = claire.post(
        url("pair-agreement", world.pair),
        {"name": "Claire Morvan", "agreed": "on", "digest": digest},
    )
    assert stale.status_code == 409
    assert "La convention a changé" in words(stale)
    assert values(stale, "name") == ["Claire Morvan"]
    assert not Signature.objects.exists()
    fresh = values(stale, "digest")[0]
    for browser, name in ((ines, "Inès Martin"), (claire, "Claire Morvan")):
        assert (
            browser.post(
                url("pair-agreement", world.pair), {"name": name, "agreed": "on", "digest": fresh}
            ).status_code
            == 302
        )
    page = claire.get(url("pair-agreement", world.pair))
    assert "Signée par toutes et tous" in words(page)
    assert "On se tutoie." in words(page)
    pdf = ines.get(url("agreement-pdf", SealedAgreement.objects.get()))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")


def test_agreement_is_not_signed_without_the_box(world: World, as_):
    digest = values(as_(world.ines).get(url("pair-agreement", world.pair)), "digest")[0]
    answer = as_(world.ines).post(
        url("pair-agreement", world.pair), {"name": "Inès Martin", "digest": digest}
    )
    assert answer.status_code == 422
    assert values(answer, "name") == ["Inès Martin"]
    assert not Signature.objects.exists()


def test_ending_from_the_first_request_to_the_certificate(world: World, as_):
    ines, claire = as_(world.ines), as_(world.claire)
    assert ines.get(url("pair-closure", world.pair)).url == url("closure-ask", world.pair)
    ines.post(
        url("closure-ask", world.pair), {"path": "early", "reason": "reached", "meetings": "keep"}
    )
    assert "La clôture est en cours" in words(claire.get(url("pair", world.pair)))
    balance = {
        "gained": "Un stage",
        "thanks": "Merci Claire",
        "contact_after": "open",
        "recommendation": "9",
        "for_team": "Rien à dire",
    }
    ines.post(url("pair-closure", world.pair), balance)
    hidden = words(claire.get(url("pair-closure", world.pair)))
    assert "Merci Claire" not in hidden
    claire.post(
        url("pair-closure", world.pair),
        {**balance, "thanks": "Merci Inès", "contact_after": "news", "recommendation": ""},
    )
    done = words(claire.get(url("pair-closure", world.pair)))
    assert "Merci Claire" in done
    assert "Rien à dire" not in done
    assert "des nouvelles de temps en temps" in done
    world.pair.refresh_from_db()
    assert world.pair.status == PairStatus.CLOSED
    certificate = Certificate.objects.get(person=world.claire)
    assert b"".join(claire.get(url("certificate-pdf", certificate)).streaming_content).startswith(
        b"%PDF"
    )
    assert claire.get(url("certificate-pdf", certificate) + "?lang=en").content.startswith(b"%PDF")
    assert ines.get(url("certificate-pdf", certificate)).status_code == 404
    assert "Ce mentorat est clos" in words(ines.get(url("pair", world.pair)))


@pytest.mark.parametrize("sent", [{}, {"path": "other"}, {"path": "early", "reason": "anger"}])
def test_ending_with_nonsense_is_a_form_error(world: World, as_, sent):
    assert as_(world.ines).post(url("closure-ask", world.pair), sent).status_code == 422


def test_closed_room_can_be_read_everywhere_and_written_nowhere(world: World, as_):
    world.pair.status = PairStatus.CLOSED
    world.pair.save()
    browser = as_(world.ines)
    for name in (
        "pair",
        "pair-meetings",
        "pair-messages",
        "pair-note",
        "pair-agreement",
        "pair-guides",
    ):
        assert browser.get(url(name, world.pair)).status_code == 200
    for name, sent in (
        ("pair-messages", {"body": "Encore", "submission": str(uuid.uuid4())}),
        ("goal-new", {"title": "Encore", "weight": "1"}),
        ("action-new", {"text": "Encore", "owner": str(world.ines.public_id)}),
        ("pair-note", {"body": "Encore", "base": ""}),
    ):
        answer = browser.post(url(name, world.pair), sent)
        assert answer.status_code == 422
        assert "Ce mentorat est clos" in words(answer)
