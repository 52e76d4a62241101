"""`ithaque repair`: the pairs announced, kept as far as they can be, after people refused, came or left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ithaque.pairing.cli.changed import (
    Changes,
    as_of_today,
    read_changes,
    settings_of_today,
    stand_ins,
    without_strangers,
)
from ithaque.pairing.cli.gathering import COLUMN_OPTIONS, Maps, gather, read_settings
from ithaque.pairing.cli.records import load, read_pairs, told
from ithaque.pairing.cli.reporting import write_report
from ithaque.pairing.cli.speech import FILE, LANGUAGE, QUIET, Speech

if TYPE_CHECKING:
    from ithaque.pairing.cli.files import SideFile
    from ithaque.pairing.intake import Side
    from ithaque.pairing.people import Person
    from ithaque.pairing.problem import Problem
    from ithaque.pairing.words import Language

Files = dict["Side", Path]


@click.command(
    epilog="Exit codes: 0 done; 2 wrong option or a person who is not in the record; 3 a file cannot be used; "
    "4 people and decisions do not go together; 5 a result cannot be written; 6 not enough memory."
)
@click.argument("record", type=FILE)
@click.option("--out", type=FILE, required=True, help="New pairs: CSV, XLSX, ODS or JSON.")
@click.option(
    "--changes-out", type=FILE, help="Who changes and why. Default: OUT-changes, beside OUT."
)
@click.option("--unmatched", type=FILE, help="People without a mentor.")
@click.option("--curve", type=FILE, help="Trade-off curve: pairs changed against total fit.")
@click.option("--record-out", type=FILE, help="Record of the repair (JSON).")
@click.option("--report", type=FILE, help="Readable report of the repair: one HTML page.")
@click.option("--pairs", type=FILE, help="Pairs announced, when not those of the record.")
@click.option(
    "--changes", type=FILE, help="YAML file: refused, departed, capacities, as the options."
)
@click.option("--refused", multiple=True, metavar="MENTEE=MENTOR", help="A pair declined.")
@click.option("--departed", multiple=True, metavar="PERSON", help="A person who left.")
@click.option(
    "--capacity", "capacities", multiple=True, metavar="MENTOR=PLACES", help="Places of today."
)
@click.option("--mentees", type=FILE, help="Mentees of today: who is not in it has left.")
@click.option("--mentors", type=FILE, help="Mentors of today: who is not in it has left.")
@click.option("--arrived-mentees", type=FILE, help="Mentees who arrived.")
@click.option("--arrived-mentors", type=FILE, help="Mentors who arrived.")
@click.option(
    "--keep",
    type=click.FloatRange(0, 1),
    default=1.0,
    show_default=True,
    help="How much keeping an announced pair is worth, in scores: 1 undoes only what it must, 0 starts anew.",
)
@COLUMN_OPTIONS[0]
@COLUMN_OPTIONS[1]
@COLUMN_OPTIONS[2]
@COLUMN_OPTIONS[3]
@LANGUAGE
@QUIET
def repair(
    record: Path,
    out: Path,
    changes_out: Path | None,
    unmatched: Path | None,
    curve: Path | None,
    record_out: Path | None,
    report: Path | None,
    pairs: Path | None,
    changes: Path | None,
    refused: tuple[str, ...],
    departed: tuple[str, ...],
    capacities: tuple[str, ...],
    mentees: Path | None,
    mentors: Path | None,
    arrived_mentees: Path | None,
    arrived_mentors: Path | None,
    keep: float,
    maps: tuple[str, ...],
    map_mentees: tuple[str, ...],
    map_mentors: tuple[str, ...],
    ask: bool | None,
    language: Language | None,
    quiet: bool,
) -> None:
    """Repair the pairing of a RECORD: the best pairs of today that change as few announced pairs as can be.

    Writes the new pairs, who changes and why, and how much fit each degree of change would bring.
    """
    from ithaque.pairing.cli import repaired
    from ithaque.pairing.cli.results import write_documents, write_pairs, write_unmatched
    from ithaque.pairing.repair import INERTIAS, trade_off

    speech = Speech(language, quiet)
    changes_out = changes_out or out.with_name(f"{out.stem}-changes{out.suffix}")
    read = {record, pairs, changes, mentees, mentors, arrived_mentees, arrived_mentors} - {None}
    written = [out, changes_out, unmatched, curve, record_out, report]
    speech.refuse_same_file({path for path in read if path}, written)
    if (mentees and arrived_mentees) or (mentors and arrived_mentors):
        raise click.UsageError(speech.tell("error.today_or_arrived"))
    document, before = load(speech, record)
    announced = [(pair.mentee_id, pair.mentor_id) for pair in before.pairs]
    if pairs:
        announced = read_pairs(speech, pairs)
    what = read_changes(speech, before.problem, changes, refused, departed, capacities)
    given = {"mentee": mentees or arrived_mentees, "mentor": mentors or arrived_mentors}
    files: Files = {side: path for side, path in given.items() if path}  # type: ignore[misc]
    sides = _arrivals(speech, files, (maps, map_mentees, map_mentors), ask)
    with told(speech, record), speech.progress():
        today = _problem_of_today(speech, before.problem, sides, what, bool(mentees), bool(mentors))
        inertias = sorted({*INERTIAS, keep})
        points = trade_off(today, announced, what.refused, inertias)
    chosen = points[inertias.index(keep)].result
    naming = repaired.naming_of(document, before, sides)
    known = {person.id for person in before.problem.mentees}
    moved = repaired.moves(chosen, announced, what.refused, known)
    with speech.writing(out):
        write_pairs(out, chosen, naming, speech.language)
    with speech.writing(changes_out):
        repaired.write_moves(changes_out, moved, naming, speech.language)
    if unmatched:
        with speech.writing(unmatched):
            write_unmatched(unmatched, chosen, naming, speech.language)
    if curve:
        with speech.writing(curve):
            repaired.write_curve(curve, points, speech.language)
    if record_out:
        kept = {"version": 1, "repaired": document["input_hash"], **what.as_dict()}
        with speech.writing(record_out):
            write_documents(record_out, {**chosen.record(), "intake": kept})
    if report:
        write_report(speech, report, chosen, naming)
    speech.say(*repaired.summary(chosen, moved, points, keep, naming, speech.language))
    speech.say(speech.tell("repair.files", out=str(out), changes=str(changes_out)))


def _arrivals(speech: Speech, files: Files, maps: Maps, ask: bool | None) -> dict[Side, SideFile]:
    if not files:
        return {}
    chosen = read_settings(speech, None, given=True)
    sides = gather(speech, files, chosen, maps, ask)
    return {one.side: one for one in sides}


def _problem_of_today(
    speech: Speech,
    before: Problem,
    sides: dict[Side, SideFile],
    changes: Changes,
    whole_mentees: bool,
    whole_mentors: bool,
) -> Problem:
    """Return the problem with the people, places and decisions of today."""
    from ithaque.pairing.problem import Problem

    arrived_mentees, arrived_mentors = _people_of_files(speech, before, sides)
    mentees = as_of_today(
        before.mentees, changes.gone_mentees, arrived_mentees, whole=whole_mentees
    )
    mentors = as_of_today(
        before.mentors, changes.gone_mentors, arrived_mentors, whole=whole_mentors
    )
    settings = settings_of_today(before.settings, mentees, mentors, changes)
    return Problem(
        without_strangers(mentees, mentors), without_strangers(mentors, mentees), settings
    )


def _people_of_files(
    speech: Speech, before: Problem, sides: dict[Side, SideFile]
) -> tuple[list[Person], list[Person]]:
    """Return the persons of the files given; names they write are sought among everyone."""
    from ithaque.pairing.cli.files import told_faults
    from ithaque.pairing.intake import to_sides

    records = {}
    sides_before: tuple[tuple[Side, list[Person]], ...] = (
        ("mentee", before.mentees),
        ("mentor", before.mentors),
    )
    for side, people in sides_before:
        fresh = sides[side].records if side in sides else []
        read = {record.id for record in fresh}
        records[side] = [*fresh, *(one for one in stand_ins(people) if one.id not in read)]
    mentees, mentors, faults = to_sides(records["mentee"], records["mentor"])
    for side in sides:
        strangers = [fault for where, fault in faults if where == side]
        speech.remark(*told_faults(strangers, speech.language))
    ids = {side: {record.id for record in one.records} for side, one in sides.items()}
    return (
        [person for person in mentees if person.id in ids.get("mentee", ())],
        [person for person in mentors if person.id in ids.get("mentor", ())],
    )
