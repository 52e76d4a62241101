"""Django's settings, derived from the declared ones (`kernel.settings`). One file for every instance."""

from __future__ import annotations

from operator import methodcaller
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from ithaque.config.logs import logging_for
from ithaque.kernel.settings import Environment, require_sendable, secret_key

env = Environment()
PACKAGE = Path(__file__).resolve().parent.parent

# -- where things are ---------------------------------------------------------------------------
DATA_DIR: Path = env["ITHAQUE_DATA_DIR"]
PRIVATE_FILES_DIR = DATA_DIR / "files"
CACHE_DIR = DATA_DIR / "cache"
SITE_URL: str = env["ITHAQUE_SITE_URL"]
DEBUG: bool = env["ITHAQUE_DEVELOPMENT"]
DEMO: bool = env["ITHAQUE_DEMO"]
SECRET_KEY = secret_key(env, DATA_DIR)

# -- rooms --------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "ithaque.kernel",
    "ithaque.ui",
    "ithaque.people",
    "ithaque.correspondence",
    "ithaque.questionnaires",
    "ithaque.library",
    "ithaque.programmes",
    "ithaque.mentoring",
    "ithaque.mentoring.followup",
    "ithaque.mentoring.bulletins",
    "ithaque.matching",
    "ithaque.safeguarding",
    "ithaque.insight",
    "ithaque.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules",
    "servestatic",
    "template_partials.apps.SimpleAppConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "ithaque.kernel.middleware.request_log",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ithaque.ui.offline.says_reader",
    "ithaque.kernel.middleware.person_preferences",
    "ithaque.kernel.middleware.whole_address",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "ithaque.config.urls"
ASGI_APPLICATION = "ithaque.config.asgi.application"

# -- pages --------------------------------------------------------------------------------------
_loaders = [
    (
        "template_partials.loader.Loader",
        [
            (
                "django.template.loaders.cached.Loader",
                [
                    "django_cotton.cotton_loader.Loader",
                    "django.template.loaders.filesystem.Loader",
                    "django.template.loaders.app_directories.Loader",
                ],
            )
        ],
    )
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(PACKAGE.glob("web/*/*/templates")),
        "OPTIONS": {
            "loaders": _loaders,
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ithaque.ui.context.page",
                "ithaque.programmes.branding.house",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "ithaque.ui.templatetags.typo",
            ],
        },
    }
]
COTTON_ISOLATE_BY_DEFAULT = True
COTTON_DIR = "cotton"
FORM_RENDERER = "ithaque.ui.forms.Renderer"

# -- data ---------------------------------------------------------------------------------------
_url = env["ITHAQUE_DATABASE_URL"] or f"sqlite:///{DATA_DIR / 'ithaque.sqlite3'}"
DATABASES = {"default": environ.Env.db_url_config(_url)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
    }
else:
    # Under ASGI each request has its own thread: a pool shares the connections, threads would keep them.
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 20, "timeout": 10}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Person"
_redis = env["ITHAQUE_REDIS_URL"]
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _redis}
        if _redis
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
CHANNEL_LAYERS = {
    "default": (
        {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [_redis]}}
        if _redis
        else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    )
}
THROTTLE_STORAGE = _redis or "memory://"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_FILES_DIR},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "ithaque.config.static.StaticFiles"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
UPLOAD_MAX_BYTES = env["ITHAQUE_UPLOAD_MAX_MB"] * 2**20
MESSAGE_FILE_MAX_BYTES = env["ITHAQUE_MESSAGE_FILE_MAX_MB"] * 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o600

# -- video rooms --------------------------------------------------------------------------------
STUN_URLS: list[str] = env["ITHAQUE_STUN_URLS"]
TURN_URLS: list[str] = env["ITHAQUE_TURN_URLS"]
TURN_SECRET: str = env["ITHAQUE_TURN_SECRET"]

# -- tasks and mail -----------------------------------------------------------------------------
PUSH_SERVICES: list[str] = env["ITHAQUE_PUSH_SERVICES"]
SMS_URL: str | None = env["ITHAQUE_SMS_URL"]
SMS_HEADERS: dict[str, str] = env["ITHAQUE_SMS_HEADERS"]
SMS_BODY: dict[str, object] = env["ITHAQUE_SMS_BODY"]
SMS_FROM: str = env["ITHAQUE_SMS_FROM"]
if SMS_URL:
    require_sendable(body=SMS_BODY, sender=SMS_FROM, site=SITE_URL)
TASKS_CARRIER: str = env["ITHAQUE_TASKS"]
TASKS = {
    "default": {
        "BACKEND": {
            "database": "django_tasks_db.DatabaseBackend",
            "celery": "ithaque.kernel.tasks.celery.CeleryLedgerBackend",
            "immediate": "django_tasks.backends.immediate.ImmediateBackend",
        }[TASKS_CARRIER],
        "QUEUES": [],
    }
}
CELERY_BROKER_URL = _redis
_mail = env["ITHAQUE_EMAIL_URL"]
if _mail is None or _mail.startswith("file"):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "outbox")
else:
    vars().update(environ.Env.email_url_config(_mail.replace("memory://", "memorymail://")))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env["ITHAQUE_EMAIL_FROM"]
MAIL_INTAKE_ADDRESS: str | None = env["ITHAQUE_MAIL_INTAKE_ADDRESS"]
MAIL_INTAKE_URL: str | None = env["ITHAQUE_MAIL_INTAKE_URL"]
MAIL_INTAKE_DELETE: bool = env["ITHAQUE_MAIL_INTAKE_DELETE"]
MAIL_INTAKE_MAX_BYTES = env["ITHAQUE_MAIL_INTAKE_MAX_MB"] * 2**20

# -- words, dates -------------------------------------------------------------------------------
LANGUAGE_CODE: str = env["ITHAQUE_LANGUAGE"]
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
TIME_ZONE: str = env["ITHAQUE_TIME_ZONE"]
USE_TZ = True
LOCALE_PATHS = sorted(PACKAGE.glob("web/*/*/locale"))
FORMAT_MODULE_PATH = ["ithaque.config.formats"]

# -- sign-in ------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "ithaque.correspondence.accounts.AccountAdapter"
ACCOUNT_USER_DISPLAY = methodcaller("get_full_name")
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_FORMS = {"login": "ithaque.people.sign_in.LoginForm"}
ACCOUNT_SIGNUP_FORM_CLASS = "ithaque.people.accounts.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

# -- safety -------------------------------------------------------------------------------------
_site = urlsplit(SITE_URL)
ALLOWED_HOSTS = sorted(
    {_site.hostname or "", "127.0.0.1", "localhost", *env["ITHAQUE_ALLOWED_HOSTS"]}
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
HTTPS = _site.scheme == "https" if env["ITHAQUE_HTTPS"] is None else env["ITHAQUE_HTTPS"]
PRIVATE_CALENDARS: bool = env["ITHAQUE_PRIVATE_CALENDARS"]
TRUST_PROXY: bool = env["ITHAQUE_PROXY"]
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_FAILURE_VIEW = "ithaque.ui.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LOGGING = logging_for(env["ITHAQUE_LOG_FORMAT"])
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # one person per address whatever its case: a constraint of the model says it
    "security.W005",  # HSTS for subdomains is the host's choice
    "security.W021",
]
