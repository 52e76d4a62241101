"""Announcements of a programme."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.mentoring.bulletins import selectors, services
from ithaque.mentoring.bulletins.doors import TEAM_BULLETIN
from ithaque.mentoring.models import Bulletin
from ithaque.people.models import Person
from ithaque.programmes.doors import TEAM_PROGRAMME
from ithaque.programmes.models import Programme
from ithaque.web.coordination.bulletins import pages
from ithaque.web.coordination.bulletins.forms import BulletinForm, ScheduleForm

PER_PAGE = 20


@require_safe
@opens(TEAM_PROGRAMME)
def bulletins(request: HttpRequest, programme: Programme) -> HttpResponse:
    """List the announcements with what became of each."""
    page = Paginator(selectors.bulletins_of(programme), PER_PAGE).get_page(request.GET.get("page"))
    context = {"programme": programme, "page": page}
    return render(request, "coordination/bulletins/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(TEAM_PROGRAMME)
def new(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Write an announcement; nothing leaves before its preview."""
    return _write(request, programme, None)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(TEAM_BULLETIN)
def edit(request: HttpRequest, bulletin: Bulletin) -> HttpResponse:
    """Write it again, before it is scheduled."""
    return _write(request, bulletin.programme, bulletin)


@require_safe
@opens(TEAM_BULLETIN)
def bulletin(request: HttpRequest, bulletin: Bulletin) -> HttpResponse:
    """Show it as each recipient reads it, to whom it goes, and what became of it."""
    return _page(request, bulletin, ScheduleForm(person=_person(request)))


@require_POST
@opens(TEAM_BULLETIN)
def test(request: HttpRequest, bulletin: Bulletin) -> HttpResponse:
    """Receive it oneself."""

    def act() -> str:
        services.try_bulletin(bulletin=bulletin, by=_person(request))
        return _("It is on its way to your own address, and to nobody else.")

    return _act(request, bulletin, act)


@require_POST
@opens(TEAM_BULLETIN)
def schedule(request: HttpRequest, bulletin: Bulletin) -> HttpResponse:
    """Let it leave in ten minutes, or at an hour."""
    by = _person(request)
    if request.POST.get("when") == "soon":

        def leave() -> str:
            services.schedule_bulletin(bulletin=bulletin, by=by)
            return _("It leaves in ten minutes; you can cancel until then.")

        return _act(request, bulletin, leave)
    form = ScheduleForm(request.POST, person=by)
    if form.is_valid():
        try:
            services.schedule_bulletin(bulletin=bulletin, by=by, at=form.cleaned_data["at"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is scheduled; you can cancel until then."))
            return redirect("coordination:bulletin", bulletin.public_id)
    return _page(request, bulletin, form, status=422)


@require_POST
@opens(TEAM_BULLETIN)
def cancel(request: HttpRequest, bulletin: Bulletin) -> HttpResponse:
    """Cancel its sending before it leaves."""

    def act() -> str:
        services.cancel_sending(bulletin=bulletin, by=_person(request))
        return _("Nothing was sent: it is a draft again.")

    return _act(request, bulletin, act)


def _write(request: HttpRequest, programme: Programme, bulletin: Bulletin | None) -> HttpResponse:
    form = BulletinForm(_sent(request), programme=programme, bulletin=bulletin)
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.write_bulletin(
                programme=programme, by=_person(request), bulletin=bulletin, **form.bulletin()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("coordination:bulletin", kept.public_id)
    context = {"programme": programme, "form": form, "bulletin": bulletin}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "coordination/bulletins/write.html", context, status=status)


def _page(
    request: HttpRequest, bulletin: Bulletin, form: ScheduleForm, status: int = 200
) -> HttpResponse:
    get = request.GET.get
    context = {
        "page": pages.BulletinPage(bulletin, as_=get("as", ""), number=get("page", "")),
        "bulletin": bulletin,
        "form": form,
    }
    return render(request, "coordination/bulletins/bulletin.html", context, status=status)


def _act(request: HttpRequest, bulletin: Bulletin, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("coordination:bulletin", bulletin.public_id)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
