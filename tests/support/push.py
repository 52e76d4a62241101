"""A push service for tests: it takes what is sent to its devices, and opens it as a browser would."""

from __future__ import annotations

import base64
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


@dataclass
class Device:
    """A browser's subscription: its keys, and what reached it, opened."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = field(default_factory=lambda: os.urandom(16))
    shown: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def subscription(self) -> dict[str, str]:
        """Return what the browser hands to the page."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "p256dh": encoded(point), "auth": encoded(self.secret)}

    def open(self, body: bytes) -> dict[str, Any]:
        """Decrypt as RFC 8291 says."""
        words = http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret)
        found: dict[str, Any] = json.loads(words)
        return found


@dataclass
class Service:
    """The service: its address, its devices by path, and how it answers."""

    url: str = ""
    status: int = 201
    devices: dict[str, Device] = field(default_factory=dict)

    def device(self) -> Device:
        """Subscribe one more browser."""
        path = f"/push/{len(self.devices)}"
        self.devices[path] = Device(self.url + path)
        return self.devices[path]


@contextmanager
def push_service() -> Iterator[Service]:
    """Run a push service on a port of its own."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if service.status < 300:
                device = service.devices[self.path]
                device.headers.append({name.lower(): value for name, value in self.headers.items()})
                device.shown.append(device.open(body))
            self.send_response(service.status)
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing: a test reads what was shown."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        service.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield service
        finally:
            server.shutdown()
            thread.join()
