"""Preferences that belong to the page itself (theme, language), and the pages shown when something is wrong."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from ithaque.kernel.access import PUBLIC, opens
from ithaque.ui.context import PAGE
from ithaque.ui.signals import preference_chosen
from ithaque.ui.theme import Theme, remember_theme


def _way_back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else "/"


@opens(PUBLIC)
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or automatic, and go back to the page; an unknown word changes nothing."""
    response = HttpResponseRedirect(_way_back(request))
    value = request.POST.get("theme", "")
    if value in Theme.values:
        remember_theme(response, Theme(value))
        preference_chosen.send(sender=None, request=request, name="theme", value=value)
    return response


@opens(PUBLIC)
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember French or English, and go back to the page; an unknown code changes nothing."""
    response = HttpResponseRedirect(_way_back(request))
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES) and check_for_language(code):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=settings.LANGUAGE_COOKIE_AGE or 365 * 24 * 3600,
            path=settings.LANGUAGE_COOKIE_PATH,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
        preference_chosen.send(sender=None, request=request, name="locale", value=code)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request could not be understood."""
    return render(request, "ui/errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the page is not for this person."""
    return render(request, "ui/errors/403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that nothing is here, or nothing for this person: both read the same."""
    return render(request, "ui/errors/404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was open for too long or came from elsewhere, and how to send it again."""
    return render(request, "ui/errors/csrf.html", status=403)


def too_many_requests(request: HttpRequest, *, retry_after: int | None = None) -> HttpResponse:
    """Say that there were too many attempts and when to come back (`retry_after` in seconds)."""
    minutes = max(1, round(retry_after / 60)) if retry_after else None
    response = render(request, "ui/errors/429.html", {"minutes": minutes}, status=429)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours. Made without request, session or database: they may be the cause."""
    return HttpResponse(_standalone("ui/errors/500.html"), status=500)


def unavailable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the service is being maintained, without request, session or database."""
    response = HttpResponse(_standalone("ui/errors/503.html"), status=503)
    response["Retry-After"] = "120"
    return response


def _standalone(template: str) -> str:
    return render_to_string(template, {**PAGE, "theme": Theme.AUTO, "themes": ()})
