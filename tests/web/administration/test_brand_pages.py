"""The brand's screens, and where the brand shows: public pages, people's pages, nothing of another house."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ithaque.people.brand import look, services
from tests.people.test_brand import SVG

pytestmark = pytest.mark.django_db
PURPLE = "#7b2d8b"


@pytest.fixture
def cap(world):
    return world.organisation


def branded(organisation, by, colour=PURPLE):
    services.change_brand(
        organisation=organisation,
        colour=colour,
        colour_dark="",
        sender_name="Cap",
        reply_to="",
        by=by,
    )
    services.change_logo(organisation=organisation, content=SVG % b"", by=by)
    return look.brand_of(organisation)


def page_of(cap):
    return reverse("administration:organisation-brand", args=[cap.public_id])


def test_unreadable_colour_keeps_what_was_typed_and_its_proposal_is_one_button_away(
    as_, world, cap
):
    browser = as_(world.adele)
    data = {"colour": "#ffdd00", "sender_name": "Cap Rennes"}
    answer = browser.post(page_of(cap), data)
    body = answer.content.decode()
    assert answer.status_code == 422 and "#ffdd00" in body and 'name="take_colour"' in body
    nearest = body.split('name="take_colour" value="')[1][:7]
    assert browser.post(page_of(cap), data | {"take_colour": nearest}).status_code == 302
    cap.refresh_from_db()
    assert cap.colour == nearest and cap.sender_name == "Cap Rennes"


def test_logo_is_drawn_from_the_file_and_removed(as_, world, cap):
    browser = as_(world.adele)
    send = reverse("administration:organisation-brand-logo", args=[cap.public_id])
    assert browser.post(send, {"file": SimpleUploadedFile("l.svg", SVG % b"")}).status_code == 302
    cap.refresh_from_db()
    address = look.brand_of(cap).logo_url
    answer = browser.get(address)
    assert answer["Content-Type"] == "image/png" and "immutable" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    list(answer)
    wrong = browser.post(send, {"file": SimpleUploadedFile("l.svg", b"<svg")})
    assert wrong.status_code == 422 and "reste en place" in wrong.content.decode()
    browser.post(reverse("administration:organisation-brand-logo-remove", args=[cap.public_id]))
    assert browser.get(address).status_code == 404


def test_style_is_a_sheet_kept_for_good_under_its_digest_only(client, world, cap):
    brand = branded(cap, world.adele)
    answer = client.get(brand.style_url)
    assert answer["Content-Type"] == "text/css" and PURPLE in answer.content.decode()
    assert "immutable" in answer["Cache-Control"]
    older = reverse("public:brand-style", args=[cap.public_id, "0123456789ab"])
    assert "immutable" not in client.get(older)["Cache-Control"]


def test_public_page_wears_the_brand_of_its_organisation_alone(client, world, cap):
    brand = branded(cap, world.adele)
    body = client.get(reverse("public:programme", args=[world.programme.slug])).content.decode()
    assert brand.style_url in body and brand.logo_url in body
    other = client.get(reverse("public:programme", args=[world.other_programme.slug]))
    assert brand.style_url not in other.content.decode()


def test_home_of_a_mentee_wears_the_brand_and_that_of_a_stranger_does_not(as_, world, cap):
    brand = branded(cap, world.adele)
    home = reverse("participant:home")
    assert brand.style_url in as_(world.ines).get(home).content.decode()
    assert brand.style_url not in as_(world.rita).get(home).content.decode()
    assert brand.style_url not in as_(world.oscar).get(home).content.decode()
