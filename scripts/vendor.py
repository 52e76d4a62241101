"""Carry other projects' files into the repository, exactly as `vendor.toml` lists them.

`python scripts/vendor.py` fetches with npm (a registry client only: no script of the package is run), copies,
and compares with the hashes already recorded; `--accept` records new ones after a change of version.
`python scripts/vendor.py --check` recomputes every hash offline and fails on the first difference.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "vendor.toml"
HASHES = ROOT / "vendor.sha256"

SVG_CHILDREN = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def packages() -> list[dict[str, Any]]:
    """Return the packages of the manifest, in its order."""
    return list(tomllib.loads(MANIFEST.read_text(encoding="utf-8"))["package"])


def targets() -> list[Path]:
    """Return every file the manifest puts in the repository."""
    found = []
    for package in packages():
        found += [ROOT / file["target"] for file in package.get("file", [])]
        if "icons" in package:
            found.append(ROOT / package["icons"]["target"])
    return found


def sha256(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def recorded() -> dict[str, str]:
    """Return the recorded hashes by repository path, in the format of `sha256sum`."""
    if not HASHES.exists():
        return {}
    lines = (line.split("  ", 1) for line in HASHES.read_text(encoding="utf-8").splitlines())
    return {path: digest for digest, path in lines}


def computed() -> dict[str, str]:
    """Return the hashes of the files as they are on disk."""
    return {path.relative_to(ROOT).as_posix(): sha256(path) for path in targets()}


def differences() -> list[str]:
    """Return one sentence per file that is missing, altered or not listed."""
    wrong = [f"{path.relative_to(ROOT)} is missing" for path in targets() if not path.exists()]
    if wrong:
        return wrong
    known, found = recorded(), computed()
    wrong += [
        f"{path} differs from its recorded hash" for path in found if known.get(path) != found[path]
    ]
    return wrong + [
        f"{path} is recorded but not in vendor.toml" for path in known if path not in found
    ]


def fetch(package: dict[str, Any], folder: Path) -> tarfile.TarFile:
    """Download one package of the npm registry and open its archive."""
    spec = f"{package['name']}@{package['version']}"
    command = ["npm", "pack", "--ignore-scripts", "--json", "--pack-destination", str(folder), spec]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return tarfile.open(folder / answer[0]["filename"])


def member(archive: tarfile.TarFile, name: str) -> bytes:
    """Return the content of one file of an npm archive."""
    stream = archive.extractfile(f"package/{name}")
    if stream is None:
        raise FileNotFoundError(name)
    return stream.read()


def icon_children(svg: str) -> str:
    """Return what an icon draws, without its outer tag, comments and blanks."""
    inner = SVG_CHILDREN.search(svg)
    if inner is None:
        raise ValueError("not an SVG icon")
    return re.sub(r"\s+", " ", inner[1]).replace(" />", "/>").replace("> <", "><").strip()


def copy(package: dict[str, Any], archive: tarfile.TarFile) -> None:
    """Write the files and the icons of one package at their places."""
    for file in package.get("file", []):
        target = ROOT / file["target"]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(member(archive, file["source"]))
    if "icons" in package:
        names = sorted(package["icons"]["names"])
        drawings = {
            name: icon_children(member(archive, f"icons/{name}.svg").decode()) for name in names
        }
        text = json.dumps(drawings, indent=1, ensure_ascii=False) + "\n"
        (ROOT / package["icons"]["target"]).write_text(text, encoding="utf-8")


def main() -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="only compare hashes, offline")
    parser.add_argument(
        "--accept", action="store_true", help="record the hashes of what was fetched"
    )
    options = parser.parse_args()
    if not options.check:
        with tempfile.TemporaryDirectory() as folder:
            for package in packages():
                print(f"{package['name']} {package['version']}")
                with fetch(package, Path(folder)) as archive:
                    copy(package, archive)
    if options.accept:
        lines = [f"{digest}  {path}\n" for path, digest in sorted(computed().items())]
        HASHES.write_text("".join(lines), encoding="utf-8")
    wrong = differences()
    print("\n".join(wrong) or f"{len(targets())} files as recorded")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
