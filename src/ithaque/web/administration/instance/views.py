"""For the person who runs the instance: is it well, what left, who holds which role."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ithaque import __version__
from ithaque.kernel import outbox as outbox_service
from ithaque.kernel import selectors as kernel
from ithaque.kernel.access import ADMINISTRATOR, Door, opens
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import OutboxMessage
from ithaque.people import selectors, services
from ithaque.people.models import Organisation
from ithaque.web.administration.instance.forms import OrganisationForm, RoleForm
from ithaque.web.administration.instance.kind_names import name_of

PAGE_SIZE = 50

outbox_message = Door(
    "outbox_message",
    lambda person, message_id: kernel.outbox_message(message_id) if person.is_superuser else None,
)
run_organisation = Door(
    "run_organisation",
    selectors.organisation_run_by,
)


@opens(ADMINISTRATOR)
def status(request: HttpRequest) -> HttpResponse:
    """Show the state of mail, tasks and data at a glance."""
    return render(
        request,
        "administration/instance/status.html",
        {
            "version": __version__,
            "outbox": kernel.outbox_counts(),
            "tasks": kernel.task_counts(),
            "to_files": settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"),
            "site_url": settings.SITE_URL,
            "https": settings.HTTPS,
            "carrier": settings.TASKS_CARRIER,
        },
    )


@opens(ADMINISTRATOR)
def outbox(request: HttpRequest) -> HttpResponse:
    """List messages by state: kind, date, attempts, reason of a failure; never their text."""
    wanted = request.GET.get("status", "")
    counts = kernel.outbox_counts()
    tabs = [
        {
            "label": OutboxMessage.Status(state).label,
            "count": counts[state],
            "current": state == wanted,
            "href": f"?status={state}",
        }
        for state in OutboxMessage.Status.values
    ]
    every = {"label": _("All"), "count": sum(counts.values()), "current": not wanted, "href": "?"}
    page = Paginator(kernel.outbox_messages(wanted), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "administration/instance/outbox.html",
        {
            "page_of_messages": page,
            "lines": [(message, name_of(message.kind)) for message in page],
            "tabs": [every, *tabs],
        },
    )


@require_POST
@opens(outbox_message)
def retry(request: HttpRequest, message: OutboxMessage) -> HttpResponse:
    """Put a failed message back in the queue."""
    outbox_service.retry(message)
    messages.success(request, _("The message will be tried again now."))
    return redirect("administration:outbox")


@opens(ADMINISTRATOR)
def organisations(request: HttpRequest) -> HttpResponse:
    """List the organisations; make one."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.create_organisation(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return redirect("administration:organisation", made.public_id)
    return render(
        request,
        "administration/instance/organisations.html",
        {"organisations": selectors.organisations(), "form": form},
        status=422 if form.errors else 200,
    )


@opens(run_organisation)
def organisation(request: HttpRequest, found: Organisation) -> HttpResponse:
    """Change what is said of an organisation; see who holds which role."""
    initial = {name: getattr(found, name) for name in OrganisationForm.base_fields}
    form = OrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.update_organisation(organisation=found, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return redirect("administration:organisation", found.public_id)
    return _organisation_page(request, found, form, RoleForm())


@require_POST
@opens(run_organisation)
def give_role(request: HttpRequest, found: Organisation) -> HttpResponse:
    """Give a role to someone who has an account."""
    form = RoleForm(request.POST)
    if not form.is_valid():
        initial = {name: getattr(found, name) for name in OrganisationForm.base_fields}
        return _organisation_page(request, found, OrganisationForm(initial=initial), form)
    services.add_role(
        organisation=found,
        person=form.cleaned_data["email"],
        role=form.cleaned_data["role"],
        by=request.user,  # type: ignore[arg-type]
    )
    return redirect("administration:organisation", found.public_id)


@require_POST
@opens(run_organisation)
def take_role(request: HttpRequest, found: Organisation) -> HttpResponse:
    """Take a role back."""
    member = selectors.member_of(found, request.POST.get("member", ""))
    if member is not None:
        try:
            services.remove_role(
                organisation=found,
                person=member.person,
                role=member.role,
                by=request.user,  # type: ignore[arg-type]
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
    return redirect("administration:organisation", found.public_id)


def _organisation_page(
    request: HttpRequest, found: Organisation, form: OrganisationForm, role_form: RoleForm
) -> HttpResponse:
    members = list(selectors.members_of(found))
    return render(
        request,
        "administration/instance/organisation.html",
        {
            "organisation": found,
            "form": form,
            "role_form": role_form,
            "members": members,
            "has_lead": any(member.role == "safeguarding" for member in members),
        },
        status=422 if form.errors or role_form.errors else 200,
    )
