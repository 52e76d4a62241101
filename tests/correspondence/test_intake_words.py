"""The words of an answer, from the shapes that mail programs give it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ithaque.correspondence.intake import hypertext, quotes
from ithaque.correspondence.intake.parts import Mail, fingerprint
from tests.correspondence.samples import (
    HTML_WORDS,
    QUOTED,
    SHAPES,
    WORDS,
    answer,
    flowed,
    html_only,
)


@pytest.mark.parametrize("shape", SHAPES)
def test_words_come_without_the_quote_nor_the_signature(shape):
    assert Mail(answer(SHAPES[shape]).as_bytes()).words == WORDS


@pytest.mark.parametrize(
    ("charset", "transfer"),
    [
        ("utf-8", "base64"),
        ("utf-8", "quoted-printable"),
        ("utf-8", "8bit"),
        ("iso-8859-1", "quoted-printable"),
        ("windows-1252", "quoted-printable"),
    ],
)
def test_accents_survive_every_encoding(charset, transfer):
    mail = answer(WORDS, charset=charset, transfer=transfer)
    assert Mail(mail.as_bytes()).words == WORDS


@pytest.mark.parametrize("charset", ["unknown-8bit", "utf-8", "us-ascii"])
def test_charset_that_lies_is_guessed(charset):
    raw = answer("placeholder").as_bytes()
    raw = raw.replace(b'charset="utf-8"', f'charset="{charset}"'.encode())
    raw = raw.replace(b"placeholder", WORDS.encode("iso-8859-1"))
    raw = raw.replace(b"Content-Transfer-Encoding: 7bit", b"Content-Transfer-Encoding: 8bit")
    assert "très bien" in Mail(raw).words


@pytest.mark.parametrize(
    "html",
    [
        HTML_WORDS
        + '<div class="gmail_quote gmail_quote_container"><div class="gmail_attr">Le lun. 30 nov. 2026 à 09:12, '
        "Mentorat a écrit&nbsp;:<br></div><blockquote>Bonjour Claire,</blockquote></div>",
        HTML_WORDS
        + '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>De :</b> Mentorat</div>',
        HTML_WORDS
        + '<blockquote type="cite"><div>Le 30 nov. 2026 à 09:12, Mentorat a écrit :</div></blockquote>',
        HTML_WORDS + '<div class="moz-cite-prefix">Le 30/11/2026 à 09:12, Mentorat a écrit :</div>',
        HTML_WORDS
        + '<div class="yahoo_quoted">Le lundi 30 novembre 2026, Mentorat a écrit :</div>',
        "<style>p{color:red}</style><script>alert(1)</script>"
        + HTML_WORDS
        + "<img src='https://x.example/t.gif'>",
    ],
    ids=["Gmail", "Outlook", "Apple Mail", "Thunderbird", "Yahoo", "traps"],
)
def test_html_alone_becomes_safe_text(html):
    words = Mail(html_only(html).as_bytes()).words
    assert words.replace("\u00a0", " ") == WORDS
    assert "<" not in words


def test_soft_line_breaks_are_joined():
    text = "Bonjour Inès, voici une longue \nphrase qui continue.\nFin.\n\n> cité \n> encore\n"
    assert Mail(flowed(text)).words == "Bonjour Inès, voici une longue phrase qui continue.\nFin."


@pytest.mark.parametrize(
    "text",
    [
        "On Monday my boss wrote:\nyou are hired!",
        "Liste :\n- un CV\n- une lettre",
        "Well done.\nThanks, I will come on Monday with the letter and my diploma, as we said.",
        "De : rien n’est dit ici",
        "Le 3 mars je serai absent.",
    ],
)
def test_sentences_that_look_like_headings_are_kept(text):
    assert quotes.latest(text) == text


def test_quote_alone_has_no_words():
    assert quotes.latest("\n\nLe 30/11/2026 à 09:12, Mentorat a écrit :\n" + QUOTED) == ""


@given(st.text(max_size=3000))
def test_any_text_is_read(text):
    quotes.latest(text)
    hypertext.as_text(text)


@given(st.binary(max_size=2000))
def test_any_bytes_are_read(raw):
    mail = Mail(raw)
    assert isinstance(mail.words, str)
    assert isinstance(mail.recipients, list)
    assert isinstance(mail.attachments, list)
    assert mail.calendar is None or isinstance(mail.calendar, bytes)


@pytest.mark.parametrize(
    "text",
    [
        "On " * 20_000,
        "Le " + "a" * 50_000,
        ("On 1 " + "x " * 150 + "\n") * 200,
        "> " * 30_000,
        "_" * 50_000,
    ],
)
def test_no_text_runs_away(text):
    started = time.process_time()
    quotes.latest(text)
    assert time.process_time() - started < 5


def test_same_mail_by_two_ways_has_one_fingerprint():
    mail = answer()
    direct = b"Received: by a.example\r\nDelivered-To: x@y.example\r\n" + mail.as_bytes()
    assert fingerprint(direct) == fingerprint(mail.as_bytes().replace(b"\n", b"\r\n"))
    assert fingerprint(direct) != fingerprint(
        answer("Autre", message_id=mail["Message-ID"]).as_bytes()
    )


def test_files_joined_are_found_and_pictures_of_a_signature_are_not():
    mail = answer()
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="cv.pdf")
    mail.add_attachment(
        b"GIF89a", maintype="image", subtype="gif", filename="logo.gif", cid="<logo>"
    )
    assert [one.name for one in Mail(mail.as_bytes()).attachments] == ["cv.pdf"]
