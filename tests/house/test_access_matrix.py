"""Who may open what: every URL of the product × every persona, and a new URL fails until its row exists.

Rows live beside the pages' tests, in `access_rows.py`:

    ROWS = [Row("participant:pair", kwargs=lambda w: {"pair_id": w.pair.public_id}, opens={"mentee", "mentor"})]

Personas not named in `opens` get 404 (a stranger learns nothing), and the anonymous visitor is sent to
sign in, unless the row says otherwise.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests
from ithaque.kernel.access import Door
from ithaque.people.models import Person
from tests.support.access import Row
from tests.support.client import StrictClient
from tests.support.world import PERSONAS, World

NOT_OURS = ("account/", "gallery/")
"""allauth keeps its own doors; the gallery exists in development only."""


def patterns(
    resolver: URLResolver | None = None, prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from patterns(pattern, route, inner)
        elif not route.startswith(NOT_OURS):
            yield route, f"{space}{pattern.name}", pattern


def rows() -> list[Row]:
    found: list[Row] = []
    for module in pkgutil.walk_packages(tests.__path__, "tests."):
        if module.name.endswith("access_rows"):
            found += importlib.import_module(module.name).ROWS
    return found


ROWS = rows()


@pytest.mark.parametrize(
    ("route", "name", "pattern"),
    list(patterns()),
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_every_view_stands_behind_a_door(route: str, name: str, pattern: URLPattern) -> None:
    assert isinstance(getattr(pattern.callback, "door", None), Door), (
        f"{route} has no door (kernel.access.opens)"
    )


def test_every_url_has_its_row_in_the_matrix() -> None:
    known = {row.url for row in ROWS}
    missing = sorted({name for _route, name, _pattern in patterns()} - known)
    assert not missing, f"URLs without a row in an access_rows.py: {missing}"


def test_every_row_names_a_url_of_the_product() -> None:
    names = {name for _route, name, _pattern in patterns()}
    assert not sorted({row.url for row in ROWS} - names)


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.url}")
def test_only_the_named_personas_open_it(
    row: Row, world: World, client: StrictClient, as_: Callable[[Person], StrictClient]
) -> None:
    kwargs = row.kwargs(world)
    url = reverse(row.url, kwargs=kwargs) + row.query
    got: dict[str, Any] = {}
    for persona in PERSONAS:
        person = world.persona(persona)
        browser = as_(person) if person else client
        answer = getattr(browser, row.method)(
            url, row.data(world) if row.method == "post" else None
        )
        got[persona] = answer.status_code
        if answer.streaming:
            list(answer)  # a file is closed once it has been read
    expected = {persona: row.expected(persona) for persona in PERSONAS}
    assert {p: s for p, s in got.items() if s not in expected[p]} == {}, f"expected {expected}"
