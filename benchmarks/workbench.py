"""The matching workbench at its size: 1,000 mentees, 700 mentors, pages and changes by hand.

python -m benchmarks.workbench [--mentees 1000] [--mentors 700] [--folder FOLDER] [--times 9]

The world lives in FOLDER (built there when absent). Everything is asked in process, with the settings of a
real site, by Django's test client signed in as the coordinator: the median of several warm requests, clock
and processor. Each request may be answered by a process that never saw the run: nothing is kept in memory.
"""

from __future__ import annotations

import argparse
import gzip
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.pages import BACKEND, environment, weight_of_assets

SKILLS = [f"compétence {number}" for number in range(300)]
INTERESTS = [f"interet-{number}" for number in range(40)]
DAYS = ("mon", "tue", "wed", "thu", "fri")
Act = Callable[[int], Any]


def main() -> None:
    """Build the world when it is absent, then measure in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workbench", description=__doc__)
    parser.add_argument("--mentees", type=int, default=1000)
    parser.add_argument("--mentors", type=int, default=700)
    parser.add_argument("--times", type=int, default=9)
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "ithaque-workbench"
    )
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        measure(options.mentees, options.mentors, options.times)
        return
    options.folder.mkdir(parents=True, exist_ok=True)
    if not (options.folder / "ithaque.sqlite3").exists():
        migrate = [sys.executable, "-m", "ithaque", "manage", "migrate"]
        subprocess.run(migrate, check=True, env=environment(options.folder), capture_output=True)
    command = [sys.executable, "-m", "benchmarks.workbench", "--inside"]
    for name in ("mentees", "mentors", "times"):
        command += [f"--{name}", str(getattr(options, name))]
    subprocess.run(command, check=True, env=environment(options.folder))


def measure(mentees: int, mentors: int, times: int) -> None:
    """Print how long the run takes, then the table of pages and changes."""
    from ithaque.cli.instance import collect_static, open_instance

    open_instance(demo=True)
    collect_static()
    logging.disable(logging.INFO)
    from django.test import Client

    from ithaque.programmes.models import Cohort

    cohort = Cohort.objects.first() or build(mentees, mentors)
    coordinator = cohort.programme.team.get().person
    browser = Client(headers={"accept-language": "fr"})
    browser.force_login(coordinator, backend=BACKEND)
    print(f"{cohort.enrolments.count()} people. Load of the machine: {os.getloadavg()[0]:.1f}\n")
    run = computed(cohort, coordinator)
    computed(cohort, coordinator)
    run = cohort.match_runs.get(status="ready")
    print(
        "\n| what | queries | ms (median) | ms of processor | kB |\n| --- | --- | --- | --- | --- |"
    )
    for name, act in acts(browser, run):
        print(f"| {name} | {row(act, times)} |", flush=True)


def computed(cohort: Any, by: Any) -> Any:
    """Compute a run and print how long it took, from the question to the proposals in the database."""
    from ithaque.matching.services import ask_run, runs

    run = ask_run(cohort=cohort, by=by)
    clock, processor = time.perf_counter(), time.process_time()
    runs.compute(run.pk)
    run.refresh_from_db()
    seconds = time.perf_counter() - clock
    print(
        f"run {run.number}: {seconds:.2f} s ({time.process_time() - processor:.2f} s of processor), "
        f"{run.summary['paired']} pairs, proven: {run.summary['proven']}"
    )
    return run


def acts(browser: Any, run: Any) -> list[tuple[str, Act]]:
    """Return what is measured: a function of the turn, so that each change by hand is a new one."""
    from django.urls import reverse

    from ithaque.matching.models import MatchRun

    page = reverse("coordination:run", args=[run.public_id])
    proposals = list(run.proposals.select_related("mentee", "mentor").order_by("pk"))
    mentors = [one.mentor for one in reversed(proposals)]
    other = run.cohort.match_runs.exclude(pk=run.pk).latest("number")

    def price_of(turn: int) -> str:
        mentee = proposals[turn].mentee
        where = reverse("coordination:run-others", args=[run.public_id, mentee.public_id])
        return f"{where}?mentor={mentors[turn].public_id}"

    def change(turn: int) -> Any:
        mentee = proposals[turn].mentee
        where = reverse("coordination:run-choose", args=[run.public_id, mentee.public_id])
        seen = MatchRun.objects.values_list("version", flat=True).get(pk=run.pk)
        return browser.post(where, {"mentor": mentors[turn].public_id, "seen": seen})

    def at(path: str, **headers: str) -> Act:
        return lambda _turn: browser.get(path, headers=headers)

    part = {"HX-Request": "true"}
    return [
        ("first screen", at(page)),
        ("filter by band and confidence", at(f"{page}?band=3&confidence=high", **part)),
        ("search a name", at(f"{page}?q=Nom12", **part)),
        ("sort by name of the mentor", at(f"{page}?sort=mentor", **part)),
        ("people without a mentor", at(f"{page}?shelf=alone")),
        ("price of a move", lambda turn: browser.get(price_of(turn), headers=part)),
        ("the five mentors that cost least", at(price_of(0).partition("?")[0], **part)),
        ("move, with the repair around it", change),
        ("price of a move after it", lambda turn: browser.get(price_of(-turn - 2), headers=part)),
        ("figures by group", at(reverse("coordination:run-equity", args=[run.public_id]))),
        (
            "two runs compared",
            at(
                reverse("coordination:run-compare", args=[run.public_id])
                + f"?with={other.public_id}"
            ),
        ),
        ("criteria", at(reverse("coordination:criteria", args=[run.cohort.public_id]))),
    ]


def row(act: Act, times: int) -> str:
    """Return queries, milliseconds and kilobytes of an act: the first one warms up and is not timed."""
    from django.db import connection

    act(0)
    count, clocks, processors, weight = 0, [], [], 0.0

    def counted(execute: Any, sql: str, *given: Any) -> Any:
        nonlocal count
        count += not sql.startswith(("SAVEPOINT", "RELEASE"))
        return execute(sql, *given)

    for turn in range(1, times + 1):
        count, clock, processor = 0, time.perf_counter(), time.process_time()
        with connection.execute_wrapper(counted):
            answer = act(turn)
        clocks.append((time.perf_counter() - clock) * 1000)
        processors.append((time.process_time() - processor) * 1000)
        assert answer.status_code in (200, 302), f"answered {answer.status_code}"
        html = answer.content
        weight = (len(gzip.compress(html, 6)) + weight_of_assets(html.decode())) / 1000
    return (
        f"{count} | {statistics.median(clocks):.0f} | {statistics.median(processors):.0f} "
        f"| {weight:.0f}"
    )


def build(mentees: int, mentors: int) -> Any:
    """Write a cohort of made-up people with their answers; return it."""
    from datetime import timedelta

    from ithaque.kernel import clock
    from ithaque.people.models import Organisation, Person
    from ithaque.programmes.models import Cohort, Programme, TeamMember
    from ithaque.programmes.settings import ProgrammeSettings
    from ithaque.questionnaires.models import Form, FormVersion

    forms = []
    for side in ("mentee", "mentor"):
        form = Form.objects.create(key=f"workbench-{side}")
        FormVersion.objects.create(form=form, number=1, schema=_schema(side))
        forms.append(form)
    programme = Programme.objects.create(
        organisation=Organisation.objects.create(name="Mesures", slug="mesures"),
        slug="mesures",
        template="blank",
        status="open",
        title_fr="Mesures",
        title_en="Measures",
        settings=ProgrammeSettings().model_dump(mode="json"),
        mentee_form=forms[0],
        mentor_form=forms[1],
    )
    coordinator = Person.objects.create_user(
        "coordinator@ithaque.example", first_name="Nadia", last_name="Mesure"
    )
    TeamMember.objects.create(programme=programme, person=coordinator, role="coordinator")
    today = clock.today()
    cohort = Cohort.objects.create(
        programme=programme,
        name="1",
        opens_on=today - timedelta(days=30),
        closes_on=today + timedelta(days=30),
        starts_on=today,
        ends_on=today + timedelta(days=180),
    )
    random = Random(1)
    for side, count, form in zip(("mentee", "mentor"), (mentees, mentors), forms, strict=True):
        _enrol(cohort, side, count, form, random)
    return cohort


def _enrol(cohort: Any, side: str, count: int, form: Any, random: Random) -> None:
    from ithaque.kernel import clock
    from ithaque.people.models import Person
    from ithaque.programmes.models import Enrolment
    from ithaque.questionnaires.models import AnswerSheet

    people = Person.objects.bulk_create(
        [
            Person(
                email=f"{side}-{number}@ithaque.example",
                first_name=f"Prénom{number}",
                last_name=f"Nom{random.randrange(400)}",
                password="!",
            )
            for number in range(count)
        ]
    )
    version, now = form.versions.get(), clock.now()
    sheets = AnswerSheet.objects.bulk_create(
        [
            AnswerSheet(
                version=version, person=one, answers=_answers(side, random), submitted_at=now
            )
            for one in people
        ]
    )
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                cohort=cohort,
                person=one,
                side=side,
                status="available",
                capacity=random.choice((1, 1, 2)),
                sheet=sheet,
                submitted_at=now,
            )
            for one, sheet in zip(people, sheets, strict=True)
        ]
    )


def _answers(side: str, random: Random) -> dict[str, Any]:
    skills = [{"id": None, "label": one, "level": None} for one in random.sample(SKILLS, 4)]
    return {
        "needs" if side == "mentee" else "offers": skills,
        "interests": random.sample(INTERESTS, 4),
        "languages": random.choice((["fr"], ["fr"], ["fr", "en"], ["en"])),
        "availability": [f"{random.choice(DAYS)}-{random.randint(8, 20)}" for _ in range(15)],
        "directive": random.randint(1, 5),
        "rhythm": random.randint(1, 5),
        "place": random.choice(("ville", "bourg", "campagne")),
    }


def _schema(side: str) -> dict[str, Any]:
    def words(text: str) -> dict[str, str]:
        return {"fr": text, "en": text}

    def options(values: list[str]) -> list[dict[str, Any]]:
        return [{"value": one, "label": words(one)} for one in values]

    def question(key: str, type_: str, field: str | None = None, **rest: Any) -> dict[str, Any]:
        return {"key": key, "type": type_, "label": words(key), "field": field, **rest}

    ends = {"left": words("moins"), "right": words("plus")}
    first = "needs" if side == "mentee" else "offers"
    questions = [
        question(first, "skills", first),
        question("interests", "several", "interests", options=options(INTERESTS)),
        question("languages", "languages", "languages", options=options(["fr", "en"])),
        question("availability", "availability", "availability"),
        question("directive", "scale", "expectations.directive", **ends),
        question("rhythm", "scale", "expectations.rhythm", **ends),
        question(
            "place",
            "choice",
            options=options(["ville", "bourg", "campagne"]),
            used_for="reporting",
        ),
    ]
    return {"sections": [{"key": "all", "title": words("Vous"), "questions": questions}]}


if __name__ == "__main__":
    main()
