"""Whatever is typed or sent, a page answers in words: never an error of ours, on either database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from lxml import html

from ithaque.people.models import Person
from tests.house.test_access_matrix import ROWS
from tests.support.access import EVERYONE, SIGNED_IN, Row
from tests.support.client import StrictClient
from tests.support.world import World

pytestmark = pytest.mark.django_db

GARBAGE = (
    "",
    "\x00",
    "x" * 10_001,
    "-1",
    "9" * 40,
    "=cmd|'/c'!A1",
    "<b>é🙂</b>",
    "../../etc/passwd",
    "2026-02-31",
)
LIST_PARAMETERS = ("q", "page", "sort", "status", "side", "theme", "shelf", "programme", "state")


def insider(row: Row) -> str:
    """Return someone the row lets in."""
    if row.opens == EVERYONE:
        return "anonymous"
    return "mentee" if row.opens == SIGNED_IN else next(iter(sorted(row.opens)), "stranger")


def read(answer: Any) -> Any:
    """Read a download to its end, which closes its file."""
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def names_of(page: bytes) -> Iterator[tuple[str, str]]:
    """Yield the action and the field names of every form that posts."""
    for form in html.fromstring(page.decode()).xpath("//main//form[@method='post']"):
        for field in form.xpath(".//*[@name]/@name"):
            if field != "csrfmiddlewaretoken":
                yield form.get("action") or "", field


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.url}")
def test_odd_input_never_breaks_a_page(
    row: Row, world: World, client: StrictClient, as_: Callable[[Person], StrictClient]
) -> None:
    person = world.persona(insider(row))
    browser = as_(person) if person else client
    url = reverse(row.url, kwargs=row.kwargs(world))
    for odd in GARBAGE:
        read(browser.get(url, dict.fromkeys(LIST_PARAMETERS, odd)))
    answer = read(browser.get(url + row.query))
    forms: dict[str, dict[str, Any]] = {}
    if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
        for action, name in names_of(answer.content):
            forms.setdefault(action or url, {})[name] = ""
    for target in {url, *forms}:
        for odd in GARBAGE:
            sent = dict.fromkeys(forms.get(target, {}), odd)
            assert read(browser.post(target, sent)).status_code < 500
