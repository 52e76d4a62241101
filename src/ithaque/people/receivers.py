"""What a person chooses in the page's menu (language, appearance) is kept in their profile."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest

from ithaque.people.models import Person
from ithaque.people.services import update_profile
from ithaque.ui.signals import preference_chosen


@receiver(preference_chosen, dispatch_uid="people.preference_chosen")
def keep_preference(
    sender: Any, request: HttpRequest, name: str, value: str, **kwargs: Any
) -> None:
    """Keep the choice of whoever is signed in; a visitor's stays in their browser."""
    if isinstance(request.user, Person):
        update_profile(person=request.user, by=request.user, **{name: value})
