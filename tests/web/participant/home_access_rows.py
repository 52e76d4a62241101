"""Who opens home, the account, and “A concern?”: everyone who is signed in, for themselves;
and the legal pages: everyone."""

from __future__ import annotations

from tests.support.access import EVERYONE, SIGNED_IN, Row

ROWS = [
    Row("participant:home", opens=SIGNED_IN),
    Row("participant:concern", opens=SIGNED_IN),
    Row("participant:concern", opens=SIGNED_IN, method="post"),
    Row("participant:concern-received", opens=SIGNED_IN),
    Row("participant:account", opens=SIGNED_IN),
    Row("participant:account", opens=SIGNED_IN, method="post"),
    Row("participant:account-data", opens=SIGNED_IN, method="post"),
    Row("participant:account-erase", opens=SIGNED_IN),
    Row("participant:account-erase", opens=SIGNED_IN, method="post"),
    *(
        Row(f"public:{page}", opens=EVERYONE)
        for page in ("data", "accessibility", "emergency", "about")
    ),
]
