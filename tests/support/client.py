"""A test client stricter than a browser: it refuses pages that production would let pass.

Every HTML answer is read: no undefined template variable, no leftover template mark, no inline script,
style or handler (the CSP would block them), no duplicated id, no link that leads nowhere.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.test import Client
from lxml import html

UNDEFINED = "⟪undefined:%s⟫"
MARKS = ("⟪undefined:", "{{ ", "{% ", "{# ")


class PageFault(AssertionError):
    """A page that must not leave the house."""


class StrictClient(Client):
    """Django's client, reading each HTML page it gets."""

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        content_type = response.headers.get("Content-Type", "")
        if content_type.startswith("text/html") and not response.streaming and response.content:
            read_page(response)
        return response


def read_page(response: HttpResponseBase) -> html.HtmlElement:
    """Return the parsed page; raise PageFault when it holds what must not be served."""
    text = response.content.decode()  # type: ignore[attr-defined]
    for mark in MARKS:
        if mark in text:
            start = text.index(mark)
            raise PageFault(f"leftover in the page: …{text[max(0, start - 80) : start + 120]}…")
    page = html.fromstring(text)
    _refuse(page, "//script[not(@src) and not(@type='application/json')]", "inline script")
    _refuse(page, "//style", "inline style sheet")
    _refuse(page, "//*[@style]", "inline style")
    _refuse(page, "//@*[starts-with(name(), 'on')]/..", "inline handler")
    _refuse(page, "//a[@href='#' or @href='' or starts-with(@href, 'javascript:')]", "dead link")
    ids = page.xpath("//@id")
    repeated = {name for name in ids if ids.count(name) > 1}
    if repeated:
        raise PageFault(f"id used twice: {sorted(repeated)}")
    return page


def _refuse(page: html.HtmlElement, xpath: str, what: str) -> None:
    found = page.xpath(xpath)
    if found:
        shown = html.tostring(found[0], encoding="unicode")[:200]
        raise PageFault(f"{what}: {shown}")
