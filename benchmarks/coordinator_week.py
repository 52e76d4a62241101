"""A coordinator's weeks in the demo village, played on the real pages and counted in actions.

python -m benchmarks.coordinator_week [--folder FOLDER] [--weeks 4]

Each morning the night's look is taken, then each coordinator settles everything that waits. An action is a
decision carried out: its page opened and read, its form sent; the issue counts 30 seconds for it. A situation costs
one, the ready message sent as it stands with the day to look again, and one more when it comes back and is settled.
An urgent one costs one more, a call noted; the minutes of the call itself, ten, are given apart. Enrolments,
questions, repairs and words after a pair are counted, not played: one each. The strictest count comes last: 30
seconds for each page opened besides.

Pairs that were well on the first Monday go on as they did: a meeting held at each turn of their rhythm. Those
that had a card never move by themselves, however often they are written to: the hard case for the coordinator.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.pages import BACKEND, build, environment

SECONDS = 30
CALL_MINUTES = 10
BAR = 30
"""Minutes a week for a hundred people."""
ZONE = ZoneInfo("Europe/Paris")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.coordinator_week", description=__doc__
    )
    parser.add_argument("--folder", type=Path, help="a village already built; it is copied first")
    parser.add_argument("--weeks", type=int, default=4)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        play(options.weeks)
        return
    with tempfile.TemporaryDirectory() as temporary:
        world = Path(temporary) / "village"
        if options.folder:
            subprocess.run(["cp", "-r", str(options.folder), str(world)], check=True)
        else:
            build("village", world)
        inside = [sys.executable, "-m", "benchmarks.coordinator_week", "--inside"]
        subprocess.run([*inside, "--weeks", str(options.weeks)], check=True, env=environment(world))


def play(weeks: int) -> None:
    """Play the weeks and print a line each."""
    from ithaque.cli.instance import open_instance

    open_instance(demo=True)
    logging.disable(logging.INFO)
    people = enrolled()
    today = datetime.now(ZONE).replace(hour=8, minute=30, second=0, microsecond=0)
    monday = today + timedelta(days=-today.weekday() % 7)
    well = pairs_that_are_well(monday)
    print(
        f"\n{people} people enrolled, {len(well)} of {active()} pairs well. Load of the machine: {os.getloadavg()[0]:.1f}\n"
    )
    print(
        "| week | situations | urgent | forms sent | others | actions | minutes for 100 people "
        "| of calls besides | pages opened | minutes with each page |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    desks = [Desk(person) for person in coordinators()]
    for week in range(weeks):
        done: Counter[str] = Counter()
        for day in range(5):
            moment = monday + timedelta(weeks=week, days=day)
            meet(well, moment)
            done += morning(desks, moment)
        print(line(week + 1, done, people), flush=True)


def pairs_that_are_well(monday: datetime) -> list[Any]:
    """Return the active pairs without a card, once the night before the first Monday has looked."""
    from ithaque.kernel import clock
    from ithaque.mentoring.followup.evaluation import ALIVE, evaluate_all, judged_pairs

    with clock.at(monday):
        evaluate_all()
    carded = judged_pairs().filter(cards__status__in=ALIVE)
    return list(judged_pairs().exclude(pk__in=carded).select_related("cohort__programme"))


def meet(pairs: list[Any], moment: datetime) -> None:
    """Note, the evening before, the meetings whose turn has come."""
    from ithaque.kernel import clock
    from ithaque.mentoring.models import Meeting
    from ithaque.programmes.selectors import settings_of

    evening = moment - timedelta(hours=14)
    for pair in pairs:
        held = Meeting.objects.filter(pair=pair, status="held").order_by("-starts_at").first()
        rhythm = timedelta(days=settings_of(pair.cohort.programme).rhythm_days)
        last = held.starts_at if held else moment - rhythm
        if evening.date() <= pair.ends_on and last + rhythm <= moment:
            with clock.at(moment):
                number = 1 + Meeting.objects.filter(pair=pair).count()
                Meeting.objects.create(
                    pair=pair, number=number, status="held", starts_at=evening, minutes=60
                )


def morning(desks: list[Desk], moment: datetime) -> Counter[str]:
    """Take the night's look, then let each coordinator settle what waits; return what was done."""
    from ithaque.kernel import clock
    from ithaque.mentoring.followup.evaluation import evaluate_all

    done: Counter[str] = Counter()
    with clock.at(moment):
        evaluate_all()
        for desk in desks:
            done += desk.settle_everything()
    return done


def line(week: int, done: Counter[str], people: int) -> str:
    """Return the line of a week."""
    actions = done["sent"] + done["others"]
    minutes = actions * SECONDS / 60 * 100 / people
    strict = (actions + done["opened"] + done["others"]) * SECONDS / 60 * 100 / people
    calls = done["urgent"] * CALL_MINUTES * 100 / people
    mark = f" **over {BAR}**" if minutes > BAR else ""
    return (
        f"| {week}{mark} | {done['situations']} | {done['urgent']} | {done['sent']} "
        f"| {done['others']} | {actions} | {minutes:.1f} | {calls:.0f} "
        f"| {done['opened'] + done['others']} | {strict:.1f} |"
    )


class Desk:
    """What one coordinator does, by the pages they see."""

    def __init__(self, person: Any) -> None:
        from django.test import Client

        self.person = person
        self.browser = Client(headers={"accept-language": "fr"})
        self.browser.force_login(person, backend=BACKEND)
        self.seen: set[str] = set()
        self.counted: set[str] = set()
        self.done: Counter[str] = Counter()

    def settle_everything(self) -> Counter[str]:
        """Open the day, then each card that waits, page after page, until none is left."""
        self.done = Counter()
        self._open("/coordination/")
        while addresses := self._cards():
            for address in addresses:
                self._settle(address)
        self._count_the_rest()
        return self.done

    def _cards(self) -> list[str]:
        page = self.browser.get("/coordination/cards/").content.decode()
        return list(dict.fromkeys(re.findall(r'href="(/coordination/cards/[0-9a-f-]{36}/)"', page)))

    def _settle(self, address: str) -> None:
        page = self._open(address)
        self.done["situations"] += 1
        urgent = 'class="status is-urgent' in page
        if address in self.seen:
            self.seen.discard(address)
            self._send(page, f"{address}settle/", outcome="nothing")
            return
        self.seen.add(address)
        if not urgent:
            self._send(page, f"{address}write/", to="both")
            return
        self.done["urgent"] += 1
        self._send(page, f"{address}write/", to="both", look_again_on="")
        call = re.search(r'name="call" value="(spoke:[0-9a-f-]{36})"', page)
        assert call is not None
        self._send(page, f"{address}call/", call=call.group(1))

    def _open(self, address: str) -> str:
        answer = self.browser.get(address)
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"
        self.done["opened"] += 1
        return answer.content.decode()

    def _send(self, page: str, action: str, **changes: str) -> None:
        from lxml import html

        form = next(one for one in html.fromstring(page).forms if one.action == action)
        answer = self.browser.post(action, {**dict(form.form_values()), **changes})
        assert answer.status_code == 302, f"{action} answered {answer.status_code}"
        self.done["sent"] += 1

    def _count_the_rest(self) -> None:
        """Count once each question, repair, word after a pair and enrolment that waits."""
        from ithaque.insight.day import also_waiting, scope_for
        from ithaque.matching.answers_to_give import questions_waiting, repairs_waiting
        from ithaque.mentoring.selectors.trials import debriefs_to_have

        scope = scope_for(self.person)
        waiting = {
            f"{alarm.code}:{alarm.enrolment.pk}"
            for alarm in also_waiting(self.person, scope).alarms
        }
        for found in (questions_waiting, repairs_waiting, debriefs_to_have):
            waiting |= {
                f"{found.__name__}:{one.pk}" for one in found(self.person, scope.programmes)
            }
        self.done["others"] += len(waiting - self.counted)
        self.counted |= waiting


def coordinators() -> list[Any]:
    """Return who coordinates an open programme."""
    from ithaque.people.models import Person

    return list(
        Person.objects.filter(
            team_roles__role="coordinator", team_roles__programme__status="open", is_active=True
        )
        .distinct()
        .order_by("pk")
    )


def active() -> int:
    """Return how many pairs the night looks at."""
    from ithaque.mentoring.followup.evaluation import judged_pairs

    return judged_pairs().count()


def enrolled() -> int:
    """Return how many people are enrolled in the cohorts under way."""
    from ithaque.people.models import Person
    from ithaque.programmes.models import Enrolment
    from ithaque.programmes.rules import not_over

    alive = Enrolment.objects.filter(not_over("cohort__"), status__in=["submitted", "available"])
    return Person.objects.filter(pk__in=alive.values("person")).count()


if __name__ == "__main__":
    main()
