"""Documentation held by tests: settings, commands and dependencies each have their line."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from ithaque.cli import COMMANDS, main
from ithaque.kernel.settings import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
LOCKS = ("core", "celery", "dev", "build", "installer")
PUBLIC = [*sorted(DOCS.rglob("*.md")), *sorted(ROOT.glob("*.md"))]


def _text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def test_settings_page_has_every_declared_setting_and_no_other():
    listed = re.findall(
        r"^### `(ITHAQUE_[A-Z_]+)`$", _text("docs/operate/settings.md"), re.MULTILINE
    )
    assert listed == list(SETTINGS)


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_page_says_what_the_declaration_says(name):
    part = _text("docs/operate/settings.md").split(f"### `{name}`", 1)[1].split("\n### ", 1)[0]
    assert SETTINGS[name].help in part.replace("\n", " ")


def test_commands_page_has_every_command():
    listed = re.findall(r"^## `ithaque ([a-z]+)", _text("docs/operate/commands.md"), re.MULTILINE)
    assert listed == list(COMMANDS)


# `manage` is Django's; pairing has a guide of its own, held to its options by tests/pairing/test_cli_docs.py.
ELSEWHERE = ("manage", "match", "explain", "repair", "replay")


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ELSEWHERE])
def test_commands_page_has_every_option(name):
    page = _text("docs/operate/commands.md").split(f"## `ithaque {name}", 1)[1].split("\n## ", 1)[0]
    shown = CliRunner().invoke(main, [name, "--help"])
    assert shown.exit_code == 0, shown.output
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", shown.output)) - {"--help"}
    assert {
        option for option in options if f"`{option}" not in page and option not in page
    } == set()


def _declared(lock):
    return [
        re.split(r"[\[<>=; ]", line)[0].lower()
        for line in _text(f"requirements/{lock}.in").splitlines()
        if line and not line.startswith(("#", "-"))
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_every_declared_dependency(lock):
    pinned = set(re.findall(r"^([a-z0-9.-]+)==", _text(f"requirements/{lock}.lock"), re.MULTILINE))
    assert [name for name in _declared(lock) if name not in pinned] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_dependency_has_its_reason(lock):
    names = _declared(lock)
    page = _text("docs/develop/dependencies.md").lower()
    assert [name for name in names if f"| `{name}" not in page] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_hashes_and_no_address(lock):
    text = _text(f"requirements/{lock}.lock")
    pins = re.findall(r"^[a-z0-9][^\n]*==", text, re.MULTILINE | re.IGNORECASE)
    assert pins
    assert len(pins) == len(re.findall(r"==[^\n]*\\\n    --hash=sha256:", text))
    assert "://" not in text


def test_core_holds_nothing_of_the_workshop():
    core = _text("requirements/core.lock")
    for name in ("pytest", "playwright", "mypy", "ruff", "celery", "hypothesis", "djlint"):
        assert not re.search(rf"^{name}==", core, re.MULTILINE), name


@pytest.mark.parametrize("document", PUBLIC, ids=lambda path: str(path.relative_to(ROOT)))
def test_relative_links_lead_somewhere(document):
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text)
    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", PUBLIC, ids=lambda path: str(path.relative_to(ROOT)))
def test_make_targets_named_in_the_documents_exist(document):
    targets = set(re.findall(r"^([a-z]+):", _text("Makefile"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)", document.read_text(encoding="utf-8")))
    assert named <= targets
