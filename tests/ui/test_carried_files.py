"""Files of other projects are the ones their authors published, with their licence."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from ithaque.ui.icons import drawings

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src" / "ithaque"
ICON_IN_TEMPLATE = re.compile(r"""(?:\{% icon "|<c-icon name="|\bicon=["'])([a-z0-9-]+)["']""")


def _tool():
    spec = importlib.util.spec_from_file_location("vendor_tool", ROOT / "scripts" / "vendor.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_carried_files_have_their_recorded_hashes() -> None:
    assert _tool().differences() == []


def test_altered_file_is_noticed(tmp_path: Path, monkeypatch) -> None:
    tool = _tool()
    monkeypatch.setattr(tool, "sha256", lambda path: "0" * 64)
    assert "differs from its recorded hash" in tool.differences()[0]


def test_each_package_says_its_licence_and_carries_its_text() -> None:
    for package in _tool().packages():
        assert package["licence"]
        assert any(file["target"].endswith(".LICENSE") for file in package["file"]), package["name"]


def test_nothing_is_in_the_vendor_folder_that_is_not_listed() -> None:
    folder = SOURCES / "ui" / "static" / "ui" / "vendor"
    assert set(folder.iterdir()) <= set(_tool().targets())


def test_icons_named_in_templates_are_carried() -> None:
    named = {
        (name, path.name)
        for path in SOURCES.rglob("*.html")
        for name in ICON_IN_TEMPLATE.findall(path.read_text(encoding="utf-8"))
    }
    assert not {(name, where) for name, where in named if name not in drawings()}
