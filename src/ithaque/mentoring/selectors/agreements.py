"""Where an agreement stands: who signed, who is waited for, what changed; and those the coordination signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from ithaque.mentoring import parties
from ithaque.mentoring.enums import PairStatus, SignerRole
from ithaque.mentoring.models import (
    Agreement,
    Amendment,
    GuardianRefusal,
    Pair,
    SealedAgreement,
    Signature,
)
from ithaque.mentoring.parties import Party
from ithaque.mentoring.terms import AgreementTerms, digest_of, terms_of
from ithaque.people.models import Person
from ithaque.programmes.enums import PairFormat
from ithaque.programmes.models import Programme
from ithaque.programmes.rules import can_coordinate


@dataclass(frozen=True)
class AgreementState:
    """The agreement, who signed this version, who is waited for, what was sealed before."""

    agreement: Agreement
    terms: AgreementTerms
    digest: str
    signatures: list[Signature]
    sealed: list[SealedAgreement]
    parties: list[Party]
    refusals: list[GuardianRefusal]

    def signed_by(self, person: Person) -> bool:
        """Tell whether someone of the pair signed this version."""
        return any(one.person_id == person.pk for one in self.signatures if not _of_team(one))

    @property
    def missing(self) -> list[Party]:
        """Return the parties that have not signed this version."""
        return parties.missing_of(self.parties, self.signatures)

    @property
    def due(self) -> list[Party]:
        """Return who may sign now."""
        return parties.due_now(self.missing)

    @property
    def rows(self) -> list[tuple[Party, Signature | None]]:
        """Return each party with its signature, if given."""
        return [(party, party.signed_in(self.signatures)) for party in self.parties]

    @property
    def waits_for_team(self) -> bool:
        """Tell whether the coordination's signature is the next one."""
        return any(party.role == SignerRole.COORDINATOR for party in self.due)

    @property
    def current(self) -> SealedAgreement | None:
        """Return this version as sealed, once everyone has signed and while no guardian objects."""
        if self.refusals:
            return None
        return next((one for one in self.sealed if one.version == self.agreement.version), None)


def agreement_state(pair: Pair) -> AgreementState:
    """Return where the agreement of a pair stands."""
    agreement = _with_everything(Agreement.objects.filter(pair=pair)).get()
    agreement.pair = pair
    return state_of(agreement)


def amendments_of(agreement: Agreement) -> list[Amendment]:
    """Return what was changed in the terms, newest first."""
    return list(agreement.amendments.select_related("by"))


def state_of(agreement: Agreement) -> AgreementState:
    """Return where an agreement read with everything stands."""
    version = agreement.version
    return AgreementState(
        agreement=agreement,
        terms=terms_of(agreement),
        digest=digest_of(agreement),
        signatures=[one for one in agreement.signatures.all() if one.version == version],
        sealed=list(agreement.sealed.all()),
        parties=parties.parties_of(agreement.pair),
        refusals=[one for one in agreement.refusals.all() if one.version == version],
    )


def agreements_waiting(programme: Programme, person: Person) -> list[AgreementState]:
    """Return the agreements of a programme's open pairs that are not signed by all, for its coordinator.

    Those the coordination may sign now come first; then by age. None for anyone else.
    """
    if not can_coordinate(person, programme):
        return []
    sealed = SealedAgreement.objects.filter(agreement=OuterRef("pk"), version=OuterRef("version"))
    refused = GuardianRefusal.objects.filter(agreement=OuterRef("pk"), version=OuterRef("version"))
    found = (
        Agreement.objects.filter(pair__cohort__programme=programme)
        .exclude(pair__status=PairStatus.CLOSED)
        .exclude(pair__format=PairFormat.FLASH)
        .filter(~Exists(sealed) | Exists(refused))
        .select_related(
            "pair__cohort__programme__organisation",
            "pair__mentor__person",
            "pair__mentee__person",
            "pair__mentor__guardian",
            "pair__mentee__guardian",
        )
        .order_by("created_at", "pk")
    )
    states = [state_of(agreement) for agreement in _with_everything(found)]
    return sorted(states, key=lambda state: not state.waits_for_team)


def _with_everything(found: QuerySet[Agreement]) -> Any:
    signatures = Signature.objects.select_related("person").order_by("signed_at", "pk")
    return found.prefetch_related(
        Prefetch("signatures", signatures),
        Prefetch("sealed", SealedAgreement.objects.select_related("file")),
        Prefetch("refusals", GuardianRefusal.objects.select_related("guardian")),
    )


def _of_team(signature: Signature) -> bool:
    return signature.role == SignerRole.COORDINATOR
