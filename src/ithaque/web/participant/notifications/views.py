"""Choose how to be told, read again what was written, stop a family with one click."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ithaque.correspondence.preferences import choose_delivery, stop_family
from ithaque.correspondence.push.keys import public_key
from ithaque.correspondence.selectors import Told, messages_to
from ithaque.correspondence.stopping import STOP_LINK, StopLink
from ithaque.kernel import links
from ithaque.kernel.access import SIGNED_IN, opens
from ithaque.mentoring.doors import FEED
from ithaque.people.models import Person
from ithaque.web.participant.notifications.forms import CodeForm, DeliveryForm, NumberForm
from ithaque.web.participant.notifications.pages import mobile_part

PER_PAGE = 20


@require_safe
@opens(SIGNED_IN)
def notifications(request: HttpRequest) -> HttpResponse:
    """Show the choices and what was written."""
    return page_of(request)


@require_POST
@opens(SIGNED_IN)
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choices, from the next message on."""
    person = _person(request)
    form = DeliveryForm(request.POST, person=person)
    if not form.is_valid():
        return page_of(request, form, status=422)
    choose_delivery(person=person, delivery=form.delivery, by=person)
    messages.success(request, _("Your choices are kept, from the next message on."))
    return redirect("participant:notifications")


@csrf_exempt  # the link is signed for one person and one family; mail readers post without our cookie (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
@opens(STOP_LINK)
def stop(request: HttpRequest, link: StopLink) -> HttpResponse:
    """Ask, then send this family no longer by e-mail."""
    stopped = request.method == "POST"
    if stopped:
        stop_family(person=link.person, family=link.family)
    with translation.override(link.person.locale):
        context = {"family": link.family.label, "stopped": stopped}
        return render(request, "participant/notifications/stop.html", context)


def page_of(
    request: HttpRequest,
    form: DeliveryForm | None = None,
    *,
    number: NumberForm | None = None,
    code: CodeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page, with the form that holds a fault as it was typed."""
    form = form or DeliveryForm(person=_person(request))
    page = Paginator(messages_to(_person(request)), PER_PAGE).get_page(request.GET.get("page"))
    told = [Told(message) for message in page.object_list]
    context = {
        "form": form,
        "page": page,
        "told": told,
        "feed": _feed(form),
        "devices": form.devices,
        "push_key": public_key(),
        "mobile": mobile_part(form.person),
        "number_form": number or NumberForm(),
        "code_form": code or CodeForm(),
    }
    return render(request, "participant/notifications/notifications.html", context, status=status)


def _feed(form: DeliveryForm) -> str:
    """Return the private address of the person's calendar, empty until they ask for one."""
    key = form.wishes.calendar
    if key is None:
        return ""
    token = links.sign(FEED, target=key, person=form.person.public_id)
    return f"{settings.SITE_URL}{reverse('participant:calendar-feed', args=[token])}"


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
