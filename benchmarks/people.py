"""Made-up people with eight criteria and five rules that bite, and the civil service's sample files."""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random
from typing import Any

from ithaque.pairing import Person, Settings, Skill

DATA = Path(__file__).parent.parent / "tests" / "data" / "people"
GRADES = ["AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4"]

# Weights of the eight criteria measured: needs, path, style, interests, expectations, availability, seniority, zone.
EIGHT = {
    "needs": 35.0,
    "path": 15.0,
    "style": 20.0,
    "interests": 8.0,
    "expectations": 10.0,
    "availability": 7.0,
    "seniority": 3.0,
    "time_zone": 2.0,
}


def made_up(mentees: int, mentors: int, seed: int = 1) -> tuple[list[Person], list[Person]]:
    """Return people with 300 skills, 280 occupations, 8 style items, 40 interests, 15 free hours each."""
    random = Random(seed)
    skills = [f"skill {k}" for k in range(300)]
    codes = [
        f"{c}{a:02}{b:02}" for c in "ABCDEFGHIJKLMN" for a in range(11, 15) for b in range(1, 6)
    ]
    interests = [f"interest {k}" for k in range(40)]
    zones = ["Europe/Paris"] * 8 + ["America/Montreal", "Indian/Reunion"]

    def common() -> dict[str, Any]:
        lean = random.gauss(0, 1)
        style = {
            f"item {k}": min(5, max(1, round(3 + lean + random.gauss(0, 1)))) for k in range(8)
        }
        hours = [d * 24 + h for d in range(5) for h in random.sample(range(8, 21), 3)]
        return {
            "style": {item: answer for item, answer in style.items() if random.random() < 0.95},
            "expectations": {
                "duration_months": random.choice([6, 9, 12]),
                "meetings_per_month": random.choice([1, 2, 4]),
                "directive": random.randint(1, 5),
            },
            "interests": tuple(random.sample(interests, random.randint(0, 5))),
            "languages": frozenset(
                random.choice([("fr",)] * 7 + [("en",), ("fr", "en"), ("fr", "es")])
            ),
            "availability": frozenset(hours),
            "modality": frozenset(
                random.choice([("remote",), ("remote", "in_person"), ("in_person",)])
            ),
            "organisation": f"organisation {random.randrange(20)}",
            "team": f"team {random.randrange(200)}",
            "time_zone": random.choice(zones),
        }

    def some(count: int) -> tuple[Skill, ...]:
        return tuple(
            Skill(s, level=random.choice([None, 1, 2, 3])) for s in random.sample(skills, count)
        )

    ours = [
        Person(
            f"e{k}",
            needs=some(4),
            path=tuple(random.sample(codes, 2)),
            seniority=random.randint(1, 6),
            **common(),
        )
        for k in range(mentees)
    ]
    theirs = [
        Person(
            f"m{k}",
            offers=some(8),
            path=tuple(random.sample(codes, 3)),
            seniority=random.randint(4, 9),
            capacity=random.choice([1, 2, 3]),
            **common(),
        )
        for k in range(mentors)
    ]
    return ours, theirs


def civil_service(size: str) -> tuple[list[Person], list[Person]]:
    """Return the made-up people of the civil service's matcher (see tests/data/people/SOURCES.md)."""
    sides = []
    for name in ("mentees", "mentors"):
        with (DATA / "uk-civil-service" / size / f"{name}.csv").open(
            encoding="utf-8", newline=""
        ) as file:
            sides.append(
                [
                    Person(
                        row["email address"],
                        path=(row["profession"],),
                        organisation=row["organisation"],
                        seniority=GRADES.index(row["grade"]),
                    )
                    for row in csv.DictReader(file)
                ]
            )
    return sides[0], sides[1]


# The rules of mentor-match's documentation: not the same organisation, one or two grades above; one grade above is
# worth 12, two are worth 6, the same profession 10.
CIVIL_SERVICE = Settings(
    weights={"seniority": 12, "path": 10},
    criteria={"seniority": {"best_from": 1, "best_to": 1, "slope": 0.5}},
    rules={"organisation": True, "seniority": {"steps": 1, "most": 2}},
)
POINTS = 22
