"""Reading an address somebody gave: never a private one, never too long, never too much."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest

from ithaque.kernel import fetching
from ithaque.kernel.fetching import FetchError, fetch, is_public

Talk = Callable[[socket.socket], None]


@contextmanager
def serving(talk: Talk) -> Iterator[str]:
    """Answer each connection on this machine as `talk` does, after its request; give the address."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        server.settimeout(10)

        def loop() -> None:
            while True:
                try:
                    connection, _peer = server.accept()
                except OSError:
                    return
                with closing(connection):
                    try:
                        connection.recv(65_536)
                        talk(connection)
                    except OSError:
                        continue

        threading.Thread(target=loop, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/secret.ics"


def says(body: bytes, status: str = "200 OK", *headers: str) -> Talk:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close"]
    return lambda connection: connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


def drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _second in range(100):
        connection.sendall(b"a")
        time.sleep(0.05)


def code(url: str, **limits: float) -> str:
    with pytest.raises(FetchError) as found:
        fetch(url, **{"most_bytes": 1000, "seconds": 5, **limits})  # type: ignore[arg-type]
    return found.value.code


@pytest.fixture
def _allowed(settings):
    settings.PRIVATE_CALENDARS = True


@pytest.mark.usefixtures("_allowed")
def test_fetch_gives_what_the_address_answers():
    with serving(says(b"BEGIN:VCALENDAR")) as url:
        assert fetch(url, most_bytes=1000, seconds=5) == b"BEGIN:VCALENDAR"


@pytest.mark.usefixtures("_allowed")
def test_fetch_follows_a_redirection_and_no_endless_chain():
    with serving(says(b"there")) as end:
        with serving(says(b"", "302 Found", f"Location: {end}")) as start:
            assert fetch(start, most_bytes=1000, seconds=5) == b"there"
    with serving(says(b"", "302 Found", "Location: /again")) as endless:
        assert code(endless) == "refused"


@pytest.mark.usefixtures("_allowed")
@pytest.mark.parametrize("place", ["file:///etc/passwd", "ftp://example.org/x", "gopher://x/"])
def test_redirection_to_another_scheme_is_not_followed(place):
    with serving(says(b"", "302 Found", f"Location: {place}")) as url:
        assert code(url) == "address"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://10.0.0.8/x.ics",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1]/",
        "http://2130706433/",
    ],
)
def test_private_addresses_are_never_read(url):
    assert code(url) == "private"


def test_public_name_that_leads_to_a_private_address_is_refused(monkeypatch):
    rows = [(2, 1, 6, "", (place, 80)) for place in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *args, **kwargs: rows)
    assert code("http://calendar.example.org/") == "private"


def test_redirection_to_a_private_address_is_refused(settings, monkeypatch):
    with serving(says(b"", "302 Found", "Location: http://169.254.169.254/")) as url:
        real = fetching.is_public
        monkeypatch.setattr(fetching, "is_public", lambda one: one == "127.0.0.1" or real(one))
        assert code(url) == "private"


@pytest.mark.usefixtures("_allowed")
def test_too_large_a_file_is_left():
    with serving(says(b"x" * 5000)) as url:
        assert code(url) == "large"


@pytest.mark.usefixtures("_allowed")
@pytest.mark.parametrize("talk", [drip, lambda connection: time.sleep(3)])
def test_slow_answer_is_cut_however_it_is_slow(talk):
    with serving(talk) as url:
        before = time.monotonic()
        assert code(url, seconds=0.5) == "slow"
        assert time.monotonic() - before < 2.5


@pytest.mark.usefixtures("_allowed")
def test_refusal_silence_and_nonsense_are_told_apart():
    with serving(says(b"no", "404 Not Found")) as url:
        assert code(url) == "refused"
    with serving(lambda connection: connection.sendall(b"nonsense\r\n\r\n")) as url:
        assert code(url) == "unreachable"
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    assert code(f"http://127.0.0.1:{port}/") == "unreachable"
    for url in ("", "calendar", "javascript:alert(1)", "https://", "http://[bad/"):
        assert code(url) in ("address", "unreachable")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2001:4860:4860::8888", True),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("fd00::1", False),
        ("2002:0a00:0001::", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::808:808", True),
    ],
)
def test_public_and_private_addresses(address, public):
    assert is_public(address) is public
