"""A programme template as one file: written in YAML, read from YAML or JSON, whoever wrote it.

The file says what it is and in which version of the format. A newer version is refused; a field this version
does not know is left aside and named; anything else wrong refuses the whole file, with its place in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from ithaque.kernel.bilingual import Bilingual
from ithaque.kernel.errors import Refusal
from ithaque.programmes.programme_templates import ProgrammeTemplate

FORMAT, VERSION = "ithaque-programme-template", 1
LARGEST = 512 * 1024
"""Bytes; the longest template that ships weighs 30 kB."""
FAULTS_TOLD = 4
CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|(?:\+33|\b0)[\s.]?[1-9](?:[\s.]?\d\d){4}\b")


@dataclass(frozen=True)
class FileRead:
    """The template a file holds, and the places of what this version does not know."""

    template: ProgrammeTemplate
    left_aside: tuple[str, ...]


class _Loader(yaml.SafeLoader):
    """Plain data only: a file that repeats itself by reference could grow without end."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("references are not read")
        return super().compose_node(parent, index)


def written(template: ProgrammeTemplate) -> bytes:
    """Return the file of a template, in YAML, UTF-8; what is at its default is left out."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "template": template.model_dump(mode="json", exclude_defaults=True),
    }
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120).encode()


def read(content: bytes) -> FileRead:
    """Return the template of a file; raises Refusal with a sentence, and then nothing is kept."""
    document = _document(content)
    template = document.get("template")
    if document.get("format") != FORMAT or not isinstance(template, dict):
        raise _refusal(
            "not_a_template",
            _("This file is not a programme template. Choose one exported from Ithaque."),
        )
    version = document.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise _refusal(
            "template_newer",
            _(
                "This template was written by a newer Ithaque (format %(theirs)s; this one reads up to %(ours)d)."
                " Update Ithaque, or export it again from an instance like this one."
            )
            % {"theirs": version, "ours": VERSION},
        )
    return _validated({"key": "imported", **template})


def contacts_in(template: ProgrammeTemplate) -> list[str]:
    """Return the e-mail addresses and telephone numbers someone typed in the texts of a template."""
    found = [match for text in _texts(template) for match in CONTACT.findall(text)]
    return sorted(set(found))


def _document(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST:
        raise _refusal(
            "template_too_large",
            _("A template weighs at most %(most)d kB; this file is larger.")
            % {"most": LARGEST // 1024},
        )
    try:
        document = yaml.load(content.decode("utf-8-sig"), Loader=_Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _refusal(
            "template_unreadable",
            _("This file cannot be read: it is damaged, or of another kind."),
        ) from error
    return document if isinstance(document, dict) else {}


def _validated(document: dict[str, Any]) -> FileRead:
    """Read a document twice at most: once to find what is unknown, once without it."""
    try:
        return FileRead(ProgrammeTemplate.model_validate(document), ())
    except ValidationError as error:
        unknown = [fault["loc"] for fault in error.errors() if fault["type"] == "extra_forbidden"]
        if not unknown:
            raise _faulty(error) from error
    for place in unknown:
        _remove(document, place)
    try:
        template = ProgrammeTemplate.model_validate(document)
    except ValidationError as error:
        raise _faulty(error) from error
    return FileRead(template, tuple(_in_words(place) for place in unknown))


def _remove(document: Any, place: tuple[int | str, ...]) -> None:
    *parents, last = place
    for part in parents:
        document = document[part]
    document.pop(last, None)


def _faulty(error: ValidationError) -> Refusal:
    faults = [f"{_in_words(fault['loc'])}: {_reason(fault)}" for fault in error.errors()]
    told = "; ".join(faults[:FAULTS_TOLD])
    more = len(faults) - FAULTS_TOLD
    if more > 0:
        told = _("%(told)s; and %(more)d more") % {"told": told, "more": more}
    return _refusal(
        "template_faulty",
        _("This template cannot be used as it is. %(faults)s.") % {"faults": told},
    )


def _reason(fault: Any) -> str:
    if fault["type"] == "missing":
        return _("missing")
    own = fault.get("ctx", {}).get("error")
    return str(own).rstrip(".") if own else _("a value that cannot be used")


def _in_words(place: tuple[int | str, ...]) -> str:
    return " › ".join(str(part + 1) if isinstance(part, int) else part for part in place) or "…"


def _texts(value: Any) -> list[str]:
    if isinstance(value, Bilingual):
        return [value.fr, value.en]
    if isinstance(value, BaseModel):
        return [text for name in type(value).model_fields for text in _texts(getattr(value, name))]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item)]
    return []


def _refusal(code: str, sentence: str) -> Refusal:
    return Refusal(
        code, _("%(sentence)s Nothing was imported.") % {"sentence": sentence}, conflict=False
    )
