"""One's meetings in one's own calendar, by a private address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ithaque.correspondence.preferences import renew_calendar
from ithaque.kernel.access import SIGNED_IN, opens
from ithaque.mentoring import invitations
from ithaque.mentoring.doors import CALENDAR_FEED, Feed
from ithaque.mentoring.selectors.calendar import meetings_in_calendar_of
from ithaque.web.participant.pairs.acting import attempt, person


@require_safe
@opens(CALENDAR_FEED)
def feed(request: HttpRequest, feed: Feed) -> HttpResponse:
    """Hand the meetings to the calendar that asks, without signing in."""
    content = invitations.feed(meetings_in_calendar_of(feed.person), to=feed.person)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=900"
    return answer


@require_POST
@opens(SIGNED_IN)
def renew(request: HttpRequest) -> HttpResponse:
    """Make a new private address."""
    attempt(
        request,
        lambda: renew_calendar(person=person(request), by=person(request)),
        said=_("Here is your private address; a former one opens nothing any more."),
    )
    return redirect("participant:notifications")
