"""Go on with a form on another device: a link by mail or on screen, that signs nobody in."""

from __future__ import annotations

import base64
from io import BytesIO

import qrcode
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from qrcode.image.svg import SvgPathImage

from ithaque.kernel.access import PUBLIC, opens
from ithaque.kernel.errors import Refusal
from ithaque.kernel.links import LinkError
from ithaque.people.models import Person
from ithaque.programmes import rules, selectors
from ithaque.programmes.doors import OWN_ENROLMENT
from ithaque.programmes.models import Enrolment
from ithaque.questionnaires import services
from ithaque.questionnaires.models import AnswerSheet

FOLDER = "participant/enrolment"
READ_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(READ_WRITE)
@opens(OWN_ENROLMENT)
def go_on(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Show the link and its square to scan; send it by POST to one's own address."""
    if enrolment.sheet is None or not rules.can_edit_answers(request.user, enrolment):
        return redirect("participant:enrolment", enrolment.public_id)
    path = _path(enrolment.sheet)
    context = {
        "enrolment": enrolment,
        "link": settings.SITE_URL + path,
        "square": _square(settings.SITE_URL + path),
        "days": services.LINK_LIFE.days,
    }
    if request.method == "POST":
        context |= _mail(enrolment.sheet, enrolment.cohort.programme.title)
    status = 409 if context.get("refusal") else 200
    return render(request, f"{FOLDER}/elsewhere.html", context, status=status)


@require_http_methods(READ_WRITE)
@opens(PUBLIC)
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """Lead the author of a form back to it; to anyone else, say nothing of whose it is."""
    state, sheet = _read(token)
    if state == "expired" and request.method == "POST" and sheet is not None:
        return _page(request, token, **_mail(sheet, _("your enrolment")))
    if sheet is None or state != "good":
        return _page(request, token, state=state)
    person = request.user
    if not isinstance(person, Person):
        if request.method == "POST":
            return redirect_to_login(request.path)
        return _page(request, token, state="sign_in")
    if person.pk != sheet.person_id:
        return _page(request, token, state="someone_else")
    found = selectors.own_enrolments(person).filter(sheet__public_id=sheet.public_id).first()
    if found is None:
        return _page(request, token, state="gone")
    return redirect("participant:enrolment", found.public_id)


def _read(token: str) -> tuple[str, AnswerSheet | None]:
    """Return the state of a link (good, expired, unknown, gone) and its sheet when it may be named."""
    state = "good"
    try:
        ids = services.read_token(token)
    except LinkError as error:
        if not error.expired:
            return "unknown", None
        state, ids = "expired", services.read_token(token, too_old=True)
    sheet = services.sheet_of_link(*ids)
    return (state, sheet) if sheet else ("gone", None)


def _mail(sheet: AnswerSheet, title: str) -> dict[str, object]:
    try:
        services.mail_resume_link(sheet=sheet, title=title, path=_path(sheet))
    except Refusal as refusal:
        return {"refusal": refusal}
    return {"mailed": True}


def _path(sheet: AnswerSheet) -> str:
    return reverse("participant:enrolment-resume", args=[services.resume_token(sheet)])


def _square(address: str) -> str:
    """Return the QR code of an address, as the source of an image."""
    drawn = BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, border=2).save(drawn)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()


def _page(request: HttpRequest, token: str, **context: object) -> HttpResponse:
    status = 410 if context.get("state") in ("expired", "gone", "unknown") else 200
    return render(request, f"{FOLDER}/resume.html", {"token": token, **context}, status=status)
