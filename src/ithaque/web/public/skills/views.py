"""Reference data for the skills picker: no person in it, so anyone may ask."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control

from ithaque.kernel.access import PUBLIC, opens
from ithaque.people import skills

KINDS = {"skill": ("skill",), "occupation": ("occupation",)}


@opens(PUBLIC)
@cache_control(public=True, max_age=3600)
def search(request: HttpRequest) -> JsonResponse:
    """Answer a list of up to eight concepts for `q`; `kind` is skill (default) or occupation."""
    locale = (get_language() or "fr")[:2]
    query = request.GET.get("q", "")[:120]
    kinds = KINDS.get(request.GET.get("kind", "skill"), ("skill",))
    found = skills.search(query, locale=locale, kinds=kinds) if query.strip() else []
    answer = JsonResponse([asdict(one) for one in found], safe=False)
    answer["Vary"] = "Accept-Language, Cookie"
    return answer
