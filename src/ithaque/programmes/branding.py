"""Whose brand a page wears: that of the organisation it speaks of, else the only one its reader takes part in.

A view that shows something of an organisation gives `house_brand` itself. Elsewhere the brand is that of the
organisation in which the person has all their roles, kept in their session so that pages ask nothing more; someone
in several organisations sees Ithaque's own colours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models import Model
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from ithaque.correspondence.branding import register
from ithaque.kernel import clock
from ithaque.people.brand.look import Brand, brand_of
from ithaque.people.models import Organisation, Person
from ithaque.programmes.models import Enrolment, Programme
from ithaque.programmes.selectors import organisations_of

KEY = "brand"
KEPT_SECONDS = 300


def house(request: HttpRequest) -> dict[str, Any]:
    """Give `house_brand` to every page, found only when the page asks for it; None for Ithaque's own."""
    return {"house_brand": SimpleLazyObject(lambda: _brand(request))}


@receiver(user_logged_in, dispatch_uid="remember the brand")
def remember(sender: Any, request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """Find the brand once, as someone signs in."""
    _keep(request, user)


def organisation_in(context: Mapping[str, Any]) -> Organisation | None:
    """Return the organisation a message speaks of: that of the first programme among what it was given."""
    for value in context.values():
        programme = _programme_of(value)
        if programme is not None:
            return programme.organisation
    return None


def _programme_of(value: Any) -> Programme | None:
    if isinstance(value, Programme):
        return value
    if isinstance(value, Enrolment):
        return value.cohort.programme
    found = getattr(value, "programme", None) if isinstance(value, Model) else None
    return found if isinstance(found, Programme) else None


register(organisation_in)


def _brand(request: HttpRequest) -> Brand | None:
    person = getattr(request, "user", None)
    if not isinstance(person, Person) or not hasattr(request, "session"):
        return None
    known = request.session.get(KEY)
    if known is None or known["at"] < clock.now().timestamp() - KEPT_SECONDS:
        return _keep(request, person)
    return Brand(**known["brand"]) if known["brand"] else None


def _keep(request: HttpRequest, person: Person) -> Brand | None:
    found = list(organisations_of(person)[:2])
    brand = brand_of(found[0]) if len(found) == 1 else None
    kept = asdict(brand) if brand and (brand.style_url or brand.logo_url) else None
    request.session[KEY] = {"at": clock.now().timestamp(), "brand": kept}
    return brand if kept else None
