"""The key pair by which push services know this instance (VAPID, RFC 8292)."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

PURPOSE = b"ithaque.push.vapid"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Number of points of the curve P-256 (FIPS 186-4, D.1.2.3)."""
BYTES = 48
"""More than the curve needs, so that the remainder favours no key (FIPS 186-4, B.4.1)."""


def private_key() -> ec.EllipticCurvePrivateKey:
    """Return the instance's private key, always the same; it never leaves the server."""
    drawn = HKDF(hashes.SHA256(), BYTES, salt=None, info=PURPOSE).derive(
        settings.SECRET_KEY.encode("utf-8")
    )
    number = int.from_bytes(drawn, "big") % (ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def public_key() -> str:
    """Return the public key as browsers want it: the point, in URL-safe base 64."""
    point = private_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode("ascii").rstrip("=")
