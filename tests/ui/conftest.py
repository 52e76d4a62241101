"""The gallery, served by a thread without any database: components need none."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Iterator

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.urls import clear_url_caches
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.conftest import CHROMIUM, QUIET

# coturn does not run on Windows.
collect_ignore = ["test_relay.py"] if sys.platform == "win32" else []


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def gallery(settings: object) -> Iterator[str]:
    settings.ROOT_URLCONF = "tests.ui.gallery_site"  # type: ignore[attr-defined]
    clear_url_caches()
    with ThreadedWSGIServer(("127.0.0.1", 0), _Quiet) as server:
        server.set_app(StaticFilesHandler(get_wsgi_application()))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/gallery/"
        server.shutdown()
        thread.join()
    clear_url_caches()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert found, (
        "no Chromium on this machine: run `make test` once, or install the package chromium"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*QUIET, "--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def screen(chromium: Browser) -> Iterator[Page]:
    """A page in French, at ease with motion reduced, that fails on any script or policy error."""
    context = chromium.new_context(
        locale="fr-FR", reduced_motion="reduce", viewport={"width": 1440, "height": 900},
        service_workers="block",  # what a test answers itself would pass through the worker instead
    )  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(8000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert errors == []
