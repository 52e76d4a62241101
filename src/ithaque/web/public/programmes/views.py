"""The open programmes, a programme's public page, invitations, and a guardian's authorisation."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ithaque.kernel import first_start
from ithaque.kernel.access import PUBLIC, opens
from ithaque.kernel.links import LinkError
from ithaque.people.brand.look import brand_of
from ithaque.programmes import selectors, services
from ithaque.programmes.doors import PUBLIC_PROGRAMME
from ithaque.programmes.models import Programme
from ithaque.web.public.programmes.forms import GuardianForm
from ithaque.web.public.programmes.pages import ProgrammePage


@require_safe
@opens(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """List the open programmes to visitors; lead people who are signed in to their own home.

    While nobody runs the instance, lead to its set-up.
    """
    if request.user.is_authenticated and "programmes" not in request.GET:
        return redirect(selectors.landing_of(request.user))
    pages = [ProgrammePage(programme, request.user) for programme in selectors.open_programmes()]
    if not pages and first_start.wanted():
        return redirect("set_up:code")
    return render(request, "public/programmes/home.html", {"pages": pages})


@require_safe
@opens(PUBLIC_PROGRAMME)
def programme(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Show a programme to visitors; a draft to its team only."""
    page = ProgrammePage(programme, request.user)
    context = {
        "page": page,
        "programme": programme,
        "brand": programme.title,
        "house_brand": brand_of(programme.organisation),
        "brand_url": reverse("public:programme", args=[programme.slug]),
        "footer_words": programme.organisation.legal_notice or programme.organisation.name,
    }
    return render(request, "public/programmes/programme.html", context)


@require_safe
@never_cache
@opens(PUBLIC)
def invitation(request: HttpRequest, side: str, token: str) -> HttpResponse:
    """Open an invitation: sign up or in, then straight to the form."""
    try:
        cohort = services.cohort_invited_to(side, token)
    except LinkError as error:
        return render(
            request, "public/programmes/link.html", {"expired": error.expired}, status=410
        )
    if cohort is None:
        return render(request, "public/programmes/link.html", {"expired": True}, status=410)
    start = reverse("participant:enrolment-start", args=[cohort.public_id, side])
    start = f"{start}?{urlencode({'invitation': token})}"
    if request.user.is_authenticated:
        return redirect(start)
    context = {"programme": cohort.programme, "side": side, "next": urlencode({"next": start})}
    return render(request, "public/programmes/invitation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@opens(PUBLIC)
def guardian(request: HttpRequest, token: str) -> HttpResponse:
    """Let the adult responsible for a minor read, then authorise by POST."""
    try:
        found = services.guardian_at(token)
    except LinkError as error:
        return render(
            request, "public/programmes/link.html", {"expired": error.expired}, status=410
        )
    if found is None:
        return render(request, "public/programmes/link.html", {"expired": True}, status=410)
    form = GuardianForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and request.POST.get("act") == "withdraw":
        services.withdraw_as_guardian(guardian=found)
        return redirect("public:guardian", token=token)
    if request.method == "POST" and form.is_valid():
        services.authorise_as_guardian(guardian=found)
        return redirect("public:guardian", token=token)
    programme = found.enrolment.cohort.programme
    context = {
        "guardian": found,
        "person": found.enrolment.person,
        "programme": programme,
        "settings": selectors.settings_of(programme),
        "form": form,
        "text": services.text_to_agree(programme),
    }
    return render(
        request, "public/programmes/guardian.html", context, status=422 if form.errors else 200
    )
