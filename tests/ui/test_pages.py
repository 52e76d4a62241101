"""The page's own preferences, and the pages shown when something is wrong."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from ithaque.ui import views
from ithaque.ui.signals import preference_chosen
from ithaque.ui.theme import Theme, chosen_theme
from tests.support.client import StrictClient, read_page

pytestmark = pytest.mark.urls("tests.ui.gallery_site")


@pytest.fixture
def told():
    heard: list[tuple[str, str]] = []

    def hear(sender, request, name, value, **kwargs):
        heard.append((name, value))

    preference_chosen.connect(hear)
    yield heard
    preference_chosen.disconnect(hear)


def test_theme_is_remembered_and_told(client, told) -> None:
    answer = client.post("/preferences/theme/", {"theme": "dark", "next": "/gallery/?theme=light"})
    assert answer.url == "/gallery/?theme=light"
    assert told == [("theme", "dark")]
    assert 'data-bs-theme="dark"' in client.get("/gallery/").content.decode()[:400]


def test_unknown_theme_changes_nothing(client, told) -> None:
    answer = client.post("/preferences/theme/", {"theme": "<script>"})
    assert "theme" not in answer.cookies
    assert told == []


def test_language_is_remembered_and_told(client, told) -> None:
    client.post("/preferences/language/", {"language": "en"})
    assert told == [("locale", "en")]
    assert '<html lang="en"' in client.get("/gallery/").content.decode()


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""]
)
def test_way_back_never_leads_elsewhere(client, target: str) -> None:
    assert client.post("/preferences/theme/", {"theme": "dark", "next": target}).url == "/"


@pytest.mark.parametrize("address", ["/preferences/theme/", "/preferences/language/"])
def test_preferences_change_by_post_only(client, address: str) -> None:
    assert client.get(address).status_code == 405


def test_theme_of_the_person_comes_before_the_cookie() -> None:
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = "dark"
    assert chosen_theme(request) is Theme.DARK
    request.user = type("Person", (), {"is_authenticated": True, "theme": "light"})()
    assert chosen_theme(request) is Theme.LIGHT
    assert chosen_theme(None) is Theme.AUTO


def test_script_of_the_automatic_theme_is_sent_only_where_it_is_asked(client) -> None:
    assert "theme-auto.js" in client.get("/gallery/").content.decode()
    client.post("/preferences/theme/", {"theme": "light"})
    assert "theme-auto.js" not in client.get("/gallery/").content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("400", 400),
        ("403", 403),
        ("404", 404),
        ("csrf", 403),
        ("429", 429),
        ("500", 500),
        ("503", 503),
    ],
)
def test_error_page_speaks_and_offers_a_way_on(
    client, name: str, status: int, language: str
) -> None:
    client.raise_request_exception = False
    answer = client.get(f"/gallery/error/{name}/", headers={"accept-language": language})
    assert answer.status_code == status
    page = read_page(answer)
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//main//a[@href='/']")


def test_unknown_address_is_a_page_of_ours(client) -> None:
    answer = client.get("/nowhere/at/all/")
    assert answer.status_code == 404
    assert "Ithaque" in answer.content.decode()


def test_server_error_needs_no_database_no_session_and_no_request() -> None:
    """pytest refuses the database here; the request given is not even looked at."""
    answer = views.server_error(None)  # type: ignore[arg-type]
    assert answer.status_code == 500
    read_page(answer)
    assert views.unavailable(None)["Retry-After"] == "120"  # type: ignore[arg-type]


def test_too_many_attempts_say_when_to_come_back(rf) -> None:
    request = rf.get("/")
    answer = views.too_many_requests(request, retry_after=300)
    assert answer["Retry-After"] == "300"
    assert "dans 5 minutes" in answer.content.decode()


def test_form_that_was_open_too_long_is_told_so() -> None:
    browser = StrictClient(enforce_csrf_checks=True)
    answer = browser.post("/preferences/theme/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "restée ouverte trop longtemps" in answer.content.decode()
