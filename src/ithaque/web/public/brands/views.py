"""A brand is public and changes rarely: its addresses hold a digest, and browsers keep what they give."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ithaque.kernel import files
from ithaque.kernel.access import Door, opens
from ithaque.people.brand import look
from ithaque.people.models import Organisation

FOR_GOOD = "public, max-age=31536000, immutable"
FOR_NOW = "public, max-age=300"
branded = Door(
    "branded",
    lambda person, organisation_id, version: _found(organisation_id, version),
    signed_in=False,
)


def _found(organisation_id: UUID, version: str) -> tuple[Organisation, str] | None:
    organisation = look.branded(organisation_id)
    return None if organisation is None else (organisation, version)


@require_safe
@opens(branded)
def style(request: HttpRequest, found: tuple[Organisation, str]) -> HttpResponse:
    """Give the colours of an organisation; nothing to say is an empty sheet."""
    organisation, _version = found
    return _kept(HttpResponse(look.style_of(organisation), content_type="text/css"), *found)


@require_safe
@opens(branded)
def logo(request: HttpRequest, found: tuple[Organisation, str]) -> HttpResponse | FileResponse:
    """Give the logo, a PNG drawn by us; 404 without one."""
    organisation, _version = found
    if organisation.logo is None:
        return HttpResponse(status=404)
    return _kept(files.response(organisation.logo, inline=True), *found)


def _kept(response: Any, organisation: Organisation, version: str) -> Any:
    """Let the browser keep the answer: for good under today's digest, for a while under an older one."""
    response["Cache-Control"] = FOR_GOOD if version == look.version_of(organisation) else FOR_NOW
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # mail programs show it elsewhere
    return response
