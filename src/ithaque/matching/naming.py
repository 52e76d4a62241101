"""The engine's own words in the active language, with people's names in place of their identifiers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from ithaque.pairing import Message
from ithaque.pairing import words as pairing_words
from ithaque.pairing.words import Language
from ithaque.programmes.models import Enrolment

RULES: dict[str, Promise] = {"junior": gettext_lazy("a mentor less far along")}
"""Rules that the engine leaves to whoever asks for them to name."""


class _EngineWords:
    """Names of criteria and rules, sentences of causes and faults."""

    @property
    def language(self) -> Language:
        return "en" if (get_language() or "fr").startswith("en") else "fr"

    def criterion(self, code: str) -> str:
        """Return the name of a criterion."""
        return _sentence(pairing_words.criterion_name(code, self.language))

    def rule(self, code: str) -> str:
        """Return the name of a rule."""
        return str(RULES.get(code, "")) or pairing_words.rule_name(code, self.language)

    def say(self, message: Mapping[str, Any]) -> str:
        """Return an engine's message as a sentence; "" for a code it does not know."""
        code = str(message.get("code", ""))
        if code not in pairing_words.SENTENCES:
            return ""
        data = dict(message.get("data", {}))
        if "rule" in data:
            data["rule"] = self.rule(str(data["rule"]))
        if isinstance(data.get("rules"), Mapping):
            data["rules"] = {self.rule(one): count for one, count in data["rules"].items()}
        said = pairing_words.say(Message(code, data), self.language)
        return said if said.endswith(".") else f"{said}."


engine_words = _EngineWords()


def named_faults(faults: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return faults as sentences; identifiers of enrolments become names."""
    faults = list(faults)
    names = _names(value for fault in faults for value in fault.get("data", {}).values())
    return [
        engine_words.say(
            {
                "code": fault.get("code", ""),
                "data": {
                    key: names.get(str(value), value)
                    for key, value in fault.get("data", {}).items()
                },
            }
        )
        for fault in faults
    ]


def _names(values: Iterable[Any]) -> dict[str, str]:
    found = {str(value) for value in values if _is_identifier(value)}
    if not found:
        return {}
    rows = Enrolment.objects.filter(public_id__in=found).select_related("person")
    return {str(one.public_id): one.person.get_full_name() for one in rows}


def _is_identifier(value: Any) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
