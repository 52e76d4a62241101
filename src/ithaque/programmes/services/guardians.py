"""The person responsible for a minor: named at enrolment, asked by mail, authorises by a signed link."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.correspondence.services import MailAction, write_to_address
from ithaque.kernel import clock, journal, links
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.programmes import mails
from ithaque.programmes.enums import EnrolmentStatus
from ithaque.programmes.journal import GUARDIAN_ASKED, GUARDIAN_AUTHORISED
from ithaque.programmes.models import Enrolment, GuardianAuthorisation

PURPOSE = "programmes.guardian"
LINK_LIFE = timedelta(days=60)


@transaction.atomic
def name_guardian(
    *, enrolment: Enrolment, name: str, email: str, by: Person
) -> GuardianAuthorisation:
    """Note who is responsible for a minor; naming someone else asks the authorisation again."""
    if email.strip().lower() == enrolment.person.email:
        raise Refusal(
            "guardian_is_self",
            _("Give your parent’s or guardian’s own address, not yours."),
            conflict=False,
        )
    guardian, created = GuardianAuthorisation.objects.get_or_create(
        enrolment=enrolment, defaults={"name": name, "email": email}
    )
    if not created and (guardian.name, guardian.email) != (name, email):
        guardian.name, guardian.email = name, email
        guardian.asked_at = guardian.authorised_at = None
        guardian.save()
    journal.record(GUARDIAN_ASKED, by=by, target=enrolment, scope=enrolment.cohort.programme)
    return guardian


def ask_guardian(enrolment: Enrolment) -> None:
    """Write to the guardian named, once: the link opens a page to read and authorise, without account."""
    guardian = GuardianAuthorisation.objects.select_for_update().get(enrolment=enrolment)
    if guardian.authorised_at or guardian.asked_at:
        return
    guardian.asked_at = clock.now()
    guardian.save(update_fields=["asked_at"])
    token = links.sign(PURPOSE, target=guardian.public_id, person=enrolment.person.public_id)
    write_to_address(
        mails.GUARDIAN_ASKED,
        address=guardian.email,
        about=enrolment.person,
        context={
            "guardian": guardian,
            "person": enrolment.person,
            "programme": enrolment.cohort.programme,
        },
        action=MailAction(
            gettext_lazy("Read and authorise"), reverse("public:guardian", args=[token])
        ),
    )


def guardian_at(token: str) -> GuardianAuthorisation | None:
    """Return what a guardian's link opens, None when the person left since; raises LinkError."""
    link = links.read(PURPOSE, token, max_age=LINK_LIFE)
    return (
        GuardianAuthorisation.objects.select_related(
            "enrolment__person", "enrolment__cohort__programme__organisation"
        )
        .filter(public_id=link.target, enrolment__person__public_id=link.person)
        .exclude(enrolment__status__in=[EnrolmentStatus.WITHDRAWN, EnrolmentStatus.REFUSED])
        .first()
    )


@transaction.atomic
def authorise_as_guardian(*, guardian: GuardianAuthorisation) -> GuardianAuthorisation:
    """Record the authorisation; giving it twice changes nothing."""
    locked = GuardianAuthorisation.objects.select_for_update().get(pk=guardian.pk)
    if locked.authorised_at is None:
        locked.authorised_at = clock.now()
        locked.save(update_fields=["authorised_at"])
        journal.record(
            GUARDIAN_AUTHORISED,
            target=guardian.enrolment,
            scope=guardian.enrolment.cohort.programme,
        )
    guardian.authorised_at = locked.authorised_at
    return guardian
