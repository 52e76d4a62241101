"""An address whose mails come back, tried again: a message to it, whose link proves that it was read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.mails import ADDRESS_TRIED
from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import links, throttle
from ithaque.kernel.access import Door
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person

PURPOSE, LIFE = "address", timedelta(days=7)
TRIALS = "3/hour"


def try_address(*, person: Person) -> None:
    """Write to the person's address; refuses more than three times an hour."""
    if not throttle.allow("address-trials", TRIALS, str(person.public_id)):
        raise Refusal(
            "too_many_trials",
            _(
                "Three messages have just been sent. Wait an hour, or sign in with a code sent by e-mail."
            ),
        )
    token = links.sign(PURPOSE, target=person.public_id, person=person.public_id)
    path = reverse("participant:address-confirm", args=[token])
    notify(ADDRESS_TRIED, to=person, action=MailAction(_("It has arrived"), path))


def _person(visitor: Any, token: str) -> Person | None:
    try:
        link = links.read(PURPOSE, token, max_age=LIFE)
    except links.LinkError:
        return None
    return Person.objects.filter(public_id=link.person, erased_at=None).first()


ADDRESS_LINK = Door("address_link", _person, signed_in=False)
