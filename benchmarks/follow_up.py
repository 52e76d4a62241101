"""The nightly look at every pair: time, questions and memory by number of pairs.

python -m benchmarks.follow_up [2000 20000] [--folder FOLDER]

Each size is an instance of its own in FOLDER, filled with pairs that have met, written, set goals and answered:
about one in five gives a sign. The look is taken twice: the first opens the cards, the second, like any other
night, finds almost nothing to change.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.pages import environment

MEETINGS, MESSAGES = 6, 4
BATCH = 2000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.follow_up", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[2_000, 20_000])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--inside", choices=["fill", "look"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        inside(options.inside, options.sizes[0])
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        print(
            "| pairs | night | cards opened | s of the clock | s of processor | questions | MB at most |"
        )
        print("| --- | --- | --- | --- | --- | --- | --- |", flush=True)
        for size in options.sizes:
            (folder / str(size)).mkdir(parents=True, exist_ok=True)
            for step in ("fill", "look"):  # apart, so that the memory is that of the look alone
                subprocess.run(
                    [sys.executable, "-m", "benchmarks.follow_up", str(size), "--inside", step],
                    check=True,
                    env=environment(folder / str(size)),
                )


def inside(step: str, size: int) -> None:
    """Fill the instance, or take the look."""
    from ithaque.cli.instance import migrate, open_instance

    open_instance()
    if step == "fill":
        migrate()
        fill(size)
    else:
        look(size)


def look(size: int) -> None:
    """Look twice and print two lines."""
    from django.db import connection

    from ithaque.mentoring.followup.evaluation import evaluate_all

    for night in ("first", "next"):
        count = 0

        def counted(execute: Any, sql: str, *given: Any) -> Any:
            nonlocal count
            count += 1
            return execute(sql, *given)

        clock, processor = time.perf_counter(), time.process_time()
        with connection.execute_wrapper(counted):
            tally = evaluate_all()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"| {size} | {night} | {tally.opened} | {time.perf_counter() - clock:.1f} "
            f"| {time.process_time() - processor:.1f} | {count} | {memory:.0f} |",
            flush=True,
        )


def fill(size: int) -> None:
    """Make pairs and what happened in them, with the seed of the size."""
    from ithaque.kernel import clock
    from ithaque.mentoring.models import Goal, Meeting, Message, Pair, Pulse

    dice, now, today = random.Random(size), clock.now(), clock.today()
    pairs = _pairs(size)
    for start in range(0, size, BATCH):
        slice_ = pairs[start : start + BATCH]
        meetings = [
            Meeting(
                pair=pair,
                number=number + 1,
                status="held",
                starts_at=now - timedelta(days=15 * number + dice.choice((1, 3, 5, 9, 40))),
                minutes=60,
            )
            for pair in slice_
            for number in range(MEETINGS)
        ]
        Meeting.objects.bulk_create(meetings, batch_size=BATCH)
        Pulse.objects.bulk_create(
            [
                Pulse(meeting=meeting, person_id=who, progress=mark, listened=4, go_on=5)
                for meeting in meetings
                for who in (meeting.pair.mentee.person_id, meeting.pair.mentor.person_id)
                if (mark := dice.choice((3, 4, 5, 5))) != 3
            ],
            batch_size=BATCH,
        )
        Message.objects.bulk_create(
            [
                Message(
                    pair=pair,
                    author_id=(pair.mentee.person_id, pair.mentor.person_id)[number % 2],
                    body="…",
                    submission=uuid.UUID(int=dice.getrandbits(128)),
                )
                for pair in slice_
                for number in range(MESSAGES)
            ],
            batch_size=BATCH,
        )
        Goal.objects.bulk_create([Goal(pair=pair, title="…") for pair in slice_], batch_size=BATCH)
    assert Pair.objects.filter(ends_on__gt=today).count() == size


def _pairs(size: int) -> list[Any]:
    from ithaque.kernel import clock
    from ithaque.mentoring.models import Pair
    from ithaque.people.models import Organisation, Person
    from ithaque.programmes.models import Cohort, Enrolment, Programme
    from ithaque.programmes.settings import ProgrammeSettings
    from ithaque.questionnaires.models import Form

    today = clock.today()
    programme = Programme.objects.create(
        organisation=Organisation.objects.create(name="Mesure", slug="mesure"),
        slug="mesure",
        template="blank",
        status="open",
        title_fr="Mesure",
        settings=ProgrammeSettings().model_dump(mode="json"),
        mentee_form=Form.objects.create(key="mentee-mesure"),
        mentor_form=Form.objects.create(key="mentor-mesure"),
    )
    cohort = Cohort.objects.create(
        programme=programme,
        name="2026",
        opens_on=today - timedelta(days=150),
        closes_on=today - timedelta(days=110),
        starts_on=today - timedelta(days=100),
        ends_on=today + timedelta(days=100),
    )
    people = Person.objects.bulk_create(
        [Person(email=f"p{number}@mesure.invalid", first_name="P") for number in range(2 * size)],
        batch_size=BATCH,
    )
    enrolments = Enrolment.objects.bulk_create(
        [
            Enrolment(
                cohort=cohort,
                person=person,
                side=("mentee", "mentor")[number % 2],
                status="available",
            )
            for number, person in enumerate(people)
        ],
        batch_size=BATCH,
    )
    return Pair.objects.bulk_create(
        [
            Pair(
                cohort=cohort,
                mentee=enrolments[2 * number],
                mentor=enrolments[2 * number + 1],
                started_on=cohort.starts_on,
                ends_on=cohort.ends_on,
            )
            for number in range(size)
        ],
        batch_size=BATCH,
    )


if __name__ == "__main__":
    main()
