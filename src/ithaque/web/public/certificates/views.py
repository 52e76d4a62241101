"""Anyone may check a certificate from its code: facts and initials, no name."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ithaque.kernel import throttle
from ithaque.kernel.access import PUBLIC, opens
from ithaque.mentoring import documents, selectors
from ithaque.mentoring.doors import CERTIFICATE_CODE
from ithaque.mentoring.models import Certificate

RATE = "20/minute"


class CodeForm(forms.Form):
    """The code written on a certificate."""

    code = forms.CharField(
        label=gettext_lazy("Code of the certificate"),
        max_length=40,
        help_text=gettext_lazy(
            "Three groups of four letters and figures, at the foot of the page."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens(PUBLIC)
def check(request: HttpRequest) -> HttpResponse:
    """Type a code."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not throttle.allow("certificate", RATE, throttle.address(request)):
            form.add_error("code", _("Too many codes tried. Wait a minute, then try again."))
        elif (found := selectors.certificate_by_code(form.cleaned_data["code"])) is None:
            form.add_error("code", _("No certificate has this code. Check it letter by letter."))
        else:
            return redirect("public:certificate", found.code)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "public/certificates/check.html", {"form": form}, status=status)


@require_safe
@opens(CERTIFICATE_CODE)
def certificate(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    """Say what a certificate says."""
    words = selectors.certificate_words(certificate)
    context = {
        "words": words,
        "certificate": certificate,
        "time": documents.time_spent(certificate),
    }
    return render(request, "public/certificates/certificate.html", context)
