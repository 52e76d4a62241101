"""Mobile numbers: read as people write them, kept as E.164 writes them, shown masked."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from ithaque.kernel.errors import Refusal

E164 = re.compile(r"\+[1-9][0-9]{7,14}")
"""At most fifteen digits (ITU-T E.164, 6.2); no mobile has fewer than eight."""
FRENCH = re.compile(r"0[67][0-9]{8}")
FRENCH_MOBILE = re.compile(r"\+33[67][0-9]{8}")
OVERSEAS = {
    "0690": "590", "0691": "590", "0694": "594", "0696": "596", "0697": "596",
    "0692": "262", "0693": "262", "0639": "262",
}  # fmt: skip
"""Mobiles of Guadeloupe, Guyane, Martinique, La Réunion and Mayotte, by their country codes (Arcep, plan of 2018)."""
LONGEST = 40


def normalised(text: str) -> str:
    """Return a number in E.164; a French one may be written 06 or 07. Refuses what no mobile has."""
    bare = re.sub(r"\(0\)|[\s.\-()/\u2010-\u2015]", "", text[:LONGEST])
    if FRENCH.fullmatch(bare):
        bare = f"+{OVERSEAS.get(bare[:4], '33')}{bare[1:]}"
    bare = re.sub(r"^00", "+", bare)
    if not E164.fullmatch(bare) or (bare.startswith("+33") and not FRENCH_MOBILE.fullmatch(bare)):
        raise Refusal(
            "not_a_mobile",
            _(
                "This is not the number of a mobile. Write 06 12 34 56 78, or + and the code of the country: "
                "+32 470 12 34 56. Nothing was sent."
            ),
            conflict=False,
        )
    return bare


def masked(number: str) -> str:
    """Return what its owner recognises, and nobody else: “+336 •• •• •• 78”."""
    return f"{number[:4]} •• •• •• {number[-2:]}".replace(" ", "\u00a0")
