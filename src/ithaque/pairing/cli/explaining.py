"""`ithaque explain`: reasons of a pair, price of another mentor, cause of a wait, whom to recruit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ithaque.pairing.cli import explained
from ithaque.pairing.cli.records import People, load, told
from ithaque.pairing.cli.speech import FILE, LANGUAGE, QUIET, Speech

if TYPE_CHECKING:
    from ithaque.pairing.result import Result
    from ithaque.pairing.words import Language


@click.command(
    epilog="Exit codes: 0 done; 2 wrong option or a person who is not in the record; 3 not a record of this version; "
    "4 its input cannot be followed; 5 a result cannot be written; 6 not enough memory."
)
@click.argument("record", type=FILE)
@click.argument("mentee", required=False)
@click.argument("mentor", required=False)
@click.option(
    "--others",
    type=click.IntRange(0, 50),
    default=3,
    show_default=True,
    help="Other mentors to price.",
)
@click.option(
    "--recruits",
    type=click.IntRange(0, 20),
    default=3,
    show_default=True,
    help="Mentor profiles to look for.",
)
@click.option("--json", "json_out", type=FILE, help="Write the same as JSON: codes and data.")
@LANGUAGE
@QUIET
def explain(
    record: Path,
    mentee: str | None,
    mentor: str | None,
    others: int,
    recruits: int,
    json_out: Path | None,
    language: Language | None,
    quiet: bool,
) -> None:
    """Explain a RECORD: a MENTEE and a MENTOR (why, or at what price), a MENTEE alone, or everyone who waits.

    With a mentee and a mentor: the reasons of the pair and, when it was not made, what making it would cost and who
    would move. With a mentee: their pair and the other mentors, or why they wait. With nobody: the causes of all waits
    and the mentors to recruit.
    """
    from ithaque.pairing.cli.results import Naming, write_documents

    speech = Speech(language, quiet)
    speech.refuse_same_file({record}, [json_out])
    document, result = load(speech, record)
    people = People(speech, result.problem)
    naming = Naming.of_record(document)
    found = people.get(mentee, "mentee") if mentee else None
    other = people.get(mentor, "mentor") if mentor else None
    with told(speech, record):
        if found is None:
            told_of: dict[str, Any] = explained.cohort(result, recruits)
            lines = explained.cohort_lines(speech, told_of)
        else:
            priced = _priced(speech, document, result)
            if other is None:
                told_of = explained.person(priced, naming, speech.language, found, others)
                lines = explained.person_lines(speech, told_of)
            else:
                told_of = explained.couple(priced, naming, speech.language, found, other)
                lines = explained.couple_lines(speech, told_of)
        speech.say(*lines)
    if json_out:
        with speech.writing(json_out):
            write_documents(json_out, told_of)


def _priced(speech: Speech, document: dict[str, Any], result: Result) -> Result:
    """Return a result whose prices hold: that of the record when it is proved, or when a price solves again anyway."""
    from ithaque.pairing.prices import has_book
    from ithaque.pairing.record import replay

    if result.certificate.proven or not has_book(result):
        return result
    with speech.progress() as progress:
        return replay(document, progress=progress)
