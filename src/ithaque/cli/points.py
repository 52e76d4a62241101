"""The points `ithaque check` looks at, each answering with findings in words."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.core.mail import get_connection
from django.db import DatabaseError, connection

from ithaque.cli.check import ADVICE, FAULT, READY, Finding
from ithaque.cli.instance import pending_migrations, unreachable_database

ROOM_MB = 500
OLDEST_POSTGRESQL = 14
# Said better by `address` below, which knows what the person wrote.
SAID_ELSEWHERE = {
    "security.W004",
    "security.W008",
    "security.W012",
    "security.W016",
    "security.W018",
}


def address() -> Iterator[Finding]:
    """The address people type, and what protects the way to it."""
    if settings.DEBUG:
        yield Finding(
            "address",
            FAULT,
            "developer mode shows details of errors to anyone. Remove ITHAQUE_DEVELOPMENT.",
        )
    if settings.DEMO:
        yield Finding(
            "address",
            ADVICE,
            "demo mode shows the passwords of its accounts. Remove ITHAQUE_DEMO for a real site.",
        )
    if settings.HTTPS:
        yield Finding("address", READY, f"{settings.SITE_URL}, over HTTPS only.")
    else:
        yield Finding(
            "address",
            ADVICE,
            f"{settings.SITE_URL} is not protected by HTTPS: right on your own computer, wrong for other people. "
            "Write for example: ITHAQUE_SITE_URL=https://mentorat.example.org",
        )
    if settings.HTTPS and not settings.TRUST_PROXY:
        yield Finding(
            "address",
            ADVICE,
            "HTTPS usually ends at a proxy in front. When yours sets X-Forwarded-Proto, write: ITHAQUE_PROXY=true "
            "(without it, every page redirects to itself)",
        )


def database() -> Iterator[Finding]:
    """The database answers, is recent enough, and has the tables of this version."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield Finding("database", FAULT, unreachable_database(error))
        return
    if connection.vendor == "sqlite":
        yield Finding(
            "database",
            READY,
            f"SQLite {sqlite3.sqlite_version}, in {connection.settings_dict['NAME']}",
        )
    else:
        version = connection.get_database_version()
        name = f"PostgreSQL {'.'.join(map(str, version))}"
        old = version[0] < OLDEST_POSTGRESQL
        yield Finding(
            "database",
            FAULT if old else READY,
            f"{name} is too old: upgrade to {OLDEST_POSTGRESQL} or later."
            if old
            else f"{name} answers.",
        )
    pending = pending_migrations()
    if pending:
        yield Finding(
            "database",
            FAULT,
            f"{len(pending)} migrations to apply. Type: ithaque manage migrate (serve does it too)",
        )
    else:
        yield Finding("database", READY, "its tables are those of this version.")


def files() -> Iterator[Finding]:
    """The data folder can be written, is private, and has room."""
    folder = Path(settings.DATA_DIR)
    yield Finding("files", READY, f"{folder} can be written.")
    if folder.stat().st_mode & 0o007:
        yield Finding(
            "files",
            ADVICE,
            f"anyone on this machine can look into {folder}. Type: chmod o-rwx {folder}",
        )
    free = shutil.disk_usage(folder).free // 2**20
    if free < ROOM_MB:
        yield Finding(
            "files", FAULT, f"only {free} MB are left on the disk of {folder}: make room."
        )


def mail() -> Iterator[Finding]:
    """Messages leave: the mail server answers and accepts the account."""
    if "smtp" not in settings.EMAIL_BACKEND:
        yield Finding(
            "mail",
            ADVICE,
            "no message leaves: they are kept as files. "
            "Write for example: ITHAQUE_EMAIL_URL=smtp+tls://user:password@mail.example.org:587",
        )
        return
    transport = get_connection(timeout=10)
    try:
        transport.open()
        transport.close()
    except OSError as error:
        yield Finding(
            "mail", FAULT, f"the mail server does not let us in ({error}). Check ITHAQUE_EMAIL_URL."
        )
    else:
        yield Finding("mail", READY, f"{settings.EMAIL_HOST} accepts us.")
    if settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@localhost"):
        yield Finding(
            "mail",
            FAULT,
            "the sender is nobody's. Write for example: ITHAQUE_EMAIL_FROM=Mentorat <mentorat@example.org>",
        )


def incoming() -> Iterator[Finding]:
    """Answers by mail are read: there is a mailbox, and its folder opens."""
    from ithaque.correspondence.intake import fetching

    if not settings.MAIL_INTAKE_ADDRESS:
        yield Finding(
            "answers", READY, "answers by mail are not read (ITHAQUE_MAIL_INTAKE_ADDRESS)."
        )
    elif not settings.MAIL_INTAKE_URL:
        yield Finding("answers", READY, "the mail server must hand them to `ithaque mail receive`.")
    else:
        try:
            waiting = fetching.count_waiting()
        except fetching.FolderError as error:
            yield Finding("answers", FAULT, f"{error}. Check ITHAQUE_MAIL_INTAKE_URL.")
        else:
            yield Finding("answers", READY, f"the folder opens, and holds {waiting} mail(s).")


def tasks() -> Iterator[Finding]:
    """Background tasks are carried, and someone carries them now."""
    from ithaque.kernel.tasks import workers

    carrier = settings.TASKS_CARRIER
    if carrier == "celery" and not settings.CELERY_BROKER_URL:
        yield Finding(
            "tasks",
            FAULT,
            "Celery needs Redis. Write for example: ITHAQUE_REDIS_URL=redis://localhost:6379/0",
        )
        return
    if carrier == "immediate":
        yield Finding(
            "tasks",
            FAULT,
            "tasks run inside the request: right for tests only. Remove ITHAQUE_TASKS.",
        )
        return
    count = len(workers.alive())
    if count:
        yield Finding("tasks", READY, f"{count} worker(s) alive.")
    else:
        yield Finding(
            "tasks", ADVICE, "no worker is alive. Start `ithaque serve`, or `ithaque worker`."
        )


def redis() -> Iterator[Finding]:
    """Redis answers, when it is used; else everything must stay in one process."""
    if not settings.CELERY_BROKER_URL:
        yield Finding(
            "redis",
            READY,
            "not used: serve with one web process (--workers 1), which is the default.",
        )
        return
    from django.core.cache import cache

    cache.set("ithaque-check", "1", timeout=5)
    yield Finding("redis", READY, "answers.")


def framework() -> Iterator[Finding]:
    """The framework's own checks, deployment included."""
    messages = [
        message
        for message in checks.run_checks(include_deployment_checks=True)
        if message.id not in SAID_ELSEWHERE and not message.is_silenced()
    ]
    for message in messages:
        level = FAULT if message.level >= checks.ERROR else ADVICE
        hint = f" {message.hint}" if message.hint else ""
        yield Finding("framework", level, f"{message.msg}{hint} ({message.id})")
    if not messages:
        yield Finding("framework", READY, "all its checks pass.")


ALL: tuple[Callable[[], Iterator[Finding]], ...] = (
    address,
    database,
    files,
    mail,
    incoming,
    tasks,
    redis,
    framework,
)
