"""The ending, and the certificate."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as says
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ithaque.kernel import files
from ithaque.kernel.access import opens
from ithaque.mentoring import documents, rules, selectors, services
from ithaque.mentoring.doors import OWN_CERTIFICATE, PAIR
from ithaque.mentoring.models import Certificate, Pair
from ithaque.web.participant.pairs import pages
from ithaque.web.participant.pairs.acting import attempt, done, person, sent, status
from ithaque.web.participant.pairs.ending_forms import BalanceForm, ClosureForm


@require_http_methods(["GET", "HEAD", "POST"])
@opens(PAIR)
def closure(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Write one's balance, then read both."""
    me = person(request)
    state = selectors.closure_state(pair, me)
    if state is None:
        return redirect("participant:closure-ask", pair.public_id)
    form = BalanceForm(sent(request), initial=_written(state))

    def act(data: dict[str, Any]) -> None:
        services.write_balance(pair=pair, by=me, **data)

    if request.method == "POST" and done(form, act):
        says.success(request, _("Your balance is kept. Thank you."))
        return redirect("participant:pair-closure", pair.public_id)
    room, last = selectors.pair_room(pair, me), selectors.last_agenda(pair)
    context = {
        **pages.head(pair, me, "pair-closure", unread=room.unread),
        "state": state,
        "room": room,
        "goals": [(goal, pages.levels(goal)) for goal in room.goals],
        "form": form,
        "attained": rules.gas_words(rules.gas_score((g.level, g.weight) for g in room.goals)),
        "surveyed": selectors.exit_survey_of(pair, me) if state.is_done else None,
        "last_agenda": last,
        "last_items": [{"minutes": one.minutes, "text": str(one)} for one in last.items],
        "balance_readers": pages.balance_readers(pair, me, room.coordinators),
        "balance_others": [_("The last line, for the coordination, is read by nobody else")],
    }
    return render(request, "participant/pairs/closure.html", context, status=status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@opens(PAIR)
def ask(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Choose how to end."""
    me = person(request)
    booked = selectors.meeting_ahead(pair)
    start = {"path": selectors.suggested_path(pair), "meetings": "keep"}
    form = ClosureForm(sent(request), booked=booked is not None, initial=start)
    if request.method == "POST" and done(
        form, lambda data: services.ask_closure(pair=pair, by=me, **form.asked())
    ):
        return redirect("participant:pair-closure", pair.public_id)
    if request.method != "POST" and selectors.closure_state(pair, me) is not None:
        return redirect("participant:pair-closure", pair.public_id)
    context = {**pages.head(pair, me, "pair"), "form": form, "booked": booked}
    return render(request, "participant/pairs/closure_ask.html", context, status=status(form))


@require_POST
@opens(PAIR)
def withdraw(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Go on after all."""
    attempt(
        request,
        lambda: services.withdraw_closure(pair=pair, by=person(request)),
        said=_("You go on together. The other has been told."),
    )
    return redirect("participant:pair", pair.public_id)


@require_safe
@opens(OWN_CERTIFICATE)
def certificate(request: HttpRequest, certificate: Certificate) -> HttpResponse | FileResponse:
    """Hand over one's certificate; `?lang=` sets it in the other language."""
    locale = request.GET.get("lang", "")
    if certificate.file is not None and locale in ("", certificate.person.locale):
        return files.response(certificate.file, inline=True)
    content = documents.certificate_pdf(certificate, locale="en" if locale == "en" else "fr")
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{certificate.code}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _written(state: selectors.ClosureState) -> dict[str, Any]:
    """Return the balance already written, to be written again."""
    fields = ("gained", "next_step", "thanks", "recommendation", "for_team", "contact_after")
    return {name: getattr(state.mine, name) for name in fields} if state.mine else {}
