"""Links are declared once, shown where they lead somewhere, and know when they are current."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from ithaque.ui import navigation
from ithaque.ui.checks import navigation_leads_somewhere
from ithaque.ui.navigation import EVERYONE, Item, links, register

pytestmark = pytest.mark.urls("tests.ui.gallery_site")


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    monkeypatch.setattr(navigation, "_registry", {})


@pytest.fixture
def request_on():
    def made(view_name: str):
        request = RequestFactory().get("/")
        request.resolver_match = SimpleNamespace(view_name=view_name)
        return request

    return made


def test_item_is_current_on_its_own_page_and_on_pages_within(request_on) -> None:
    register(
        "team", [Item("Live", "health-live", within=("health-re",)), Item("Theme", "ui:theme")]
    )
    assert [link.current for link in links("team", "main", request_on("health-ready"))] == [
        True,
        False,
    ]
    assert [link.current for link in links("team", "main", request_on("ui:theme"))] == [False, True]


def test_item_without_an_address_is_not_shown_and_is_named_by_the_check(request_on) -> None:
    register("team", [Item("Nowhere", "team:nowhere")])
    assert links("team", "main", request_on("")) == []
    assert "team:nowhere" in navigation_leads_somewhere(None)[0].msg


def test_address_of_the_request_replaces_the_name_and_may_hide_the_item(request_on) -> None:
    register(
        "team",
        [
            Item("Pair", "x", address=lambda request: "/pair/"),
            Item("None", "x", address=lambda request: None),
        ],
    )
    assert [link.url for link in links("team", "main", request_on(""))] == ["/pair/"]
    assert navigation_leads_somewhere(None) == []


def test_items_of_everyone_come_last_and_each_place_has_its_own(request_on) -> None:
    register(EVERYONE, [Item("Rights", "health-live", place="footer")])
    register("team", [Item("Help", "health-ready", place="footer"), Item("Home", "health-live")])
    assert [link.label for link in links("team", "footer", request_on(""))] == ["Help", "Rights"]


def test_hidden_item_is_not_shown_and_counts_are_asked(request_on) -> None:
    register(
        "team",
        [
            Item("A", "health-live", shown=lambda request: False),
            Item("B", "health-live", count=lambda request: 3),
        ],
    )
    assert [(link.label, link.count) for link in links("team", "main", request_on(""))] == [
        ("B", 3)
    ]


def test_one_item_at_most_is_current_the_closest_one(request_on) -> None:
    register(
        "team",
        [
            Item("Any", "x", address=lambda request: "/", within=("team:",)),
            Item("Pair", "y", address=lambda request: "/", within=("team:pair-",)),
        ],
    )
    assert [link.current for link in links("team", "main", request_on("team:pair-notes"))] == [
        False,
        True,
    ]
    assert [link.current for link in links("team", "main", request_on("team:runs"))] == [
        True,
        False,
    ]
    assert [link.current for link in links("team", "main", request_on("other"))] == [False, False]


def test_page_of_everyone_says_each_link_once(request_on) -> None:
    register(EVERYONE, [Item("Rights", "health-live", place="footer")])
    assert len(links(EVERYONE, "footer", request_on(""))) == 1
