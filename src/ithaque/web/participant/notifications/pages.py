"""What the page shows of a mobile that receives text messages."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.enums import Sending
from ithaque.correspondence.models import MobileNumber
from ithaque.correspondence.preferences import delivery_of
from ithaque.correspondence.selectors import mobile_of
from ithaque.correspondence.texting.numbers import masked
from ithaque.correspondence.texting.words import is_offered
from ithaque.people.models import Person

READERS: list[str | Promise] = [_("You, and the provider that carries the message")]
OTHERS: list[str | Promise] = [_("The people you are with"), _("The coordination")]


@dataclass(frozen=True)
class MobilePart:
    """The mobile as its owner sees it; `mobile` is None until they give one."""

    mobile: MobileNumber | None
    offered: bool
    readers = READERS
    others = OTHERS

    @property
    def masked(self) -> str:
        """Return the number, masked; empty without one."""
        return masked(self.mobile.number) if self.mobile else ""

    @property
    def refused(self) -> bool:
        """Tell whether the provider refused to send to it."""
        return self.mobile is not None and self.mobile.refused_at is not None

    @property
    def rings(self) -> bool:
        """Tell whether messages are sent there."""
        return self.mobile is not None and self.mobile.verified_at is not None and not self.refused

    @property
    def waits(self) -> bool:
        """Tell whether its code is asked."""
        return self.mobile is not None and not self.rings and not self.refused

    @property
    def asks(self) -> bool:
        """Tell whether a number may be given."""
        return self.offered and not self.rings

    @property
    def trouble(self) -> bool:
        """Tell whether its code could not leave."""
        return self.mobile is not None and self.mobile.code_state in (
            Sending.FAILED,
            Sending.REFUSED,
        )


def mobile_part(person: Person) -> MobilePart | None:
    """Return what to show; None when text messages are not offered, unless a number is still kept."""
    if not is_offered() and not delivery_of(person).sms:
        return None
    return MobilePart(mobile_of(person), is_offered())
