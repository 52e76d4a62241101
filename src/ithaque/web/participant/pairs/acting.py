"""Call a service for a form: what the service refuses is said by the form, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict

from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person


def person(request: HttpRequest) -> Person:
    """Return the signed-in person (the door has checked that there is one)."""
    return cast(Person, request.user)


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, were it nothing; None for a page only read."""
    return request.POST if request.method == "POST" else None


def done(form: BaseForm, act: Callable[[dict[str, Any]], Any]) -> bool:
    """Tell whether the form was valid and `act(cleaned_data)` accepted; a refusal joins the form's errors."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def status(form: BaseForm) -> int:
    """Return the status of a page that shows this form: 422 when it has errors."""
    return 422 if form.is_bound and form.errors else 200


def attempt(request: HttpRequest, act: Callable[[], Any], *, said: object) -> bool:
    """Act without a form and say what came of it at the top of the next page."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, str(said))
    return True
