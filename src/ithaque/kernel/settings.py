"""Every setting of an instance, declared once: its name, kind, default and help.

No Django here: the command line and the documentation read the same table. A value comes from the
environment, or from the file named by `<NAME>_FILE` (a secret mounted by the host). A bad value raises
`SettingError`, which says which setting, why, and what to write.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ithaque.kernel import parsing

PUSH_SERVICES = (
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "notify.windows.com",
    "push.apple.com",
)
"""Those of Chrome, Firefox, Edge and Safari."""
LONGEST_SITE = 50
"""Characters of the site's address that leave room for words in a text message."""


class SettingError(Exception):
    """A setting cannot be used; `str()` is a full sentence for the person who runs the instance."""

    def __init__(self, name: str, why: str, write: str) -> None:
        super().__init__(f"{name}: {why} Write for example: {name}={write}")
        self.name, self.why, self.write = name, why, write


@dataclass(frozen=True)
class Setting:
    """One declared setting; `example` is what an error proposes to write."""

    name: str
    parse: Callable[[str], Any]
    default: Any
    help: str
    example: str
    secret: bool = False

    def read(self, environ: Mapping[str, str]) -> Any:
        """Return the parsed value; raise SettingError on a value that cannot be used."""
        text = self._text(environ)
        if text is None:
            return self.default() if callable(self.default) else self.default
        try:
            return self.parse(text.strip())
        except (ValueError, KeyError) as error:
            shown = "the value given" if self.secret else f"{text.strip()!r}"
            raise SettingError(
                self.name, f"{shown} cannot be used ({error}).", self.example
            ) from error

    def _text(self, environ: Mapping[str, str]) -> str | None:
        path = environ.get(f"{self.name}_FILE")
        if path:
            try:
                return Path(path).read_text(encoding="utf-8")
            except OSError as error:
                raise SettingError(
                    f"{self.name}_FILE",
                    f"the file cannot be read ({error.strerror}).",
                    "/run/secrets/…",
                ) from error
        return environ.get(self.name) or None


def _home() -> Path:
    return Path.home() / ".local" / "share" / "ithaque"


SETTINGS: dict[str, Setting] = {
    setting.name: setting
    for setting in (
        Setting(
            "ITHAQUE_SITE_URL",
            parsing.site,
            "http://127.0.0.1:8000",
            "Address people type in their browser; links in mails start with it.",
            "https://mentorat.example.org",
        ),
        Setting(
            "ITHAQUE_DATA_DIR",
            Path,
            _home,
            "Folder of the SQLite database, private files, local outbox and generated secret key.",
            "/var/lib/ithaque",
        ),
        Setting(
            "ITHAQUE_SECRET_KEY",
            parsing.secret,
            None,
            "Key that signs sessions and links; made and kept in the data folder when absent.",
            secrets.token_urlsafe(48),
            secret=True,
        ),
        Setting(
            "ITHAQUE_DATABASE_URL",
            parsing.url("sqlite", "postgres", "postgresql"),
            None,
            "Database; SQLite in the data folder when absent.",
            "postgres://ithaque:password@localhost/ithaque",
            secret=True,
        ),
        Setting(
            "ITHAQUE_ALLOWED_HOSTS",
            parsing.items,
            list,
            "More host names to answer to, beside the one of the site address.",
            "mentorat.example.org,www.example.org",
        ),
        Setting(
            "ITHAQUE_DEVELOPMENT",
            parsing.boolean,
            False,
            "Developer mode: detailed error pages and the component gallery. Never on a real site.",
            "false",
        ),
        Setting(
            "ITHAQUE_DEMO",
            parsing.boolean,
            False,
            "Demo mode: shows the demo accounts and their passwords on the sign-in page.",
            "false",
        ),
        Setting(
            "ITHAQUE_LANGUAGE",
            parsing.choice("fr", "en"),
            "fr",
            "Language of the instance for people who have not chosen one.",
            "fr",
        ),
        Setting(
            "ITHAQUE_TIME_ZONE",
            parsing.zone,
            "Europe/Paris",
            "Time zone of the instance for people who have not chosen one.",
            "Europe/Paris",
        ),
        Setting(
            "ITHAQUE_EMAIL_URL",
            parsing.url("smtp", "smtps", "smtp+tls", "smtp+ssl", "file", "console", "memory"),
            None,
            "Mail server; when absent, messages are written as files in the data folder.",
            "smtp+tls://user:password@mail.example.org:587",
            secret=True,
        ),
        Setting(
            "ITHAQUE_EMAIL_FROM",
            str,
            "Ithaque <ithaque@localhost>",
            "Sender of the instance's messages.",
            "Mentorat <mentorat@example.org>",
        ),
        Setting(
            "ITHAQUE_MAIL_INTAKE_ADDRESS",
            parsing.mailbox,
            None,
            "Mailbox that reads replies and returned mails; it must accept what is written after a +.",
            "reponse@mentorat.example.org",
        ),
        Setting(
            "ITHAQUE_MAIL_INTAKE_URL",
            parsing.imap,
            None,
            "Folder where those mails are read, by IMAP; when absent they come by `ithaque mail receive`.",
            "imaps://user:password@mail.example.org/INBOX",
            secret=True,
        ),
        Setting(
            "ITHAQUE_MAIL_INTAKE_DELETE",
            parsing.boolean,
            False,
            "Remove mails from the IMAP folder once read; otherwise they are marked as seen.",
            "true",
        ),
        Setting(
            "ITHAQUE_MAIL_INTAKE_MAX_MB",
            parsing.positive,
            25,
            "Largest mail that is read, in megabytes.",
            "25",
        ),
        Setting(
            "ITHAQUE_PUSH_SERVICES",
            parsing.items,
            lambda: list(PUSH_SERVICES),
            "Push services that notifications on devices may be sent to, by domain.",
            "fcm.googleapis.com,push.services.mozilla.com",
        ),
        Setting(
            "ITHAQUE_SMS_URL",
            parsing.https,
            None,
            "Address of the HTTP API of a provider of text messages; none are offered when absent.",
            "https://api.sms.example.org/v1/messages",
        ),
        Setting(
            "ITHAQUE_SMS_HEADERS",
            parsing.headers,
            dict,
            "Headers of each request to that provider, as a JSON object.",
            '{"Authorization": "Bearer secret"}',
            secret=True,
        ),
        Setting(
            "ITHAQUE_SMS_BODY",
            parsing.body,
            lambda: {"to": "{to}", "text": "{text}"},
            "What is sent to that provider: JSON whose values hold {to} and {text}, {from} and {id} if it wants them.",
            '{"to": "{to}", "text": "{text}"}',
            secret=True,
        ),
        Setting(
            "ITHAQUE_SMS_FROM",
            str,
            "",
            "Number or name that text messages come from, put in place of {from}.",
            "Mentorat",
        ),
        Setting(
            "ITHAQUE_TASKS",
            parsing.choice("database", "celery", "immediate"),
            "database",
            "Who runs background tasks: a worker on the database rows, Celery carrying the same rows, "
            "or the request itself (tests).",
            "database",
        ),
        Setting(
            "ITHAQUE_REDIS_URL",
            parsing.url("redis", "rediss", "unix"),
            None,
            "Redis server, needed by Celery and by several web processes.",
            "redis://localhost:6379/0",
            secret=True,
        ),
        Setting(
            "ITHAQUE_PROXY",
            parsing.boolean,
            False,
            "A trusted proxy in front sets X-Forwarded-Proto and X-Forwarded-For.",
            "true",
        ),
        Setting(
            "ITHAQUE_HTTPS",
            parsing.boolean,
            None,
            "Force HTTPS, secure cookies and HSTS; by default when the site address is https.",
            "true",
        ),
        Setting(
            "ITHAQUE_PRIVATE_CALENDARS",
            parsing.boolean,
            False,
            "Read calendars of intranets too.",
            "true",
        ),
        Setting(
            "ITHAQUE_UPLOAD_MAX_MB",
            parsing.positive,
            20,
            "Largest file a person may upload, in megabytes.",
            "20",
        ),
        Setting(
            "ITHAQUE_MESSAGE_FILE_MAX_MB",
            parsing.positive,
            10,
            "Largest file of a message, in MB.",
            "10",
        ),
        Setting(
            "ITHAQUE_STUN_URLS",
            parsing.servers("stun", "stuns"),
            list,
            "STUN servers of the video rooms, by which two browsers learn how to reach each other.",
            "stun:turn.example.org:3478",
        ),
        Setting(
            "ITHAQUE_TURN_URLS",
            parsing.servers("turn", "turns"),
            list,
            "TURN servers of the video rooms, which relay a call where two networks let nothing else through.",
            "turn:turn.example.org:3478,turns:turn.example.org:5349?transport=tcp",
        ),
        Setting(
            "ITHAQUE_TURN_SECRET",
            str,
            "",
            "Secret shared with the TURN server (coturn's static-auth-secret); passes of six hours are made from it.",
            secrets.token_urlsafe(24),
            secret=True,
        ),
        Setting(
            "ITHAQUE_LOG_FORMAT",
            parsing.choice("json", "text"),
            "text",
            "Log lines for machines (json) or for people (text).",
            "json",
        ),
    )
}


class Environment:
    """The declared settings with their values: `env["ITHAQUE_LANGUAGE"]`."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self._environ = os.environ if environ is None else environ

    def __getitem__(self, name: str) -> Any:
        return SETTINGS[name].read(self._environ)

    def faults(self) -> list[SettingError]:
        """Return every setting that cannot be used, and unknown ITHAQUE_ names (typing errors)."""
        found = []
        for setting in SETTINGS.values():
            try:
                setting.read(self._environ)
            except SettingError as error:
                found.append(error)
        known = set(SETTINGS) | {f"{name}_FILE" for name in SETTINGS}
        strangers = sorted(n for n in self._environ if n.startswith("ITHAQUE_") and n not in known)
        return found + [_unknown(name) for name in strangers]


def require_sendable(*, body: Mapping[str, Any], sender: str, site: str) -> None:
    """Refuse settings of text messages that do not fit together; raise SettingError, which names the one to change."""
    if "{from}" in json.dumps(body) and not sender:
        raise SettingError(
            "ITHAQUE_SMS_FROM", "ITHAQUE_SMS_BODY has a place {from}, and it is empty.", "Mentorat"
        )
    if len(site) > LONGEST_SITE:
        raise SettingError(
            "ITHAQUE_SITE_URL",
            f"it is longer than {LONGEST_SITE} characters: no text message (160) could hold its link.",
            "https://mentorat.example.org",
        )


def _unknown(name: str) -> SettingError:
    closest = get_close_matches(name, SETTINGS, n=1, cutoff=0.0)[0]
    why = f"you wrote {name}, which does not exist."
    return SettingError(closest, why, SETTINGS[closest].example)


def secret_key(env: Environment, folder: Path) -> str:
    """Return the instance's key: from the environment, else made once and kept, readable by us alone."""
    given = env["ITHAQUE_SECRET_KEY"]
    if given:
        return str(given)
    path = folder / "secret_key"
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")
