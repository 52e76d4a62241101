"""What the command line does in the corners: odd settings, a terminal, other objectives, names of sheets."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from ithaque.pairing import Person, Problem, Settings
from ithaque.pairing.cli import explained, match
from ithaque.pairing.cli.results import summary
from ithaque.pairing.cli.settings_file import SettingsFileError, line_of, read_settings_file
from ithaque.pairing.cli.speech import Speech
from ithaque.pairing.words import written
from tests.pairing.match_bench import rows, run, settings_file


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("columns: 3\n", ["columns"]),
        ("columns: {mentees: 3}\n", ["columns.mentees"]),
        ("sheets: 3\n", ["sheets"]),
        ("sheets: {children: x}\n", ["sheets.children"]),
        ("capacities: 3\n", ["capacities"]),
        (
            "capacities: {people: {ana: many}, column: 3}\n",
            ["capacities.people.ana", "capacities.column"],
        ),
        ("capacities: {people: {ana: yes}}\n", ["capacities.people.ana"]),
        ("limits: 3\n", ["limits"]),
        ("limits: {pages: 3}\n", ["limits.pages"]),
        ("locks: [3]\n", ["locks[0]"]),
    ],
)
def test_each_key_of_another_form_is_a_fault(tmp_path: Path, text: str, keys: list[str]) -> None:
    with pytest.raises(SettingsFileError) as found:
        read_settings_file(Path(settings_file(tmp_path, text)))
    assert [fault.key for fault in found.value.faults] == keys


def test_places_that_are_no_number_are_told_as_they_are_written(tmp_path: Path) -> None:
    with pytest.raises(SettingsFileError) as found:
        read_settings_file(
            Path(settings_file(tmp_path, "capacities: {default: lots, people: {ana: many}}\n"))
        )
    told = [fault.message.data["got"] for fault in found.value.faults]
    assert told == ["lots", "many"]


def test_settings_unreadable_or_too_long_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    for content, code in (
        (b"\xff\xfe\xe9", "settings.unreadable"),
        (b"#" * 1_000_001, "settings.too_big"),
    ):
        path.write_bytes(content)
        with pytest.raises(SettingsFileError) as found:
            read_settings_file(path)
        assert found.value.faults[0].message.code == code
    path.write_bytes(b"")
    assert read_settings_file(path).engine == {}
    assert line_of("nowhere", {}) is None


def test_sheets_of_a_workbook_are_chosen_in_the_settings(
    people: tuple[str, str], tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Nom", "Besoins"])
    book.active.append(["Wrong", "Droit"])
    other = book.create_sheet("Suite")
    other.append(["Nom", "Besoins"])
    other.append(["Right", "Droit"])
    book.save(tmp_path / "a.xlsx")
    settings = settings_file(tmp_path, "sheets: {mentees: Suite}\nlanguage: fr\n")
    done = run(
        str(tmp_path / "a.xlsx"),
        people[1],
        "--out",
        str(tmp_path / "p.csv"),
        "--settings",
        settings,
    )
    assert done.exit_code == 0, done.output
    assert "feuille" in done.stderr
    assert rows(tmp_path / "p.csv")[0]["Mentoré·e"] == "Right"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"objective": "stable"}, "A stable pairing was asked"),
        ({"prove": False}, "Proof: no pairing"),
    ],
)
def test_summary_says_what_kind_of_proof_there_is(settings: dict[str, object], words: str) -> None:
    solved = Problem([Person("a")], [Person("m")], Settings(**settings)).solve()  # type: ignore[arg-type]
    assert any(words in line for line in summary(solved, "en"))


@pytest.mark.parametrize(
    ("format", "words"),
    [
        ({"kind": "circle", "least": 2}, "1 circle brings together 3 of 3 mentees; 2 mentors"),
        ("team", "1 team for 3 mentees"),
        ("peers", "2 pairs of peers among 5 people"),
        ("reverse", "2 pairs for 3 mentees"),
    ],
)
def test_summary_says_what_was_made(format: object, words: str) -> None:
    mentees, mentors = [Person(one) for one in "abc"], [Person(one) for one in "mn"]
    solved = Problem(mentees, mentors, Settings(format=format)).solve()  # type: ignore[arg-type]
    assert words in next(iter(summary(solved, "en"))).replace("\u00a0", " ")


def test_summary_of_an_unproved_total_says_the_gap_and_of_no_pair_says_nothing_more() -> None:
    from dataclasses import replace

    solved = Problem([Person("a")], [Person("m")]).solve()
    near = replace(solved, certificate=replace(solved.certificate, proven=False, bound=500))
    tenth = replace(near.certificate, objective=1_000_000, bound=1_100_000)
    told = list(summary(replace(near, certificate=tenth), "en"))
    assert told[-1] == "The total is at most 10.000% away from the best possible."
    for change, words in (
        ({"searched": True}, "searched to the end"),
        ({"more_placed": 2}, "do not exclude placing 2 more"),
    ):
        told = replace(near, certificate=replace(near.certificate, **change))
        assert any(words in line for line in summary(told, "en"))
    nobody = Problem([Person("a")], []).solve()
    assert not any("Total" in line for line in summary(nobody, "en"))


def test_bar_follows_the_work_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with Speech("en").progress() as progress:
        assert progress is not None
        progress("score", 1, 2)
        progress("a step of its own", 0, 0)
    with Speech("en", quiet=True).progress() as progress:
        assert progress is None


def test_module_offers_the_five_commands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["pairing", "--help"])
    with pytest.raises(SystemExit) as end:
        runpy.run_module("ithaque.pairing", run_name="__main__")
    assert end.value.code == 0
    said = capsys.readouterr().out
    for name in ("match", "explain", "check", "repair", "replay"):
        assert name in said
    runpy.run_module("ithaque.pairing.__main__", run_name="imported")


def test_profile_to_recruit_is_told_with_place_and_hours() -> None:
    told = {
        "unmatched": [{"cause": {"code": "unmatched.no_mentor", "data": {}}, "people": ["a"]}],
        "recruits": [
            {"profile": {"place": "Brest", "availability": [1, 2]}, "serves": ["a"]},
            {"profile": {"place": [48.1, -4.2]}, "serves": ["a"]},
        ],
    }
    text = "\n".join(explained.cohort_lines(Speech("en"), told))
    assert "place Brest; free in 2 hours of the week" in text
    assert "any mentor available" in text


def test_price_not_known_to_be_the_least_says_so() -> None:
    price = {"rules": [], "loss": -0.5, "exact": False, "moves": [], "left_alone": [], "placed": []}
    lines = list(explained.price_lines(Speech("en"), price))
    assert lines == [
        "the total gains 50.0 points, others pay for it",
        "at most: a couple never compared could make it a little cheaper",
    ]


def test_values_without_a_number_are_written_as_they_are() -> None:
    assert written(None, "fr") == "None"
    assert written(True, "en") == "True"


def test_memory_and_contradictions_of_a_record_are_told(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ithaque.pairing.cli import check

    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("ithaque.pairing.restoring.Work.start", full)
    done = CliRunner().invoke(check, [str(record), "--lang", "en"])
    assert done.exit_code == 6
    assert match.name == "match"


def test_record_whose_people_and_decisions_contradict_is_told(record: Path, tmp_path: Path) -> None:
    from ithaque.pairing.cli import repair

    done = CliRunner().invoke(
        repair, [str(record), "--out", str(tmp_path / "n.csv"), "--capacity", "bob@ex.fr=0", "--arrived-mentors", str(tmp_path / "m.csv")],
    )  # fmt: skip
    assert done.exit_code == 3
    (tmp_path / "m.csv").write_text(
        "Nom;Mail;Places;Minimum\nEve;eve@ex.fr;1;5\n", encoding="utf-8"
    )
    done = CliRunner().invoke(
        repair,
        [str(record), "--out", str(tmp_path / "n.csv"), "--arrived-mentors", str(tmp_path / "m.csv"), "--map", "Minimum=minimum_load", "--lang", "en"],
    )  # fmt: skip
    assert done.exit_code == 4
    assert "mentors[eve@ex.fr].minimum_load" in done.stderr
