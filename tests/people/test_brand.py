"""A brand stays readable in both themes, and a logo carries nothing but its picture."""

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ithaque.kernel import files
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import StoredFile
from ithaque.people.brand import colours, logos, look, services
from ithaque.people.services import create_organisation, create_person
from tests.ui.test_theme import PAIRS, contrast, tokens

ANY_COLOUR = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40">'
    b'<circle cx="20" cy="20" r="18" fill="#7b2d8b"/>%s</svg>'
)


def png(width=60, height=40):
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(b"\0" + b"\x80\x20\x20" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        logos.PNG + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


def failures(theme, changed):
    shown = tokens(theme) | {name: value for name, value in changed.items() if name[0] != "-"}
    return [
        (ink, ground, round(contrast(shown[ink], shown[ground]), 2))
        for ink, ground, least in PAIRS
        if contrast(shown[ink], shown[ground]) < least
    ]


@settings(deadline=None, max_examples=150)
@given(ANY_COLOUR)
def test_any_colour_accepted_or_proposed_keeps_every_pair_of_both_themes_readable(colour):
    light = colours.LIGHT.nearest(colour)
    assert colours.LIGHT.accepts(light)
    assert failures("light", colours.light_tokens(light)) == []
    for dark in (colours.dark_from(light), colours.DARK.nearest(colour)):
        assert colours.DARK.accepts(dark)
        assert failures("dark", colours.dark_tokens(dark)) == []


@settings(deadline=None, max_examples=60)
@given(ANY_COLOUR)
def test_a_colour_survives_the_way_there_and_back(colour):
    there = colours.from_lch(colours.to_lch(colour))
    gaps = [abs(int(colour[n : n + 2], 16) - int(there[n : n + 2], 16)) for n in (1, 3, 5)]
    assert max(gaps) <= 1


def test_a_colour_that_is_already_readable_is_its_own_nearest_or_next_to_it():
    near = colours.LIGHT.nearest("#0f5561")
    assert colours.contrast(near, "#0f5561") < 1.1


@pytest.mark.parametrize("content", [SVG % b"", png()], ids=["svg", "png"])
def test_logo_becomes_a_png_of_ours(content):
    picture = logos.drawn(content)
    width, height = struct.unpack(">II", picture[16:24])
    assert picture.startswith(logos.PNG) and height == 192 and width == 288


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a...",
        b"<html></html>",
        b"<svg",
        SVG % b"<script>alert(1)</script>",
        SVG % b'<image href="http://elsewhere.example/x.png"/>',
        SVG % b"<foreignObject/>",
        SVG % b'<filter id="f"/>',
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg"/>',
        SVG % (b"<path/>" * (logos.MOST_SHAPES + 1)),
        b"x" * (logos.LARGEST + 1),
        png(900, 40),
        logos.PNG + b"\0" * 8,
        logos.PNG + b"\0" * 8 + struct.pack(">II", 60_000, 60_000) + b"\0" * 40,
        png()[:60],
    ],
    ids=[
        *("empty", "gif", "html", "cut", "script", "remote image", "foreign object", "filter"),
        *("entities", "too many shapes", "too heavy", "too long", "no size", "huge", "torn"),
    ],
)
def test_logo_that_could_hide_something_or_never_end_is_refused(content):
    with pytest.raises(Refusal) as found:
        logos.drawn(content)
    assert found.value.code == "logo" and "reste en place" in str(found.value)


@pytest.mark.django_db
class TestChanging:
    @pytest.fixture
    def adele(self):
        return create_person(email="adele@ithaque.example", first_name="Adèle", last_name="F")

    @pytest.fixture
    def harbour(self, adele):
        return create_organisation(name="Harbour College", by=adele)

    def change(self, organisation, by, **changes):
        values = {"colour": "", "colour_dark": "", "sender_name": "", "reply_to": ""} | changes
        return services.change_brand(organisation=organisation, by=by, **values)

    def test_unreadable_colour_is_refused_with_the_nearest_that_is_not(self, harbour, adele):
        with pytest.raises(services.Unreadable) as found:
            self.change(harbour, adele, colour="#FFDD00")
        assert found.value.field == "colour" and colours.LIGHT.accepts(found.value.nearest)
        assert found.value.nearest in str(found.value)
        harbour.refresh_from_db()
        assert harbour.colour == ""
        self.change(harbour, adele, colour=found.value.nearest)

    def test_dark_colour_is_judged_on_dark_pages(self, harbour, adele):
        with pytest.raises(services.Unreadable) as found:
            self.change(harbour, adele, colour="#7b2d8b", colour_dark="#7b2d8b")
        assert found.value.field == "colour_dark"

    @pytest.mark.parametrize("colour", ["purple", "#12345", "#12345g", "red;}", "#1234567"])
    def test_what_is_no_colour_is_refused(self, harbour, adele, colour):
        with pytest.raises(Refusal):
            self.change(harbour, adele, colour=colour)

    def test_dark_colour_alone_is_refused(self, harbour, adele):
        with pytest.raises(Refusal) as found:
            self.change(harbour, adele, colour_dark="#e3a1f1")
        assert found.value.code == "no_colour"

    def test_style_holds_both_themes_and_its_address_changes_with_it(self, harbour, adele):
        assert look.style_of(harbour) == "" and look.brand_of(harbour).style_url == ""
        self.change(harbour, adele, colour="#7b2d8b")
        before = look.brand_of(harbour).style_url
        style = look.style_of(harbour)
        assert "[data-bs-theme=light] { --ith-sea: #7b2d8b;" in style and "theme=dark" in style
        self.change(harbour, adele, colour="#0b63d0")
        assert look.brand_of(harbour).style_url != before

    @pytest.mark.django_db(transaction=True)
    def test_new_logo_replaces_the_old_one_bytes_included(self, harbour, adele):
        services.change_logo(organisation=harbour, content=png(), by=adele)
        first = harbour.logo
        services.change_logo(organisation=harbour, content=SVG % b"", by=adele)
        assert not StoredFile.objects.filter(pk=first.pk).exists()
        assert files.read(harbour.logo).startswith(logos.PNG)
        services.remove_logo(organisation=harbour, by=adele)
        assert harbour.logo is None and not StoredFile.objects.exists()
