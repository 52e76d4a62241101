"""The shared note, written by both at once, and each one's own note about a meeting."""

from __future__ import annotations

from django.contrib import messages as says
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ithaque.kernel import clock
from ithaque.kernel.access import opens
from ithaque.mentoring import selectors, services
from ithaque.mentoring.doors import MEETING, PAIR
from ithaque.mentoring.models import Meeting, Pair
from ithaque.ui import dates
from ithaque.ui.offline import keeps_offline
from ithaque.web.participant.pairs import pages
from ithaque.web.participant.pairs.acting import done, person, sent, status
from ithaque.web.participant.pairs.forms import NoteForm, PrivateNoteForm, SyncForm


@require_http_methods(["GET", "HEAD", "POST"])
@opens(PAIR)
@keeps_offline
def note(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Write in the shared note; two people at once lose nothing."""
    me = person(request)
    shared = selectors.note_of(pair)
    form = NoteForm(sent(request), initial={"body": shared.body, "base": shared.body})
    outcomes: list[services.NoteOutcome] = []
    if request.method == "POST" and done(
        form, lambda data: outcomes.append(services.write_note(pair=pair, by=me, **data))
    ):
        both, alone = (
            _("All the changes are in the note, yours and the others’."),
            _("The note is kept."),
        )
        says.success(request, both if outcomes[0].merged else alone)
        return redirect("participant:pair", pair.public_id)
    context = {
        **pages.head(pair, me, "pair"),
        "note_form": form,
        "note": shared,
        "me": me,
        "revisions": selectors.note_revisions(shared),
        "both": pages.both_readers(pair),
    }
    return render(request, "participant/pairs/note.html", context, status=status(form))


@require_POST
@opens(PAIR)
def sync(request: HttpRequest, pair: Pair) -> JsonResponse:
    """Bring in what is typed, and hand back the note as both have written it."""
    form = SyncForm(request.POST)
    outcomes: list[services.NoteOutcome] = []
    me = person(request)
    if not done(form, lambda data: outcomes.append(services.write_note(pair=pair, by=me, **data))):
        return _refused(form)
    return _kept(outcomes[0].note.body)


@require_POST
@opens(MEETING)
def private(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Keep one's own note about a meeting."""
    form = PrivateNoteForm(request.POST)
    kept: list[str] = []

    def act(data: dict[str, str]) -> None:
        note = services.write_private_note(meeting=meeting, by=person(request), **data)
        kept.append(note.body)

    is_kept = done(form, act)
    if "application/json" in request.headers.get("Accept", ""):
        return _kept(kept[0]) if is_kept else _refused(form)
    if is_kept:
        says.success(request, _("Your own note is kept."))
    else:
        says.error(request, _first_error(form))
    return redirect("participant:meeting", meeting.public_id)


def _kept(body: str) -> JsonResponse:
    saved = _("Saved at %(hour)s") % {"hour": dates.hour(dates._local(clock.now()))}
    return JsonResponse({"body": body, "saved": saved})


def _refused(form: NoteForm) -> JsonResponse:
    return JsonResponse({"refused": _first_error(form)}, status=409)


def _first_error(form: NoteForm) -> str:
    return str(next(iter(form.errors.values()))[0])
