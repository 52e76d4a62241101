"""Suggestions for the skills picker: a bare list, as its script reads it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.support.client import StrictClient

pytestmark = pytest.mark.django_db


def test_search_answers_a_list_of_concepts(client: StrictClient) -> None:
    found = client.get(reverse("public:skill-search"), {"q": "comptabilite"}).json()
    assert found[0] | {"id": ""} == {
        "id": "",
        "label": "comptabilité",
        "lang": "fr",
        "kind": "skill",
    }


@pytest.mark.parametrize("query", ["", "x", "é" * 500])
def test_search_odd_query_answers_a_list(client: StrictClient, query: str) -> None:
    assert isinstance(client.get(reverse("public:skill-search"), {"q": query}).json(), list)


def test_address_with_a_nul_byte_is_refused_kindly(client: StrictClient) -> None:
    assert client.get(reverse("public:skill-search"), {"q": "\x00"}).status_code == 400
