"""What the command assumes when nobody says: places, the weight of grades, and what is said about the rest."""

from __future__ import annotations

from dataclasses import replace

from ithaque.pairing.cli.files import SideFile
from ithaque.pairing.cli.sentences import tell
from ithaque.pairing.cli.settings_file import MatchSettings
from ithaque.pairing.intake import Fault, to_sides
from ithaque.pairing.people import Person
from ithaque.pairing.settings import WEIGHTS
from ithaque.pairing.words import Language, criterion_name

# What grades weigh when the settings say nothing and both files stand on a known scale.
GRADES_WEIGHT = 10
# Criterion -> the field a mentee's file and a mentor's file must tell; wishes need one of the two.
TOLD_BY = {
    "needs": ("needs", "offers"),
    "path": ("path", "path"),
    "style": ("style", "style"),
    "interests": ("interests", "interests"),
    "expectations": ("expectations", "expectations"),
    "availability": ("availability", "availability"),
    "distance": ("place", "place"),
    "time_zone": ("time_zone", "time_zone"),
    "seniority": ("seniority", "seniority"),
    "organisation": ("organisation", "organisation"),
    "text": ("text", "text"),
}


def people_of(
    sides: list[SideFile], chosen: MatchSettings
) -> tuple[list[Person], list[Person], list[tuple[str, Fault]]]:
    """Return both sides' persons, with the default capacity of the settings for mentors whose line says none."""
    mentees, mentors, faults = to_sides(sides[0].records, sides[1].records)
    if chosen.default_capacity is not None:
        said = {record.id for record in sides[1].records if "capacity" in record.values}
        mentors = [
            one if one.id in said else replace(one, capacity=chosen.default_capacity)
            for one in mentors
        ]
    # A mentee's own « number of places » is no number of mentors wished.
    mentees = [replace(one, capacity=1) for one in mentees]
    if (chosen.engine.get("weights") or WEIGHTS).get("text"):
        mentees, mentors = themed(mentees), themed(mentors)
    return mentees, mentors, faults


def themed(people: list[Person]) -> list[Person]:
    """Return people with the themes of their own words."""
    from ithaque.pairing.themes import themes_of

    return [replace(one, themes=themes_of(one.text)) if one.text else one for one in people]


def assume(sides: list[SideFile], chosen: MatchSettings, language: Language) -> list[str]:
    """Complete the engine's settings where nothing was said, and return the sentences that say so."""
    told = {code for code in TOLD_BY if _is_told(code, sides)}
    if any("wishes" in one.fields or "identity_wanted" in one.fields for one in sides):
        told.add("wishes")
    said = []
    if (
        "weights" not in chosen.engine
        and "seniority" in told
        and all(one.counts_seniority_in("grade") for one in sides)
    ):
        chosen.engine["weights"] = {**WEIGHTS, "seniority": GRADES_WEIGHT}
        said.append(tell("assumed.seniority", language, weight=GRADES_WEIGHT))
    weights = chosen.engine.get("weights") or WEIGHTS
    weighed = {code for code, weight in weights.items() if weight}
    if not weighed & told:
        said.append(tell("nothing.common", language))
    idle = [criterion_name(code, language) for code in WEIGHTS if code in told - weighed]
    if idle:
        said.append(tell("assumed.unweighted", language, fields=idle))
    unanswered = [criterion_name(code, language) for code in WEIGHTS if code in weighed - told]
    if unanswered:
        said.append(tell("assumed.unanswered", language, criteria=unanswered))
    return said


def _is_told(code: str, sides: list[SideFile]) -> bool:
    mentee_field, mentor_field = TOLD_BY[code]
    return mentee_field in sides[0].fields and mentor_field in sides[1].fields
