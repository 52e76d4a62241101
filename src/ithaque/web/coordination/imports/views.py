"""Import a file of people: send it, correct its columns, read what it would do, take it in."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.matching import exports, selectors, services
from ithaque.matching.doors import TEAM_IMPORT
from ithaque.matching.enums import ImportStatus
from ithaque.matching.models import Import
from ithaque.people.models import Person
from ithaque.programmes.doors import TEAM_COHORT
from ithaque.programmes.models import Cohort
from ithaque.web.coordination.imports import pages, pairs, samples
from ithaque.web.coordination.imports.forms import BeginForm, ColumnsForm, FileForm

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
@opens(TEAM_COHORT)
def new(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Ask for a file; once read, go to its columns."""
    sent = request.method == "POST"
    form = FileForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        initial={"side": request.GET.get("side")},
    )
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = services.start_import(
                cohort=cohort,
                side=form.cleaned_data["side"],
                name=file.name,
                content=file.read(),
                by=_person(request),
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("coordination:import-columns", import_id=made.public_id)
    context = {
        "cohort": cohort,
        "form": form,
        "former": selectors.imports_of(cohort)[:5],
        "samples": list(exports.TYPES),
    }
    return render(
        request, "coordination/imports/new.html", context, status=422 if form.is_bound else 200
    )


@require_http_methods(GET_OR_POST)
@opens(TEAM_IMPORT)
def columns(request: HttpRequest, found: Import) -> HttpResponse:
    """Show what each column was taken for, and let people correct it."""
    if found.status != ImportStatus.CHOOSING:
        return redirect("coordination:import", import_id=found.public_id)
    page = pages.ColumnsPage(found)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None, shown=page.columns, import_=found
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_columns(import_=found, choices=form.choices, by=_person(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("coordination:import-preview", import_id=found.public_id)
    context = {"import": found, "page": page, "form": form}
    return render(
        request, "coordination/imports/columns.html", context, status=422 if form.is_bound else 200
    )


@require_http_methods(GET_OR_POST)
@opens(TEAM_IMPORT)
def preview(request: HttpRequest, found: Import) -> HttpResponse:
    """Show line by line what the import would do; by POST, start it."""
    if found.status != ImportStatus.CHOOSING:
        return redirect("coordination:import", import_id=found.public_id)
    if found.of_pairs:
        return pairs.preview(request, found)
    form = BeginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.begin_import(
            import_=found, enrol_as=form.cleaned_data["enrol_as"], by=_person(request)
        )
        return redirect("coordination:import", import_id=found.public_id)
    try:
        seen = services.preview(found)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("coordination:import-columns", import_id=found.public_id)
    page = pages.PreviewPage(found, seen, request.GET)
    context = {"import": found, "page": page, "form": form}
    return render(
        request, "coordination/imports/preview.html", context, status=422 if form.is_bound else 200
    )


@require_safe
@opens(TEAM_IMPORT)
def import_(request: HttpRequest, found: Import) -> HttpResponse:
    """Show an import: its progress, then what it did."""
    if found.status == ImportStatus.CHOOSING:
        return redirect("coordination:import-columns", import_id=found.public_id)
    if found.of_pairs:
        return pairs.report(request, found)
    return render(
        request,
        "coordination/imports/import.html",
        {"import": found, "page": pages.ReportPage(found)},
    )


@require_safe
@opens(TEAM_IMPORT)
def progress(request: HttpRequest, found: Import) -> HttpResponse:
    """Give the progress as it is now; once done, ask the page to show the result."""
    if found.at_work:
        return render(
            request,
            "coordination/imports/progress.html",
            {"import": found, "page": pages.ReportPage(found)},
        )
    if not getattr(request, "htmx", False):
        return redirect("coordination:import", import_id=found.public_id)
    answer = HttpResponse(status=204)
    answer["HX-Refresh"] = "true"
    return answer


@require_safe
@opens(TEAM_IMPORT)
def bad_rows(request: HttpRequest, found: Import) -> HttpResponse:
    """Hand over the lines left out, each with its reason."""
    try:
        content = services.bad_rows(found, aside="aside" in request.GET)
    except Refusal as refusal:
        raise Http404 from refusal
    name = _("cells-kept-aside") if "aside" in request.GET else _("lines-left-out")
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@opens(TEAM_IMPORT)
def discard(request: HttpRequest, found: Import) -> HttpResponse:
    """Forget a file that was not imported."""
    cohort = found.cohort
    try:
        services.discard_import(import_=found, by=_person(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("coordination:import", import_id=found.public_id)
    messages.success(request, _("The file was forgotten. Nothing was done."))
    return redirect("coordination:import-new", cohort_id=cohort.public_id)


@require_POST
@opens(TEAM_IMPORT)
def undo(request: HttpRequest, found: Import) -> HttpResponse:
    """Undo an import of pairs nobody was told of."""
    try:
        undone = services.undo_pairs(import_=found, by=_person(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, pairs.undone_words(undone))
    return redirect("coordination:import", import_id=found.public_id)


@require_safe
@opens(TEAM_COHORT)
def sample(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Hand over a sample file of pairs, made of people who wait in this cohort."""
    if not exports.is_asked(request):
        raise Http404
    return samples.pairs_file(request, cohort)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
