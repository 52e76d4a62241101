"""The account page, one's data, erasing oneself, and what everyone may read."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from lxml import html

from ithaque.people.models import Person
from ithaque.safeguarding.emergency import LINES
from tests.support.client import StrictClient
from tests.support.world import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], StrictClient]
PROFILE = {
    "first_name": "Inès",
    "last_name": "Martin",
    "locale": "en",
    "time_zone": "Pacific/Noumea",
    "theme": "dark",
}


def words(response: Any) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


def test_account_keeps_name_language_zone_and_appearance(world: World, as_: SignIn) -> None:
    browser = as_(world.ines)
    answer = browser.post(reverse("participant:account"), PROFILE)
    assert answer.status_code == 302
    world.ines.refresh_from_db()
    assert {name: getattr(world.ines, name) for name in PROFILE} == PROFILE
    page = browser.get(answer.url)
    assert "Your changes are kept." in words(page)
    assert b'data-bs-theme="dark"' in page.content


@pytest.mark.parametrize(
    "wrong",
    [{"locale": "de"}, {"time_zone": "Mars/Olympus"}, {"theme": "sepia"}, {"first_name": ""}],
)
def test_account_refuses_what_is_not_offered_and_keeps_the_rest(
    wrong: dict[str, str], world: World, as_: SignIn
) -> None:
    answer = as_(world.ines).post(
        reverse("participant:account"), {**PROFILE, "last_name": "Martin-Duval", **wrong}
    )
    assert answer.status_code == 422
    assert "Martin-Duval" in answer.content.decode()
    world.ines.refresh_from_db()
    assert world.ines.last_name == "Martin"


def test_choice_made_in_the_menu_is_kept_in_the_profile(world: World, as_: SignIn) -> None:
    browser = as_(world.ines)
    browser.post(reverse("ui:language"), {"language": "en", "next": "/me/"})
    browser.post(reverse("ui:theme"), {"theme": "dark", "next": "/me/"})
    world.ines.refresh_from_db()
    assert (world.ines.locale, world.ines.theme) == ("en", "dark")


def test_account_leads_to_every_way_of_signing_in(world: World, as_: SignIn) -> None:
    page = html.fromstring(as_(world.ines).get(reverse("participant:account")).content)
    addresses = set(page.xpath("//main//a/@href"))
    assert {
        reverse("account_change_password"),
        reverse("mfa_index"),
        reverse("account_email"),
    } <= addresses


def test_sign_out_is_a_button_on_every_page(world: World, as_: SignIn) -> None:
    for who, name in ((world.ines, "participant:home"), (world.nadia, "coordination:day")):
        page = html.fromstring(as_(who).get(reverse(name)).content)
        assert page.xpath(f"//form[@action='{reverse('account_logout')}' and @method='post']")


def test_data_are_handed_over_in_open_formats(world: World, as_: SignIn) -> None:
    answer = as_(world.ines).post(reverse("participant:account-data"))
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert {"people.json", "safeguarding.json"} <= set(archive.namelist())
    assert json.loads(archive.read("people.json"))["email"] == world.ines.email
    assert world.claire.email not in b"".join(
        archive.read(name) for name in archive.namelist()
    ).decode(errors="ignore")


def test_erase_asks_for_the_address_then_closes_the_account(world: World, as_: SignIn) -> None:
    browser = as_(world.ines)
    address = reverse("participant:account-erase")
    assert "C’est sans retour" in words(browser.get(address))
    assert browser.post(address, {"email": "autre@ithaque.example"}).status_code == 422
    assert Person.objects.filter(email=world.ines.email).exists()
    answer = browser.post(address, {"email": world.ines.email.upper()})
    assert answer.status_code == 302
    world.ines.refresh_from_db()
    assert world.ines.erased_at is not None
    assert (world.ines.first_name, world.ines.is_active) == ("", False)
    assert browser.get(reverse("participant:home")).status_code == 302


def test_last_administrator_is_told_why_they_stay(world: World, as_: SignIn) -> None:
    answer = as_(world.adele).post(
        reverse("participant:account-erase"), {"email": world.adele.email}
    )
    assert answer.status_code == 422
    world.adele.refresh_from_db()
    assert world.adele.is_active


@pytest.mark.parametrize("page", ["data", "accessibility", "emergency", "about"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_legal_pages_are_open_to_everyone_in_both_languages(
    page: str, language: str, world: World, client: StrictClient
) -> None:
    answer = client.get(reverse(f"public:{page}"), headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert html.fromstring(answer.content).get("lang") == language


def test_data_page_names_the_organisation_to_write_to(world: World, client: StrictClient) -> None:
    world.organisation.contact_email = "contact@cap.example"
    world.organisation.legal_notice = "Association loi 1901, Rennes"
    world.organisation.save()
    text = words(client.get(reverse("public:data")))
    assert "Cap Rennes" in text
    assert "contact@cap.example" in text
    assert "Association loi 1901, Rennes" in text


def test_sources_are_attributed_word_for_word(client: StrictClient) -> None:
    text = words(client.get(reverse("public:about")))
    assert "Ce service utilise la classification ESCO de la Commission européenne." in text
    assert (
        "Source : France Travail, ROME 4.0, version 60 (18/09/2025), Licence Ouverte 2.0. Données modifiées."
        in text
    )
    english = words(client.get(reverse("public:about"), headers={"Accept-Language": "en"}))
    assert (
        "This service uses the ESCO classification of the European Commission. Based on ESCO v1.1.1 with French labels "
        "of v1.0 to v1.2; merged, shortened and partly translated by this project. Licence CC BY 4.0 / Decision 2011/833/EU."
    ) in english.replace("Commission.Based", "Commission. Based")


def test_emergency_numbers_need_no_account(client: StrictClient) -> None:
    text = words(client.get(reverse("public:emergency")))
    assert all(line.number in text and " ".join(str(line.what).split()) in text for line in LINES)


def test_footer_leads_to_rights_and_numbers_on_every_page(
    world: World, as_: SignIn, client: StrictClient
) -> None:
    for browser, name in (
        (client, "public:about"),
        (as_(world.ines), "participant:home"),
        (as_(world.nadia), "coordination:day"),
    ):
        page = html.fromstring(browser.get(reverse(name)).content)
        addresses = set(page.xpath("//footer//a/@href"))
        assert {
            reverse("public:data"),
            reverse("public:emergency"),
            reverse("public:accessibility"),
        } <= addresses
