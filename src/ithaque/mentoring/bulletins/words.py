"""The words of an announcement, as each recipient reads them."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from ithaque.kernel.bilingual import Bilingual
from ithaque.kernel.errors import Refusal
from ithaque.mentoring.models import Bulletin
from ithaque.people.models import Person

FIRST_NAME = ("{prénom}", "{prenom}", "{first name}", "{first_name}")
"""What stands for the first name; replaced as plain words, never read as a template."""
_BRACES = re.compile(r"\{[^{}\n]{0,40}\}")


def subject_for(bulletin: Bulletin, person: Person) -> str:
    """Return the subject in the person's language, or the other."""
    return _named(_in_language(bulletin.subject_fr, bulletin.subject_en, person), person)


def body_for(bulletin: Bulletin, person: Person) -> str:
    """Return the text in the person's language, or the other, with their first name."""
    return _named(_in_language(bulletin.body_fr, bulletin.body_en, person), person)


def require_words(subject: Bilingual, body: Bilingual) -> None:
    """Refuse missing words, a language half written, or braces that mean nothing."""
    if not any(
        getattr(subject, code).strip() and getattr(body, code).strip() for code in ("fr", "en")
    ):
        raise Refusal(
            "no_words", _("Write a subject and a text, in one language at least."), conflict=False
        )
    for code in ("fr", "en"):
        if bool(getattr(subject, code).strip()) != bool(getattr(body, code).strip()):
            raise Refusal(
                "half_written",
                _("One of the languages has a subject without text, or a text without subject."),
                conflict=False,
            )
    for text in (subject.fr, subject.en, body.fr, body.en):
        for found in _BRACES.findall(text):
            if found.lower() not in FIRST_NAME:
                raise Refusal(
                    "unknown_field",
                    _("%(found)s means nothing here: only {prénom} becomes the first name.")
                    % {"found": found},
                    conflict=False,
                )


def _in_language(fr: str, en: str, person: Person) -> str:
    first, second = (en, fr) if person.locale.startswith("en") else (fr, en)
    return first or second


def _named(text: str, person: Person) -> str:
    name = person.get_short_name()
    return _BRACES.sub(lambda found: name if found[0].lower() in FIRST_NAME else found[0], text)
