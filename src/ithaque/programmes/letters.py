"""Ready words, in both languages: a kind refusal for each reason, and a call for the mentors who are missing.

They are proposals: a coordinator reads and changes them before anything is sent or shared.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.kernel.bilingual import LANGUAGES
from ithaque.programmes.enums import RefusalReason
from ithaque.programmes.models import Programme

_OPENING = gettext_lazy(
    "We read your enrolment with attention, and thank you for the time and the trust you put in it."
)
_CLOSING = gettext_lazy("It says nothing of your worth, and our door stays open.")
_BECAUSE = {
    RefusalReason.FULL: gettext_lazy(
        "Every place of this cohort is taken, and we would rather tell you now than let you wait in vain."
    ),
    RefusalReason.PUBLIC: gettext_lazy(
        "This programme is meant for other situations than yours; other programmes may suit you better."
    ),
    RefusalReason.NEEDS: gettext_lazy(
        "None of the people who volunteered this year can help with what you are looking for."
    ),
    RefusalReason.TIME: gettext_lazy(
        "The hours you have and those our programme asks for do not meet this time."
    ),
    RefusalReason.VETTING: gettext_lazy(
        "Our programme sets conditions for everyone who joins it, and they are not all met today. "
        "A coordinator can speak with you about it."
    ),
    RefusalReason.SILENCE: gettext_lazy(
        "We wrote to you several times without news, so we close your enrolment for now."
    ),
    RefusalReason.OTHER: gettext_lazy("We cannot take it up this time."),
}


def refusal_letter(reason: str, language: str) -> str:
    """Return the words proposed for a reason, in one of the product's languages."""
    with translation.override(language):
        parts = (_OPENING, _BECAUSE[RefusalReason(reason)], _CLOSING)
        return "\n\n".join(str(part) for part in parts)


def refusal_letters(reason: str) -> dict[str, str]:
    """Return the words proposed for a reason, by language."""
    return {language: refusal_letter(reason, language) for language in LANGUAGES}


def recruitment_message(
    programme: Programme, wanted: Sequence[str], *, missing: int, url: str, language: str
) -> str:
    """Return a call for mentors to share: the skills most asked for, how many people wait, the link."""
    with translation.override(language):
        lines = [
            _("{programme} is looking for mentors.").format(programme=programme.title),
            *([_needs(missing)] if missing else []),
            *(
                [_("What they ask for most: {skills}.").format(skills=", ".join(wanted))]
                if wanted
                else []
            ),
            _(
                "You need not be an expert: a few hours a month, a little experience to share and the wish "
                "to listen. We prepare you, and a coordinator is beside you all along."
            ),
            url,
        ]
        return "\n\n".join(lines)


def _needs(missing: int) -> str:
    if missing == 1:
        return _("One person is waiting for someone like you.")
    return _("{count} people are waiting for someone like you.").format(count=missing)
