"""allauth's pages speak our visual language, and signing in needs no password."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse
from lxml import html

from ithaque.people.models import Person
from tests.support.client import read_page

pytestmark = pytest.mark.django_db

ENTRANCE = [
    "account_login",
    "account_signup",
    "account_request_login_code",
    "account_reset_password",
]
INSIDE = [
    "account_email",
    "account_set_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
]


@pytest.fixture
def ines() -> Person:
    person = Person.objects.create_user(
        "ines@ithaque.example", "quatre mots au hasard", first_name="Inès", last_name="Martin"
    )
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    return person


@pytest.mark.parametrize("name", ENTRANCE)
def test_entrance_page_could_be_served(client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert html.fromstring(answer.content).xpath("//header[@class='site-header']")


@pytest.mark.parametrize("name", INSIDE)
def test_page_of_one_s_account_could_be_served(as_, ines: Person, name: str) -> None:
    answer = as_(ines).get(reverse(name), follow=True)
    assert answer.status_code == 200
    assert len(read_page(answer).xpath("//h1")) == 1


def test_password_opens_the_account(client, ines: Person) -> None:
    answer = client.post(
        reverse("account_login"), {"login": ines.email, "password": "quatre mots au hasard"}
    )
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(ines.pk)


def test_empty_password_sends_a_code_to_the_address(client, ines: Person) -> None:
    answer = client.post(reverse("account_login"), {"login": ines.email, "password": ""})
    assert answer.url == reverse("account_confirm_login_code")
    page = read_page(client.get(answer.url))
    assert "one-time-code" in [box.get("autocomplete") for box in page.xpath("//input")]
    assert "_auth_user_id" not in client.session


def test_wrong_password_is_said_without_telling_who_exists(client, ines: Person) -> None:
    known = client.post(reverse("account_login"), {"login": ines.email, "password": "wrong one"})
    unknown = client.post(
        reverse("account_login"), {"login": "nobody@ithaque.example", "password": "wrong one"}
    )
    said = [
        html.fromstring(answer.content).xpath("string(//div[contains(@class, 'error-summary')])")
        for answer in (known, unknown)
    ]
    assert said[0]
    assert said[0] == said[1]
    assert mail.outbox == []


@pytest.mark.parametrize("demo", [True, False])
def test_accounts_of_the_cast_are_shown_in_demo_mode_only(client, settings, demo: bool) -> None:
    settings.DEMO = demo
    page = client.get(reverse("account_login")).content.decode()
    assert ("nadia@ithaque.example" in page) is demo
