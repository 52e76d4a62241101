"""The reference page names every criterion, rule, objective, setting and code, and its example runs."""

from __future__ import annotations

import re
from pathlib import Path

from ithaque.pairing import KINDS, Person, Problem
from ithaque.pairing.criteria import CRITERIA
from ithaque.pairing.settings import OBJECTIVES, OPTIONAL_RULES, RULES

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "pairing.md").read_text(encoding="utf-8")


def test_page_names_every_code():
    codes = [*CRITERIA, *RULES, *OPTIONAL_RULES, *OBJECTIVES, *KINDS]
    assert [code for code in codes if f"| `{code}` |" not in PAGE] == []


def test_page_gives_each_code_its_sentence():
    for code, kind in KINDS.items():
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{code}` |"))
        assert kind.english in row
        assert set(re.findall(r"`(\w+)`", row.split("|")[2])) == set(kind.data)


def test_page_names_every_key_of_the_record():
    document = Problem([Person("a")], [Person("m")]).solve().record()
    section = PAGE.split("## Record")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert named == document.keys()
    assert all(f"`{key}`" in section for key in document["solution"])


def test_example_of_the_page_runs_and_says_what_it_promises():
    code = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL).group(1)
    names: dict = {}
    exec(code, names)
    result = names["result"]
    assert result.pairs[0].score == 0.6
    assert result.certificate.proven
    assert result.check() == []
