"""Writing the readable report of a command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ithaque.pairing.cli.speech import Speech

if TYPE_CHECKING:
    from ithaque.pairing.cli.results import Naming
    from ithaque.pairing.result import Result


def write_report(speech: Speech, path: Path, result: Result, naming: Naming) -> None:
    """Write the HTML report, or end with the exit code of a result that cannot be written."""
    from ithaque.pairing.cli.results import write_text
    from ithaque.pairing.fairness import fairness
    from ithaque.pairing.report import report_page

    text = report_page(
        result,
        speech.language,
        mentees=naming.mentees,
        mentors=naming.mentors,
        fairness=fairness(result),
        in_years=naming.in_years,
    )
    with speech.writing(path):
        write_text(path, text)
