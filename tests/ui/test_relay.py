"""The pass we make opens a real TURN server: two ends that may only use it hear each other through it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from ithaque.mentoring import video

pytestmark = pytest.mark.journey
SECRET = "north-of-the-island"
CALL = """async (servers) => {
  const options = { iceServers: [servers], iceTransportPolicy: "relay" };
  const [one, two] = [new RTCPeerConnection(options), new RTCPeerConnection(options)];
  one.onicecandidate = ({ candidate }) => candidate && two.addIceCandidate(candidate);
  two.onicecandidate = ({ candidate }) => candidate && one.addIceCandidate(candidate);
  const channel = one.createDataChannel("words");
  const heard = new Promise((done) => { two.ondatachannel = ({ channel }) => { channel.onmessage = ({ data }) => done(data); }; });
  channel.onopen = () => channel.send("Bonjour par le relais");
  await one.setLocalDescription();
  await two.setRemoteDescription(one.localDescription);
  await two.setLocalDescription();
  await one.setRemoteDescription(two.localDescription);
  const late = new Promise((done) => setTimeout(() => done("nothing came"), 20000));
  const word = await Promise.race([heard, late]);
  one.close(); two.close();
  return word;
}"""


@pytest.fixture
def relay(tmp_path: Path, settings: Any) -> Iterator[None]:
    """A TURN server on this machine, and an instance that knows its secret."""
    found = shutil.which("turnserver")
    assert found, "no coturn on this machine: run `make test` once, or install the package coturn"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.TURN_URLS = [f"turn:127.0.0.1:{port}?transport=udp"]
    settings.TURN_SECRET = SECRET
    options = [
        "-n", "--no-tls", "--no-dtls", "-L", "127.0.0.1", "-p", str(port), "--use-auth-secret",
        f"--static-auth-secret={SECRET}", "-r", "test.example", "--allow-loopback-peers", "--no-cli",
        f"--pidfile={tmp_path / 'turn.pid'}", f"--userdb={tmp_path / 'turn.db'}", "--log-file=stdout",
    ]  # fmt: skip
    with (tmp_path / "turn.log").open("wb") as log:
        server = subprocess.Popen([found, *options], stdout=log, stderr=log, cwd=tmp_path)
    time.sleep(1)
    yield
    server.terminate()
    server.wait(timeout=20)


def test_our_pass_opens_the_relay(screen: Page, relay: None) -> None:
    assert screen.evaluate(CALL, video.relay()) == "Bonjour par le relais"


def test_forged_pass_opens_nothing(screen: Page, relay: None, settings: Any) -> None:
    settings.TURN_SECRET = "another"
    assert screen.evaluate(CALL.replace("20000", "4000"), video.relay()) == "nothing came"
