"""Read the mails of an IMAP folder: each is kept as a row, then marked as seen, or removed if so wished."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog
from django.conf import settings

from ithaque.correspondence.intake.services import receive

log = structlog.get_logger(__name__)
TIMEOUT = 30
BATCH = 200


class FolderError(Exception):
    """The folder cannot be read; `str()` says why, without the password."""


def fetch() -> int:
    """Keep what is new in the folder of the settings; return how many mails were read.

    A mail is marked only once it is kept: stopped in between, it is read again and found to be known.
    """
    with _folder() as box:
        wanted = "ALL" if settings.MAIL_INTAKE_DELETE else "UNSEEN"
        numbers = _answer(box.uid("SEARCH", wanted))[0].split()[:BATCH]
        for number in numbers:
            receive(_read(box, number.decode("ascii")))
            mark = r"(\Seen \Deleted)" if settings.MAIL_INTAKE_DELETE else r"(\Seen)"
            _answer(box.uid("STORE", number.decode("ascii"), "+FLAGS.SILENT", mark))
        if numbers and settings.MAIL_INTAKE_DELETE:
            box.expunge()
    if numbers:
        log.info("intake.fetched", mails=len(numbers))
    return len(numbers)


def count_waiting() -> int:
    """Return how many mails the folder holds; raise FolderError when it cannot be opened."""
    with _folder() as box:
        return len(_answer(box.uid("SEARCH", "ALL"))[0].split())


def _read(box: imaplib.IMAP4, number: str) -> bytes:
    """Return a mail, or its headers alone with a length that tells it is too large."""
    size = _answer(box.uid("FETCH", number, "(RFC822.SIZE)"))[0]
    text = size.decode("ascii", "replace") if isinstance(size, bytes) else ""
    length = int(text.rpartition("RFC822.SIZE")[2].strip(" )") or 0)
    limit = settings.MAIL_INTAKE_MAX_BYTES
    if length <= limit:
        return _literal(_answer(box.uid("FETCH", number, "(BODY.PEEK[])")))
    # One byte more than is read: enough for it to be refused as too large, and no more.
    return _literal(_answer(box.uid("FETCH", number, f"(BODY.PEEK[]<0.{limit + 1}>)")))


def _literal(parts: Sequence[Any]) -> bytes:
    return next((bytes(part[1]) for part in parts if isinstance(part, tuple)), b"")


def _answer(given: tuple[str, list[Any]]) -> list[Any]:
    kind, data = given
    if kind != "OK":
        raise FolderError(f"the mail server answered {kind}")
    return [part or b"" for part in data]


@contextmanager
def _folder() -> Iterator[imaplib.IMAP4]:
    parts = urlsplit(str(settings.MAIL_INTAKE_URL))
    box: imaplib.IMAP4 | None = None
    try:
        box = _opened(parts.scheme, parts.hostname or "", parts.port)
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        folder = unquote(parts.path.strip("/")) or "INBOX"
        if box.select(f'"{folder}"')[0] != "OK":
            raise FolderError(f"there is no folder {folder}")
        yield box
    except (imaplib.IMAP4.error, OSError) as error:
        raise FolderError(f"{type(error).__name__}: {error}") from error
    finally:
        if box is not None:
            with suppress(imaplib.IMAP4.error, OSError):
                box.logout()
            with suppress(OSError):
                box.shutdown()


def _opened(scheme: str, host: str, port: int | None) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if scheme == "imaps":
        return imaplib.IMAP4_SSL(host, port or 993, ssl_context=context, timeout=TIMEOUT)
    box = imaplib.IMAP4(host, port or 143, timeout=TIMEOUT)
    if scheme == "imap+tls":
        box.starttls(ssl_context=context)
    return box
