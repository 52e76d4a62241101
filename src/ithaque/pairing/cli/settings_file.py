"""The settings of a run, as a person writes them in a YAML file: every fault at once, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from ithaque.pairing.intake import Limits, Record, Side
from ithaque.pairing.intake.header import fold
from ithaque.pairing.messages import Message
from ithaque.pairing.reading import unknown
from ithaque.pairing.settings import Fault, Settings, SettingsError

OWN_KEYS = ("language", "columns", "capacities", "limits", "sheets")
LANGUAGES = ("fr", "en")
SIDES: tuple[Side, ...] = ("mentee", "mentor")
LARGEST_FILE = 1_000_000
MOST_PLACES = 1_000


@dataclass(frozen=True)
class PlacedFault:
    """One thing wrong in the settings: its line in the file when known, its key, what to say."""

    line: int | None
    key: str
    message: Message


class SettingsFileError(Exception):
    """The settings file cannot be used; `faults` lists everything that is wrong in it."""

    def __init__(self, path: str, faults: list[PlacedFault]) -> None:
        super().__init__(path, faults)
        self.path, self.faults = path, faults


@dataclass
class MatchSettings:
    """What a settings file says: the engine's document, and what concerns the files read."""

    path: str = ""
    language: str = ""
    engine: dict[str, Any] = field(default_factory=dict)
    columns: dict[Side, dict[str, str]] = field(default_factory=dict)
    sheets: dict[Side, str] = field(default_factory=dict)
    default_capacity: int | None = None
    capacity_column: str = ""
    capacities: dict[str, int] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def floor_attributes(self) -> list[str]:
        """Return the columns of the mentees' file that floors speak of."""
        floors = self.engine.get("floors") or ()
        return [str(one["attribute"]) for one in floors if "attribute" in one]

    def engine_settings(self, mentees: list[Record], mentors: list[Record]) -> Settings:
        """Return the engine's settings, people named by identifier, e-mail or name made identifiers."""
        document = dict(self.engine)
        named = {"mentee": _called(mentees), "mentor": _called(mentors)}
        for key in ("locks", "forbids", "broken", "current"):
            if isinstance(document.get(key), list):
                document[key] = [_pair(pair, named) for pair in document[key]]
        capacities = {}
        for name, places in self.capacities.items():
            capacities[named["mentor"].get(fold(name)) or name] = places
        if capacities:
            document["capacities"] = capacities
        return Settings.from_mapping(document)

    def placed(self, fault: Fault) -> PlacedFault:
        """Return an engine's fault with the line of the file its place stands on."""
        return PlacedFault(line_of(fault.place, self.lines), fault.place, fault.message)


def read_settings_file(path: Path | None) -> MatchSettings:
    """Return what a settings file says; without a file, the defaults.

    Raises `SettingsFileError` listing every fault of the file's form and of the keys that concern the files read;
    the engine's own keys are checked by `MatchSettings.engine_settings`.
    """
    if path is None:
        return MatchSettings()
    document, lines = load_yaml(path)
    faults: list[PlacedFault] = []
    settings = MatchSettings(path=str(path), lines=lines)
    settings.engine = {key: value for key, value in document.items() if key not in OWN_KEYS}
    for key, reader in _READERS.items():
        if key in document:
            faults += [_placed(lines, *fault) for fault in reader(settings, document[key])]
    try:
        Settings.from_mapping(settings.engine)
    except SettingsError as error:
        faults += [settings.placed(fault) for fault in error.faults]
    if faults:
        raise SettingsFileError(str(path), sorted(faults, key=lambda fault: fault.line or 0))
    return settings


Found = Iterator[tuple[str, Message]]


def _placed(lines: dict[str, int], key: str, message: Message) -> PlacedFault:
    return PlacedFault(line_of(key, lines), key, message)


def wrong_type(expected: str, got: object) -> Message:
    """Return the fault of a value of another kind."""
    return Message("fault.type", {"expected": expected, "got": str(got)[:60]})


def _read_language(settings: MatchSettings, value: Any) -> Found:
    if value in LANGUAGES:
        settings.language = value
    else:
        yield "language", unknown(value, list(LANGUAGES))


def _sides(key: str, value: Any) -> Iterator[tuple[Side | None, str, Any, Message | None]]:
    if not isinstance(value, dict):
        yield None, key, value, wrong_type("mentees: …, mentors: …", value)
        return
    for name, inner in value.items():
        side = {"mentees": SIDES[0], "mentors": SIDES[1]}.get(str(name))
        if side is None:
            yield None, f"{key}.{name}", inner, unknown(name, ["mentees", "mentors"])
        else:
            yield side, f"{key}.{name}", inner, None


def _read_columns(settings: MatchSettings, value: Any) -> Found:
    for side, key, inner, fault in _sides("columns", value):
        if fault or side is None or not isinstance(inner, dict):
            yield key, fault or wrong_type("column: field", inner)
            continue
        settings.columns[side] = {str(column): str(name or "") for column, name in inner.items()}


def _read_sheets(settings: MatchSettings, value: Any) -> Found:
    for side, key, inner, fault in _sides("sheets", value):
        if fault or side is None:
            yield key, fault or wrong_type("mentees, mentors", inner)
        else:
            settings.sheets[side] = str(inner)


def _read_capacities(settings: MatchSettings, value: Any) -> Found:
    if not isinstance(value, dict):
        yield "capacities", wrong_type("default, column, people", value)
        return
    for name, inner in value.items():
        if name == "default":
            if is_places(inner):
                settings.default_capacity = inner
            else:
                yield "capacities.default", _places_fault(inner)
        elif name == "column" and isinstance(inner, str):
            settings.capacity_column = inner
        elif name == "people" and isinstance(inner, dict):
            for person, places in inner.items():
                if is_places(places):
                    settings.capacities[str(person)] = places
                else:
                    yield f"capacities.people.{person}", _places_fault(places)
        else:
            yield f"capacities.{name}", unknown(name, ["default", "column", "people"])


def is_places(value: Any) -> bool:
    """Return whether a value of a file is a number of places."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_PLACES


def _places_fault(value: Any) -> Message:
    return Message("fault.range", {"got": str(value)[:60], "low": 0, "high": MOST_PLACES})


def _read_limits(settings: MatchSettings, value: Any) -> Found:
    known = [one.name for one in fields(Limits)]
    if not isinstance(value, dict):
        yield "limits", wrong_type(", ".join(known), value)
        return
    good = {}
    for name, inner in value.items():
        if name not in known:
            yield f"limits.{name}", unknown(name, known)
        elif not isinstance(inner, int) or isinstance(inner, bool) or inner < 1:
            yield f"limits.{name}", wrong_type("1, 2, 3…", inner)
        else:
            good[name] = inner
    settings.limits = Limits(**good)


_READERS = {
    "language": _read_language,
    "columns": _read_columns,
    "sheets": _read_sheets,
    "capacities": _read_capacities,
    "limits": _read_limits,
}


# -- people named in the settings ----------------------------------------------------------------------------------


def _called(records: list[Record]) -> dict[str, str]:
    names: dict[str, str] = {}
    for record in records:
        names.setdefault(fold(record.name), record.id)
    for record in records:
        names |= {fold(word): record.id for word in (record.id, record.email) if word}
    return names


def _pair(pair: Any, named: dict[str, dict[str, str]]) -> Any:
    if isinstance(pair, list) and len(pair) == 2:
        return [
            named[side].get(fold(str(one)), str(one)) for side, one in zip(SIDES, pair, strict=True)
        ]
    return {side: named.get(side, {}).get(fold(str(one)), one) for side, one in pair.items()}


# -- YAML with its lines ---------------------------------------------------------------------------------------------


def load_yaml(path: Path) -> tuple[dict[str, Any], dict[str, int]]:
    """Return a YAML mapping and the line of each of its places. Raises `SettingsFileError`."""
    import yaml

    def refuse(line: int | None, code: str, **data: Any) -> SettingsFileError:
        return SettingsFileError(str(path), [PlacedFault(line, "", Message(code, data))])

    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_FILE + 1).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise refuse(
            None, "settings.unreadable", reason=getattr(error, "strerror", None) or "UTF-8"
        ) from error
    if len(text) > LARGEST_FILE:
        raise refuse(None, "settings.too_big", limit=LARGEST_FILE)
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.AliasToken):
                raise refuse(token.start_mark.line + 1, "settings.alias")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or ""
        raise refuse(
            mark.line + 1 if mark else None, "settings.not_yaml", problem=problem
        ) from error
    if document is None:
        return {}, {}
    if not isinstance(document, dict):
        raise refuse(1, "settings.no_mapping")
    lines: dict[str, int] = {}
    twice = list(_walk(node, "", lines))
    if twice:
        faults = [
            PlacedFault(line, key, Message("settings.key_twice", {"key": key}))
            for key, line in twice
        ]
        raise SettingsFileError(str(path), faults)
    return {str(key): value for key, value in document.items()}, lines


def _walk(node: Any, place: str, lines: dict[str, int]) -> Iterator[tuple[str, int]]:
    """Note the line of each key of a document, yield the keys written twice."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            inner = f"{place}.{key.value}" if place else str(key.value)
            if key.value in seen:
                yield inner, key.start_mark.line + 1
            seen.add(key.value)
            lines[inner] = key.start_mark.line + 1
            yield from _walk(value, inner, lines)
    elif isinstance(node, yaml.SequenceNode):
        for at, value in enumerate(node.value):
            inner = f"{place}[{at}]"
            lines[inner] = value.start_mark.line + 1
            yield from _walk(value, inner, lines)


def line_of(place: str, lines: dict[str, int]) -> int | None:
    """Return the line of a place, or of the nearest thing around it that has one."""
    while place:
        if place in lines:
            return lines[place]
        shorter = re.sub(r"(\.[^.\[\]]*|\[[^\]]*\])$", "", place)
        place = shorter if shorter != place else ""
    return None
