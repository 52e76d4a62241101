"""`ithaque replay`: the pairing made again from its record, to the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ithaque.pairing.cli.records import load, told
from ithaque.pairing.cli.reporting import write_report
from ithaque.pairing.cli.speech import EXIT_FOUND, FILE, LANGUAGE, QUIET, Speech

if TYPE_CHECKING:
    from ithaque.pairing.words import Language


@click.command(
    epilog="Exit codes: 0 the same bytes; 1 another result; 2 wrong option; 3 not a record of this version; "
    "4 its input cannot be followed; 5 a result cannot be written; 6 not enough memory."
)
@click.argument("record", type=FILE)
@click.option(
    "--out", type=FILE, help="The record made again: the same bytes when nothing differs."
)
@click.option("--report", type=FILE, help="Readable report of the result: one HTML page.")
@LANGUAGE
@QUIET
def replay(
    record: Path, out: Path | None, report: Path | None, language: Language | None, quiet: bool
) -> None:
    """Pair again from a RECORD written by match or repair, and compare."""
    from ithaque.pairing.cli.results import Naming, write_documents
    from ithaque.pairing.record import replay as replayed
    from ithaque.pairing.record import to_bytes

    speech = Speech(language, quiet)
    speech.refuse_same_file({record}, [out, report])
    document, _ = load(speech, record)
    with told(speech, record), speech.progress() as progress:
        result = replayed(document, progress=progress)
    again: dict[str, Any] = result.record()
    if "intake" in document:
        again["intake"] = document["intake"]
    if out:
        with speech.writing(out):
            write_documents(out, again)
    if report:
        write_report(speech, report, result, Naming.of_record(document))
    if to_bytes(again) == to_bytes(document):
        speech.say(speech.tell("replay.same", pairs=len(result.pairs)))
        return
    differ = sorted(
        key for key in again.keys() | document.keys() if again.get(key) != document.get(key)
    )
    speech.say(speech.tell("replay.differs", keys=differ))
    raise click.exceptions.Exit(EXIT_FOUND)
