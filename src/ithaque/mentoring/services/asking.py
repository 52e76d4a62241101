"""Ask for the signatures an agreement waits for, and recall them: the pair, then guardians and coordination."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.selectors import written_before
from ithaque.correspondence.services import MailAction, notify, write_to_address
from ithaque.kernel import clock, links
from ithaque.mentoring import mails, parties, paths
from ithaque.mentoring.enums import PairStatus, SignerRole
from ithaque.mentoring.models import Agreement, Pair, SealedAgreement
from ithaque.mentoring.parties import Party
from ithaque.people.models import Person
from ithaque.programmes.models import GuardianAuthorisation
from ithaque.programmes.selectors import coordinators_of, settings_of

GUARDIAN = "mentoring.agreement"
"""Purpose of the link by which a guardian reads and signs, without account."""
MOST_REMINDERS = 3


def ask_due(
    agreement: Agreement, pair: Pair, missing: Sequence[Party], *, by: Person | None = None
) -> None:
    """Write to whoever may sign now; the same words are not written twice about one version."""
    for party in parties.due_now(missing):
        if party.guardian is not None:
            ask_guardian(agreement, pair, party.guardian, "first")
        elif party.role == SignerRole.COORDINATOR:
            _ask_team(pair)
        elif party.person is not None and by is not None:
            notify(
                mails.AGREEMENT_WAITING,
                to=party.person,
                context={"pair": pair, "other": by},
                action=MailAction(_("Read and sign"), paths.agreement(pair)),
            )


def ask_guardian(
    agreement: Agreement, pair: Pair, guardian: GuardianAuthorisation, rank: str
) -> None:
    """Write to a guardian, once for each version and `rank`: the link opens the agreement, without account."""
    token = links.sign(GUARDIAN, target=agreement.public_id, person=guardian.public_id)
    write_to_address(
        mails.AGREEMENT_GUARDIAN,
        address=guardian.email,
        about=guardian.enrolment.person,
        context={
            "guardian": guardian,
            "person": guardian.enrolment.person,
            "other": pair.other(guardian.enrolment.person),
            "programme": pair.programme,
        },
        action=MailAction(_("Read and sign"), paths.guardian_agreement(token)),
        dedupe_key=f"{_key(agreement, rank)}:{guardian.public_id}:{guardian.email}"[:200],
    )


def remind_signatures() -> int:
    """Recall each signature that waits, as often as its programme says, three times at most.

    Returns how many agreements were recalled. Safe to run twice.
    """
    recalled = 0
    for agreement in _unsealed():
        pair = agreement.pair
        every = settings_of(pair.programme).signing.remind_days
        rank = (clock.now() - _waits_since(agreement)) // timedelta(days=every)
        if 1 <= rank <= MOST_REMINDERS:
            recalled += _remind(agreement, pair, rank)
    return recalled


def _remind(agreement: Agreement, pair: Pair, rank: int) -> bool:
    signatures = [one for one in agreement.signatures.all() if one.version == agreement.version]
    due = parties.due_now(parties.missing_of(parties.parties_of(pair), signatures))
    refused = {
        one.guardian_id for one in agreement.refusals.all() if one.version == agreement.version
    }
    for party in due:
        if party.guardian is not None and party.guardian.pk not in refused:
            ask_guardian(agreement, pair, party.guardian, str(rank))
        elif party.role == SignerRole.COORDINATOR:
            _ask_team(pair)
    _recall_members(agreement, pair, [party for party in due if party.is_member], rank)
    return bool(due)


def _recall_members(agreement: Agreement, pair: Pair, due: Iterable[Party], rank: int) -> None:
    words = {
        f"{_key(agreement, str(rank))}:{party.person.public_id}": party.person
        for party in due
        if party.person is not None
    }
    told = written_before(set(words))
    for key, person in words.items():
        if key not in told:
            notify(
                mails.AGREEMENT_REMINDER,
                to=person,
                context={"pair": pair, "other": pair.other(person)},
                action=MailAction(_("Read and sign"), paths.agreement(pair)),
                dedupe_key=key,
            )


def _ask_team(pair: Pair) -> None:
    """Tell the coordinators, once a day and programme, that agreements wait for their signature."""
    programme = pair.programme
    for coordinator in coordinators_of(programme):
        notify(
            mails.AGREEMENTS_TO_SIGN,
            to=coordinator,
            context={"programme": programme},
            action=MailAction(_("Read and sign"), paths.team_agreements(programme)),
            dedupe_key=f"agreements:{programme.public_id}:{clock.today()}:{coordinator.public_id}",
        )


def _key(agreement: Agreement, rank: str) -> str:
    return f"signature:{agreement.public_id}:{agreement.version}:{rank}"


def _waits_since(agreement: Agreement) -> datetime:
    signed = [one.signed_at for one in agreement.signatures.all()]
    amended = [one.at for one in agreement.amendments.all()]
    return max([agreement.created_at, *signed, *amended])


def _unsealed() -> QuerySet[Agreement]:
    """Return the agreements of open pairs whose present version nobody sealed."""
    open_pair = Q(pair__status=PairStatus.ACTIVE, pair__frozen_at=None)
    sealed = SealedAgreement.objects.values("agreement_id", "version")
    current = {(row["agreement_id"], row["version"]) for row in sealed}
    waiting = [
        pk
        for pk, version in Agreement.objects.filter(open_pair).values_list("pk", "version")
        if (pk, version) not in current
    ]
    return (
        Agreement.objects.filter(pk__in=waiting)
        .select_related(
            "pair__cohort__programme__organisation",
            "pair__mentor__person",
            "pair__mentee__person",
            "pair__mentor__guardian__enrolment__person",
            "pair__mentee__guardian__enrolment__person",
        )
        .prefetch_related("signatures", "amendments", "refusals")
    )
