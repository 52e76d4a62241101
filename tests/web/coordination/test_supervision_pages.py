"""The pages of designated adults, the settings of supervision, and what the two see of it."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.urls import reverse

from ithaque.mentoring import services
from ithaque.mentoring.models import Message, MessageFile
from ithaque.programmes.selectors import settings_of
from tests.support.world import World
from tests.web.participant.pairs.reading import url, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervised(world: World) -> World:
    world.ines.born_on = date.today().replace(year=date.today().year - 13, day=1)
    world.ines.save()
    world.programme.settings = {**world.programme.settings, "minors": True}
    world.programme.save()
    return world


def send(browser, world, body):
    sent = {"body": body, "submission": str(uuid.uuid4())}
    return browser.post(url("pair-messages", world.pair), sent, follow=True)


def test_the_two_see_who_may_read_then_who_did(supervised: World, as_):
    page = words(as_(supervised.claire).get(url("pair-messages", supervised.pair)))
    assert "Cette conversation est supervisée, ouvertement" in page
    assert "Solène Kermadec, adulte désigné·e" in page
    assert "Personne ne l’a encore ouverte" in page
    send(as_(supervised.ines), supervised, "Bonjour Claire")
    seen = as_(supervised.solene).get(url_of(supervised))
    assert "Bonjour Claire" in words(seen)
    assert "Bravo pour la lettre." not in words(seen)
    page = words(as_(supervised.ines).get(url("pair-messages", supervised.pair)))
    assert "Dernière ouverture" in page


def url_of(world: World) -> str:
    return reverse("coordination:supervised", args=[world.pair.public_id])


def test_coordinator_designated_keeps_the_links_of_the_coordination(supervised: World, as_):
    where = reverse("coordination:supervised-list")
    assert "Ma journée" in words(as_(supervised.nadia).get(where))
    assert "Ma journée" not in words(as_(supervised.solene).get(where))


def test_hidden_contact_is_said_to_who_wrote_and_under_the_letter(supervised: World, as_):
    answer = send(as_(supervised.claire), supervised, "Mon numéro : 06 12 34 56 78")
    assert "Masqué dans votre message" in words(answer)
    page = words(as_(supervised.ines).get(url("pair-messages", supervised.pair)))
    assert "un numéro de téléphone" in page
    assert "34 56" not in page
    assert "Tel que saisi" in words(as_(supervised.solene).get(url_of(supervised)))


def test_list_holds_ones_own_conversations_without_a_word(supervised: World, as_):
    send(as_(supervised.ines), supervised, "Bonjour Claire")
    page = words(as_(supervised.solene).get(reverse("coordination:supervised-list")))
    assert "1 nouveau message" in page
    assert "Bonjour Claire" not in page
    for person in (supervised.nadia, supervised.rita):
        page = as_(person).get(reverse("coordination:supervised-list"))
        assert "Aucune conversation à lire" in words(page)


def test_file_of_a_letter_not_announced_stays_closed_to_the_adult(supervised: World, as_):
    from ithaque.kernel import files

    send(as_(supervised.ines), supervised, "Bonjour")
    letter = Message.objects.create(pair=supervised.pair, author=supervised.ines, body="Avant")
    kept = MessageFile.objects.create(
        message=letter, file=files.keep(b"%PDF-1.7\n%%EOF", name="a.pdf")
    )
    where = reverse("coordination:supervised-file", args=[kept.public_id])
    assert as_(supervised.solene).get(where).status_code == 404
    Message.objects.filter(pk=letter.pk).update(supervised=True)
    answer = as_(supervised.solene).get(where)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7\n%%EOF"


def test_settings_of_supervision_are_kept_and_bad_sites_are_said(world: World, as_):
    where = reverse(
        "coordination:programme-settings", args=[world.programme.public_id, "supervision"]
    )
    sent = {
        "announced_under": "18",
        "second_adult": "on",
        "mask_contacts": "on",
        "adults": [str(world.nadia.public_id)],
        "sites": "https://www.onisep.fr/metiers\nlesmetiers.net",
    }
    assert as_(world.nadia).post(where, sent).status_code == 302
    world.programme.refresh_from_db()
    kept = settings_of(world.programme).supervision
    assert (kept.announced_under, kept.second_adult) == (18, True)
    assert kept.sites == ["onisep.fr", "lesmetiers.net"]
    assert world.programme.designated_adults.get().person == world.nadia
    answer = as_(world.nadia).post(where, {**sent, "sites": "pas un site!"})
    assert answer.status_code == 422
    assert "n’est pas le nom d’un site" in words(answer)


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_many_questions_whatever_they_hold(supervised: World, as_, count):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for number in range(count):
        services.send_message(
            pair=supervised.pair, by=supervised.ines, body=f"{number}", submission=uuid.uuid4()
        )
    browser = as_(supervised.solene)
    browser.get(url_of(supervised))
    for where, asked in ((reverse("coordination:supervised-list"), 5), (url_of(supervised), 15)):
        with CaptureQueriesContext(connection) as found:
            assert browser.get(where).status_code == 200
        assert len(found) == asked, "\n".join(query["sql"][:120] for query in found)
