"""What everyone may read: data and rights, accessibility, emergency numbers, sources."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ithaque import __version__
from ithaque.kernel.access import PUBLIC, opens
from ithaque.people.selectors import organisations_shown
from ithaque.safeguarding.emergency import LINES
from ithaque.web.public.legal.retention import KEPT


@require_safe
@opens(PUBLIC)
def data(request: HttpRequest) -> HttpResponse:
    """Say what is kept, why, how long, and whom to write to."""
    context = {"organisations": organisations_shown(), "kept": KEPT}
    return render(request, "public/legal/data.html", context)


@require_safe
@opens(PUBLIC)
def accessibility(request: HttpRequest) -> HttpResponse:
    """Declare how far the site can be used by everyone, and whom to tell."""
    return render(
        request, "public/legal/accessibility.html", {"organisations": organisations_shown()}
    )


@require_safe
@opens(PUBLIC)
def emergency(request: HttpRequest) -> HttpResponse:
    """Show the numbers one calls first."""
    return render(request, "public/legal/emergency.html", {"lines": LINES})


@require_safe
@opens(PUBLIC)
def about(request: HttpRequest) -> HttpResponse:
    """Say what Ithaque is and what it is made of."""
    return render(request, "public/legal/about.html", {"version": __version__})
