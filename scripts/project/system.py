"""What tests need from the system: a browser, PostgreSQL, Redis, gettext, coturn. Installed when we may, else said."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from terminal import Stop, call, heading, say


@dataclass(frozen=True)
class Need:
    """A program tests call, and the packages that bring it on each kind of system."""

    title: str
    programs: tuple[str, ...]
    debian: tuple[str, ...]
    fedora: tuple[str, ...]
    brew: tuple[str, ...]
    windows: str

    def path(self) -> Path | None:
        """Return where the program is, or None."""
        for name in self.programs:
            found = shutil.which(name) or _elsewhere(name)
            if found:
                return Path(found)
        return None


CHROMIUM = Need(
    "Chromium, for the journeys",
    ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    debian=("chromium",), fedora=("chromium",), brew=("--cask", "chromium"), windows="Google.Chrome",
)  # fmt: skip
POSTGRESQL = Need(
    "PostgreSQL's server, for the second database",
    ("initdb",),
    debian=("postgresql", "postgresql-contrib"), fedora=("postgresql-server", "postgresql-contrib"),
    brew=("postgresql@16",), windows="PostgreSQL.PostgreSQL.16",
)  # fmt: skip
REDIS = Need(
    "Redis, for the tasks on several machines",
    ("redis-server", "valkey-server"),
    debian=("redis-server",), fedora=("redis",), brew=("redis",), windows="Redis.Redis",
)  # fmt: skip
GETTEXT = Need(
    "gettext, for the catalogues",
    ("xgettext",),
    debian=("gettext",), fedora=("gettext",), brew=("gettext",), windows="mlocati.GetText",
)  # fmt: skip
COTURN = Need(
    "coturn, for the relay of the video rooms",
    ("turnserver",),
    debian=("coturn",), fedora=("coturn",), brew=("coturn",), windows="",
)  # fmt: skip
# coturn does not run on Windows: its tests are left out there.
NEEDS = (CHROMIUM, POSTGRESQL, REDIS, GETTEXT, *(() if sys.platform == "win32" else (COTURN,)))


def prepare(needs: tuple[Need, ...] = NEEDS) -> None:
    """Make sure every need is there: install what lacks when allowed, else stop and say what to type."""
    missing = [need for need in needs if need.path() is None]
    if not missing:
        return
    heading("installing from the system's packages: " + ", ".join(need.title for need in missing))
    _install(missing)
    still = [need for need in missing if need.path() is None]
    if still:
        raise Stop(_how_to_install(still))


def _elsewhere(name: str) -> str | None:
    """Look where systems put programs outside the PATH."""
    places = {
        "initdb": [
            *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
            *sorted(Path("/opt/homebrew/opt").glob("postgresql@*/bin"), reverse=True),
            *sorted(Path("/usr/local/opt").glob("postgresql@*/bin"), reverse=True),
            *sorted(Path("C:/Program Files/PostgreSQL").glob("*/bin"), reverse=True),
        ],
        "chromium": [Path("/Applications/Chromium.app/Contents/MacOS")],
        "chrome": [Path("C:/Program Files/Google/Chrome/Application")],
        "xgettext": [
            Path("/opt/homebrew/opt/gettext/bin"),
            Path("C:/Program Files/gettext-iconv/bin"),
        ],
    }
    for folder in places.get(name, []):
        for suffix in ("", ".exe"):
            candidate = folder / f"{name}{suffix}"
            if candidate.exists():
                return str(candidate)
    mac = Path("/Applications/Chromium.app/Contents/MacOS/Chromium")
    return str(mac) if name == "chromium" and mac.exists() else None


def _install(missing: list[Need]) -> None:
    if shutil.which("apt-get"):
        before = _privilege()
        if before is not None:
            _apt([package for need in missing for package in need.debian], before)
    elif shutil.which("dnf"):
        before = _privilege()
        if before is not None:
            call(
                [
                    *before,
                    "dnf",
                    "install",
                    "-y",
                    *(package for need in missing for package in need.fedora),
                ]
            )
    elif shutil.which("brew"):
        for need in missing:
            call(["brew", "install", *need.brew])


def _apt(packages: list[str], before: list[str]) -> None:
    env = {"DEBIAN_FRONTEND": "noninteractive"}
    install = [*before, "apt-get", "install", "-y", "--no-install-recommends", *packages]
    call([*before, "apt-get", "update", "-qq"], env)
    # A lock held by another installation is waited for, ten minutes at most.
    call([*install, "-o", "DPkg::Lock::Timeout=600", "-qq"], env)


def _privilege() -> list[str] | None:
    """Return what to write before a command that installs: nothing for root, sudo when it asks nothing."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    silent = shutil.which("sudo") and subprocess.call(
        ["sudo", "-n", "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return ["sudo", "-n"] if silent == 0 else None


def _how_to_install(missing: list[Need]) -> str:
    lines = ["the tests need programs of the system that are not here:"]
    lines += [f"  - {need.title}" for need in missing]
    lines += ["Type this, then start again:"]
    if sys.platform == "win32":
        lines += [f"  winget install {need.windows}" for need in missing]
    elif sys.platform == "darwin":
        lines += [f"  brew install {' '.join(need.brew)}" for need in missing]
    elif shutil.which("dnf"):
        lines.append("  sudo dnf install " + " ".join(p for need in missing for p in need.fedora))
    else:
        packages = " ".join(p for need in missing for p in need.debian)
        lines.append(f"  sudo apt-get update && sudo apt-get install -y {packages}")
    return "\n".join(lines)


def show() -> None:
    """Print where each need was found."""
    for need in NEEDS:
        say(f"  {need.title}: {need.path() or 'missing'}")
