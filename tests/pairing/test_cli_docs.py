"""The guide and the reference tell every option, field, key, rule and exit code, in both languages."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from ithaque.pairing.cli import COMMANDS
from ithaque.pairing.cli.settings_file import OWN_KEYS, read_settings_file
from ithaque.pairing.cli.speech import EXIT_FILE, EXIT_FOUND, EXIT_MEMORY, EXIT_SETTINGS, EXIT_WRITE
from ithaque.pairing.intake import FIELDS, Limits
from ithaque.pairing.settings import OPTIONAL_RULES, RULES, WEIGHTS, Settings

DOCS = Path(__file__).parents[2] / "docs"
GUIDES = [DOCS / "guide" / language / "match-command.md" for language in ("fr", "en")]
REFERENCE = DOCS / "reference" / "match-settings.md"


@pytest.mark.parametrize("guide", GUIDES, ids=["fr", "en"])
def test_guide_tells_every_option_field_and_exit_code(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    options = {
        option
        for command in COMMANDS
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    assert {option for option in options if option.startswith("--")} <= set(
        re.findall(r"--[a-z-]+", text)
    )
    assert {field.code for field in FIELDS} <= set(re.findall(r"`([a-z_]+)`", text))
    for code in (0, EXIT_FOUND, 2, EXIT_FILE, EXIT_SETTINGS, EXIT_WRITE, EXIT_MEMORY):
        assert f"| {code} |" in text


def test_reference_tells_every_key_weight_and_rule_with_its_default() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    keys = {field.name for field in fields(Settings)} | set(OWN_KEYS)
    assert {key for key in keys if f"`{key}`" not in text} == set()
    for code, weight in WEIGHTS.items():
        assert f"| `{code}` | {weight:g} |" in text
    for rule in RULES:
        assert re.search(rf"\| `{rule}` \| on", text)
    for rule in OPTIONAL_RULES:
        assert re.search(rf"\| `{rule}` \| off", text)
    for limit in fields(Limits):
        assert f"`{limit.name}` ({limit.default:,}" in text


@pytest.mark.parametrize(
    "document", [*GUIDES, REFERENCE], ids=lambda path: str(path.relative_to(DOCS))
)
def test_every_settings_example_is_accepted(document: Path, tmp_path: Path) -> None:
    examples = re.findall(r"```yaml\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL)
    assert examples
    for example in examples:
        (tmp_path / "settings.yaml").write_text(example, encoding="utf-8")
        assert read_settings_file(tmp_path / "settings.yaml").path
        assert yaml.safe_load(example)
