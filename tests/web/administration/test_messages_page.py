"""The messages of the instance: each says its kind in words, never its code."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ithaque.correspondence import accounts, kinds
from ithaque.kernel.models import OutboxMessage
from ithaque.web.administration.instance.kind_names import NAMES

pytestmark = pytest.mark.django_db


def test_every_kind_of_message_has_a_name_and_only_they():
    assert accounts.ACCOUNT in kinds.declared()
    assert {kind.code for kind in kinds.declared()} ^ set(NAMES) == set()


def test_messages_are_listed_by_the_name_of_their_kind(as_, world):
    sent = OutboxMessage.objects.create(kind="mentoring.trial_asked", to="x@ithaque.example")
    page = as_(world.adele).get(reverse("administration:outbox")).content.decode()
    assert "Période d’essai\xa0: continuez-vous\xa0?" in page and sent.kind not in page


def test_kind_that_is_no_longer_written_keeps_its_code(as_, world):
    OutboxMessage.objects.create(kind="mentoring.pigeon", to="x@ithaque.example")
    page = as_(world.adele).get(reverse("administration:outbox")).content.decode()
    assert "N’est plus envoyé (mentoring.pigeon)" in page
