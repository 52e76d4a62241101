"""How tests of these pages read and fill them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from lxml import html

from ithaque.kernel import clock


def url(name: str, thing: Any) -> str:
    return reverse(f"participant:{name}", args=[thing.public_id])


def words(answer: Any) -> str:
    return " ".join(html.fromstring(answer.content).text_content().split())


def values(answer: Any, name: str) -> list[str]:
    page = html.fromstring(answer.content)
    return [
        *page.xpath(f"//input[@name='{name}']/@value"),
        *page.xpath(f"//textarea[@name='{name}']/text()"),
    ]


def fields(form: Any) -> dict[str, str]:
    """Return a form as the browser would send it untouched."""
    return {name: value or "" for name, value in form.fields.items()}


def in_days(days: int) -> dict[str, str]:
    day = clock.today("Europe/Paris") + timedelta(days=days)
    return {"day": day.isoformat(), "hour": "18:00", "minutes": "50", "modality": "remote"}
