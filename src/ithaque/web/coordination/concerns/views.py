"""The files of the safeguarding lead. Opening one leaves a trace that the file shows."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.safeguarding import selectors, services
from ithaque.safeguarding.doors import CONCERN, LEAD
from ithaque.safeguarding.models import Concern
from ithaque.web.coordination.concerns.forms import CloseForm

PER_PAGE = 25


@require_safe
@opens(LEAD)
def concerns(request: HttpRequest) -> HttpResponse:
    """List the concerns, those still open first; no word of them here."""
    found = selectors.concerns_readable_by(_person(request))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "coordination/concerns/concerns.html", {"page": page})


@require_safe
@opens(CONCERN)
def concern(request: HttpRequest, concern: Concern) -> HttpResponse:
    """Open a file, and write down who did."""
    services.read_concern(concern=concern, by=_person(request))
    return _page(request, concern, CloseForm())


@require_POST
@opens(CONCERN)
def take(request: HttpRequest, concern: Concern) -> HttpResponse:
    """Take the concern in hand."""

    def act() -> str:
        services.take_in_hand(concern=concern, by=_person(request))
        return _("This concern is in your hands.")

    return _act(request, concern, act)


@require_POST
@opens(CONCERN)
def pause(request: HttpRequest, concern: Concern) -> HttpResponse:
    """Pause the pair, or let it go on."""

    def act() -> str:
        if request.POST.get("pause") == "yes":
            services.freeze_pair(concern=concern, by=_person(request))
            return _("It is paused: nothing can be written or planned. Everyone in it was told.")
        services.release_pair(concern=concern, by=_person(request))
        return _("It goes on. Everyone in it was told.")

    return _act(request, concern, act)


@require_POST
@opens(CONCERN)
def close(request: HttpRequest, concern: Concern) -> HttpResponse:
    """Close the file with its outcome."""
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, concern, form, status=422)

    def act() -> str:
        data = form.cleaned_data
        services.close_concern(
            concern=concern, outcome=data["outcome"], note=data["note"], by=_person(request)
        )
        return _("The file is closed.")

    return _act(request, concern, act, form)


def _act(
    request: HttpRequest, concern: Concern, act: Callable[[], str], form: CloseForm | None = None
) -> HttpResponse:
    try:
        said = act()
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        concern.refresh_from_db()
        return _page(request, concern, form or CloseForm(), status=409)
    messages.success(request, said)
    return redirect("coordination:concern", concern.public_id)


def _page(
    request: HttpRequest, concern: Concern, form: CloseForm, status: int = 200
) -> HttpResponse:
    readings = concern.readings.select_related("person")
    context = {
        "concern": concern,
        "readings": readings,
        "form": form,
        "readers": [_("The safeguarding leads of {name}").format(name=concern.organisation.name)],
        "not_readers": [_("Neither the coordination, nor who administers the site")],
    }
    return render(request, "coordination/concerns/concern.html", context, status=status)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
