"""Certificates: one's own, and what anyone may check from a code."""

from __future__ import annotations

from dataclasses import dataclass

from ithaque.mentoring.enums import MemberRole
from ithaque.mentoring.models import Certificate
from ithaque.mentoring.selectors.pairs import WITH_PEOPLE
from ithaque.people.models import Person

WITH_PAIR = ("person", "file", *(f"pair__{path}" for path in WITH_PEOPLE))


@dataclass(frozen=True)
class CertificateWords:
    """What a certificate says to a stranger: facts and initials, no name."""

    certificate: Certificate
    initials: str
    is_mentor: bool


def certificates_of(person: Person) -> list[Certificate]:
    """Return a person's own certificates, newest first."""
    return list(person.certificates.select_related(*WITH_PAIR).order_by("-created_at"))


def certificate_by_code(code: str) -> Certificate | None:
    """Return the certificate with this code, however it was typed."""
    return Certificate.objects.select_related(*WITH_PAIR).filter(code=tidy(code)).first()


def tidy(code: str) -> str:
    """Return a code as we write it: capitals, in groups of four."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())[:12]
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def certificate_words(certificate: Certificate) -> CertificateWords:
    """Return what may be shown to anyone who has the code."""
    person = certificate.person
    names = [name for name in (person.first_name, person.last_name) if name]
    return CertificateWords(
        certificate=certificate,
        initials=" ".join(f"{name[0].upper()}." for name in names) or person.initial,
        is_mentor=certificate.pair.members.filter(person=person, role=MemberRole.MENTOR).exists(),
    )
