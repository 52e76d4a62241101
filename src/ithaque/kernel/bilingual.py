"""Text that people write in one or both of the product's languages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict

LANGUAGES = ("fr", "en")


class Bilingual(BaseModel):
    """A text in French, English or both; `str()` gives the active language, else the other one."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    fr: str = ""
    en: str = ""

    def __str__(self) -> str:
        return pick(self.fr, self.en)

    def __bool__(self) -> bool:
        return bool(self.fr or self.en)


def pick(fr: str, en: str) -> str:
    """Return the text of the active language, or the other when it is empty."""
    first, second = (en, fr) if (get_language() or "fr").startswith("en") else (fr, en)
    return first or second


class localized:
    """A property that reads `<name>_fr` / `<name>_en` columns: `title = localized("title")`."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type | None = None) -> str:
        if instance is None:
            return self  # type: ignore[return-value]
        return pick(getattr(instance, f"{self.name}_fr"), getattr(instance, f"{self.name}_en"))
