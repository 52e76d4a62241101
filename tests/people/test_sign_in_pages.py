"""Pages and mails of accounts: codes by the outbox in both languages, attempts counted, every page dressed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from lxml import html

from ithaque.people.models import Person
from tests.followup.factories import person
from tests.support.client import StrictClient
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], StrictClient]


@pytest.fixture
def ines() -> Person:
    made = person("Inès", password="une-longue-phrase-secrete")
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def words(response: Any) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


def code_in(text: str) -> str:
    found = re.search(r"\b[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}\b", text)
    assert found is not None, text
    return found.group(0)


def ask_code(browser: Client, address: str) -> Any:
    return browser.post(reverse("account_request_login_code"), {"email": address}, follow=True)


@pytest.mark.parametrize(("locale", "said"), [("fr", "code"), ("en", "code")])
def test_code_leaves_by_the_outbox_in_the_persons_language_and_signs_in(
    locale: str, said: str, ines: Person, client: StrictClient
) -> None:
    Person.objects.filter(pk=ines.pk).update(locale=locale)
    page = ask_code(client, ines.email)
    assert page.status_code == 200
    (mail,) = mails(to=ines.email)
    assert said in mail.subject.lower()
    assert "<html" in mail.html
    assert f'lang="{locale}"' in mail.html
    answer = client.post(reverse("account_confirm_login_code"), {"code": code_in(mail.text)})
    assert answer.status_code == 302
    assert client.get(reverse("participant:home")).status_code == 200


def test_wrong_code_says_so_and_opens_nothing(ines: Person, client: StrictClient) -> None:
    ask_code(client, ines.email)
    answer = client.post(reverse("account_confirm_login_code"), {"code": "AAAAAA"})
    assert answer.status_code == 200
    assert html.fromstring(answer.content).xpath(
        "//*[contains(@class,'invalid-feedback') or @role='alert']"
    )
    assert client.get(reverse("participant:home")).status_code == 302


def test_unknown_address_gets_the_same_page_and_a_kind_mail(
    client: StrictClient, ines: Person
) -> None:
    known, unknown = (
        words(ask_code(StrictClient(), ines.email)),
        words(ask_code(client, "nobody@test.example")),
    )
    assert known.replace(ines.email, "") == unknown.replace("nobody@test.example", "")
    assert len(mails(to="nobody@test.example")) == 1


def test_attempts_at_a_password_are_counted_then_refused(
    ines: Person, client: StrictClient
) -> None:
    answers = [
        client.post(reverse("account_login"), {"login": ines.email, "password": f"faux-{attempt}"})
        for attempt in range(7)
    ]
    right = client.post(
        reverse("account_login"), {"login": ines.email, "password": "une-longue-phrase-secrete"}
    )
    assert answers[0].status_code == 200
    assert "_auth_user_id" not in client.session
    assert right.status_code in (200, 429)


def test_one_visitor_asks_codes_for_few_addresses() -> None:
    for attempt in range(25):
        answer = StrictClient().post(
            reverse("account_request_login_code"), {"email": f"a{attempt}@test.example"}
        )
    assert answer.status_code in (200, 429)
    assert len(mails()) == 20


def test_too_many_passwords_from_one_place_get_the_page_that_says_to_wait() -> None:
    for attempt in range(31):
        answer = StrictClient().post(
            reverse("account_login"), {"login": f"a{attempt}@test.example", "password": "x"}
        )
    assert answer.status_code == 429
    assert "Trop d’essais" in words(answer)


def test_one_address_gets_few_codes_a_minute(ines: Person) -> None:
    for _ in range(6):
        ask_code(StrictClient(), ines.email)
    assert len(mails(to=ines.email)) == 3


@pytest.mark.parametrize(
    "name",
    [
        "account_change_password",
        "account_email",
        "account_logout",
        "mfa_index",
        "mfa_list_webauthn",
        "account_reauthenticate",
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_of_ones_account_open_dressed(name: str, language: str, ines: Person) -> None:
    Person.objects.filter(pk=ines.pk).update(locale=language)
    browser = StrictClient()
    browser.post(
        reverse("account_login"), {"login": ines.email, "password": "une-longue-phrase-secrete"}
    )
    answer = browser.get(reverse(name))
    assert answer.status_code == 200
    page = html.fromstring(answer.content)
    assert page.xpath("//main[@id='content']")
    assert len(page.xpath("//h1")) == 1


def test_passkey_and_authenticator_pages_open_after_signing_in(ines: Person) -> None:
    browser = StrictClient()
    browser.post(
        reverse("account_login"), {"login": ines.email, "password": "une-longue-phrase-secrete"}
    )
    asked = browser.get(reverse("mfa_add_webauthn"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    browser.post(asked.url, {"password": "une-longue-phrase-secrete"})
    for name in ("mfa_add_webauthn", "mfa_activate_totp"):
        assert browser.get(reverse(name)).status_code == 200


def test_password_changed_is_told_by_mail_in_our_frame(ines: Person) -> None:
    browser = StrictClient()
    browser.post(
        reverse("account_login"), {"login": ines.email, "password": "une-longue-phrase-secrete"}
    )
    browser.post(
        reverse("account_change_password"),
        {
            "oldpassword": "une-longue-phrase-secrete",
            "password1": "une-autre-phrase-longue",
            "password2": "une-autre-phrase-longue",
        },
    )
    (mail,) = mails(to=ines.email)
    assert "mot de passe" in mail.subject.lower()
    assert "<html" in mail.html
    assert "testserver" not in mail.subject
