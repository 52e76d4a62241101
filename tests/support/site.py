"""A real site for the journeys: `ithaque serve` in a process, with its own folder, tasks and outbox."""

from __future__ import annotations

import email
import email.policy
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

PATIENCE = 300


@dataclass
class Site:
    """A running site: where it answers, what it printed, and the messages it sent."""

    url: str
    folder: Path

    @property
    def log(self) -> Path:
        """Return the file of what the command printed, beside its folder."""
        return self.folder.with_suffix(".log")

    @property
    def printed(self) -> str:
        """Return what the command printed so far (accounts, one-time code)."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def manage(self, *arguments: str) -> str:
        """Run `ithaque manage …` in the site's own folder; return what it printed."""
        env = {**os.environ, "ITHAQUE_DATA_DIR": str(self.folder), "ITHAQUE_SITE_URL": self.url}
        env.pop("DJANGO_SETTINGS_MODULE", None)
        done = subprocess.run(
            [sys.executable, "-m", "ithaque", "manage", *arguments],
            env=env, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout

    def mails(self, *, to: str = "", about: str = "") -> list[EmailMessage]:
        """Return the messages sent so far, oldest first, to an address, with a word in their subject."""
        found = []
        for path in sorted((self.folder / "outbox").glob("*.log")):
            for part in path.read_bytes().split(b"-" * 79 + b"\n"):
                if part.strip():
                    message = email.message_from_bytes(part.lstrip(), policy=email.policy.default)
                    assert isinstance(message, EmailMessage)
                    found.append((path.stat().st_mtime_ns, message))
        ordered = [message for _, message in sorted(found, key=lambda pair: pair[0])]
        return [
            m for m in ordered if to in str(m["To"]) and about.lower() in str(m["Subject"]).lower()
        ]

    def mail(self, *, to: str, about: str = "", timeout: float = 30) -> EmailMessage:
        """Wait for a message to this address and return the latest one."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            found = self.mails(to=to, about=about)
            if found:
                return found[-1]
            time.sleep(0.2)
        subjects = [f"{m['To']}: {m['Subject']}" for m in self.mails()]
        raise AssertionError(f"no message to {to} about {about!r}; sent: {subjects}")


def text_of(message: EmailMessage) -> str:
    """Return the plain text of a message."""
    body = message.get_body(preferencelist=("plain",))
    assert body is not None
    return str(body.get_content())


def links_of(message: EmailMessage) -> list[str]:
    """Return the addresses in the plain text of a message."""
    return re.findall(r"https?://[^\s<>]+", text_of(message))


@contextmanager
def serve(folder: Path, *options: str, **settings: str) -> Iterator[Site]:
    """Start `ithaque serve` on a free port with its data in `folder`; stop it at the end."""
    port = _free_port()
    site = Site(f"http://127.0.0.1:{port}", folder)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ITHAQUE_")}
    env = {
        **clean, "ITHAQUE_DATA_DIR": str(folder), "ITHAQUE_SITE_URL": site.url,
        "PYTHONUNBUFFERED": "1", **settings,
    }  # fmt: skip
    env.pop("DJANGO_SETTINGS_MODULE", None)
    with site.log.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "ithaque", "serve", "--port", str(port), *options],
            env=env, stdout=log, stderr=subprocess.STDOUT, cwd=folder.parent,
        )  # fmt: skip
        try:
            _wait(site, process)
            yield site
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(site: Site, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{site.url}/health/ready", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the site did not start:\n{site.printed[-4000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
