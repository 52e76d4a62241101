"""One click to receive a family of messages no longer (RFC 8058): in the headers and at the foot of each mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from ithaque.correspondence.enums import TUNED, Family
from ithaque.kernel import links
from ithaque.kernel.access import Door
from ithaque.people.models import Person

LINK_AGE = timedelta(days=400)


@dataclass(frozen=True)
class StopLink:
    """What the link stops: a family of messages, for one person."""

    family: Family
    person: Person


def stop_path(family: Family, person: Person) -> str:
    """Return the path that stops this family for this person."""
    token = links.sign(_purpose(family), target=person.public_id, person=person.public_id)
    return reverse("participant:notifications-stop", args=[family.value, token])


def stop_headers(family: Family, person: Person) -> dict[str, str]:
    """Return the headers that let a mail reader offer “unsubscribe” with one click."""
    if family not in TUNED:
        return {}
    return {
        "List-Unsubscribe": f"<{settings.SITE_URL}{stop_path(family, person)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _purpose(family: Family) -> str:
    return f"stop.{family.value}"


def _stop(person: Any, family: str, token: str) -> StopLink | None:
    if family not in TUNED:
        return None
    try:
        link = links.read(_purpose(Family(family)), token, max_age=LINK_AGE)
    except links.LinkError:
        return None
    owner = Person.objects.filter(public_id=link.person, erased_at=None).first()
    return StopLink(Family(family), owner) if owner else None


STOP_LINK = Door("stop_link", _stop, signed_in=False)
