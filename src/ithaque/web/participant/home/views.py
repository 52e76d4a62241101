"""Home: where one is, what comes next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ithaque.insight.home import home_of
from ithaque.kernel.access import SIGNED_IN, opens
from ithaque.people.models import Person
from ithaque.programmes.selectors import team_home_of
from ithaque.ui.offline import keeps_offline
from ithaque.web.participant.home.pages import HomePage


@require_safe
@opens(SIGNED_IN)
@keeps_offline
def home(request: HttpRequest) -> HttpResponse:
    """Show a mentee, a mentor or a newcomer their next step; whoever only works in a team goes to it,
    whoever only protects to the concerns.
    """
    assert isinstance(request.user, Person)
    found = home_of(request.user)
    if not found.is_participant and (team := team_home_of(request.user)):
        return redirect(team)
    if found.protects and not found.is_participant:
        return redirect("coordination:concerns")
    return render(request, "participant/home/home.html", {"page": HomePage(found), "home": found})
