"""Keep a secret in the database as nobody reads it there: sealed with a key drawn from the instance's own.

A copy of the database alone opens nothing. When the instance changes its key, what was sealed can no longer be read:
the caller asks for it again.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(text: str, *, purpose: str) -> str:
    """Return the text sealed for one purpose."""
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str | None:
    """Return what was sealed for this purpose, None when the key has changed or the text was altered."""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except (InvalidToken, ValueError):
        return None


def _box(purpose: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(str(key), purpose)) for key in keys])


def _key(secret: str, purpose: str) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=f"ithaque.{purpose}".encode())
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))
