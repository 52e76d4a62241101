"""The product's settings as tests run them: a throw-away folder, fast passwords, undefined variables seen."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="ithaque-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
for _name in [name for name in os.environ if name.startswith("ITHAQUE_")]:
    if _name not in ("ITHAQUE_DATABASE_URL", "ITHAQUE_REDIS_URL"):
        del os.environ[_name]
os.environ |= {
    "ITHAQUE_DATA_DIR": str(_folder),
    "ITHAQUE_SITE_URL": "http://testserver",
    "ITHAQUE_SECRET_KEY": "tests-only-" + "k" * 40,
    "ITHAQUE_EMAIL_URL": "memory://",
}

from ithaque.config.settings import *  # noqa: E402, F403
from ithaque.config.settings import DATABASES, TEMPLATES  # noqa: E402
from tests.support.client import UNDEFINED  # noqa: E402

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UNDEFINED  # type: ignore[index]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in production: threads meet on the same locks.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "tests.sqlite3")}
STATIC_ROOT = _folder / "static"
STATIC_ROOT.mkdir()
CACHE_DIR = Path(__file__).resolve().parent.parent / ".cache"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
