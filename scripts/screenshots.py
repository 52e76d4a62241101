"""Photograph the demo world for the README and the guides: `python scripts/screenshots.py`.

Builds a village in a scratch folder, serves it, signs the cast in and writes `docs/images/<language>-*.png`.
Any page can be looked at the same way, on a desk or a phone, in light or dark:

    python scripts/screenshots.py --out /tmp/look --persona ines --path /me/ --phone --dark --language en
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from ithaque.demo.cast import BY_KEY, PASSWORD  # noqa: E402
from tests.support.site import serve  # noqa: E402

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@dataclass(frozen=True)
class Shot:
    """One photograph: who looks, where (a path, or the name of a link to follow), on what screen."""

    name: str
    persona: str | None
    path: str
    follow: str = ""
    phone: bool = False
    dark: bool = False
    full: bool = False


SHOTS = (
    Shot("programme", None, "/p/cap-insertion/"),
    Shot("mentee-home", "ines", "/me/"),
    Shot("mentee-home-phone", "ines", "/me/", phone=True),
    Shot("pair-room", "ines", "/me/", follow=".site-nav a[href*=pair]"),
    Shot("day", "nadia", "/coordination/"),
    Shot("day-dark", "nadia", "/coordination/", dark=True),
    Shot("match-run", "nadia", "/coordination/runs/", follow="main a[href*='/coordination/runs/']"),
)


def main() -> None:
    """Take the photographs asked for, all of the README's by default."""
    asked = _arguments()
    with _site(asked.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        for language in asked.language or ("fr", "en"):
            for shot in _shots(asked):
                target = asked.out / f"{language}-{shot.name}.png"
                _take(browser, url, shot, language, target)
                print(target)
        browser.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--url", help="photograph a site that runs already")
    parser.add_argument("--persona", help="one of the cast; nobody by default")
    parser.add_argument(
        "--path", action="append", help="photograph this page instead of the README's"
    )
    parser.add_argument("--language", action="append", choices=("fr", "en"))
    parser.add_argument("--phone", action="store_true")
    parser.add_argument("--dark", action="store_true")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    return asked


def _shots(asked: argparse.Namespace) -> Iterator[Shot]:
    if not asked.path:
        yield from SHOTS
        return
    for path in asked.path:
        name = path.strip("/").replace("/", "-") or "root"
        suffix = ("-phone" if asked.phone else "") + ("-dark" if asked.dark else "")
        yield Shot(
            name[:60] + suffix, asked.persona, path, phone=asked.phone, dark=asked.dark, full=True
        )


@contextmanager
def _site(url: str | None) -> Iterator[str]:
    if url:
        yield url.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder) / "data", "--demo") as site:
        yield site.url


def _take(browser: Browser, url: str, shot: Shot, language: str, target: Path) -> None:
    context = browser.new_context(
        viewport=PHONE if shot.phone else DESKTOP,
        locale="fr-FR" if language == "fr" else "en-GB",
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
        color_scheme="dark" if shot.dark else "light",
        device_scale_factor=1,
    )
    page = context.new_page()
    if shot.persona:
        _sign_in(page, url, shot.persona)
    page.goto(url + shot.path)
    _choose(page, url, "language", "language", language)
    _choose(page, url, "theme", "theme", "dark" if shot.dark else "light")
    page.goto(url + shot.path)
    if shot.follow:
        page.locator(shot.follow).first.click()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=target, full_page=shot.full)
    context.close()


def _sign_in(page: Page, url: str, key: str) -> None:
    page.goto(f"{url}/account/login/")
    page.fill("input[name=login]", BY_KEY[key].email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form:has(input[name=password]) button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")


def _choose(page: Page, url: str, address: str, field: str, value: str) -> None:
    """Post a preference the way the page's own menu does."""
    token = page.locator("meta[name=csrf-token]").get_attribute("content") or ""
    page.request.post(
        f"{url}/preferences/{address}/",
        form={field: value, "csrfmiddlewaretoken": token},
        headers={"Referer": url + "/"},
    )


if __name__ == "__main__":
    main()
