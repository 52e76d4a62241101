"""The team of a programme: who joins it with which right, who follows which pairs, who leaves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ithaque.kernel.access import Door, opens
from ithaque.kernel.errors import Refusal
from ithaque.mentoring.selectors import coordinated_pairs
from ithaque.people.models import Person
from ithaque.programmes import selectors, services
from ithaque.programmes.doors import TEAM_PROGRAMME
from ithaque.programmes.enums import TeamRole
from ithaque.programmes.models import Programme, TeamMember
from ithaque.programmes.words import RIGHTS
from ithaque.web.coordination.programmes.forms import EntrustForm, MemberForm
from ithaque.web.coordination.programmes.pages import ProgrammePage

FOLDER = "coordination/programmes"
READ_WRITE = ["GET", "HEAD", "POST"]


def _follower(person: Any, programme_id: UUID, person_id: UUID) -> TeamMember | None:
    programme = selectors.programmes_of_team(person).filter(public_id=programme_id).first()
    member = selectors.member_of(programme, str(person_id)) if programme else None
    return member if member is not None and member.role == TeamRole.FOLLOWER else None


FOLLOWER_OF_TEAM = Door("follower_of_team", _follower)


@require_http_methods(READ_WRITE)
@opens(TEAM_PROGRAMME)
def team(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Show the team; add someone by the address of their account, or give them another right."""
    form = MemberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            member = services.add_member(
                programme=programme, **form.cleaned_data, by=_person(request)
            )
        except Refusal as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The team is up to date, and the person has been told."))
            if member.role == TeamRole.FOLLOWER:
                return redirect(
                    "coordination:programme-team-pairs",
                    programme.public_id,
                    member.person.public_id,
                )
            return redirect("coordination:programme-team", programme.public_id)
    return _team_page(request, programme, form, status=422 if form.errors else 200)


@require_http_methods(READ_WRITE)
@opens(FOLLOWER_OF_TEAM)
def entrust(request: HttpRequest, member: TeamMember) -> HttpResponse:
    """Choose the pairs a follower follows."""
    programme, person = member.programme, _person(request)
    pairs = list(coordinated_pairs(programme, person))
    form = EntrustForm(
        request.POST if request.method == "POST" else None,
        pairs=pairs,
        initial={"pairs": [str(one.public_id) for one in member.follows.all()]},
    )
    if request.method == "POST" and form.is_valid():
        wanted = set(form.cleaned_data["pairs"])
        mentees = {pair.mentee for pair in pairs if str(pair.mentee.public_id) in wanted}
        services.entrust(member=member, mentees=mentees, by=person)
        messages.success(request, _("Saved. They see these pairs and no others."))
        return redirect("coordination:programme-team", programme.public_id)
    context = {
        "page": ProgrammePage(programme, person, "team"),
        "member": member,
        "form": form,
        "has_pairs": bool(pairs),
    }
    status = 422 if form.errors else 200
    return render(request, f"{FOLDER}/entrust.html", context, status=status)


@require_POST
@opens(TEAM_PROGRAMME)
def remove(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Take someone out of the team."""
    member = selectors.member_of(programme, request.POST.get("person", ""))
    if member is None:
        raise Http404
    try:
        services.remove_member(programme=programme, person=member.person, by=_person(request))
    except Refusal as refusal:
        return _team_page(request, programme, MemberForm(), refusal=refusal, status=409)
    if member.person_id == _person(request).pk:
        return redirect("coordination:programmes")
    messages.success(request, _("This person is no longer in the team."))
    return redirect("coordination:programme-team", programme.public_id)


def _team_page(
    request: HttpRequest,
    programme: Programme,
    form: Any,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "page": ProgrammePage(programme, _person(request), "team"),
        "members": selectors.team_of(programme),
        "rights": [(role.label, RIGHTS[role]) for role in TeamRole],
        "form": form,
        "refusal": refusal,
    }
    return render(request, f"{FOLDER}/team.html", context, status=status)


def _person(request: HttpRequest) -> Person:
    """Return who is signed in: the door has checked that someone is."""
    assert isinstance(request.user, Person)
    return request.user
