"""Run by `civil_service.py` in an environment of its own, where mentor-match is installed as `matching`."""

from __future__ import annotations

import csv
import json
import operator
import sys
import time
from pathlib import Path

from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules import rule as rl

GRADES = ["AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4"]
folder = Path(sys.argv[1])


def people(kind, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            kind(**{**row, "email": row["email address"], "grade": GRADES.index(row["grade"])})
            for row in csv.DictReader(file)
        ]


rules = [
    rl.Disqualify(lambda match: match.mentee.organisation == match.mentor.organisation),
    rl.Disqualify(rl.Grade(2, operator.gt).evaluate),
    rl.Disqualify(rl.Grade(0, operator.le).evaluate),
    rl.Grade(1, operator.eq, {True: 12, False: 0}),
    rl.Grade(2, operator.eq, {True: 6, False: 0}),
    rl.Equivalent("profession", {True: 10, False: 0}),
]
mentors, mentees = people(Mentor, "mentors"), people(Mentee, "mentees")
started = time.perf_counter()
processor = time.process_time()
process_data(mentors, mentees, [rules])
seconds, processor = time.perf_counter() - started, time.process_time() - processor
pairs = [(mentee, mentor) for mentee in mentees for mentor in mentee.mentors]
points = sum(
    {1: 12, 2: 6}.get(mentor.grade - mentee.grade, 0)
    + 10 * (mentor.profession == mentee.profession)
    for mentee, mentor in pairs
)
print(
    json.dumps({"seconds": seconds, "processor": processor, "pairs": len(pairs), "points": points})
)
