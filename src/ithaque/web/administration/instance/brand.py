"""The brand of an organisation, seen in both themes before anyone else sees it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.people.brand import logos, look, services
from ithaque.people.models import Organisation, Person
from ithaque.ui.forms import FileInput
from ithaque.web.administration.instance.views import run_organisation


class BrandForm(forms.Form):
    """Colours and sender; a proposed colour taken by its button replaces the one typed."""

    colour = forms.CharField(
        label=_("Colour on light pages"),
        max_length=7,
        required=False,
        widget=forms.TextInput({"placeholder": look.HOUSE_COLOUR, "spellcheck": "false"}),
        help_text=_("# and six figures or letters. Links, buttons and headers take it."),
    )
    colour_dark = forms.CharField(
        label=_("Colour on dark pages"),
        max_length=7,
        required=False,
        widget=forms.TextInput({"placeholder": "#8accc9", "spellcheck": "false"}),
        help_text=_("Leave it empty: it is drawn from the first one."),
    )
    sender_name = forms.CharField(
        label=_("Name of the sender of messages"),
        max_length=80,
        required=False,
        help_text=_("What people see in their mailbox. The address stays the instance’s own."),
    )
    reply_to = forms.EmailField(
        label=_("Where replies go"),
        required=False,
        help_text=_("Without it, replies go to the instance’s address."),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None:
            taken = {
                name: data[f"take_{name}"]
                for name in ("colour", "colour_dark")
                if data.get(f"take_{name}")
            }
            data = {**data.dict(), **taken}
        super().__init__(data, **kwargs)
        self.proposed = {"colour": "", "colour_dark": ""}


class LogoForm(forms.Form):
    """A picture to draw the logo from."""

    file = forms.FileField(
        label=_("Logo file"),
        help_text=_("SVG or PNG, up to 512 kB, readable at the height of a line of text."),
        widget=FileInput(accept=".svg,.png", max_bytes=logos.LARGEST),
    )


@opens(run_organisation)
def brand(request: HttpRequest, found: Organisation) -> HttpResponse:
    """Show the brand in both themes; change colours and sender."""
    initial = {name: getattr(found, name) for name in BrandForm.base_fields}
    form = BrandForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_brand(organisation=found, by=_person(request), **form.cleaned_data)
        except services.Unreadable as refusal:
            form.proposed[refusal.field] = refusal.nearest
            form.add_error(refusal.field, str(refusal))
        except Refusal as refusal:
            form.add_error("colour", str(refusal))
        else:
            messages.success(request, gettext("The brand is changed, from the next page on."))
            return redirect("administration:organisation-brand", found.public_id)
    return _page(request, found, form, LogoForm())


@require_POST
@opens(run_organisation)
def logo(request: HttpRequest, found: Organisation) -> HttpResponse:
    """Draw the logo again from a file."""
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        content = form.cleaned_data["file"].read(logos.LARGEST + 1)
        try:
            services.change_logo(organisation=found, content=content, by=_person(request))
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, gettext("The logo is in place."))
            return redirect("administration:organisation-brand", found.public_id)
    initial = {name: getattr(found, name) for name in BrandForm.base_fields}
    return _page(request, found, BrandForm(initial=initial), form)


@require_POST
@opens(run_organisation)
def remove_logo(request: HttpRequest, found: Organisation) -> HttpResponse:
    """Take the logo away."""
    services.remove_logo(organisation=found, by=_person(request))
    messages.success(request, gettext("The logo is gone; the name stays."))
    return redirect("administration:organisation-brand", found.public_id)


def _page(
    request: HttpRequest, organisation: Organisation, form: BrandForm, logo_form: LogoForm
) -> HttpResponse:
    organisation.refresh_from_db()  # what a refused change left on it is not shown
    context = {
        "organisation": organisation,
        "house_brand": look.brand_of(organisation),
        "form": form,
        "logo_form": logo_form,
        "themes_shown": [("light", _("Light pages")), ("dark", _("Dark pages"))],
    }
    status = 422 if form.errors or logo_form.errors else 200
    return render(request, "administration/instance/brand.html", context, status=status)


def _person(request: HttpRequest) -> Person:
    """Return who is signed in: the door has checked that someone is."""
    assert isinstance(request.user, Person)
    return request.user
