"""What the tests of `ithaque match` share: the real files, small ones, and a way to run the command."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from ithaque.pairing.cli import match
from ithaque.pairing.intake import read_table
from tests.pairing.intake.files import PEOPLE

ALUMNI = (
    str(PEOPLE / "fr-anabvangun/Filleul_250.csv"),
    str(PEOPLE / "fr-anabvangun/Mentor_250.csv"),
)
TRIVIAL = (
    str(PEOPLE / "fr-anabvangun/Filleul_Trivial.csv"),
    str(PEOPLE / "fr-anabvangun/Mentor_Trivial.csv"),
)
CIVIL = tuple(str(PEOPLE / f"uk-civil-service/large/{name}.csv") for name in ("mentees", "mentors"))
MENTEES = "Nom;Mail;Besoins;Langues\nAna Roy;ana@ex.fr;Droit;fr\nIda Ney;ida@ex.fr;Paie;fr\nKai Ott;kai@ex.fr;Paie;de\n"
MENTORS = "Nom;Mail;Compétences;Langues\nBob Bel;bob@ex.fr;Droit;fr\nZoé Luz;zoe@ex.fr;Paie;fr\n"


def run(*arguments: str, tell: str = "", environment: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(
        match,
        list(arguments),
        input=tell,
        env={"LANG": "fr_FR.UTF-8", "LC_ALL": "", **(environment or {})},
    )


def rows(path: Path) -> list[dict[str, str]]:
    table = read_table(path)
    return [dict(zip(table.headers, row.cells, strict=True)) for row in table.rows]


def settings_file(tmp_path: Path, text: str) -> str:
    (tmp_path / "settings.yaml").write_text(text, encoding="utf-8")
    return str(tmp_path / "settings.yaml")
