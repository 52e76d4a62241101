"""Whether mails still reach someone, for the pages that show them."""

from __future__ import annotations

from django import template

from ithaque.correspondence.preferences import delivery_of
from ithaque.people.models import Person

register = template.Library()


@register.filter
def mail_fails(person: Person) -> bool:
    """Tell whether mails to this person come back; asks the database nothing."""
    return delivery_of(person).mail_fails
