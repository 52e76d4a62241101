"""Look at a form as each person will, publish it with its differences in words, read its versions again."""

from __future__ import annotations

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ithaque.kernel import files
from ithaque.kernel.access import opens
from ithaque.kernel.bilingual import LANGUAGES
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import StoredFile
from ithaque.questionnaires import selectors, services
from ithaque.questionnaires.differences import differences
from ithaque.questionnaires.models import FormVersion
from ithaque.web.coordination.forms.doors import FILE_OF_TEAM, FORM_OF_TEAM, Designed
from ithaque.web.coordination.forms.pages import DesignerPage
from ithaque.web.coordination.forms.preview import ROLES, PreviewPage
from ithaque.web.coordination.forms.views import person

FOLDER = "coordination/forms"
READ_WRITE = ["GET", "HEAD", "POST"]
SIZES = ("phone", "desk")


@require_safe
@csp_update({"frame-src": [SELF]})
@opens(FORM_OF_TEAM)
def preview(request: HttpRequest, designed: Designed) -> HttpResponse:
    """Show the form as a role sees it, in a language, on a phone or a desk."""
    page = DesignerPage(designed).at("preview")
    chosen = _chosen(request)
    context = {"page": page, "preview": PreviewPage(page.schema, designed, **chosen), **chosen}
    return render(request, f"{FOLDER}/preview.html", context)


@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@opens(FORM_OF_TEAM)
def frame(request: HttpRequest, designed: Designed) -> HttpResponse:
    """Show the form itself, to be framed by the preview."""
    page = DesignerPage(designed)
    chosen = _chosen(request)
    with translation.override(chosen["language"]):
        context = {"page": page, "preview": PreviewPage(page.schema, designed, **chosen)}
        return render(request, f"{FOLDER}/frame.html", context)


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """Return what the preview was asked to be, in words of ours."""
    offered = {
        "role": tuple(ROLES),
        "language": (translation.get_language()[:2], *LANGUAGES),
        "size": SIZES,
    }
    found = {}
    for name, values in offered.items():
        asked = request.GET.get(name, "")
        found[name] = asked if asked in values else values[0]
    return found


@require_http_methods(READ_WRITE)
@opens(FORM_OF_TEAM)
def publish(request: HttpRequest, designed: Designed) -> HttpResponse:
    """Say what changes for people, then make it the version they answer."""
    page, refusal = DesignerPage(designed).at("publish"), None
    if request.method == "POST":
        typed = request.POST.get("revision", "")
        revision = int(typed[:9]) if typed.isascii() and typed.isdecimal() else -1
        try:
            version = services.publish_draft(
                form=designed.form, revision=revision, by=person(request)
            )
        except Refusal as error:
            refusal = error
        else:
            messages.success(
                request,
                _(
                    "Version %(number)d is what people answer from now on. Whoever is in the middle of the form finds their answers again."
                )
                % {"number": version.number},
            )
            return redirect(page.url("versions"))
    before = selectors.schema_of(page.latest)
    context = {"page": page, "differences": differences(before, page.schema), "refusal": refusal}
    return render(request, f"{FOLDER}/publish.html", context, status=409 if refusal else 200)


@require_safe
@opens(FORM_OF_TEAM)
def versions(request: HttpRequest, designed: Designed) -> HttpResponse:
    """List the versions, newest first, with how many people answered each."""
    page = DesignerPage(designed).at("versions")
    found = list(selectors.versions_of(designed.form))
    return render(request, f"{FOLDER}/versions.html", {"page": page, "versions": found})


@require_safe
@opens(FORM_OF_TEAM)
def version(request: HttpRequest, designed: Designed) -> HttpResponse:
    """Show what a version asked, and what it changed."""
    page = DesignerPage(designed).at("versions")
    found = _version(request, designed)
    schema = selectors.schema_of(found)
    former = designed.form.versions.filter(number=found.number - 1).first()
    context = {
        "page": page,
        "version": found,
        "schema": schema,
        "differences": differences(selectors.schema_of(former), schema) if former else [],
    }
    return render(request, f"{FOLDER}/version.html", context)


@require_POST
@opens(FORM_OF_TEAM)
def restart(request: HttpRequest, designed: Designed) -> HttpResponse:
    """Make the draft what a version asked."""
    services.restart_from(version=_version(request, designed), by=person(request))
    messages.success(request, _("The draft starts again from this version. Undo brings it back."))
    return redirect(DesignerPage(designed).home)


@require_safe
@opens(FILE_OF_TEAM)
def file(request: HttpRequest, found: StoredFile) -> HttpResponseBase:
    """Give the team a file sent as an answer."""
    return files.response(found)


def _version(request: HttpRequest, designed: Designed) -> FormVersion:
    number = request.resolver_match.kwargs["number"] if request.resolver_match else 0
    found = selectors.versions_of(designed.form).filter(number=number).first()
    if found is None:
        raise Http404
    return found
