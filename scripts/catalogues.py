"""Refresh, compile and check the translation catalogues: one per room, msgids in English, French complete.

python scripts/catalogues.py                 every room
python scripts/catalogues.py people web      these rooms (a folder name, or a path under src/ithaque)
python scripts/catalogues.py --check         change nothing; say what is missing, fuzzy, stale or badly set
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "ithaque"
LANGUAGE = "fr"
PO = Path("locale") / LANGUAGE / "LC_MESSAGES" / "django.po"
PLURAL = "nplurals=2; plural=(n > 1);"
SHOWN = 12
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[a-z]|%[sd]|\{[a-z_]*\}")
# French typography, on the words a person reads (tags, addresses and times apart).
FAULTS = (
    (re.compile(r"(?<=[\w»)])'(?=\w)"), "a straight apostrophe (write ’)"),
    (re.compile(r"[\w%)»] [:;!?]"), "an ordinary space before : ; ! ? (write a no-break space)"),
    (re.compile(r"« |[^\u00a0\u202f]»"), "an ordinary space inside « » (write a no-break space)"),
    (re.compile(r"[^\W\d_][;!?]"), "no space before ; ! ? (write a no-break space)"),
    (re.compile(r"\.\.\."), "three dots (write …)"),
    (re.compile(r"\b(dashboard|matching|feedback|mail)s?\b", re.IGNORECASE), "an English word"),
)


def rooms(names: list[str]) -> list[Path]:
    """Return the folders that hold a catalogue (or should), restricted to the names given."""
    owners = {path.parent for path in PACKAGE.glob("**/locale")}
    owners |= {path.parent for path in PACKAGE.glob("**/apps.py")}
    if names:
        wanted = [PACKAGE / name.removeprefix("src/ithaque/").strip("/") for name in names]
        unknown = [path.name for path in wanted if not path.is_dir()]
        if unknown:
            sys.exit(f"no such room: {', '.join(unknown)}")
        owners = {owner for owner in owners if any(owner.is_relative_to(path) for path in wanted)}
    return sorted(owners)


def refresh(room: Path) -> None:
    """Extract the room's sentences into its catalogue, keep the translations, compile."""
    fresh = extracted(room)
    path = room / PO
    if not fresh and not path.exists():
        return
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    known = {(entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete}
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Language": LANGUAGE,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL,
    }
    for entry in fresh:
        before = known.get((entry.msgctxt, entry.msgid))
        if before is not None and bool(before.msgid_plural) == bool(entry.msgid_plural):
            entry.msgstr, entry.msgstr_plural = before.msgstr, before.msgstr_plural
        catalogue.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    catalogue.save_as_mofile(str(path.with_suffix(".mo")))
    empty = sum(1 for entry in catalogue if not _is_translated(entry))
    print(f"{room.relative_to(PACKAGE)}: {len(catalogue)} sentences, {empty} to translate")


def extracted(room: Path) -> list[polib.POEntry]:
    """Return the sentences of the room's own code and templates, in a stable order."""
    # makemessages works on a folder with a locale/: a scratch copy leaves the real catalogue alone.
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "room"
        _copy_sources(room, copy)
        (copy / PO.parent).mkdir(parents=True)
        subprocess.run(
            [sys.executable, "-P", "-m", "django", "makemessages", "--locale", LANGUAGE, "--no-location",
             "--no-wrap", "--extension", "html,txt,py", "--verbosity", "0"],
            cwd=copy, check=True, env=_without_settings(),
        )  # fmt: skip
        made = copy / PO
        entries = list(polib.pofile(str(made))) if made.exists() else []
    for entry in entries:
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        entry.occurrences = []
    return sorted(entries, key=lambda entry: (entry.msgid, entry.msgctxt or ""))


def _without_settings() -> dict[str, str]:
    """Extraction reads files only: it must not load the product's settings."""
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}


def _copy_sources(room: Path, copy: Path) -> None:
    copy.mkdir(parents=True)
    for source in _own_files(room):
        target = copy / source.relative_to(room)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())


def _own_files(room: Path) -> Iterator[Path]:
    """Give the files whose sentences belong to this room, not to a room nested in it."""
    nested = [path.parent for path in room.glob("*/**/apps.py")]
    for source in sorted(room.rglob("*")):
        inside = any(source.is_relative_to(other) for other in nested)
        made = {"migrations", "static", "locale"} & set(source.relative_to(room).parts)
        if source.suffix in (".py", ".html", ".txt") and not inside and not made:
            yield source


def _is_translated(entry: polib.POEntry) -> bool:
    if entry.msgid_plural:
        return all(entry.msgstr_plural.get(number) for number in (0, 1))
    return bool(entry.msgstr)


def faults(room: Path) -> list[str]:
    """Return what is wrong with the room's catalogue, one sentence each."""
    path = room / PO
    fresh = extracted(room)
    if not fresh:
        return []
    if not path.exists():
        return [f"{path.relative_to(ROOT)} is missing: run `make catalogues`"]
    catalogue = polib.pofile(str(path))
    name = str(path.relative_to(ROOT))
    found = [f"{name}: fuzzy: {entry.msgid!r}" for entry in catalogue if entry.fuzzy]
    found += [
        f"{name}: not translated: {entry.msgid!r}"
        for entry in catalogue
        if not _is_translated(entry)
    ]
    have = {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}
    need = {(entry.msgctxt, entry.msgid) for entry in fresh}
    found += [
        f"{name}: lacks {msgid!r}: run `make catalogues`"
        for _, msgid in sorted(need - have, key=str)
    ]
    found += [
        f"{name}: no longer used: {msgid!r}: run `make catalogues`"
        for _, msgid in sorted(have - need, key=str)
    ]
    found += [f"{name}: {fault}" for entry in catalogue for fault in entry_faults(entry)]
    found += _stale_binary(path, catalogue)
    return found


def entry_faults(entry: polib.POEntry) -> list[str]:
    """Return the faults of one French sentence: placeholders lost, typography, anglicisms."""
    found = []
    originals = PLACEHOLDER.findall(entry.msgid) + PLACEHOLDER.findall(entry.msgid_plural or "")
    for text in filter(None, [entry.msgstr, *entry.msgstr_plural.values()]):
        unknown = set(PLACEHOLDER.findall(text)) - set(originals)
        lost = set(PLACEHOLDER.findall(entry.msgid)) - set(PLACEHOLDER.findall(text))
        if unknown or (lost and not entry.msgid_plural):
            found.append(f"placeholders differ in {text!r}")
        words = re.sub(
            r"<[^>]+>|https?://\S+|\S+@\S+|%\([a-z_]+\)[a-z]|\{[^}]*\}|&\w+;|`[^`]*`", "X", text
        )
        found += [f"{what} in {text!r}" for pattern, what in FAULTS if pattern.search(words)]
    return found


def disagreements(sentences: Iterable[tuple[str, polib.POEntry]]) -> list[str]:
    """Return the sentences that two rooms translate differently: at run time, one of them would win everywhere.

    `sentences` are pairs (room, entry). What differs on purpose is told apart by a context.
    """
    met: dict[object, tuple[str, object]] = {}
    found = []
    for room, entry in sentences:
        french = (entry.msgstr, dict(entry.msgstr_plural))
        first, known = met.setdefault((entry.msgctxt, entry.msgid), (room, french))
        if known != french:
            found.append(
                f"{first} and {room} translate {entry.msgid!r} differently: use the same words, or give a context"
            )
    return found


def _every_sentence(rooms: Iterable[Path]) -> Iterator[tuple[str, polib.POEntry]]:
    for room in rooms:
        if (room / PO).exists():
            name = str(room.relative_to(PACKAGE))
            yield from (
                (name, entry) for entry in polib.pofile(str(room / PO)) if not entry.obsolete
            )


def _stale_binary(path: Path, catalogue: polib.POFile) -> list[str]:
    binary = path.with_suffix(".mo")
    if not binary.exists() or _sentences(polib.mofile(str(binary))) != _sentences(catalogue):
        return [
            f"{binary.relative_to(ROOT)} is not the compiled form of the .po: run `make catalogues`"
        ]
    return []


def _sentences(catalogue: polib.POFile | polib.MOFile) -> dict[object, object]:
    return {
        (entry.msgctxt, entry.msgid): (entry.msgstr, dict(entry.msgstr_plural))
        for entry in catalogue
        if not entry.obsolete and _is_translated(entry)
    }


def _first(found: list[str]) -> list[str]:
    """Keep a report readable: the first faults of a room, and how many more there are."""
    more = len(found) - SHOWN
    return [*found[:SHOWN], f"… and {more} more in this catalogue"] if more > 0 else found


def main() -> int:
    """Refresh the catalogues of the rooms named (all by default), or check them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rooms", nargs="*", help="rooms, by folder name (default: all)")
    parser.add_argument("--check", action="store_true", help="change nothing, fail on any fault")
    options = parser.parse_args()
    chosen = rooms(options.rooms)
    with ThreadPoolExecutor() as pool:  # the work is done by gettext's programs
        if not options.check:
            list(pool.map(refresh, chosen))
            return 0
        found = [fault for of_room in pool.map(faults, chosen) for fault in _first(of_room)]
    found += disagreements(_every_sentence(rooms([])))
    print(
        "\n".join(found)
        or f"{len(chosen)} catalogues: complete, no fuzzy entry, compiled, well set."
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
