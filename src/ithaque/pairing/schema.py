"""The published form of a record: what each key holds, as models and as JSON Schema.

`record.schema.json` beside this file is the schema as shipped; a test holds it to these models. Loaded only when a
record is read: making one needs nothing of it.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .record import FORMAT, RecordError

PLACES_SAID = 10

Millionths = int


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class PersonPart(_Part):
    """What one person answered; fields not answered are left out."""

    id: str
    needs: list[tuple[str, str, int | None]] = Field([], description="[key, label, level 1 to 3]")
    offers: list[tuple[str, str, int | None]] = Field([], description="[key, label, level 1 to 3]")
    path: list[str] = []
    style: dict[str, float] = {}
    expectations: dict[str, float] = {}
    interests: list[str] = []
    themes: dict[str, int] = Field({}, description="concept -> weight, read from own words")
    languages: list[str] = []
    availability: list[int] = Field([], description="hours of the week in UTC, 0 to 167")
    time_zone: str | None = None
    modality: list[str] = []
    place: str | tuple[float, float] | None = Field(None, description="name, or degrees")
    radius_km: float | None = None
    capacity: int = 1
    minimum_load: int = 0
    waiting_since: str | None = Field(None, description="date, ISO 8601")
    minor: bool = False
    adult: bool | None = None
    check_valid: bool | None = None
    trained: bool | None = None
    organisation: str | None = None
    team: str | None = None
    manager: str | None = None
    family: str | None = None
    seniority: int | None = None
    excluded: list[str] = []
    wishes: list[str] = []
    group: dict[str, str] = Field({}, description="only the attributes a floor speaks of")


class MessagePart(_Part):
    """A code of the engine's messages with its data."""

    code: str
    data: dict[str, Any]


class PairPart(_Part):
    """One pair made."""

    mentee: str
    mentor: str
    score: Millionths = Field(ge=0, le=1_000_000)
    locked: bool


class WaitingPart(_Part):
    """One mentee left waiting."""

    mentee: str
    cause: MessagePart


class MeetingPart(_Part):
    """People brought together: a circle, a team, or two peers, who have no mentors."""

    mentors: list[str]
    mentees: list[str]


class SolutionPart(_Part):
    """Who meets whom, and who waits."""

    pairs: list[PairPart]
    unmatched: list[WaitingPart]
    meetings: list[MeetingPart]


class StepPart(_Part):
    """One level of a leximin, with the prices that prove it."""

    score: Millionths | None
    pairs: int
    mentees: dict[str, int]
    mentors: dict[str, int]


class SetPart(_Part):
    """An odd set of peers and its price."""

    people: list[str]
    price: int


class CertificatePart(_Part):
    """Proof of the solution, in millionths: see `result.Certificate`."""

    objective: int
    bound: int
    proven: bool
    rounds: int
    stable: bool
    floor: Millionths | None
    mentees: dict[str, int]
    mentors: dict[str, int]
    floor_mentees: dict[str, int]
    floor_mentors: dict[str, int]
    levels: list[StepPart]
    all_levels: bool
    multipliers: list[int]
    sets: list[SetPart]
    searched: bool
    person: int
    more_placed: int


class SummaryPart(_Part):
    """The figures of the run."""

    mentees: int
    mentors: int
    places: int
    paired: int
    unmatched: int
    total: float
    mean: float
    lowest: float
    excluded: dict[str, int]
    objective: str


class RecordDocument(_Part):
    """A pairing as one document: input, settings, versions, solution and certificate."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={"$schema": "https://json-schema.org/draft/2020-12/schema"},
    )

    format: Literal["ithaque.pairing/1"]
    versions: dict[str, str]
    input_hash: str = Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of the input")
    mentees: list[PersonPart]
    mentors: list[PersonPart]
    settings: dict[str, Any] = Field(description="as Settings.from_mapping reads them")
    plugs: list[str]
    solution: SolutionPart
    certificate: CertificatePart
    summary: SummaryPart
    intake: dict[str, Any] | None = Field(
        None, description="what the command line read, and how; not part of the computation"
    )


def verify_form(document: Any) -> dict[str, Any]:
    """Return the document when it has the published form. Raises `RecordError` listing the places at fault."""
    if not isinstance(document, dict):
        raise RecordError("format", got=type(document).__name__, expected=FORMAT)
    if document.get("format") != FORMAT:
        raise RecordError("format", got=str(document.get("format"))[:60], expected=FORMAT)
    try:
        RecordDocument.model_validate_json(json.dumps(document))
    except ValidationError as error:
        found = [".".join(map(str, fault["loc"])) for fault in error.errors()]
        places = list(dict.fromkeys(found))
        raise RecordError("shape", places=places[:PLACES_SAID], count=len(places)) from error
    return document


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema of a record, as shipped."""
    text = files("ithaque.pairing").joinpath("record.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def made_schema() -> str:
    """Return the text of the schema of these models."""
    schema = RecordDocument.model_json_schema()
    return json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
