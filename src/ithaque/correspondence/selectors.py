"""What a person was written, as they read it again in the product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence import kinds
from ithaque.correspondence.enums import Family
from ithaque.correspondence.models import AddressTrouble, MobileNumber, PushDevice
from ithaque.kernel.models import OutboxMessage
from ithaque.people.models import Person


@dataclass(frozen=True)
class Told:
    """A message written to someone: its subject, where it leads, why, and how it left."""

    message: OutboxMessage

    @property
    def why(self) -> str | Promise:
        """Return the end of “You receive this message because …”."""
        kind = kinds.named(self.message.kind)
        return kind.why if kind else ""

    @property
    def channels(self) -> list[str | Promise]:
        """Return by which ways it was told besides this list, in words."""
        by_mail = self.message.status != OutboxMessage.Status.KEPT
        found: list[str | Promise] = [_("by e-mail")] if by_mail else []
        pushed = self.message.channels.get("push")
        if pushed == "failed":
            found.append(_("on no device: none could be reached"))
        elif pushed:
            found.append(_("on my devices"))
        texted = self.message.channels.get("sms")
        if texted in ("failed", "refused"):
            found.append(_("no text message: it could not leave"))
        elif texted:
            found.append(_("by text message"))
        return found

    @property
    def family(self) -> str | Promise:
        """Return the family it belongs to, in words."""
        kind = kinds.named(self.message.kind)
        return Family(kind.family).label if kind else ""


def messages_to(person: Person) -> QuerySet[OutboxMessage]:
    """Return what was written to a person, the newest first, without the bodies."""
    return OutboxMessage.objects.filter(person=person, to=person.email).defer(
        "text", "html", "attachments"
    )


def devices_of(person: Person) -> QuerySet[PushDevice]:
    """Return the devices that show a person's notifications."""
    return PushDevice.objects.filter(person=person)


def mobile_of(person: Person) -> MobileNumber | None:
    """Return the mobile a person gave, confirmed or not."""
    return MobileNumber.objects.filter(person=person).first()


def own_data(person: Person) -> dict[str, Any]:
    """Return what this room knows of a person, for their own export."""
    trouble = AddressTrouble.objects.filter(person=person).first()
    mobile = mobile_of(person)
    return {
        "wishes": person.delivery,
        "devices": [
            {"name": device.name, "since": device.created_at} for device in devices_of(person)
        ],
        "mobile": {"number": mobile.number, "confirmed": mobile.verified_at} if mobile else None,
        "mails_came_back": trouble.returned if trouble else 0,
        "written_to_me": list(
            messages_to(person).values("created_at", "subject", "status", "sent_at")
        ),
    }


def written_before(keys: set[str]) -> set[str]:
    """Return those of the keys under which a message was already written; asks nothing for none."""
    if not keys:
        return set()
    rows = OutboxMessage.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True)
    return {key for key in rows if key}
