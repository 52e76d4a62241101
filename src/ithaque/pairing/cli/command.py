"""`ithaque match`: two files in, pairs out, no database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ithaque.pairing.cli.gathering import (
    COLUMN_OPTIONS,
    gather,
    people_of,
    read_settings,
    refusals,
    with_groups,
)
from ithaque.pairing.cli.reporting import write_report
from ithaque.pairing.cli.speech import FILE, LANGUAGE, QUIET, Speech

if TYPE_CHECKING:
    from ithaque.pairing.cli.files import SideFile
    from ithaque.pairing.cli.settings_file import MatchSettings
    from ithaque.pairing.intake import Side
    from ithaque.pairing.result import Result
    from ithaque.pairing.words import Language


@click.command(
    epilog="Exit codes: 0 done; 2 wrong option; 3 a file of people cannot be used; 4 settings cannot be followed; "
    "5 a result cannot be written; 6 not enough memory."
)
@click.argument("mentees", type=FILE)
@click.argument("mentors", type=FILE)
@click.option(
    "--out", type=FILE, required=True, help="Pairs, as CSV, XLSX, ODS or JSON by the name."
)
@click.option(
    "--unmatched", type=FILE, help="People without a mentor. Default: OUT-unmatched, beside OUT."
)
@click.option(
    "--record",
    type=FILE,
    help="Run record (JSON): input, settings, result, proof; can be checked, explained, repaired, replayed.",
)
@click.option("--report", type=FILE, help="Readable report: one HTML page with its plots.")
@click.option(
    "--group",
    "groups",
    multiple=True,
    metavar="COLUMN",
    help="Column of the mentees' file whose groups the report compares; never scored. May be repeated.",
)
@click.option("--settings", type=FILE, help="Weights, rules, capacities, decisions: a YAML file.")
@COLUMN_OPTIONS[0]
@COLUMN_OPTIONS[1]
@COLUMN_OPTIONS[2]
@LANGUAGE
@COLUMN_OPTIONS[3]
@QUIET
def match(
    mentees: Path,
    mentors: Path,
    out: Path,
    unmatched: Path | None,
    record: Path | None,
    report: Path | None,
    groups: tuple[str, ...],
    settings: Path | None,
    maps: tuple[str, ...],
    map_mentees: tuple[str, ...],
    map_mentors: tuple[str, ...],
    language: Language | None,
    ask: bool | None,
    quiet: bool,
) -> None:
    """Pair the people of two files, MENTEES and MENTORS (CSV, XLSX, ODS or JSON), whatever their columns are called.

    Writes the pairs with their score and reasons, the people left without a mentor and why, and the run's record.
    """
    from ithaque.pairing.cli.results import (
        Naming,
        conclusion,
        write_pairs,
        write_record,
        write_unmatched,
    )

    speech = Speech(language, quiet)
    chosen = read_settings(speech, settings, given=language is not None)
    unmatched = unmatched or out.with_name(f"{out.stem}-unmatched{out.suffix}")
    speech.refuse_same_file(
        {mentees, mentors, *([settings] if settings else [])}, [out, unmatched, record, report]
    )
    paths: dict[Side, Path] = {"mentee": mentees, "mentor": mentors}
    sides = gather(speech, paths, chosen, (maps, map_mentees, map_mentors), ask)
    result, assumed = _solve(speech, sides, chosen, groups)
    naming = Naming.of_sides(sides)
    with speech.writing(out):
        write_pairs(out, result, naming, speech.language)
    with speech.writing(unmatched):
        write_unmatched(unmatched, result, naming, speech.language)
    if record:
        with speech.writing(record):
            write_record(record, result, sides, assumed, str(settings or ""))
    if report:
        write_report(speech, report, result, naming)
    files = {"out": out, "unmatched": unmatched, "record": record, "report": report}
    speech.say(*conclusion(result, files, speech.language))


def _solve(
    speech: Speech, sides: list[SideFile], chosen: MatchSettings, groups: tuple[str, ...]
) -> tuple[Result, list[str]]:
    from ithaque.pairing.cli.assumptions import assume
    from ithaque.pairing.problem import Problem

    attributes = (*groups, *chosen.floor_attributes)
    mentees, mentors = people_of(speech, sides, chosen)
    mentees = with_groups(speech, sides[0], mentees, attributes)
    assumed = assume(sides, chosen, speech.language)
    speech.remark(*assumed)
    with refusals(speech, chosen), speech.progress() as progress:
        settings = chosen.engine_settings(sides[0].records, sides[1].records)
        return Problem(mentees, mentors, settings).solve(progress=progress), assumed
