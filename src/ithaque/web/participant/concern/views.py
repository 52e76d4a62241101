"""“A concern?”: emergency numbers first, then a word to the safeguarding lead."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ithaque.kernel.access import SIGNED_IN, opens
from ithaque.people.models import Person
from ithaque.safeguarding import selectors, services
from ithaque.safeguarding.emergency import LINES
from ithaque.web.participant.concern.forms import ConcernForm


@require_http_methods(["GET", "HEAD", "POST"])
@opens(SIGNED_IN)
def concern(request: HttpRequest) -> HttpResponse:
    """Show the numbers and the form; keep what was sent."""
    person = request.user
    assert isinstance(person, Person)
    organisations = list(selectors.organisations_heard_by(person))
    form = ConcernForm(
        request.POST or None,
        person=person,
        pairs=selectors.pairs_of(person),
        organisations=organisations,
    )
    if organisations and request.method == "POST" and form.is_valid():
        services.raise_concern(
            organisation=form.reader,
            kind=form.cleaned_data["kind"],
            text=form.cleaned_data["text"],
            pair=form.pair,
            submission=form.cleaned_data["submission"],
            by=person,
        )
        return redirect("participant:concern-received")
    context = {"form": form, "lines": LINES, "heard": bool(organisations)}
    return render(
        request, "participant/concern/concern.html", context, status=422 if form.errors else 200
    )


@require_safe
@opens(SIGNED_IN)
def received(request: HttpRequest) -> HttpResponse:
    """Thank the person, say what comes next."""
    assert isinstance(request.user, Person)
    context = {"lines": LINES, "no_lead": selectors.waits_for_a_lead(request.user)}
    return render(request, "participant/concern/received.html", context)
