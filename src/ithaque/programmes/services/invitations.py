"""Invitation links: a coordinator's signed address that lets someone enrol, window closed or not."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from ithaque.kernel import links
from ithaque.people.models import Person
from ithaque.programmes.enums import ProgrammeStatus, Side
from ithaque.programmes.models import Cohort

LINK_LIFE = timedelta(days=60)


def invitation_path(*, cohort: Cohort, side: str, by: Person) -> str:
    """Return the address of an invitation to one side of a cohort; it holds for 60 days."""
    token = links.sign(_purpose(side), target=cohort.public_id, person=by.public_id)
    return reverse("public:invitation", args=[side, token])


def cohort_invited_to(side: str, token: str) -> Cohort | None:
    """Return the cohort an invitation opens, None when its programme is not open; raises LinkError."""
    if side not in Side.values:
        raise links.LinkError(expired=False)
    link = links.read(_purpose(side), token, max_age=LINK_LIFE)
    return (
        Cohort.objects.select_related("programme__organisation")
        .filter(public_id=link.target, programme__status=ProgrammeStatus.OPEN)
        .first()
    )


def is_invited(cohort: Cohort, side: str, token: str) -> bool:
    """Tell whether a token invites to this side of this cohort."""
    try:
        invited = cohort_invited_to(side, token)
    except links.LinkError:
        return False
    return invited is not None and invited.pk == cohort.pk


def _purpose(side: str) -> str:
    return f"programmes.invitation.{side}"
