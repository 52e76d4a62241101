"""What the tests of the commands that start from a record share: two small files, and a way to run a command."""

from __future__ import annotations

from pathlib import Path

from click import Command
from click.testing import CliRunner, Result

MENTEES = (
    "Nom;Mail;Besoins;Langues\nAna;ana@ex.fr;Droit;fr\nIda;ida@ex.fr;Paie, Droit;fr\n"
    "Kai;kai@ex.fr;Paie;de\nLou;lou@ex.fr;Droit;fr\n"
)
MENTORS = "Nom;Mail;Compétences;Langues;Places\nBob;bob@ex.fr;Droit;fr;1\nZoé;zoe@ex.fr;Paie;fr;1\nMax;max@ex.fr;Chant;fr;0\n"


def run(command: Command, *arguments: object) -> Result:
    return CliRunner().invoke(
        command, [str(one) for one in arguments], env={"LANG": "fr_FR.UTF-8", "LC_ALL": ""}
    )


def made_record(folder: Path) -> Path:
    """Pair the two small files and return the record."""
    from ithaque.pairing.cli import match

    (folder / "a.csv").write_text(MENTEES, encoding="utf-8")
    (folder / "b.csv").write_text(MENTORS, encoding="utf-8")
    path = folder / "r.json"
    done = run(
        match, folder / "a.csv", folder / "b.csv", "--out", folder / "p.csv", "--record", path
    )
    assert done.exit_code == 0, done.output
    return path
