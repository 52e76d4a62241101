"""Who must sign an agreement: the pair, then whoever the programme asks beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from ithaque.mentoring.enums import MemberRole, SignerRole
from ithaque.mentoring.models import Pair, Signature
from ithaque.people.models import Person
from ithaque.programmes.enums import PairFormat
from ithaque.programmes.models import Enrolment, GuardianAuthorisation
from ithaque.programmes.selectors import settings_of


@dataclass(frozen=True)
class Party:
    """One party: a member, the guardian of a minor, or the coordination (whoever of it signs)."""

    role: str
    person: Person | None = None
    guardian: GuardianAuthorisation | None = None
    is_peer: bool = False

    @property
    def name(self) -> str:
        """Return how the party is named on screen."""
        if self.guardian is not None:
            return self.guardian.name
        return self.person.get_full_name() if self.person else _("The coordination")

    @property
    def role_name(self) -> str:
        """Return in whose name they sign."""
        if self.is_peer:
            return str(MemberRole.PEER.label)
        return str(SignerRole(self.role).label)

    @property
    def is_member(self) -> bool:
        """Tell whether the party is one of the pair."""
        return self.role in (SignerRole.MENTEE, SignerRole.MENTOR)

    def signed_in(self, signatures: Iterable[Signature]) -> Signature | None:
        """Return the party's signature among those of a version."""
        return next((one for one in signatures if self._is(one)), None)

    def _is(self, signature: Signature) -> bool:
        if self.role == SignerRole.COORDINATOR:
            return signature.role == SignerRole.COORDINATOR
        if self.guardian is not None:
            return signature.guardian_id == self.guardian.pk
        assert self.person is not None
        is_of_team = signature.role == SignerRole.COORDINATOR
        return signature.person_id == self.person.pk and not is_of_team


def parties_of(pair: Pair) -> list[Party]:
    """Return who must sign, in the order they do: the pair, the guardians of minors, the coordination."""
    asked = settings_of(pair.programme).signing
    members = [
        Party(role_in(pair, person), person=person, is_peer=pair.format == PairFormat.PEERS)
        for person in pair.people
    ]
    guardians = [
        Party(SignerRole.GUARDIAN, guardian=guardian)
        for enrolment in (_enrolments_of_minors(pair) if asked.guardian else ())
        if (guardian := guardian_of(enrolment)) is not None
    ]
    team = [Party(SignerRole.COORDINATOR)] if asked.coordinator else []
    return [*members, *guardians, *team]


def role_in(pair: Pair, person: Person) -> str:
    """Return the side on which a member signs."""
    return SignerRole.MENTOR if pair.is_mentor(person) else SignerRole.MENTEE


def missing_of(parties: Iterable[Party], signatures: Iterable[Signature]) -> list[Party]:
    """Return the parties that have not signed."""
    given = list(signatures)
    return [party for party in parties if party.signed_in(given) is None]


def due_now(missing: Iterable[Party]) -> list[Party]:
    """Return who may sign now: the pair first, so that the others sign terms that hold."""
    waited = list(missing)
    return [party for party in waited if party.is_member] or waited


def _enrolments_of_minors(pair: Pair) -> list[Enrolment]:
    if pair.is_of_two:
        return [one for one in (pair.mentee, pair.mentor) if one.person.is_minor]
    return [member.enrolment for member in pair.present if member.person.is_minor]


def guardian_of(enrolment: Enrolment) -> GuardianAuthorisation | None:
    """Return the guardian named at an enrolment, None without one."""
    try:
        return enrolment.guardian
    except ObjectDoesNotExist:
        return None
