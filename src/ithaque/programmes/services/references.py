"""References: a candidate names people, who answer a few questions on a signed page, without an account."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.correspondence.kinds import Kind
from ithaque.correspondence.services import MailAction, write_to_address
from ithaque.kernel import clock, journal, links
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.programmes import journal as entries
from ithaque.programmes import mails, selectors
from ithaque.programmes.enums import Advice, EnrolmentStatus
from ithaque.programmes.models import Enrolment, Reference
from ithaque.programmes.services.common import locked

PURPOSE = "programmes.reference"
LINK_LIFE = timedelta(days=30)
REMINDED_AFTER = timedelta(days=7)
MOST_REMINDERS = 2
"""Two reminders a week apart, then silence is for the coordinator to settle (product default)."""
SPARE = 2
"""One may name this many people more than asked, in case someone does not answer."""
CLOSED = (EnrolmentStatus.WITHDRAWN, EnrolmentStatus.REFUSED)


@transaction.atomic
def name_referee(
    *, enrolment: Enrolment, name: str, email: str, relation: str, by: Person
) -> Reference:
    """Name someone and write to them at once; the same address twice changes nothing.

    Refuses one's own address, one of the team, more people than needed, and an enrolment no longer examined.
    """
    enrolment = locked(enrolment)
    email = email.strip().lower()
    known = enrolment.references.filter(email=email, erased_at=None).first()
    if known is not None:
        return known
    _check_may_name(enrolment, email)
    reference = Reference.objects.create(
        enrolment=enrolment, name=name.strip(), email=email, relation=relation.strip()
    )
    journal.record(entries.REFEREE_NAMED, by=by, target=enrolment, scope=enrolment.cohort.programme)
    _ask(reference, mails.REFERENCE_ASKED)
    return reference


@transaction.atomic
def remove_referee(*, reference: Reference, by: Person) -> None:
    """Take someone off the list while they have not answered: their link opens nothing any more."""
    held = Reference.objects.select_for_update().filter(pk=reference.pk).first()
    if held is None:
        return
    if held.answered_at is not None:
        raise Refusal("already_answered", _("This person has already answered: their word stays."))
    journal.record(
        entries.REFEREE_REMOVED,
        by=by,
        target=reference.enrolment,
        scope=reference.enrolment.cohort.programme,
    )
    held.delete()


@transaction.atomic
def ask_referee_again(*, reference: Reference, by: Person) -> Reference:
    """Write again to someone who has not answered, with a link that holds thirty more days."""
    held = _held(reference)
    _check_open(held)
    journal.record(
        entries.REFEREE_ASKED, by=by, target=held.enrolment, scope=held.enrolment.cohort.programme
    )
    _ask(held, mails.REFERENCE_REMINDER)
    return held


def reference_at(token: str) -> Reference | None:
    """Return what a referee's link opens, None when nothing is awaited from them; raises LinkError."""
    link = links.read(PURPOSE, token, max_age=LINK_LIFE)
    return (
        Reference.objects.select_related(
            "enrolment__person", "enrolment__cohort__programme__organisation"
        )
        .filter(public_id=link.target, enrolment__person__public_id=link.person, erased_at=None)
        .exclude(enrolment__status__in=CLOSED)
        .first()
    )


@transaction.atomic
def answer_reference(
    *, reference: Reference, advice: str, known_for: str, strengths: str, cautions: str = ""
) -> Reference:
    """Keep a referee's word, for coordinators only; refuses a second one."""
    held = _held(reference)
    _check_open(held)
    held.advice, held.known_for = Advice(advice), known_for.strip()
    held.strengths, held.cautions = strengths.strip(), cautions.strip()
    held.answered_at = clock.now()
    held.save(update_fields=["advice", "known_for", "strengths", "cautions", "answered_at"])
    journal.record(
        entries.REFEREE_ANSWERED, target=held.enrolment, scope=held.enrolment.cohort.programme
    )
    return held


@transaction.atomic
def decline_reference(*, reference: Reference) -> Reference:
    """Note that someone would rather not answer: nothing more is sent to them; twice changes nothing."""
    held = _held(reference)
    if held.declined_at is not None:
        return held
    _check_open(held)
    held.declined_at = clock.now()
    held.save(update_fields=["declined_at"])
    journal.record(
        entries.REFEREE_ANSWERED, target=held.enrolment, scope=held.enrolment.cohort.programme
    )
    return held


@transaction.atomic
def erase_reference(*, reference: Reference) -> None:
    """Erase a referee's name, address and words, at their request; twice changes nothing."""
    held = _held(reference)
    if held.erased_at is None:
        _erase([held.pk])
        journal.record(
            entries.REFERENCE_ERASED, target=held.enrolment, scope=held.enrolment.cohort.programme
        )


@transaction.atomic
def forget_old_references(before: timedelta) -> int:
    """Erase what referees said of people decided longer ago than this; return how many."""
    old = Reference.objects.filter(
        erased_at=None, enrolment__decided_at__lt=clock.now() - before
    ).values_list("pk", flat=True)
    return _erase(list(old))


def remind_referees() -> int:
    """Write again to those who have been silent for a week, twice at most; return how many."""
    silent = Reference.objects.filter(
        answered_at=None,
        declined_at=None,
        erased_at=None,
        asked_at__lte=clock.now() - REMINDED_AFTER,
        reminders__lt=MOST_REMINDERS,
        enrolment__status=EnrolmentStatus.SUBMITTED,
    )
    sent = 0
    for key in silent.values_list("pk", flat=True):
        with transaction.atomic():
            held = _held(Reference(pk=key))
            last = held.reminded_at or held.asked_at
            if (
                held.answered_at
                or held.declined_at
                or (last and last > clock.now() - REMINDED_AFTER)
            ):
                continue
            held.reminders += 1
            held.save(update_fields=["reminders"])
            _ask(held, mails.REFERENCE_REMINDER)
            sent += 1
    return sent


def _ask(reference: Reference, kind: Kind) -> None:
    now = clock.now()
    if reference.asked_at is None:
        reference.asked_at = now
    else:
        reference.reminded_at = now
    reference.save(update_fields=["asked_at", "reminded_at"])
    enrolment = reference.enrolment
    token = links.sign(PURPOSE, target=reference.public_id, person=enrolment.person.public_id)
    write_to_address(
        kind,
        address=reference.email,
        about=enrolment.person,
        context={
            "reference": reference,
            "person": enrolment.person,
            "programme": enrolment.cohort.programme,
        },
        action=MailAction(
            gettext_lazy("Say a word, or decline"), reverse("public:reference", args=[token])
        ),
    )


def _erase(keys: list[int]) -> int:
    return Reference.objects.filter(pk__in=keys).update(
        name="",
        email="",
        relation="",
        known_for="",
        strengths="",
        cautions="",
        erased_at=clock.now(),
    )


def _held(reference: Reference) -> Reference:
    Reference.objects.select_for_update().get(pk=reference.pk)
    return Reference.objects.select_related(
        "enrolment__person", "enrolment__cohort__programme"
    ).get(pk=reference.pk)


def _check_open(reference: Reference) -> None:
    if reference.answered_at is not None:
        raise Refusal(
            "already_answered",
            _("An answer was already received by this link: it is kept as it is."),
        )
    if reference.erased_at is not None or reference.enrolment.status in CLOSED:
        raise Refusal("reference_closed", _("Nothing more is awaited here."))


def _check_may_name(enrolment: Enrolment, email: str) -> None:
    if enrolment.status != EnrolmentStatus.SUBMITTED:
        raise Refusal("enrolment_moved_on", _("No reference is awaited any more."))
    if email == enrolment.person.email:
        raise Refusal(
            "referee_is_self",
            _("Give the address of someone else: they speak of you."),
            conflict=False,
        )
    programme = enrolment.cohort.programme
    if programme.team.filter(person__email=email).exists():
        raise Refusal(
            "referee_in_team", _("Someone of the team cannot be your reference."), conflict=False
        )
    asked = selectors.settings_of(programme).vetting.of(enrolment.side).references
    alive = enrolment.references.filter(declined_at=None, erased_at=None).count()
    if alive >= asked + SPARE:
        raise Refusal("enough_referees", _("Enough people are asked: wait for their answers."))
