"""An address that has just been proved to work has no trouble any more."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import email_confirmed, user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from ithaque.correspondence.troubles import confirm_address
from ithaque.people.models import Person

CODE = "code"
"""How allauth names a sign-in by the code of a mail."""


@receiver(email_confirmed, dispatch_uid="correspondence.email_confirmed")
def confirmed(sender: Any, email_address: Any, **kwargs: Any) -> None:
    """The person typed the code that was sent to the address."""
    confirm_address(person=email_address.user)


@receiver(user_logged_in, dispatch_uid="correspondence.user_logged_in")
def signed_in_by_mail(sender: Any, request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """The person signed in with a code read in a mail."""
    from allauth.account.authentication import get_authentication_records

    records = get_authentication_records(request)
    if records and records[-1].get("method") == CODE:
        confirm_address(person=user)
