"""People suggested: read why, rank those one would like to meet, rule out in private."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.matching import services
from ithaque.matching.doors import OWN_SUGGESTION, OWN_VETO, OWN_WISHES
from ithaque.matching.models import Suggestion, Veto
from ithaque.matching.own_wishes import own_wishes
from ithaque.people.models import Person
from ithaque.programmes.models import Enrolment
from ithaque.web.participant.wishes.forms import WishesForm


@require_http_methods(["GET", "HEAD", "POST"])
@opens(OWN_WISHES)
def wishes(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Show the people suggested; keep their order."""
    own = own_wishes(enrolment)
    form = WishesForm(own, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            placed = services.place_wishes(
                enrolment=enrolment, order=form.cleaned_data["order"], by=_person(request)
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            _say(request, placed)
            return redirect("participant:wishes", enrolment.public_id)
    context = {
        "own": own,
        "form": form,
        "readers": [_("You, and the calculation that proposes pairs")],
        "others": [
            _("Neither the people suggested, nor the others who wish"),
            _("The coordinators see a wish only when it is one of the reasons of a proposal"),
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "participant/wishes/wishes.html", context, status=status)


def _say(request: HttpRequest, placed: services.Placed) -> None:
    said = ngettext(
        "Your wish is kept: only the calculation reads it.",
        "Your %(count)d wishes are kept: only the calculation reads them.",
        placed.kept,
    ) % {"count": placed.kept}
    none = _("You wish for nobody in particular: you are proposed someone all the same.")
    messages.success(request, said if placed.kept else none)
    if placed.gone:
        messages.warning(
            request,
            _("Someone you ranked has no place left meanwhile; your other wishes are kept."),
        )


@require_POST
@opens(OWN_WISHES)
def withdraw(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Withdraw all one's wishes."""
    try:
        services.place_wishes(enrolment=enrolment, order=[], by=_person(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your wishes are withdrawn. You can wish again any time."))
    return redirect("participant:wishes", enrolment.public_id)


@require_POST
@opens(OWN_SUGGESTION)
def rule_out(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """Never be paired with someone."""
    try:
        veto = services.rule_out(suggestion=suggestion, by=_person(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _(
                "%(name)s will not be proposed to you. Nobody is told; you can change your mind below."
            )
            % {"name": veto.alias},
        )
    return redirect("participant:wishes", suggestion.to.public_id)


@require_POST
@opens(OWN_VETO)
def lift(request: HttpRequest, veto: Veto) -> HttpResponse:
    """Accept again that someone be proposed."""
    services.allow_again(veto=veto, by=_person(request))
    messages.success(request, _("%(name)s may be proposed to you again.") % {"name": veto.alias})
    return redirect("participant:wishes", veto.by.public_id)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
