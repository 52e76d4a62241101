"""The person responsible for a minor: named at enrolment, asked by mail, authorises by a signed link.

What they agree to is a text in versions. A new version may ask for a new agreement: until it comes, the
earlier one holds for a fortnight (`gates.RENEWAL_DAYS`). They take it back as easily as they gave it.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.correspondence.kinds import Kind
from ithaque.correspondence.services import MailAction, notify, write_to_address
from ithaque.kernel import clock, journal, links
from ithaque.kernel.bilingual import Bilingual
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.programmes import journal as entries
from ithaque.programmes import mails, selectors
from ithaque.programmes.enums import EnrolmentStatus
from ithaque.programmes.models import Enrolment, GuardianAuthorisation, GuardianText, Programme
from ithaque.programmes.services import vetting
from ithaque.programmes.services.common import locked
from ithaque.programmes.signals import guardian_withdrew

PURPOSE = "programmes.guardian"
KEPT_PURPOSE = "programmes.guardian.kept"
LINK_LIFE = timedelta(days=60)
KEPT_LIFE = timedelta(days=1100)
"""The link of the receipt outlives any mentoring: taking an agreement back never expires before it."""
CLOSED = (EnrolmentStatus.WITHDRAWN, EnrolmentStatus.REFUSED)


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
        guardian.asked_at = guardian.authorised_at = guardian.withdrawn_at = None
        guardian.text = guardian.renewal_asked_at = None
        guardian.save()
    journal.record(
        entries.GUARDIAN_ASKED, by=by, target=enrolment, scope=enrolment.cohort.programme
    )
    return guardian


def ask_guardian(enrolment: Enrolment) -> None:
    """Write to the guardian named, once: the link opens a page to read and authorise, without account."""
    guardian = GuardianAuthorisation.objects.select_for_update().get(enrolment=enrolment)
    if guardian.authorised_at or guardian.asked_at:
        return
    _write(guardian, mails.GUARDIAN_ASKED, gettext_lazy("Read and authorise"), PURPOSE)


@transaction.atomic
def ask_guardian_again(*, enrolment: Enrolment, by: Person) -> None:
    """Write to the guardian again with a fresh link; refuses once they agreed to the text of today."""
    guardian = (
        GuardianAuthorisation.objects.select_for_update(of=("self",))
        .filter(enrolment=enrolment)
        .first()
    )
    if guardian is None or (guardian.holds and guardian.renewal_asked_at is None):
        raise Refusal("nothing_to_ask", _("Nothing is awaited from the guardian."))
    journal.record(
        entries.GUARDIAN_ASKED, by=by, target=enrolment, scope=enrolment.cohort.programme
    )
    renewal = guardian.renewal_asked_at is not None
    kind = mails.GUARDIAN_RENEWED if renewal else mails.GUARDIAN_ASKED
    _write(guardian, kind, gettext_lazy("Read and authorise"), PURPOSE, keep_dates=renewal)


def guardian_at(token: str) -> GuardianAuthorisation | None:
    """Return what a guardian's link opens, None when the person left since; raises LinkError."""
    try:
        link = links.read(PURPOSE, token, max_age=LINK_LIFE)
    except links.LinkError as error:
        if error.expired:
            raise
        link = links.read(KEPT_PURPOSE, token, max_age=KEPT_LIFE)
    return (
        GuardianAuthorisation.objects.select_related(
            "enrolment__person", "enrolment__cohort__programme__organisation", "text"
        )
        .filter(public_id=link.target, enrolment__person__public_id=link.person)
        .exclude(enrolment__status__in=CLOSED)
        .first()
    )


def text_to_agree(programme: Programme) -> GuardianText | None:
    """Return the version guardians agree to today, None for the words of the product."""
    return programme.guardian_texts.order_by("-number").first()


@transaction.atomic
def authorise_as_guardian(*, guardian: GuardianAuthorisation) -> GuardianAuthorisation:
    """Record the agreement to the text of today, and send a receipt; giving it twice changes nothing."""
    enrolment = locked(guardian.enrolment)
    held = _held(guardian)
    text = text_to_agree(enrolment.cohort.programme)
    if held.holds and held.renewal_asked_at is None:
        return held
    held.authorised_at, held.text = clock.now(), text
    held.withdrawn_at = held.renewal_asked_at = None
    held.save()
    vetting.refresh(locked(enrolment))
    journal.record(
        entries.GUARDIAN_AUTHORISED,
        target=enrolment,
        scope=enrolment.cohort.programme,
        data={"version": text.number if text else 0},
    )
    _write(
        held,
        mails.GUARDIAN_RECEIPT,
        gettext_lazy("Read again, or take back"),
        KEPT_PURPOSE,
        keep_dates=True,
    )
    return held


@transaction.atomic
def withdraw_as_guardian(*, guardian: GuardianAuthorisation) -> GuardianAuthorisation:
    """Take the agreement back: the young person leaves the match at once, the team is told.

    Sends `guardian_withdrew`. Twice changes nothing.
    """
    enrolment = locked(guardian.enrolment)
    held = _held(guardian)
    if not held.holds:
        return held
    held.withdrawn_at, held.renewal_asked_at = clock.now(), None
    held.save(update_fields=["withdrawn_at", "renewal_asked_at"])
    enrolment = locked(enrolment)
    vetting.refresh(enrolment)
    journal.record(entries.GUARDIAN_WITHDREW, target=enrolment, scope=enrolment.cohort.programme)
    guardian_withdrew.send(sender=Enrolment, enrolment=enrolment)
    path = reverse("coordination:enrolment", args=[enrolment.public_id])
    for coordinator in selectors.coordinators_of(enrolment.cohort.programme):
        notify(
            mails.GUARDIAN_WITHDREW,
            to=coordinator,
            context={"programme": enrolment.cohort.programme, "person": enrolment.person},
            action=MailAction(gettext_lazy("Open the enrolment"), path),
        )
    return held


@transaction.atomic
def publish_guardian_text(
    *, programme: Programme, words: Bilingual, renews: bool, by: Person
) -> GuardianText:
    """Write the next version of what guardians agree to; the same words change nothing.

    With `renews`, those who agreed to an earlier version are asked again, by mail. Refuses an empty text.
    """
    Programme.objects.select_for_update().get(pk=programme.pk)
    if not words:
        raise Refusal("no_text", _("Write the text in at least one language."), conflict=False)
    last = text_to_agree(programme)
    if last is not None and (last.words_fr, last.words_en) == (words.fr, words.en):
        return last
    text = GuardianText.objects.create(
        programme=programme,
        number=last.number + 1 if last else 1,
        words_fr=words.fr,
        words_en=words.en,
        renews=renews,
        created_at=clock.now(),
    )
    journal.record(
        entries.GUARDIAN_TEXT_CHANGED,
        by=by,
        target=programme,
        scope=programme,
        data={"number": text.number},
    )
    if renews:
        _ask_everyone_again(programme)
    return text


def _ask_everyone_again(programme: Programme) -> None:
    given = (
        GuardianAuthorisation.objects.filter(
            enrolment__cohort__programme=programme, withdrawn_at=None, authorised_at__isnull=False
        )
        .exclude(enrolment__status__in=CLOSED)
        .select_related("enrolment__person", "enrolment__cohort__programme__organisation")
    )
    for guardian in given.order_by("pk"):
        guardian.renewal_asked_at = clock.now()
        guardian.save(update_fields=["renewal_asked_at"])
        vetting.refresh(locked(guardian.enrolment))
        _write(
            guardian,
            mails.GUARDIAN_RENEWED,
            gettext_lazy("Read and authorise"),
            PURPOSE,
            keep_dates=True,
        )


def _write(
    guardian: GuardianAuthorisation,
    kind: Kind,
    label: Promise,
    purpose: str,
    *,
    keep_dates: bool = False,
) -> None:
    enrolment = guardian.enrolment
    if not keep_dates:
        guardian.asked_at = clock.now()
        guardian.save(update_fields=["asked_at"])
    token = links.sign(purpose, target=guardian.public_id, person=enrolment.person.public_id)
    write_to_address(
        kind,
        address=guardian.email,
        about=enrolment.person,
        context={
            "guardian": guardian,
            "person": enrolment.person,
            "programme": enrolment.cohort.programme,
        },
        action=MailAction(label, reverse("public:guardian", args=[token])),
    )


def _held(guardian: GuardianAuthorisation) -> GuardianAuthorisation:
    GuardianAuthorisation.objects.select_for_update().get(pk=guardian.pk)
    return GuardianAuthorisation.objects.select_related(
        "enrolment__person", "enrolment__cohort__programme__organisation", "text"
    ).get(pk=guardian.pk)
