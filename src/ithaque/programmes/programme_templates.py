"""Programme templates: a whole programme as data, read from `templates_data/`, both languages.

A template file holds texts, settings and two forms. Its forms may `use:` a section of `sections.yaml` or a
question of `questions.yaml` and reword it; its agreement lists clauses of `agreement.yaml`, its plan steps of
`plan.yaml`, its public page questions of `faq.yaml`. What is loaded is validated, so a fault is found by the
tests, never by a coordinator.
"""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from ithaque.kernel.bilingual import Bilingual
from ithaque.programmes.settings import ProgrammeSettings
from ithaque.questionnaires.schema import FormSchema

FOLDER = Path(__file__).parent / "templates_data"
ORDER = (
    "company-integration",
    "mobility",
    "student-alumni",
    "school-orientation",
    "youth-insertion",
    "inclusion",
    "reverse",
    "entrepreneurs",
    "return-to-work",
    "peers",
    "blank",
)


class ProgrammeTemplate(BaseModel):
    """What a new programme starts with."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    key: str
    name: Bilingual
    summary: Bilingual
    title: Bilingual
    tagline: Bilingual
    audience: Bilingual
    settings: ProgrammeSettings
    mentee_form: FormSchema
    mentor_form: FormSchema


@lru_cache
def template(key: str) -> ProgrammeTemplate:
    """Return the template of this key; raises KeyError when there is none."""
    if key not in ORDER:
        raise KeyError(key)
    document = _read(key)
    for form in ("mentee_form", "mentor_form"):
        document[form] = {"sections": [_section(section) for section in document[form]]}
    settings = document["settings"]
    settings["agreement"] = _agreement(settings["agreement"])
    settings["plan"] = [_read("plan")[step] | {"key": step} for step in settings["plan"]]
    page = settings["page"]
    page["questions"] = [_read("faq").get(str(one), one) for one in page["questions"]]
    return ProgrammeTemplate(key=key, **document)


def template_or_none(key: str) -> ProgrammeTemplate | None:
    """Return the template of this key, None when there is none."""
    return template(key) if key in ORDER else None


def all_templates() -> list[ProgrammeTemplate]:
    """Return every template, in the order shown."""
    return [template(key) for key in ORDER]


def _read(name: str) -> dict[str, Any]:
    """Return a file's content, to change at will."""
    return deepcopy(_parsed(name))


@lru_cache
def _parsed(name: str) -> dict[str, Any]:
    """Parse a file once: shared questions are asked for by each form of each template."""
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    return document


def _section(written: str | dict[str, Any]) -> dict[str, Any]:
    section = _in_full("sections", written)
    section["questions"] = [_in_full("questions", question) for question in section["questions"]]
    return section


def _in_full(file: str, written: str | dict[str, Any]) -> dict[str, Any]:
    """Return something shared in full: `needs`, or `{use: needs, label: …}`; what is written out stays."""
    written = {"use": written} if isinstance(written, str) else dict(written)
    shared = written.pop("use", None)
    return written if shared is None else {"key": shared, **_read(file)[shared], **written}


def _agreement(clauses: list[str]) -> dict[str, str]:
    texts = _read("agreement")
    return {
        language: "\n\n".join(texts[clause][language].strip() for clause in clauses)
        for language in ("fr", "en")
    }
