"""What pages, messages and documents read of an organisation's brand."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from ithaque.people.brand import colours
from ithaque.people.models import Organisation

HOUSE_COLOUR = "#0f5561"
"""The colour of Ithaque on light pages, where an organisation chose none."""


@dataclass(frozen=True)
class Brand:
    """A brand ready to be shown; the addresses are empty where the organisation chose nothing.

    They hold a digest of what they give, so that a browser may keep it for good.
    """

    name: str
    colour: str = HOUSE_COLOUR
    style_url: str = ""
    logo_url: str = ""
    sender_name: str = ""
    reply_to: str = ""

    @property
    def logo_address(self) -> str:
        """Return the full address of the logo, for messages; empty without one."""
        return f"{settings.SITE_URL}{self.logo_url}" if self.logo_url else ""


def brand_of(organisation: Organisation) -> Brand:
    """Return the brand of an organisation whose logo is loaded (`select_related("logo")`) or absent."""
    version, address = version_of(organisation), [organisation.public_id]
    return Brand(
        name=organisation.name,
        colour=organisation.colour or HOUSE_COLOUR,
        style_url=reverse("public:brand-style", args=[*address, version])
        if organisation.colour
        else "",
        logo_url=reverse("public:brand-logo", args=[*address, version])
        if organisation.logo_id
        else "",
        sender_name=organisation.sender_name,
        reply_to=organisation.reply_to,
    )


def version_of(organisation: Organisation) -> str:
    """Return the digest of what the brand looks like: twelve letters and figures."""
    logo = organisation.logo.sha256 if organisation.logo else ""
    seen = f"{organisation.colour} {organisation.colour_dark} {logo}"
    return hashlib.sha256(seen.encode()).hexdigest()[:12]


def style_of(organisation: Organisation) -> str:
    """Return the stylesheet that gives both themes the organisation's colour; empty without one."""
    if not organisation.colour:
        return ""
    dark = organisation.colour_dark or colours.dark_from(organisation.colour)
    light_rules = _rules(colours.light_tokens(organisation.colour))
    dark_rules = _rules(colours.dark_tokens(dark))
    return (
        "@layer tokens {\n"
        f"  [data-bs-theme=light] {{ {light_rules} }}\n"
        f"  [data-bs-theme=dark] {{ {dark_rules} }}\n"
        "}\n"
    )


def branded(organisation_id: Any) -> Organisation | None:
    """Return the organisation of a public id, with its logo, to whoever asks: a brand is public."""
    return _with_logo().filter(public_id=organisation_id).first()


def _with_logo() -> QuerySet[Organisation]:
    return Organisation.objects.select_related("logo")


def _rules(tokens: dict[str, str]) -> str:
    return " ".join(
        f"{name if name.startswith('--') else f'--ith-{name}'}: {value};"
        for name, value in tokens.items()
    )
