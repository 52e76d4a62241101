"""The first start: a one-time code, printed in the terminal, opens the set-up page.

Whoever reads the terminal runs the machine; nobody else can take an instance that has no administrator
yet. The code is kept as a digest in the data folder and dies with the first administrator.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model

from ithaque.kernel import clock

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LIFE = timedelta(days=7)


def wanted() -> bool:
    """Tell whether nobody runs this instance yet."""
    return not get_user_model()._default_manager.filter(is_superuser=True, is_active=True).exists()


def issue_code() -> str:
    """Return a new code (`ABCD-EFGH-JKLM`); the one before stops working."""
    code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{_digest(code)} {(clock.now() + LIFE).timestamp():.0f}\n", encoding="ascii")
    path.chmod(0o600)
    return code


def accepts(code: str) -> bool:
    """Tell whether this is the code of the terminal, not too old, on an instance without administrator."""
    try:
        digest, expires = _path().read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return False
    fresh = clock.now().timestamp() < float(expires)
    return fresh and wanted() and hmac.compare_digest(digest, _digest(code))


def burn() -> bool:
    """Use the code up; False when someone did so first."""
    try:
        _path().unlink()
    except FileNotFoundError:
        return False
    return True


def _path() -> Path:
    return Path(settings.DATA_DIR) / "first_start"


def _digest(code: str) -> str:
    letters = "".join(char for char in code.upper() if char in ALPHABET)
    return hashlib.sha256(f"{settings.SECRET_KEY}{letters}".encode()).hexdigest()
