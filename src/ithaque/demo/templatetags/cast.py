"""The cast on the sign-in page, in demo mode only."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ithaque.demo.cast import CAST, PASSWORD

register = template.Library()

WAYS_IN: dict[str, Promise] = {
    "nadia": _("coordinates Cap Insertion: the day, the enrolments, the matching"),
    "ines": _("is accompanied by Claire, on the way to an internship"),
    "lea": _("ends her trial month, and wishes in another programme"),
    "claire": _("accompanies Inès, and prepares the next meeting"),
    "moussa": _("is 17: what a minor sees"),
    "thierry": _("a mentor who gives little news"),
    "oscar": _("coordinates another organisation, in English"),
    "solene": _("receives the concerns, behind a separate door"),
    "paul": _("reads figures, never a person"),
    "adele": _("runs the instance"),
}


@dataclass(frozen=True)
class WayIn:
    """One account to try, and what it shows."""

    name: str
    email: str
    shows: Promise


@register.simple_tag
def ways_in() -> list[WayIn]:
    """Return the accounts worth trying, in the order of a visit."""
    return [
        WayIn(f"{one.first_name} {one.last_name}", one.email, WAYS_IN[one.key])
        for one in CAST
        if one.key in WAYS_IN
    ]


@register.simple_tag
def cast_password() -> str:
    """Return the password of the whole cast."""
    return PASSWORD
