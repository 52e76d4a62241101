"""The terms of an agreement: what the two choose within what the programme offers."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from ithaque.mentoring.enums import ContactChannel, Modality
from ithaque.programmes.settings import ProgrammeSettings

if TYPE_CHECKING:
    from ithaque.mentoring.models import Agreement, Pair, SealedAgreement

WORDS_MAX = 600


class AgreementTerms(BaseModel):
    """Goals, rhythm, length, places and channels, surprises, and the pair's own words."""

    model_config = ConfigDict(extra="ignore")

    goals: str = Field(default="", max_length=WORDS_MAX)
    meetings_per_month: float = Field(default=2, gt=0, le=8)
    meeting_minutes: int = Field(default=60, ge=15, le=240)
    modalities: list[str] = Field(default_factory=list)
    between: str = Field(default="", max_length=WORDS_MAX)
    outside: ContactChannel = ContactChannel.NONE
    """How they may reach each other outside the product; a minor never does."""
    surprises: str = Field(default="", max_length=WORDS_MAX)
    own_words: str = Field(default="", max_length=WORDS_MAX)

    @property
    def places(self) -> list[str]:
        """Return the ways to meet, in the active language."""
        labels = dict(Modality.choices)
        found = [str(labels[code]) for code in self.modalities if code in labels]
        return [
            name if rank == 0 else name[:1].lower() + name[1:] for rank, name in enumerate(found)
        ]

    @property
    def rhythm_days(self) -> float:
        """Return the agreed number of days between two meetings."""
        return 30 / self.meetings_per_month


def kept_terms(terms: AgreementTerms, pair: Pair) -> AgreementTerms:
    """Return the terms as they may be: whoever is a minor is reached in the product alone."""
    if any(person.is_minor for person in pair.people):
        return terms.model_copy(update={"outside": ContactChannel.NONE})
    return terms


def terms_from(settings: ProgrammeSettings) -> AgreementTerms:
    """Return the terms a programme proposes."""
    return AgreementTerms(
        meetings_per_month=settings.meetings_per_month,
        meeting_minutes=settings.meeting_minutes,
        modalities=[code for code in settings.modalities if code in Modality.values],
    )


def terms_of(agreement: Agreement | SealedAgreement) -> AgreementTerms:
    """Return the terms written in an agreement."""
    return AgreementTerms.model_validate(agreement.terms)


def digest_of(agreement: Agreement) -> str:
    """Return the SHA-256 of what is on screen: the pair, the version, both texts and the terms."""
    content: dict[str, Any] = {
        "pair": str(agreement.pair.public_id),
        "version": agreement.version,
        "text": [agreement.text_fr, agreement.text_en],
        "terms": agreement.terms,
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
