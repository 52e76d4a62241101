"""The bench of the journeys: the real site in a process, the system's Chromium, contexts per person."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.support.site import Site, serve

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing of the browser's own may leave the machine while tests run.
QUIET = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as a journey."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launch the system's Chromium; `make test` installs it."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert found, (
        "no Chromium on this machine: run `make test` once, or install the package chromium"
    )
    return {**browser_type_launch_args, "executable_path": found, "args": QUIET}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo village, served; shared by the journeys, each of which makes what it changes."""
    folder = tmp_path_factory.mktemp("site") / "data"
    # A journey subscribes a calendar that this machine serves.
    with serve(folder, "--demo", ITHAQUE_PRIVATE_CALENDARS="true") as running:
        yield running


@pytest.fixture
def empty_site(tmp_path: Any) -> Iterator[Site]:
    """A site nobody has set up yet."""
    with serve(tmp_path / "data") as running:
        yield running


@pytest.fixture(scope="session")
def base_url(site: Site) -> str:
    """Make `page.goto("/…")` lead to the site."""
    return site.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Look at pages as someone in Paris, in French, on a desk."""
    return {
        **browser_context_args,
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
        "viewport": DESKTOP,
        "reduced_motion": "reduce",
    }


@pytest.fixture
def visitor(
    browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[Callable[..., BrowserContext]]:
    """Open the browser of one more person: `visitor(viewport=PHONE, locale="en-GB").new_page()`."""
    opened: list[BrowserContext] = []

    def open_one(**changes: Any) -> BrowserContext:
        context = browser.new_context(**{**browser_context_args, **changes})
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()
