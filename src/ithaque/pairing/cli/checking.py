"""`ithaque check RECORD`: is a result what it says? Everything computed again but the solving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ithaque.pairing.cli.records import load, read_pairs, told
from ithaque.pairing.cli.speech import EXIT_FOUND, FILE, LANGUAGE, QUIET, Speech

if TYPE_CHECKING:
    from ithaque.pairing.result import Result
    from ithaque.pairing.settings import Fault, Pair
    from ithaque.pairing.words import Language


@click.command(
    epilog="Exit codes: 0 no fault; 1 faults, all named; 2 wrong option; 3 not a record of this version, or a file "
    "that cannot be read; 4 its input cannot be followed; 5 a result cannot be written; 6 not enough memory."
)
@click.argument("record", type=FILE)
@click.option("--pairs", type=FILE, help="Check these pairs, changed by hand, against the record.")
@click.option("--json", "json_out", type=FILE, help="Write the faults as JSON: codes and data.")
@LANGUAGE
@QUIET
def check(
    record: Path,
    pairs: Path | None,
    json_out: Path | None,
    language: Language | None,
    quiet: bool,
) -> None:
    """Verify the result of a RECORD without solving: places, rules, decisions, scores, proof. Names every fault."""
    from ithaque.pairing.cli.results import write_documents

    speech = Speech(language, quiet)
    speech.refuse_same_file({record, *([pairs] if pairs else [])}, [json_out])
    _, result = load(speech, record)
    by_hand = read_pairs(speech, pairs) if pairs else None
    with told(speech, record):
        faults = result.check() if by_hand is None else check_pairs(result, by_hand)
    if json_out:
        found = [{"place": fault.place, **fault.message.as_dict()} for fault in faults]
        with speech.writing(json_out):
            write_documents(json_out, {"faults": found})
    if by_hand is not None:
        _compare(speech, result, by_hand)
    if not faults:
        couples = len(result.problem.mentees) * len(result.problem.mentors)
        kind = "pairs" if pairs else _proof_kind(result)
        speech.say(
            speech.tell(f"check.fine_{kind}", pairs=len(by_hand or result.pairs), couples=couples)
        )
        return
    speech.say(speech.tell("check.faults", count=len(faults)))
    for fault in faults:
        words = speech.words(fault.message)
        speech.say(speech.tell("error.place", key=fault.place, words=words))
    raise click.exceptions.Exit(EXIT_FOUND)


def _proof_kind(result: Result) -> str:
    if result.certificate.stable:
        return "stable"
    return "proven" if result.certificate.proven else "near"


def check_pairs(result: Result, pairs: Sequence[Pair]) -> list[Fault]:
    """Return the faults of pairs made by hand: strangers, places, rules, decisions; the proof is not theirs."""
    from ithaque.pairing.messages import Message
    from ithaque.pairing.restoring import pairing_of
    from ithaque.pairing.result import Unmatched

    locks = set(result.problem.settings.locks)
    made = [pairing_of(result.work, *pair, locked=pair in locks) for pair in pairs]
    paired = {mentee for mentee, _ in pairs}
    waiting = [
        Unmatched(person.id, Message("unmatched.no_place", {"mentors": 0}))
        for person in result.problem.mentees
        if person.id not in paired and person.capacity
    ]
    found = replace(result, pairs=made, unmatched=waiting).check()
    return [fault for fault in found if not fault.place.startswith("certificate")]


def _compare(speech: Speech, result: Result, pairs: Sequence[Pair]) -> None:
    """Say how far the total of pairs made by hand is from that of the record, and how many changed."""
    from ithaque.pairing.restoring import pairing_of
    from ithaque.pairing.words import number

    before = {(pair.mentee_id, pair.mentor_id) for pair in result.pairs}
    total = sum(pairing_of(result.work, *pair).score for pair in pairs)
    speech.say(
        speech.tell(
            "check.compare",
            changed=len(before - set(pairs)),
            total=number(total, speech.language, 3),
            best=number(sum(pair.score for pair in result.pairs), speech.language, 3),
        )
    )
