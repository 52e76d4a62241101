"""What the engine says, as codes with data: the caller renders them in the reader's language.

`KINDS` is the table of all codes. Each gives the data a message carries and an English sentence, so that the
library alone can speak and tests can hold renderers to the whole table. Data are plain JSON values; names of
skills, interests and places are given as typed by people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to say: a code of `KINDS` and its data."""

    code: str
    data: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return KINDS[self.code].english.format(
            **{key: _plain(value) for key, value in self.data.items()}
        )

    def as_dict(self) -> dict[str, Any]:
        return {"code": self.code, "data": self.data}


@dataclass(frozen=True, slots=True)
class Kind:
    """A code's English sentence and its data, name -> meaning."""

    english: str
    data: Mapping[str, str]


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(item)}" for key, item in value.items())
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


_SKILLS = "labels, most wanted first"
_ITEMS = "item codes, at most 3"

REASONS: dict[str, Kind] = {
    "needs.first": Kind(
        "{skill}, the first need, is a strength of the mentor ({count} of {total} needs covered).",
        {"skill": "label", "skills": _SKILLS, "count": "needs covered", "total": "needs expressed"},
    ),
    "needs.covered": Kind(
        "{count} of {total} needs are strengths of the mentor: {skills}.",
        {"skills": _SKILLS, "count": "needs covered", "total": "needs expressed"},
    ),
    "path.same": Kind(
        "The mentor has lived the path aimed at: {items}.", {"items": "codes or words, at most 3"}
    ),
    "path.near": Kind(
        "The mentor has lived a path near the one aimed at: {items}.", {"items": "mentor's codes"}
    ),
    "style.close": Kind(
        "Close ways of working on {count} of {total} points.", {"count": "items", "total": "items"}
    ),
    "interests.shared": Kind(
        "Interests in common: {items}.", {"items": "words, at most 3", "count": "all of them"}
    ),
    "expectations.aligned": Kind("Same expectations: {items}.", {"items": _ITEMS}),
    "availability.shared": Kind(
        "{hours} hours of the week in common.",
        {"hours": "hours a week", "slots": "first three common hours of the week in UTC, 0..167"},
    ),
    "wishes.mutual": Kind(
        "Each wished for the other.", {"mentee_rank": "from 1", "mentor_rank": "from 1"}
    ),
    "wishes.mentee": Kind("The mentee wished for this mentor (wish {rank}).", {"rank": "from 1"}),
    "wishes.mentor": Kind("The mentor wished for this mentee (wish {rank}).", {"rank": "from 1"}),
    "distance.near": Kind("{km} km apart.", {"km": "kilometres, rounded"}),
    "distance.same_place": Kind("Same place: {place}.", {"place": "as typed"}),
    "time_zone.close": Kind("{hours} hours between their clocks.", {"hours": "difference"}),
    "seniority.above": Kind("The mentor is {steps} steps ahead.", {"steps": "grades"}),
    "organisation.other": Kind(
        "The mentor works elsewhere: {organisation}.", {"organisation": "mentor's"}
    ),
    "text.themes": Kind(
        "Their own words speak of the same things: {themes}.",
        {"themes": "codes of ESCO or ROME, at most 3"},
    ),
    "text.close": Kind("Their own words are close.", {}),
}

CARES: dict[str, Kind] = {
    "needs.none": Kind(
        "None of the needs is a strength of the mentor: {missing}.", {"missing": _SKILLS}
    ),
    "needs.partly": Kind("Some needs are not covered: {missing}.", {"missing": _SKILLS}),
    "needs.level": Kind(
        "The level offered is below the level wished: {skills}.", {"skills": _SKILLS}
    ),
    "path.far": Kind(
        "The path aimed at is not the one the mentor lived: {items}.", {"items": "aimed at"}
    ),
    "style.far": Kind("Different ways of working: {items}.", {"items": _ITEMS}),
    "interests.none": Kind("No interest in common.", {}),
    "expectations.far": Kind(
        "Different expectations on {item}: mentee {mentee}, mentor {mentor}.",
        {"item": "item code", "mentee": "answer", "mentor": "answer"},
    ),
    "availability.short": Kind(
        "Only {hours} hours of the week in common.", {"hours": "hours a week"}
    ),
    "wishes.other": Kind("The mentee had wished for someone else.", {"wishes": "number of wishes"}),
    "distance.far": Kind("{km} km apart.", {"km": "kilometres, rounded"}),
    "distance.other_place": Kind("They live in different places.", {}),
    "time_zone.far": Kind("{hours} hours between their clocks.", {"hours": "difference"}),
    "seniority.near": Kind(
        "The mentor is not ahead of the mentee ({steps} steps).", {"steps": "may be negative"}
    ),
    "seniority.far": Kind("The mentor is far ahead ({steps} steps).", {"steps": "grades"}),
    "organisation.same": Kind("Both belong to {organisation}.", {"organisation": "name"}),
    "text.far": Kind("Their own words have little in common.", {}),
    "confidence.low": Kind(
        "Few answers to go by; missing: {criteria}.", {"criteria": "criterion codes"}
    ),
}

CAUSES: dict[str, Kind] = {
    "unmatched.no_mentor": Kind("There is no mentor.", {}),
    "unmatched.no_place": Kind(
        "No mentor has a place.", {"mentors": "number of mentors, all of capacity 0"}
    ),
    "unmatched.rule": Kind(
        "The rule “{rule}” excludes all {total} mentors.",
        {
            "rule": "rule code",
            "excluded": "mentors excluded, all of them",
            "alone": "mentors that no other rule excludes: relaxing this one would open them",
            "total": "mentors with a place",
        },
    ),
    "unmatched.rules": Kind(
        "Together, rules exclude all {total} mentors: {rules}.",
        {
            "rules": "rule code -> mentors it alone excludes, a smallest set found",
            "total": "mentors with a place",
        },
    ),
    "unmatched.full": Kind(
        "The {compatible} compatible mentors are full.",
        {"compatible": "mentors", "places": "places of these mentors"},
    ),
    "unmatched.dominated": Kind(
        "{rivals} people can only go to the same {mentors} mentors, who have {places} places.",
        {
            "rivals": "mentees competing, this one included",
            "mentors": "mentors they accept, all full",
            "places": "places of these mentors",
            "compatible": "mentors this person accepts",
        },
    ),
    "unmatched.unprofitable": Kind(
        "Leaving this person aside gives the better total: most people first was not asked.",
        {"compatible": "mentors"},
    ),
    "unmatched.group": Kind(
        "Of the {compatible} compatible mentors, none has room in a group of {least} to {most}.",
        {"compatible": "mentors", "least": "smallest group", "most": "largest group"},
    ),
    "unmatched.odd": Kind(
        "The {compatible} compatible people are paired with each other: one person was over.",
        {"compatible": "people"},
    ),
    "unmatched.stable": Kind(
        "The {compatible} compatible mentors prefer the people they have.",
        {"compatible": "mentors"},
    ),
}

MOVES: dict[str, Kind] = {
    "move.kept": Kind("Unchanged.", {}),
    "move.refused": Kind("Their pair was declined.", {}),
    "move.mentor_left": Kind("Their mentor left.", {}),
    "move.mentee_left": Kind("The mentee left.", {}),
    "move.rule": Kind("The rule “{rule}” now forbids their earlier pair.", {"rule": "rule code"}),
    "move.no_place": Kind("Their mentor has no place any more.", {}),
    "move.arrived": Kind("A person who arrived.", {}),
    "move.waited": Kind("Waited before, has a mentor now.", {}),
    "move.for_others": Kind("Moved, so that others can have a mentor or fit much better.", {}),
}

FAULTS: dict[str, Kind] = {
    "fault.unknown": Kind(
        "{name} is not known here; choose among: {known}.", {"name": "written", "known": "names"}
    ),
    "fault.type": Kind("expected {expected}, got {got}.", {"expected": "what", "got": "written"}),
    "fault.range": Kind(
        "{got} is outside {low} to {high}.", {"got": "written", "low": "bound", "high": "bound"}
    ),
    "fault.weights_zero": Kind("at least one weight must be above 0.", {}),
    "fault.aims": Kind(
        "{step} cannot be combined with {other} in this order.",
        {"step": "objective", "other": "objective before it"},
    ),
    "fault.floor": Kind(
        "group {group}: {measure} cannot be {floor} with the other floors; the most is {value}.",
        {"group": "attribute:value", "measure": "placed or fit", "value": "0..1", "floor": "0..1"},
    ),
    "fault.group": Kind(
        "no mentee has {attribute} {value}.", {"attribute": "name", "value": "written"}
    ),
    "fault.duplicate": Kind("{id} appears {times} times.", {"id": "person", "times": "number"}),
    "fault.stranger": Kind(
        "{id} is not among the {side}.", {"id": "person", "side": "mentees or mentors"}
    ),
    "fault.contradiction": Kind(
        "{mentee} and {mentor} are both locked and forbidden.", {"mentee": "", "mentor": ""}
    ),
    "fault.lock_rule": Kind(
        "{mentee} and {mentor} are locked but the protective rule “{rule}” forbids them.",
        {"mentee": "id", "mentor": "id", "rule": "rule code"},
    ),
    "fault.lock_twice": Kind("{mentee} is locked with several mentors.", {"mentee": "id"}),
    "fault.lock_capacity": Kind(
        "{mentor} has {locked} locked mentees for {capacity} places.",
        {"mentor": "id", "locked": "number", "capacity": "places"},
    ),
    "fault.lock_hours": Kind(
        "the locked mentees of {mentor} take {hours} hours of the {offered} offered.",
        {"mentor": "id", "hours": "each month", "offered": "each month"},
    ),
    "fault.load": Kind(
        "the minimum load {minimum} of {mentor} is above the capacity {capacity}.",
        {"mentor": "id", "minimum": "number", "capacity": "places"},
    ),
    "fault.cycle": Kind("the managers form a circle: {people}.", {"people": "ids"}),
    "fault.size": Kind(
        "{what} needs {needed} MB, the limit is {limit} MB.",
        {"what": "", "needed": "", "limit": ""},
    ),
}

CHECKS: dict[str, Kind] = {
    "check.stranger": Kind("{id} is not in the problem.", {"id": "person"}),
    "check.twice": Kind("{mentee} has {times} mentors.", {"mentee": "id", "times": "number"}),
    "check.missing": Kind("{mentee} is neither paired nor waiting.", {"mentee": "id"}),
    "check.both": Kind("{mentee} is both paired and waiting.", {"mentee": "id"}),
    "check.capacity": Kind(
        "{mentor} has {load} mentees for {capacity} places.",
        {"mentor": "id", "load": "number", "capacity": "places"},
    ),
    "check.rule": Kind(
        "{mentee} and {mentor} break the rule “{rule}”.",
        {"mentee": "id", "mentor": "id", "rule": "rule code"},
    ),
    "check.lock": Kind(
        "{mentee} and {mentor} are locked but not paired.", {"mentee": "id", "mentor": "id"}
    ),
    "check.score": Kind(
        "{mentee} and {mentor} score {right}, not {written}.",
        {"mentee": "id", "mentor": "id", "right": "computed again", "written": "in the result"},
    ),
    "check.objective": Kind(
        "the value is {right}, not {written}.", {"right": "computed", "written": "in the result"}
    ),
    "check.bound": Kind(
        "the dual values prove {right}, not {written}.",
        {"right": "computed", "written": "in the result"},
    ),
    "check.proof": Kind(
        "said to be proved, but the bound {bound} is above the value {objective}.",
        {"bound": "computed", "objective": "computed"},
    ),
    "check.lowest": Kind(
        "the lowest score {lowest} is not proved to be the highest possible ({floor}).",
        {"lowest": "0..1", "floor": "0..1, said to be the highest lowest score"},
    ),
    "check.blocking": Kind(
        "{mentee} and {mentor} would both rather leave.", {"mentee": "id", "mentor": "id"}
    ),
    "check.level": Kind(
        "nothing proves that as few as {pairs} pairs at the score {score} come next among the lowest.",
        {"pairs": "number", "score": "0..1, None for all pairs, whatever their score"},
    ),
    "check.meeting": Kind(
        "these people cannot be brought together so: {people}.", {"people": "ids"}
    ),
    "check.hours": Kind(
        "the mentees of {mentor} take {hours} hours of the {offered} offered.",
        {"mentor": "id", "hours": "each month", "offered": "each month"},
    ),
    "check.load": Kind(
        "{mentor} has {load} mentees for a minimum of {minimum}, and nothing proves that more cannot be.",
        {"mentor": "id", "load": "number", "minimum": "number"},
    ),
    "check.floor": Kind(
        "group {group}: {measure} is {value}, below {floor}.",
        {"group": "attribute:value", "measure": "placed or fit", "value": "0..1", "floor": "0..1"},
    ),
}

RECORDS: dict[str, Kind] = {
    "record.unreadable": Kind("the record cannot be read ({reason}).", {"reason": "of the system"}),
    "record.not_json": Kind("the record is not JSON (line {line}).", {"line": "from 1"}),
    "record.format": Kind(
        "expected a document of format {expected}, got {got}.",
        {"expected": "format this version reads", "got": "written"},
    ),
    "record.lacks": Kind("the document lacks {keys}.", {"keys": "names"}),
    "record.shape": Kind(
        "the document is not of the form published: {places}.",
        {"places": "places at fault, at most 10", "count": "all of them"},
    ),
    "record.hash": Kind("the input of the document does not match its hash.", {}),
    "record.plugs": Kind(
        "the document needs the criteria {codes}, whose contents are not in it.", {"codes": "codes"}
    ),
    "record.versions": Kind(
        "made with {made}; here: {here}.",
        {"made": "name -> version that differs", "here": "name -> version"},
    ),
}

KINDS: dict[str, Kind] = REASONS | CARES | CAUSES | MOVES | FAULTS | CHECKS | RECORDS
