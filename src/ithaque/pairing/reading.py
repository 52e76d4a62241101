"""Reading settings from a document, with one error that lists every fault and its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any

from .aims import Objective, faults_in
from .floors import MEASURES
from .formats import faults_in as faults_in_format
from .messages import Message
from .settings import (
    OPTIONAL_RULES,
    PROTECTIVE,
    RULES,
    WEIGHTS,
    Fault,
    Pair,
    Settings,
    SettingsError,
)

FLOOR_KEYS = frozenset({"attribute", "value", "measure", "least"})


def unknown(name: object, known: Iterable[str]) -> Message:
    """Return the fault of a name that is not known here."""
    return Message("fault.unknown", {"name": str(name), "known": sorted(known)})


class _Reader:
    """Values read one by one; faults are kept, not raised."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, place: str, code: str, **data: Any) -> None:
        self.faults.append(Fault(place, Message(f"fault.{code}", data)))

    def unknown(self, place: str, name: str, known: Iterable[str]) -> None:
        self.faults.append(Fault(place, unknown(name, known)))

    def number(self, place: str, value: Any, low: float, high: float, whole: bool = False) -> Any:
        """Return a number within bounds, None after a fault."""
        kind = "a whole number" if whole else "a number"
        if (
            isinstance(value, bool)
            or not isinstance(value, int if whole else (int, float))
            or value != value
        ):
            self.fault(place, "type", expected=kind, got=repr(value))
        elif not low <= value <= high:
            self.fault(place, "range", got=value, low=low, high=high)
        else:
            return value
        return None

    def mapping(self, place: str, value: Any) -> Mapping[str, Any]:
        if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
            return value
        self.fault(place, "type", expected="names with their values", got=repr(value))
        return {}

    def items(self, place: str, value: Any) -> list[Any]:
        if isinstance(value, (list, tuple)):
            return list(value)
        self.fault(place, "type", expected="a list", got=repr(value))
        return []

    def truth(self, place: str, value: Any) -> bool:
        if not isinstance(value, bool):
            self.fault(place, "type", expected="true or false", got=repr(value))
        return bool(value)


def read_settings(data: Mapping[str, Any]) -> Settings:
    """Return the settings of a document; see `Settings.from_mapping`."""
    reader = _Reader()
    values: dict[str, Any] = {}
    known = {field.name for field in fields(Settings)}
    for name, value in reader.mapping("settings", data).items():
        if name not in known:
            reader.unknown(name, name, known)
        elif value is not None:
            values[name] = _READERS[name](reader, name, value)
    if reader.faults:
        raise SettingsError(reader.faults)
    return Settings(**values)


def _weights(reader: _Reader, place: str, value: Any) -> dict[str, float]:
    weights: dict[str, float] = {}
    for code, weight in reader.mapping(place, value).items():
        if code not in WEIGHTS:
            reader.unknown(f"{place}.{code}", code, WEIGHTS)
        else:
            weights[code] = reader.number(f"{place}.{code}", weight, 0, 1_000_000) or 0
    if not reader.faults and not any(weights.values()):
        reader.fault(place, "weights_zero")
    return weights


def _criteria(reader: _Reader, place: str, value: Any) -> dict[str, Any]:
    from .criteria import CRITERIA

    options = reader.mapping(place, value)
    for code, given in options.items():
        if code not in CRITERIA:
            reader.unknown(f"{place}.{code}", code, CRITERIA)
            continue
        known = {field.name: field for field in fields(CRITERIA[code])}
        for name, one in reader.mapping(f"{place}.{code}", given).items():
            where = f"{place}.{code}.{name}"
            if name not in known or name == "vectors":
                reader.unknown(where, name, known.keys() - {"vectors"})
            elif name in ("ranges", "complementary", "ranks"):
                _compound_option(reader, where, name, one)
            else:
                whole = known[name].type in (int, "int")
                reader.number(where, one, _LOWEST.get((code, name), 0), 5000, whole)
    return dict(options)


# Options by which a criterion divides are at least this much.
_LOWEST: dict[tuple[str, str], float] = {
    ("interests", "enough"): 1,
    ("availability", "enough"): 1,
    ("path", "most"): 1,
    ("style", "range"): 0.25,
    ("expectations", "range"): 0.25,
    ("distance", "km"): 0.1,
    ("time_zone", "hours"): 0.25,
    ("text", "high"): 0.01,
}


def _compound_option(reader: _Reader, place: str, name: str, value: Any) -> None:
    if name == "ranges":
        for item, one in reader.mapping(place, value).items():
            reader.number(f"{place}.{item}", one, 0.25, 1000)
    elif name == "ranks":
        for k, one in enumerate(reader.items(place, value)):
            reader.number(f"{place}[{k}]", one, 0.01, 1000)
    else:
        reader.items(place, value)


def _rules(reader: _Reader, place: str, value: Any) -> dict[str, Any]:
    known = {**RULES, **OPTIONAL_RULES}
    if isinstance(value, (list, tuple)):
        chosen: dict[str, Any] = dict.fromkeys(RULES.keys() - PROTECTIVE, False)
        for k, entry in enumerate(value):
            if isinstance(entry, str):
                chosen |= _rule(reader, f"{place}[{k}]", entry, True, known)
            else:
                for code, options in reader.mapping(f"{place}[{k}]", entry).items():
                    chosen |= _rule(reader, f"{place}[{k}].{code}", code, options, known)
        return dict(sorted(chosen.items()))
    rules: dict[str, Any] = {}
    for code, options in reader.mapping(place, value).items():
        rules |= _rule(reader, f"{place}.{code}", code, options, known)
    return rules


def _rule(
    reader: _Reader, place: str, code: str, options: Any, known: Mapping[str, Any]
) -> dict[str, Any]:
    if code not in known:
        reader.unknown(place, code, known)
        return {}
    if isinstance(options, bool) or options is None:
        return {code: options is not False}
    given = reader.mapping(place, options)
    for name, value in given.items():
        if name not in known[code]:
            reader.unknown(f"{place}.{name}", name, known[code])
        else:
            reader.number(f"{place}.{name}", value, 0, 20_000)
    return {code: dict(given)}


def _fields(reader: _Reader, place: str, value: Any) -> tuple[Mapping[str, Any], ...]:
    from .rules.conditions import FIELDS, TESTS

    for k, entry in enumerate(reader.items(place, value)):
        where = f"{place}[{k}]"
        rule = reader.mapping(where, entry)
        for name in rule.keys() - {"name", "mentee", "mentor", "must"}:
            reader.unknown(f"{where}.{name}", name, ("name", "mentee", "mentor", "must"))
        for name, known in (("mentee", FIELDS), ("mentor", FIELDS), ("must", tuple(TESTS))):
            one = rule.get(name, rule.get("mentee") if name == "mentor" else None)
            if one not in known:
                reader.unknown(f"{where}.{name}", str(one), known)
        if not isinstance(rule.get("name"), str) or not rule["name"]:
            reader.fault(f"{where}.name", "type", expected="a name", got=repr(rule.get("name")))
    return tuple(value) if isinstance(value, (list, tuple)) else ()


def _pairs(reader: _Reader, place: str, value: Any) -> tuple[Pair, ...]:
    pairs: list[Pair] = []
    for k, entry in enumerate(reader.items(place, value)):
        if isinstance(entry, Mapping) and entry.keys() == {"mentee", "mentor"}:
            entry = [entry["mentee"], entry["mentor"]]
        if (
            isinstance(entry, (list, tuple))
            and len(entry) == 2
            and all(isinstance(e, (str, int)) for e in entry)
        ):
            pairs.append((str(entry[0]), str(entry[1])))
        else:
            reader.fault(f"{place}[{k}]", "type", expected="a mentee and a mentor", got=repr(entry))
    return tuple(pairs)


def _objective(reader: _Reader, place: str, value: Any) -> Objective:
    if not isinstance(value, (str, Mapping, list, tuple)):
        reader.fault(place, "type", expected="a name, weights or a list of them", got=repr(value))
        return "total"
    for where, code, data in faults_in(value):
        reader.fault(f"{place}{where}", code, **data)
    return tuple(value) if isinstance(value, list) else value


def _floors(reader: _Reader, place: str, value: Any) -> tuple[Mapping[str, Any], ...]:
    floors = []
    for k, entry in enumerate(reader.items(place, value)):
        floor = reader.mapping(f"{place}[{k}]", entry)
        for name in floor.keys() - FLOOR_KEYS:
            reader.unknown(f"{place}[{k}].{name}", name, FLOOR_KEYS)
        for name in sorted({"attribute", "least"} - floor.keys()):
            reader.fault(f"{place}[{k}].{name}", "type", expected="a value", got="nothing")
        if floor.get("measure", MEASURES[0]) not in MEASURES:
            reader.unknown(f"{place}[{k}].measure", str(floor["measure"]), MEASURES)
        if "least" in floor:
            reader.number(f"{place}[{k}].least", floor["least"], 0, 1)
        floors.append(dict(floor))
    return tuple(floors)


def _format(reader: _Reader, place: str, value: Any) -> str | Mapping[str, Any]:
    if not isinstance(value, str):
        value = dict(reader.mapping(place, value))
    for where, code, data in faults_in_format(value):
        reader.fault(f"{place}{where}", code, **data)
    chosen: str | Mapping[str, Any] = value
    return chosen


def _hours(reader: _Reader, place: str, value: Any) -> dict[str, Any]:
    given = reader.mapping(place, value)
    for name in given.keys() - {"offered", "asked", "between"}:
        reader.unknown(f"{place}.{name}", name, ("offered", "asked", "between"))
    hours: dict[str, Any] = {}
    for name in given.keys() & {"offered", "asked"}:
        hours[name] = {
            person: reader.number(f"{place}.{name}.{person}", one, 0, 744)
            for person, one in reader.mapping(f"{place}.{name}", given[name]).items()
        }
    if "between" in given:
        hours["between"] = []
        for k, one in enumerate(reader.items(f"{place}.between", given["between"])):
            where = f"{place}.between[{k}]"
            if len(three := reader.items(where, one)) == 3:
                ids = str(three[0]), str(three[1])
                hours["between"].append([*ids, reader.number(where, three[2], 0, 744)])
            else:
                reader.fault(where, "type", expected="a mentee, a mentor, hours", got=repr(one))
    return hours


def _capacities(reader: _Reader, place: str, value: Any) -> dict[str, int]:
    return {
        code: reader.number(f"{place}.{code}", one, 0, 10_000, whole=True)
        for code, one in reader.mapping(place, value).items()
    }


def _bands(reader: _Reader, place: str, value: Any) -> tuple[float, ...]:
    bounds = tuple(
        reader.number(f"{place}[{k}]", one, 0, 1) or 0.0
        for k, one in enumerate(reader.items(place, value))
    )
    if len(bounds) != 3 or list(bounds) != sorted(bounds):
        reader.fault(place, "type", expected="three rising bounds from 0 to 1", got=repr(value))
    return bounds


def _number(low: float, high: float, whole: bool = True) -> Callable[[_Reader, str, Any], Any]:
    return lambda reader, place, value: reader.number(place, value, low, high, whole)


_READERS: dict[str, Callable[[_Reader, str, Any], Any]] = {
    "weights": _weights,
    "criteria": _criteria,
    "rules": _rules,
    "fields": _fields,
    "objective": _objective,
    "most_people_first": _Reader.truth,
    "floors": _floors,
    "hours": _hours,
    "format": _format,
    "seed": _number(0, 2**31),
    "locks": _pairs,
    "forbids": _pairs,
    "broken": _pairs,
    "current": _pairs,
    "inertia": _number(0, 1, whole=False),
    "capacities": _capacities,
    "bands": _bands,
    "prove": _Reader.truth,
    "candidates": _number(1, 1000),
    "dense_limit": _number(1, 5000),
    "memory_mb": _number(64, 1_000_000),
    "workers": _number(0, 1024),
}
