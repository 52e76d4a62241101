"""The team of a programme: who coordinates, who follows some pairs, who observes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import journal
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.people.selectors import person_at
from ithaque.programmes import mails
from ithaque.programmes.enums import TeamRole
from ithaque.programmes.journal import MEMBER_ADDED, MEMBER_ENTRUSTED, MEMBER_REMOVED
from ithaque.programmes.models import Enrolment, Programme, TeamMember


@transaction.atomic
def add_member(
    *, programme: Programme, email: str, by: Person, role: str = TeamRole.COORDINATOR
) -> TeamMember:
    """Add the person who has an account at this address, and tell them; changes the role of a member.

    Refuses an address without account, and to turn the last coordinator into something else.
    """
    person = person_at(email)
    if person is None:
        raise Refusal(
            "no_account",
            _(
                "Nobody has an account at this address. Ask the person to create one, then add them."
            ),
            conflict=False,
        )
    member = programme.team.select_for_update().filter(person=person).first()
    if member is not None and member.role == role:
        return member
    if member is not None:
        _keep_one_coordinator(programme, member)
    member, created = TeamMember.objects.update_or_create(
        programme=programme, person=person, defaults={"role": role}
    )
    member.follows.clear()
    journal.record(MEMBER_ADDED, by=by, target=person, scope=programme, data={"role": role})
    if created and person.pk != by.pk:
        action = MailAction(gettext_lazy("See the programme"), _first_page(programme, role))
        context = {"programme": programme, "by": by, "role": TeamRole(role).label}
        notify(mails.TEAM_JOINED, to=person, context=context, action=action)
    return member


@transaction.atomic
def entrust(*, member: TeamMember, mentees: Iterable[Enrolment], by: Person) -> TeamMember:
    """Let a follower follow the pairs of these mentees, and of no one else.

    Refuses someone who is not a follower, and the mentees of another programme.
    """
    chosen = list(mentees)
    rows = TeamMember.objects.select_for_update(of=("self",)).select_related("programme", "person")
    fresh = rows.filter(pk=member.pk).first()  # their role may have changed since the page was read
    ours = all(one.cohort.programme_id == member.programme_id for one in chosen)
    if fresh is None or fresh.role != TeamRole.FOLLOWER or not ours:
        raise Refusal(
            "not_to_entrust",
            _("Pairs of this programme are entrusted to someone who follows some pairs."),
        )
    fresh.follows.set(chosen)
    journal.record(
        MEMBER_ENTRUSTED,
        by=by,
        target=fresh.person,
        scope=fresh.programme,
        data={"count": len(chosen)},
    )
    return fresh


def _first_page(programme: Programme, role: str) -> str:
    """Return the page someone of this role starts from."""
    if role == TeamRole.FOLLOWER:
        return reverse("coordination:following")
    name = "programme" if role == TeamRole.COORDINATOR else "programme-figures"
    return reverse(f"coordination:{name}", args=[programme.public_id])


@transaction.atomic
def remove_member(*, programme: Programme, person: Person, by: Person) -> None:
    """Take someone out of the team; refuses to leave a programme without coordinator."""
    member = programme.team.select_for_update().filter(person=person).first()
    if member is None:
        return
    _keep_one_coordinator(programme, member)
    member.delete()
    journal.record(MEMBER_REMOVED, by=by, target=person, scope=programme)


def _keep_one_coordinator(programme: Programme, leaving: TeamMember) -> None:
    # Two coordinators leaving at once.
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    others = programme.team.filter(role=TeamRole.COORDINATOR).exclude(pk=leaving.pk)
    if leaving.role == TeamRole.COORDINATOR and not others.exists():
        raise Refusal(
            "last_coordinator",
            _("A programme keeps at least one coordinator: add another before leaving it."),
        )
