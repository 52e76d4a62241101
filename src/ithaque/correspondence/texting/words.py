"""What a text message says: one sentence, in the alphabet of phones, then how to stop."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext as _

from ithaque.correspondence.kinds import Kind
from ithaque.correspondence.models import MobileNumber

LONGEST = 160
"""Characters of one text message (3GPP TS 23.038, 6.1.2.1)."""
ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The default alphabet (3GPP TS 23.038, 6.2.1): one letter outside it, and only 70 characters fit."""
ALIKE = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-"}
)


def is_offered() -> bool:
    """Tell whether this instance has a provider of text messages."""
    return bool(settings.SMS_URL)


def sentence_of(kind: Kind, context: Mapping[str, Any]) -> str:
    """Return what a message of this kind says by text, in the active language and zone."""
    template = get_template(kind.short_template).template  # type: ignore[attr-defined]
    return in_alphabet(template.render(Context(dict(context), autoescape=False)))


def whole(sentence: str, mobile: MobileNumber) -> str:
    """Return the sentence and how to stop, in the active language, in one text message."""
    end = " " + in_alphabet(_("Stop: {link}").format(link=stop_url(mobile)))
    return sentence[: LONGEST - len(end)].rstrip() + end


def stop_url(mobile: MobileNumber) -> str:
    """Return the short address of the page that stops messages to this mobile."""
    return f"{settings.SITE_URL}{reverse('participant:sms-stop', args=[mobile.stop_key])}"


def in_alphabet(text: str) -> str:
    """Return the text as every phone shows it: accents that phones lack are left out, spaces are plain."""
    plain = " ".join(text.translate(ALIKE).split())
    return "".join(one if one in ALPHABET else _bare(one) for one in plain)


def _bare(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if part in ALPHABET)
