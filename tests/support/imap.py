"""A small IMAP server with one folder (RFC 3501, as far as imaplib asks), on a port of its own."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Folder:
    """The mails of the folder by their number, and what was marked on each."""

    mails: dict[int, bytes] = field(default_factory=dict)
    marks: dict[int, set[str]] = field(default_factory=dict)
    refuses: bool = False
    breaks_after: int | None = None
    """Drop the connection after so many mails were handed over."""
    asked: list[str] = field(default_factory=list)

    def add(self, raw: bytes) -> int:
        """Put a mail in the folder, unseen."""
        number = max(self.mails, default=0) + 1
        self.mails[number], self.marks[number] = raw.replace(b"\n", b"\r\n"), set()
        return number

    def remove_deleted(self) -> None:
        for number in [n for n, marks in self.marks.items() if r"\Deleted" in marks]:
            del self.mails[number], self.marks[number]


class _Session(socketserver.StreamRequestHandler):
    """Answers one client, a line at a time."""

    @property
    def folder(self) -> Folder:
        return self.server.folder  # type: ignore[attr-defined, no-any-return]

    def say(self, text: bytes | str) -> None:
        self.wfile.write((text.encode() if isinstance(text, str) else text) + b"\r\n")

    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, _, command = line.partition(" ")
            self.folder.asked.append(command)
            if not self.answer(command):
                return
            refused = self.folder.refuses and command.upper().startswith("LOGIN")
            self.say(f"{tag} {'NO refused' if refused else 'OK done'}")
            if command.upper().startswith("LOGOUT"):
                return

    def answer(self, command: str) -> bool:
        """Write the untagged lines of an answer; False to drop the connection."""
        words = command.upper().split()
        if words[0] == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif words[0] == "SELECT":
            self.say(f"* {len(self.folder.mails)} EXISTS")
        elif words[0] == "EXPUNGE":
            self.folder.remove_deleted()
        elif words[:2] == ["UID", "SEARCH"]:
            unseen = "UNSEEN" in words
            found = [
                n for n, marks in self.folder.marks.items() if not (unseen and r"\Seen" in marks)
            ]
            self.say("* SEARCH " + " ".join(map(str, found)))
        elif words[:2] == ["UID", "STORE"]:
            self.folder.marks[int(words[2])] |= set(re.findall(r"\\\w+", command))
        elif words[:2] == ["UID", "FETCH"]:
            return self.fetch(int(words[2]), command)
        return True

    def fetch(self, number: int, command: str) -> bool:
        raw = self.folder.mails[number]
        if "RFC822.SIZE" in command:
            self.say(f"* {number} FETCH (UID {number} RFC822.SIZE {len(raw)})")
            return True
        if self.folder.breaks_after is not None:
            self.folder.breaks_after -= 1
            if self.folder.breaks_after < 0:
                return False
        part = re.search(r"<0\.(\d+)>", command)
        raw = raw[: int(part.group(1))] if part else raw
        self.say(f"* {number} FETCH (UID {number} BODY[] {{{len(raw)}}}")
        self.say(raw + b")")
        return True


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def imap_server() -> Iterator[tuple[str, Folder]]:
    """Serve an empty folder; give its address and the folder."""
    folder = Folder()
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.folder = folder  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"imap://mentorat:secr%40t@127.0.0.1:{server.server_address[1]}/INBOX", folder
        finally:
            server.shutdown()
            thread.join()
