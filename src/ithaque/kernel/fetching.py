"""Read an address that somebody gave us: never a private one, never for long, never more than asked.

A name is resolved once, and the connection goes to the address that was checked: a name that changes between the check
and the connection opens nothing. Each redirection is checked in the same way. The address itself is never logged:
it is often a secret.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError

REDIRECTS = 4
PIECE = 16_384
SLOWEST_ANSWER = 8.0
"""Seconds without a word before one gives up, within the whole time."""


class FetchError(Exception):
    """The address gave nothing usable: `code` is address, private, unreachable, refused, large or slow."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Private(OSError):
    """The name leads to an address of this machine or of a private network."""


class _Deadline:
    """Closes the connections of one reading when its time is over, however slowly the other side talks."""

    def __init__(self, seconds: float) -> None:
        self.ends = time.monotonic() + seconds
        self._watched: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()
        for watched in self._watched:
            watched.close()

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.ends

    def watch(self, sock: socket.socket) -> None:
        # A duplicate stays ours when TLS takes the socket over; shutting it down ends the connection itself.
        self._watched.append(sock.dup())

    def _cut(self) -> None:
        for watched in self._watched:
            try:
                watched.shutdown(socket.SHUT_RDWR)
            except OSError:  # already closed by the other side
                continue


def fetch(url: str, *, most_bytes: int, seconds: float) -> bytes:
    """Return what an http(s) address answers, after at most four redirections.

    Raises FetchError: `address` for another scheme or no host, `private` for this machine and private networks (unless
    the instance allows them), `unreachable`, `refused` for a status that is no success, `large` beyond `most_bytes`,
    `slow` beyond `seconds` in all.
    """
    with _Deadline(seconds) as deadline, requests.Session() as session:
        session.trust_env = False
        session.headers["Accept-Encoding"] = "identity"
        for scheme, adapter in (("http://", _Adapter(deadline)), ("https://", _Adapter(deadline))):
            session.mount(scheme, adapter)
        try:
            return _follow(session, url, most_bytes, deadline)
        except FetchError:
            raise
        except requests.Timeout as error:
            raise FetchError("slow") from error
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise FetchError(_why(error, deadline)) from error


def _follow(session: requests.Session, url: str, most_bytes: int, deadline: _Deadline) -> bytes:
    for _hop in range(REDIRECTS + 1):
        _require_web(url)
        left = max(0.1, min(SLOWEST_ANSWER, deadline.ends - time.monotonic()))
        with session.get(url, stream=True, allow_redirects=False, timeout=left) as answer:
            if answer.is_redirect:
                url = urljoin(url, answer.headers["location"])
                continue
            if not answer.ok:
                raise FetchError("refused")
            return _body(answer, most_bytes, deadline)
    raise FetchError("refused")


def _require_web(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError("address")


def _body(answer: requests.Response, most_bytes: int, deadline: _Deadline) -> bytes:
    found = bytearray()
    for piece in answer.iter_content(PIECE):
        found += piece
        if len(found) > most_bytes:
            raise FetchError("large")
        if deadline.is_over:
            raise FetchError("slow")
    if deadline.is_over:
        raise FetchError("slow")
    return bytes(found)


def _why(error: BaseException, deadline: _Deadline) -> str:
    if deadline.is_over:
        return "slow"
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, _Private):
            return "private"
        inner = next((one for one in seen.args if isinstance(one, BaseException)), None)
        seen = seen.__cause__ or seen.__context__ or getattr(seen, "reason", None) or inner
    return "unreachable"


def checked_address(host: str, port: int | None) -> str:
    """Return the address to connect to for a host; raise OSError when it is unknown, or private and not allowed.

    Every address of the name must be public: one private among them is enough to refuse.
    """
    found = [row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.PRIVATE_CALENDARS and not all(is_public(str(one)) for one in found):
        raise _Private("private")
    return str(found[0])


def is_public(address: str) -> bool:
    """Tell whether an IP address is of the public internet, seen through IPv6 forms of IPv4 too."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if inner is not None:
            return is_public(str(inner))
        if found in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not found.is_multicast


class _Checked:
    """Connects to the address that was checked, and lets the deadline watch the connection."""

    deadline: _Deadline

    def _new_conn(self: Any) -> socket.socket:
        try:
            address = checked_address(self.host, self.port)
            sock = socket.create_connection((address, self.port), self.timeout)
        except OSError as error:
            raise NewConnectionError(self, "no connection") from error
        self.deadline.watch(sock)
        return sock


class _Adapter(HTTPAdapter):
    """Gives requests the connections above."""

    def __init__(self, deadline: _Deadline) -> None:
        self.deadline = deadline
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        watched = {"deadline": self.deadline}
        plain = type("Plain", (_Checked, HTTPConnection), watched)
        secure = type("Secure", (_Checked, HTTPSConnection), watched)
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }
