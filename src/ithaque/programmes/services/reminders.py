"""Recall to people a form they began."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import clock
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.programmes import mails, rules
from ithaque.programmes.enums import EnrolmentStatus
from ithaque.programmes.models import Enrolment
from ithaque.programmes.services.common import locked
from ithaque.programmes.services.telling import tell


@transaction.atomic
def remind_to_finish(*, enrolment: Enrolment, by: Person) -> None:
    """Write to someone whose form is in progress, at most once a day; refuses any other enrolment."""
    enrolment = locked(enrolment)
    if enrolment.status != EnrolmentStatus.DRAFT:
        raise Refusal("not_a_draft", _("The form is not in progress any more."))
    if not rules.can_enrol(enrolment.cohort, invited=enrolment.invited):
        raise Refusal("window_over", _("Enrolment is closed: the form could not be sent."))
    key = f"finish:{enrolment.public_id}:{clock.today()}"
    tell(mails.FORM_REMINDER, enrolment, dedupe_key=key, by=by)
