"""Signatures beside the pair's: the coordination's, for one pair or several, and that of a minor's guardian.

Both come once the pair has signed. A guardian who does not agree, or takes their signature back, is heard: the
version no longer holds, the coordination is told, and the pair reads it in plain words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import journal as acts
from ithaque.mentoring import mails, parties, paths, rules
from ithaque.mentoring.enums import SignerRole
from ithaque.mentoring.models import Agreement, GuardianRefusal, Pair, Signature
from ithaque.mentoring.services.agreements import keep_signature, locked_agreement, settle
from ithaque.mentoring.services.locking import locked_pair
from ithaque.people.models import Person
from ithaque.programmes.models import GuardianAuthorisation
from ithaque.programmes.rules import can_coordinate
from ithaque.programmes.selectors import coordinators_of


@dataclass
class SignedTogether:
    """What became of several agreements signed at once: those signed, and why the others were not."""

    signed: list[Pair] = field(default_factory=list)
    refused: list[tuple[Pair, str]] = field(default_factory=list)


@transaction.atomic
def countersign(*, pair: Pair, by: Person, name: str, digest: str) -> Signature:
    """Return the coordination's signature of what was on screen; once signed, again changes nothing.

    Refuses whoever does not coordinate, and an agreement the pair has not signed.
    """
    pair = locked_pair(pair)
    if not can_coordinate(by, pair.programme):
        raise Refusal("not_coordinator", _("Only the coordination signs here."))
    rules.require_open(pair)
    agreement = locked_agreement(pair)
    party = parties.Party(SignerRole.COORDINATOR)
    known = party.signed_in(agreement.signatures.filter(version=agreement.version))
    if known is not None:
        return known
    _require_pair_signed(agreement, pair)
    signature = keep_signature(
        agreement, name=name, digest=digest, role=SignerRole.COORDINATOR, person=by
    )
    journal.record(acts.AGREEMENT_COUNTERSIGNED, by=by, target=pair, scope=pair.programme)
    settle(agreement, pair)
    return signature


def countersign_several(
    *, signed: Sequence[tuple[Pair, str]], by: Person, name: str
) -> SignedTogether:
    """Sign (pair, digest read) one after the other; a refusal keeps none of the others back."""
    outcome = SignedTogether()
    for pair, digest in signed:
        try:
            countersign(pair=pair, by=by, name=name, digest=digest)
        except Refusal as refusal:
            outcome.refused.append((pair, str(refusal)))
        else:
            outcome.signed.append(pair)
    return outcome


@transaction.atomic
def sign_as_guardian(
    *, pair: Pair, guardian: GuardianAuthorisation, name: str, digest: str
) -> Signature:
    """Return the guardian's signature; it takes back a refusal of theirs. Signing again changes nothing.

    Refuses an agreement the pair has not signed, one that changed since it was read, and a guardian who is
    not asked (any more).
    """
    pair = locked_pair(pair)
    rules.require_open(pair)
    agreement = locked_agreement(pair)
    party = _party(pair, guardian)
    known = party.signed_in(agreement.signatures.filter(version=agreement.version))
    if known is not None:
        return known
    _require_pair_signed(agreement, pair)
    signature = keep_signature(
        agreement, name=name, digest=digest, role=SignerRole.GUARDIAN, guardian=guardian
    )
    agreement.refusals.filter(version=agreement.version, guardian=guardian).delete()
    journal.record(acts.AGREEMENT_GUARDIAN_SIGNED, target=pair, scope=pair.programme)
    settle(agreement, pair)
    return signature


@transaction.atomic
def refuse_as_guardian(
    *, pair: Pair, guardian: GuardianAuthorisation, words: str = "", tells: bool = True
) -> GuardianRefusal:
    """Return the guardian's refusal, before or after they signed: the version no longer holds.

    The coordination is told (unless it was already), with their words; a version sealed before stays in the
    file. Twice changes nothing.
    """
    pair = locked_pair(pair)
    agreement = locked_agreement(pair)
    refusal, is_new = GuardianRefusal.objects.get_or_create(
        agreement=agreement,
        version=agreement.version,
        guardian=guardian,
        defaults={"words": words.strip(), "at": clock.now()},
    )
    if not is_new:
        return refusal
    agreement.signatures.filter(version=agreement.version, guardian=guardian).delete()
    journal.record(acts.AGREEMENT_GUARDIAN_REFUSED, target=pair, scope=pair.programme)
    for coordinator in coordinators_of(pair.programme) if tells else ():
        notify(
            mails.AGREEMENT_GUARDIAN_REFUSED,
            to=coordinator,
            context={"pair": pair, "person": guardian.enrolment.person, "words": refusal.words},
            action=MailAction(_("Open the pair"), paths.team(pair)),
        )
    return refusal


def _party(pair: Pair, guardian: GuardianAuthorisation) -> parties.Party:
    for party in parties.parties_of(pair):
        if party.guardian is not None and party.guardian.pk == guardian.pk:
            return party
    raise Refusal("guardian_not_due", _("Your signature is no longer asked for. Thank you."))


def _require_pair_signed(agreement: Agreement, pair: Pair) -> None:
    given = agreement.signatures.filter(version=agreement.version)
    members = [party for party in parties.parties_of(pair) if party.is_member]
    if parties.missing_of(members, given):
        raise Refusal(
            "pair_first",
            _("The pair has not signed these words yet: your turn comes right after them."),
        )
