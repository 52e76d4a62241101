"""The terms of an agreement: what the two choose within what the programme offers."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from ithaque.mentoring.enums import Modality
from ithaque.programmes.settings import ProgrammeSettings

if TYPE_CHECKING:
    from ithaque.mentoring.models import Agreement, SealedAgreement

WORDS_MAX = 600


class AgreementTerms(BaseModel):
    """Rhythm, length, places and channels, surprises, and the pair's own words."""

    model_config = ConfigDict(extra="ignore")

    meetings_per_month: float = Field(default=2, gt=0, le=8)
    meeting_minutes: int = Field(default=60, ge=15, le=240)
    modalities: list[str] = Field(default_factory=list)
    between: str = Field(default="", max_length=WORDS_MAX)
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
