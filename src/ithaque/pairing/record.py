"""A pairing as one JSON document, and the same pairing made again from it.

The document holds what the computation used (neither names nor free texts, and of groups only those a floor speaks
of), the versions, a hash of the input, the solution and its certificate; nothing of the clock or of the machine.
Replaying gives the same bytes. Its form is published: `schema.record_schema`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import date
from importlib.metadata import version
from typing import Any

from ithaque import __version__

from .criteria import Criterion
from .messages import Message
from .people import Person, Skill
from .problem import Problem, Progress
from .result import Result
from .scoring import MILLION
from .settings import Settings

FORMAT = "ithaque.pairing/1"
SOLVERS = ("numpy", "scipy", "ortools")
GIVEN = ("mentees", "mentors", "settings", "plugs")
_LEFT_OUT = frozenset({"id", "name", "text", "group"})


class RecordError(ValueError):
    """The document is not a record that this version can follow; `message` says why."""

    def __init__(self, code: str, **data: Any) -> None:
        self.message = Message(f"record.{code}", data)
        super().__init__(str(self.message))


def record(result: Result) -> dict[str, Any]:
    """Return the document of a result."""
    problem, certificate = result.problem, result.certificate
    told = {str(floor["attribute"]) for floor in problem.settings.floors}
    given = {
        "mentees": [person_to_dict(person, told) for person in problem.mentees],
        "mentors": [person_to_dict(person) for person in problem.mentors],
        "settings": problem.settings.as_mapping(),
        "plugs": sorted(problem.plugs),
    }
    summary = {
        f.name: getattr(result.summary, f.name)
        for f in fields(result.summary)
        if f.name != "seconds"
    }
    return {
        "format": FORMAT,
        "versions": versions(),
        "input_hash": hashlib.sha256(to_bytes(given)).hexdigest(),
        **given,
        "solution": {
            "pairs": [
                {
                    "mentee": pair.mentee_id,
                    "mentor": pair.mentor_id,
                    "score": round(pair.score * MILLION),
                    "locked": pair.locked,
                }
                for pair in result.pairs
            ],
            "unmatched": [
                {"mentee": one.mentee_id, "cause": one.cause.as_dict()} for one in result.unmatched
            ],
            "meetings": [
                {"mentors": list(one.mentors), "mentees": list(one.mentees)}
                for one in result.meetings
            ],
        },
        "certificate": certificate.as_mapping(),
        "summary": summary,
    }


def versions() -> dict[str, str]:
    """Return what a result may depend on: this program and its solvers."""
    return {"ithaque": __version__, **{name: version(name) for name in SOLVERS}}


def replay(
    document: Mapping[str, Any],
    plugs: Sequence[Criterion] = (),
    progress: Progress | None = None,
) -> Result:
    """Return the pairing made again from a document: `replay(document).record() == document`.

    `plugs` are needed when the document names some: their contents are not in it. Raises `RecordError` for another
    format or an input that does not match its hash.
    """
    return problem_from(document, plugs).solve(progress)


def problem_from(document: Mapping[str, Any], plugs: Sequence[Criterion] = ()) -> Problem:
    """Return the problem held by a document. Raises `RecordError` when it is not one or was altered."""
    if document.get("format") != FORMAT:
        raise RecordError("format", got=str(document.get("format")), expected=FORMAT)
    if lost := {*GIVEN, "input_hash"} - document.keys():
        raise RecordError("lacks", keys=sorted(lost))
    given = {name: document[name] for name in GIVEN}
    if hashlib.sha256(to_bytes(given)).hexdigest() != document["input_hash"]:
        raise RecordError("hash")
    if missing := set(document["plugs"]) - {plug.code for plug in plugs}:
        raise RecordError("plugs", codes=sorted(missing))
    people = [[person_from_dict(one) for one in document[side]] for side in ("mentees", "mentors")]
    return Problem(people[0], people[1], Settings.from_mapping(document["settings"]), plugs)


def to_bytes(document: Mapping[str, Any]) -> bytes:
    """Return the document as canonical JSON: sorted keys, no space, UTF-8."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def person_to_dict(person: Person, told: Collection[str] = ()) -> dict[str, Any]:
    """Return what a person answered, as JSON values; of their groups, only the attributes told."""
    document: dict[str, Any] = {"id": person.id}
    if group := {name: person.group[name] for name in sorted(told) if name in person.group}:
        document["group"] = group
    for field in fields(Person):
        if field.name in _LEFT_OUT:
            continue
        value = getattr(person, field.name)
        if isinstance(value, frozenset):
            value = sorted(value)
        elif isinstance(value, date):
            value = value.isoformat()
        elif field.name in ("needs", "offers"):
            value = [[skill.key, skill.label, skill.level] for skill in value]
        elif isinstance(value, tuple):
            value = list(value)
        if value not in (None, [], {}) and value != field.default:
            document[field.name] = value
    return document


def person_from_dict(document: Mapping[str, Any]) -> Person:
    """Return the person written by `person_to_dict`."""
    values = dict(document)
    for name in ("needs", "offers"):
        if name in values:
            values[name] = tuple(Skill(*skill) for skill in values[name])
    if "waiting_since" in values:
        values["waiting_since"] = date.fromisoformat(values["waiting_since"])
    if isinstance(values.get("place"), list):
        values["place"] = tuple(values["place"])
    return Person(values.pop("id"), **values)
