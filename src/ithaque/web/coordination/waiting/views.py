"""The waiting list of a cohort, its places, and the alarms of the enrolments."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST, require_safe

from ithaque.kernel import clock
from ithaque.kernel.access import opens
from ithaque.kernel.errors import Refusal
from ithaque.matching import exports
from ithaque.people.models import Person
from ithaque.programmes import services
from ithaque.programmes.alarms import SUGGESTIONS, alarms_for
from ithaque.programmes.doors import COORDINATOR, TEAM_COHORT, TEAM_ENROLMENT
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.programmes.services.common import places_left
from ithaque.programmes.waiting import waiting_list as waiters_of
from ithaque.ui.forms import DateInput
from ithaque.web.coordination.enrolments.forms import PlacesForm

FOLDER = "coordination/waiting"
REST = timedelta(days=3)


class RestForm(forms.Form):
    """Until when an alarm rests."""

    until = forms.DateField(label=gettext_lazy("Come back on"), widget=DateInput)


@require_safe
@opens(TEAM_COHORT)
def waiting_list(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Show who waits, in order, with what they were promised and offered; or hand it as a file."""
    if exports.is_asked(request):
        return _export(request, cohort)
    return _list(request, cohort, PlacesForm(initial=_places(cohort)))


@require_POST
@opens(TEAM_COHORT)
def places(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Set how many people of each side the cohort takes."""
    form = PlacesForm(request.POST)
    if not form.is_valid():
        return _list(request, cohort, form, status=422)
    services.set_places(cohort=cohort, **form.cleaned_data, by=_person(request))
    messages.success(request, _("The places are set; nobody validated is taken out."))
    return redirect("coordination:waiting-list", cohort.public_id)


@require_safe
@opens(COORDINATOR)
def alarms(request: HttpRequest) -> HttpResponse:
    """Show everything the enrolments ask of this person today."""
    found = alarms_for(_person(request))
    until = clock.today() + REST
    return render(request, f"{FOLDER}/alarms.html", {"alarms": found, "until": until})


@require_POST
@opens(TEAM_ENROLMENT)
def put_off(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Put an alarm off until a day, for the whole team."""
    form, code = RestForm(request.POST), request.POST.get("code", "")
    if not form.is_valid() or code not in SUGGESTIONS:
        messages.warning(request, _("Give a day to come, within two months."))
        return redirect("coordination:enrolment-alarms")
    try:
        services.put_alarm_off(
            enrolment=enrolment, code=code, until=form.cleaned_data["until"], by=_person(request)
        )
        messages.success(request, _("Put off: it comes back that day if nothing changed."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("coordination:enrolment-alarms")


def _list(
    request: HttpRequest, cohort: Cohort, form: PlacesForm, status: int = 200
) -> HttpResponse:
    waiters = waiters_of(cohort)
    context = {
        "cohort": cohort,
        "programme": cohort.programme,
        "form": form,
        "sides": [
            {
                "side": side,
                "label": _("Mentees") if side == Side.MENTEE else _("Mentors"),
                "waiters": [one for one in waiters if one.enrolment.side == side],
                "left": places_left(cohort, side),
            }
            for side in Side.values
        ],
    }
    return render(request, f"{FOLDER}/list.html", context, status=status)


def _export(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    header = [
        _("Side"),
        pgettext("on the list", "Place"),
        _("Name"),
        _("Days waited"),
        _("News promised by"),
        _("Meanwhile"),
    ]
    rows = (
        [
            one.enrolment.get_side_display(),
            one.place,
            one.enrolment.person.get_full_name(),
            one.days_waited,
            one.promised_on,
            one.fallback.get_kind_display() if one.fallback else "",
        ]
        for one in waiters_of(cohort)
    )
    return exports.table_response(request, _("Waiting list"), header, rows)


def _places(cohort: Cohort) -> dict[str, int | None]:
    return {"mentees": cohort.mentee_places, "mentors": cohort.mentor_places}


def _person(request: HttpRequest) -> Person:
    """Return who is signed in: the door has checked that someone is."""
    assert isinstance(request.user, Person)
    return request.user
