"""First start: code, organisation and administrator, mail tried with a real message; then a programme."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ithaque.correspondence.services import try_mail
from ithaque.kernel import first_start, throttle
from ithaque.kernel.access import ADMINISTRATOR, Door, opens
from ithaque.kernel.errors import Refusal
from ithaque.people.first_start import take_in_hand
from ithaque.web.administration.setup.forms import CodeForm, MailForm, OrganisationForm

CODE = "set_up_code"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
nobody_runs_it = Door(
    "nobody_runs_it",
    lambda person, **kwargs: True if first_start.wanted() else None,
    signed_in=False,
)


@opens(nobody_runs_it)
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code printed in the terminal; ten tries an hour from one address."""
    form = CodeForm(request.POST or None)
    if request.method == "POST":
        if not throttle.allow("set-up", "10/hour", throttle.address(request)):
            return render(request, "ui/errors/429.html", status=429)
        if form.is_valid():
            request.session[CODE] = form.cleaned_data["code"]
            return redirect("set_up:organisation")
    return _page(request, "code", form)


@opens(nobody_runs_it)
def organisation(request: HttpRequest) -> HttpResponse:
    """Make the organisation and its administrator, and sign them in."""
    if not first_start.accepts(request.session.get(CODE, "")):
        return redirect("set_up:code")
    form = OrganisationForm(request.POST or None, initial={"locale": get_language()})
    if request.method == "POST" and form.is_valid():
        try:
            person, _made = take_in_hand(**form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            auth.login(request, person, backend=BACKEND)
            return redirect("set_up:mail")
    return _page(request, "organisation", form)


@opens(ADMINISTRATOR)
def mail(request: HttpRequest) -> HttpResponse:
    """Send a real message with the settings in force; say what the server answered."""
    form = MailForm(request.POST or None, initial={"to": request.user.email})  # type: ignore[union-attr]
    outcome = None
    if request.method == "POST" and form.is_valid():
        outcome = try_mail(to=form.cleaned_data["to"])
    return _page(
        request,
        "mail",
        form,
        outcome=outcome,
        to_files=settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"),
        folder=getattr(settings, "EMAIL_FILE_PATH", ""),
    )


def _page(request: HttpRequest, step: str, form: Any, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(
        request,
        f"administration/setup/{step}.html",
        {"form": form, "steps": _steps(step), **context},
        status=status,
    )


def _steps(here: str) -> list[dict[str, str]]:
    """Return the way from the code to the first programme, and where one stands on it."""
    way = {
        "code": (_("Your code"), _("from the terminal")),
        "organisation": (_("Your organisation"), _("and your account")),
        "mail": (_("The mail"), _("one real message")),
        "programme": (_("A first programme"), _("from a template")),
    }
    order = list(way)
    states = ["done"] * order.index(here) + ["current"] + ["ahead"] * len(order)
    return [
        {"title": title, "note": note, "state": state}
        for (title, note), state in zip(way.values(), states, strict=False)
    ]
