"""How coordinators keep their lists, and the links by which mentors bring others."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ithaque.kernel.errors import Refusal
from ithaque.kernel.text import typed
from ithaque.people.models import Person
from ithaque.programmes import selectors
from ithaque.programmes.enums import ProgrammeStatus
from ithaque.programmes.models import Cohort, Enrolment, Programme, Referral, SavedView

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and figures that nobody takes for one another."""
CODE_LENGTH = 8
MOST_VIEWS = 30


@transaction.atomic
def save_view(*, programme: Programme, name: str, query: str, by: Person) -> SavedView:
    """Keep filters, sort and columns under a name; the same name replaces them. Seen by nobody else."""
    name = typed(name).strip()[:60]
    if not name:
        raise Refusal("view_without_name", _("Give this view a name."), conflict=False)
    mine = programme.saved_views.filter(person=by)
    if mine.count() >= MOST_VIEWS and not mine.filter(name=name).exists():
        raise Refusal("too_many_views", _("You keep thirty views already: forget one first."))
    view, _created = SavedView.objects.update_or_create(
        programme=programme, person=by, name=name, defaults={"query": typed(query)[:600]}
    )
    return view


def forget_view(*, programme: Programme, name: str, by: Person) -> None:
    """Forget a view of one's own; twice changes nothing."""
    programme.saved_views.filter(person=by, name=typed(name)).delete()


def referral_of(enrolment: Enrolment) -> Referral:
    """Return the link of a mentor, made the first time."""
    known = Referral.objects.filter(enrolment=enrolment).first()
    while known is None:
        code = "".join(secrets.choice(ALPHABET) for _n in range(CODE_LENGTH))
        try:
            with transaction.atomic():
                known = Referral.objects.get_or_create(
                    enrolment=enrolment, defaults={"code": code}
                )[0]
        except IntegrityError:  # the code is someone else's, or the same mentor in another tab
            known = Referral.objects.filter(enrolment=enrolment).first()
    return known


def programme_referred_by(code: str) -> tuple[Referral, Cohort | None] | None:
    """Return a referral and the cohort it leads to today, None for an unknown code or a programme not open."""
    referral = (
        Referral.objects.select_related("enrolment__cohort__programme__organisation")
        .filter(code=code, enrolment__cohort__programme__status=ProgrammeStatus.OPEN)
        .first()
    )
    if referral is None:
        return None
    return referral, selectors.public_cohort(referral.enrolment.cohort.programme)


def count_referral(code: str, programme: Programme) -> None:
    """Count a form begun by a mentor's link; nothing tells whose."""
    Referral.objects.filter(code=code, enrolment__cohort__programme=programme).update(
        started=F("started") + 1
    )
