"""The page of messages: files, cards, readings, corrections, search, older letters."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from ithaque.kernel import clock
from ithaque.mentoring import services
from ithaque.mentoring.models import Message, MessageFile
from tests.support.world import World
from tests.web.participant.pairs.reading import url, values, words

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 30


def post(browser, world, body="Voici", *files, **more):
    sent = {"body": body, "submission": str(uuid.uuid4()), "files": list(files), **more}
    return browser.post(url("pair-messages", world.pair), sent)


def upload(name="CV.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def test_files_are_sent_read_by_the_other_and_by_nobody_else(world: World, as_):
    assert (
        post(as_(world.ines), world, "Voici", upload(), upload("moi.png", PNG)).status_code == 302
    )
    page = as_(world.claire).get(url("pair-messages", world.pair))
    assert "CV.pdf" in words(page)
    tree = html.fromstring(page.content)
    [image] = tree.xpath("//img[@class='enclosed-image']")
    assert image.get("alt") == "moi.png"
    [link] = tree.xpath("//a[@download]/@href")
    answer = as_(world.claire).get(link)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in answer["Content-Disposition"]
    shown = as_(world.claire).get(image.get("src"))
    assert "inline" in shown["Content-Disposition"]
    assert b"".join(shown.streaming_content) == PNG
    for stranger in (world.nadia, world.thierry, world.adele):
        assert as_(stranger).get(link).status_code == 404


def test_disguised_file_is_refused_in_words_and_what_was_typed_stays(world: World, as_):
    answer = post(as_(world.ines), world, "Mon CV à jour", upload("CV.pdf", PNG))
    assert answer.status_code == 422
    assert "« CV.pdf » n’est pas ce que dit son nom" in words(answer)
    assert "Votre texte est gardé" in words(answer)
    assert "Mon CV à jour" in "".join(values(answer, "body"))
    assert not Message.objects.filter(author=world.ines).exists()


def test_goal_meeting_and_action_become_cards_that_open_them(world: World, as_):
    about = [
        f"goal:{world.goal.public_id}",
        f"meeting:{world.planned.public_id}",
        f"action:{world.action.public_id}",
    ]
    post(as_(world.ines), world, "Parlons-en", about=about)
    page = as_(world.claire).get(url("pair-messages", world.pair))
    links = html.fromstring(page.content).xpath("//a[contains(@class, 'card-link')]/@href")
    assert len(links) == 3
    for link in links:
        assert as_(world.claire).get(link.partition("#")[0]).status_code == 200
    services.drop_goal(goal=world.goal, by=world.ines)
    world.action.delete()
    later = words(as_(world.claire).get(url("pair-messages", world.pair)))
    for said in ("Un stage", "mis de côté depuis", "Envoyer le CV", "n’existe plus"):
        assert said in later


def test_reference_to_the_room_of_others_is_refused(world: World, as_):
    answer = post(as_(world.ines), world, about=[f"goal:{uuid.uuid4()}"])
    assert answer.status_code == 422


def test_reading_is_said_to_who_wrote(world: World, as_):
    post(as_(world.ines), world)
    assert "envoyé" in words(as_(world.ines).get(url("pair-messages", world.pair)))
    as_(world.claire).get(url("pair-messages", world.pair))
    page = words(as_(world.ines).get(url("pair-messages", world.pair)))
    assert "Lu par Claire, " in page
    assert "envoyé" not in page


def test_letter_is_corrected_then_taken_back_by_who_wrote_it(world: World, as_):
    post(as_(world.ines), world, "Jeudi", upload())
    message = Message.objects.get(author=world.ines)
    where = f"/me/messages/{message.public_id}/"
    assert where in as_(world.ines).get(url("pair-messages", world.pair)).content.decode()
    assert where not in as_(world.claire).get(url("pair-messages", world.pair)).content.decode()
    assert as_(world.ines).post(where, {"body": "Vendredi"}).status_code == 302
    assert "reformulé" in words(as_(world.claire).get(url("pair-messages", world.pair)))
    assert as_(world.ines).post(f"{where}withdraw/").status_code == 302
    page = words(as_(world.claire).get(url("pair-messages", world.pair)))
    assert "Message retiré" in page
    assert "Vendredi" not in page
    assert not MessageFile.objects.exists()


def test_letter_older_than_ten_minutes_says_that_it_stays(world: World, as_):
    post(as_(world.ines), world, "Jeudi")
    message = Message.objects.get(author=world.ines)
    Message.objects.update(created_at=clock.now() - timedelta(minutes=11))
    page = as_(world.ines).get(f"/me/messages/{message.public_id}/")
    assert "ne peut plus changer" in words(page)
    answer = as_(world.ines).post(f"/me/messages/{message.public_id}/", {"body": "Autre"})
    assert answer.status_code == 422
    assert "Autre" in "".join(values(answer, "body"))


def test_search_shows_what_was_found_and_leads_to_it(world: World, as_):
    post(as_(world.ines), world, "Nous nous sommes rencontrés <b>hier</b>")
    page = as_(world.ines).get("/me/messages/", {"q": "rencontre"})
    tree = html.fromstring(page.content)
    assert [mark.text for mark in tree.xpath("//mark")] == ["rencontrés"]
    assert b"&lt;b&gt;" in page.content
    [link] = tree.xpath("//a[contains(@href, 'around=')]/@href")
    address, _hash, place = link.partition("#")
    shown = html.fromstring(as_(world.ines).get(address).content)
    [letter] = shown.xpath("//article[@id=$place]", place=place)
    assert "rencontrés" in letter.text_content()
    assert "1 message" not in words(as_(world.thierry).get("/me/messages/", {"q": "rencontre"}))
    assert "Rien trouvé" in words(as_(world.ines).get("/me/messages/", {"q": "girafe"}))


def test_older_letters_come_on_demand_as_a_part(world: World, as_):
    for number in range(52):
        services.send_message(
            pair=world.pair, by=world.ines, body=f"Lettre {number:02}", submission=uuid.uuid4()
        )
    page = as_(world.claire).get(url("pair-messages", world.pair))
    [more] = html.fromstring(page.content).xpath("//a/@hx-get")
    part = as_(world.claire).get(
        url("pair-messages", world.pair) + more,
        headers={"HX-Request": "true", "HX-Target": "older"},
    )
    assert "Bravo pour la lettre." in words(part)
    assert b"<html" not in part.content
    assert "Lettre 51" not in words(part)


@pytest.mark.parametrize(
    ("typed", "shown", "hidden"),
    [
        ("<script>alert(1)</script>", b"&lt;script&gt;", b"<script>alert"),
        ("javascript:alert(1)", b"javascript:alert(1)", b'href="javascript'),
        ("data:text/html,x", b"data:text/html", b'href="data'),
        ("https://onisep.fr", b'href="https://onisep.fr"', b'rel="nofollow">'),
        ('https://a.fr/"onclick="x', b"&quot;", b'"onclick="'),
    ],
)
def test_what_is_typed_is_text_and_links_are_safe(world: World, as_, typed, shown, hidden):
    post(as_(world.ines), world, typed)
    content = as_(world.claire).get(url("pair-messages", world.pair)).content
    assert shown in content
    assert hidden not in content
    if typed == "https://onisep.fr":
        assert b'rel="nofollow noopener noreferrer"' in content


def test_paused_space_shows_no_form_and_says_why(world: World, as_):
    world.pair.frozen_at = clock.now()
    world.pair.save()
    page = as_(world.ines).get(url("pair-messages", world.pair))
    assert "en pause" in words(page)
    assert not html.fromstring(page.content).xpath("//textarea[@name='body']")
    answer = post(as_(world.ines), world, "Des mots gardés")
    assert answer.status_code == 422
    assert "Des mots gardés" in "".join(values(answer, "body"))
