"""The account: preferences, ways to sign in, one's data, the end."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ithaque.kernel import clock
from ithaque.kernel.access import SIGNED_IN, opens
from ithaque.kernel.errors import Refusal
from ithaque.people import services
from ithaque.people.models import Person
from ithaque.web.participant.account.forms import EraseForm, ProfileForm


@require_http_methods(["GET", "HEAD", "POST"])
@opens(SIGNED_IN)
def account(request: HttpRequest) -> HttpResponse:
    """Show and keep name, language, time zone and appearance."""
    person = _person(request)
    form = ProfileForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        services.update_profile(person=person, by=person, **form.cleaned_data)
        with translation.override(person.locale):
            messages.success(request, _("Your changes are kept."))
        return redirect("participant:account")
    return render(
        request,
        "participant/account/account.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@require_POST
@opens(SIGNED_IN)
def data(request: HttpRequest) -> HttpResponse:
    """Hand over everything known of the person, as a ZIP of open formats."""
    person = _person(request)
    archive = services.export_data(person=person, by=person)
    response = HttpResponse(archive, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="ithaque-{clock.today():%Y-%m-%d}.zip"'
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@opens(SIGNED_IN)
def erase(request: HttpRequest) -> HttpResponse:
    """Say what erasing does, then do it once the address is typed."""
    person = _person(request)
    form = EraseForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            services.erase_person(person=person, by=person)
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            logout(request)
            messages.success(
                request, _("Your account is erased. Thank you for the way travelled together.")
            )
            return redirect("public:home")
    return render(
        request,
        "participant/account/erase.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
