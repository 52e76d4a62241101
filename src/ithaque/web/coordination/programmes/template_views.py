"""Templates: choose one, start from it, keep a programme as one, carry one from an instance to another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ithaque.kernel.access import opens
from ithaque.kernel.bilingual import Bilingual
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.programmes import selectors, services, template_files
from ithaque.programmes.doors import OWN_TEMPLATE, PROGRAMME_CREATOR, TEAM_PROGRAMME
from ithaque.programmes.models import Programme, SavedTemplate
from ithaque.programmes.programme_templates import (
    ProgrammeTemplate,
    all_templates,
    template_or_none,
)
from ithaque.web.coordination.programmes.forms import (
    NewProgrammeForm,
    TemplateFileForm,
    TemplateForm,
    calendar_initial,
)
from ithaque.web.coordination.programmes.pages import ProgrammePage

FOLDER = "coordination/programmes"
READ_WRITE = ["GET", "HEAD", "POST"]


@require_safe
@opens(PROGRAMME_CREATOR)
def choose(request: HttpRequest) -> HttpResponse:
    """Offer the organisation's own templates, then those that ship."""
    context = {
        "saved": [(one, selectors.template_in(one)) for one in _templates(request)],
        "templates": all_templates(),
    }
    return render(request, f"{FOLDER}/choose.html", context)


@require_http_methods(READ_WRITE)
@opens(PROGRAMME_CREATOR)
def create(request: HttpRequest, template: str) -> HttpResponse:
    """Name and date a new programme; everything else comes from the template."""
    model = template_or_none(template)
    if model is None:
        raise Http404
    return _create(request, model)


@require_http_methods(READ_WRITE)
@opens(OWN_TEMPLATE)
def create_own(request: HttpRequest, template: SavedTemplate) -> HttpResponse:
    """Name and date a new programme from a template of the organisation."""
    return _create(request, selectors.template_in(template))


@require_safe
@opens(PROGRAMME_CREATOR)
def shipped_file(request: HttpRequest, template: str) -> HttpResponse:
    """Hand over a template that ships, as a file."""
    model = template_or_none(template)
    if model is None:
        raise Http404
    return _file(model)


@require_http_methods(READ_WRITE)
@opens(PROGRAMME_CREATOR)
def import_(request: HttpRequest) -> HttpResponse:
    """Read a template from a file and keep it; say what was left aside."""
    form = TemplateFileForm(
        request.POST or None,
        request.FILES or None,
        organisations=selectors.organisations_open_to(_person(request)),
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved, left_aside = services.import_template(
                organisation=form.cleaned_data["organisation"],
                content=form.cleaned_data["file"].read(template_files.LARGEST + 1),
                by=_person(request),
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("The template is imported. Give it the name you like."))
            return _template_page(request, saved, left_aside=left_aside, status=200)
    return render(
        request,
        f"{FOLDER}/template_import.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@require_http_methods(READ_WRITE)
@opens(OWN_TEMPLATE)
def template(request: HttpRequest, template: SavedTemplate) -> HttpResponse:
    """Show a template of the organisation; change its name and what it is for."""
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=vars(template))
    if request.method == "POST" and form.is_valid():
        services.rename_template(
            template=template, name=form.name, summary=form.summary, by=_person(request)
        )
        messages.success(request, _("The template is renamed."))
        return redirect("coordination:programme-choose")
    return _template_page(request, template, form=form, status=422 if form.errors else 200)


@require_safe
@opens(OWN_TEMPLATE)
def template_file(request: HttpRequest, template: SavedTemplate) -> HttpResponse:
    """Hand over a template of the organisation, as a file."""
    return _file(selectors.template_in(template))


@require_POST
@opens(OWN_TEMPLATE)
def delete(request: HttpRequest, template: SavedTemplate) -> HttpResponse:
    """Forget a template; its programmes stay."""
    services.delete_template(template=template, by=_person(request))
    messages.success(request, _("The template is deleted. The programmes made from it stay."))
    return redirect("coordination:programme-choose")


@require_http_methods(READ_WRITE)
@opens(TEAM_PROGRAMME)
def save(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Keep the programme as a template of its organisation, or take it away as a file."""
    model = selectors.template_of_programme(programme)
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=_names(model))
    if request.method == "POST" and form.is_valid():
        try:
            services.save_as_template(
                programme=programme, name=form.name, summary=form.summary, by=_person(request)
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The template is kept: your next programme can start from it.")
            )
            return redirect("coordination:programme-choose")
    context = {
        "page": ProgrammePage(programme, _person(request), "template"),
        "form": form,
        "model": model,
        "contacts": template_files.contacts_in(model),
    }
    return render(
        request, f"{FOLDER}/template_save.html", context, status=422 if form.errors else 200
    )


@require_safe
@opens(TEAM_PROGRAMME)
def programme_file(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Hand over the programme's settings as a template file."""
    return _file(selectors.template_of_programme(programme))


def _create(request: HttpRequest, model: ProgrammeTemplate) -> HttpResponse:
    person = _person(request)
    form = NewProgrammeForm(
        request.POST if request.method == "POST" else None,
        organisations=selectors.organisations_open_to(person),
        initial={
            **calendar_initial(services.calendar_of(model.settings)),
            "title_fr": model.title.fr,
            "title_en": model.title.en,
        },
    )
    if request.method == "POST" and form.is_valid():
        made = services.create_programme(
            organisation=form.cleaned_data["organisation"],
            template=model,
            by=person,
            title=Bilingual(fr=form.cleaned_data["title_fr"], en=form.cleaned_data["title_en"]),
            calendar=form.calendar,
        )
        messages.success(
            request, _("The draft is ready. Look at its page, tune what you like, then open it.")
        )
        return redirect("coordination:programme", made.public_id)
    context = {"form": form, "template": model}
    return render(request, f"{FOLDER}/create.html", context, status=422 if form.errors else 200)


def _template_page(
    request: HttpRequest,
    template: SavedTemplate,
    *,
    form: TemplateForm | None = None,
    left_aside: tuple[str, ...] = (),
    status: int,
) -> HttpResponse:
    model = selectors.template_in(template)
    context = {
        "template": template,
        "model": model,
        "form": form or TemplateForm(initial=vars(template)),
        "left_aside": left_aside,
        "contacts": template_files.contacts_in(model),
    }
    return render(request, f"{FOLDER}/template.html", context, status=status)


def _file(model: ProgrammeTemplate) -> HttpResponse:
    name = f"{slugify(str(model.name)) or model.key}.ithaque.yaml"
    response = HttpResponse(template_files.written(model), content_type="application/yaml")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _names(model: ProgrammeTemplate) -> dict[str, str]:
    return {
        f"{name}_{language}": getattr(getattr(model, name), language)
        for name in ("name", "summary")
        for language in ("fr", "en")
    }


def _templates(request: HttpRequest) -> Any:
    return selectors.templates_of(_person(request))


def _person(request: HttpRequest) -> Person:
    """Return who is signed in: the door has checked that someone is."""
    assert isinstance(request.user, Person)
    return request.user
