"""Every table of coordination hands over what it shows, in four formats, to who may read it and nobody else."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ithaque.matching import exports
from ithaque.mentoring import services as mentoring
from ithaque.pairing.intake import read_table
from tests.matching import factories as make
from tests.support.world import World

pytestmark = pytest.mark.django_db
FORMATS = ("csv", "xlsx", "ods", "json")


def table(answer, form):
    """Return what a spreadsheet, or a program, reads in a file."""
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'.{form}"')
    assert answer["Cache-Control"] == "private, no-store"
    if form == "json":
        return [list(one.values()) for one in json.loads(answer.content)]
    return [list(row.cells) for row in read_table(answer.content, f"x.{form}").rows]


def pages(world: World):
    """Return every page with a table, by who reads it."""
    programme, cohort = [world.programme.public_id], [world.cohort.public_id]
    return {
        "programme-pairs": ("nadia", programme),
        "enrolments": ("nadia", cohort),
        "gaps": ("nadia", cohort),
        "waiting-list": ("nadia", cohort),
        "run-list": ("nadia", cohort),
        "cards": ("nadia", []),
        "figure": ("nadia", ["followed"]),
    }


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "name",
    ["programme-pairs", "enrolments", "gaps", "waiting-list", "run-list", "cards", "figure"],
)
def test_table_leaves_in_every_format(world: World, as_, name, form):
    who, args = pages(world)[name]
    page = reverse(f"coordination:{name}", args=args)
    answer = as_(getattr(world, who)).get(page, {"export": form})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("form", FORMATS)
def test_file_holds_what_the_search_shows_and_no_formula(world: World, as_, form):
    world.ines.first_name = "=cmd()"
    world.ines.save()
    mentoring.open_pair(mentor=world.enrolments["thierry"], mentee=world.enrolments["moussa"])
    page = reverse("coordination:programme-pairs", args=[world.programme.public_id])
    answer = as_(world.nadia).get(page, {"q": "cmd", "export": form})
    rows = table(answer, form)
    assert [row[0] for row in rows] == ["=cmd() Martin"]
    if form == "csv":
        assert b"'=cmd()" in answer.content


def test_unknown_format_is_the_page(world: World, as_):
    page = reverse("coordination:programme-pairs", args=[world.programme.public_id])
    answer = as_(world.nadia).get(page, {"export": "exe"})
    assert answer["Content-Type"].startswith("text/html")
    assert "export=ods" in answer.content.decode()


def test_who_may_not_read_the_page_gets_no_file(world: World, as_):
    page = reverse("coordination:programme-pairs", args=[world.programme.public_id])
    assert as_(world.ines).get(page, {"export": "csv"}).status_code == 404


def test_concerns_never_leave_as_a_file(world: World, as_):
    answer = as_(world.nadia).get(reverse("coordination:concerns"), {"export": "csv"})
    assert "attachment" not in answer.headers.get("Content-Disposition", "")


@pytest.fixture
def run(db):
    nadia = make.person("Nadia")
    cohort = make.cohort(nadia)
    for skill in ("Alternance", "Soin", "Piano"):
        make.mentee(cohort, f"Mentee{skill}", needs=make.skills(skill))
        make.mentor(cohort, f"Mentor{skill}", offers=make.skills(skill))
    make.mentee(cohort, "Seule", needs=make.skills("Chant"))
    return make.computed(cohort, nadia)


@pytest.mark.parametrize("form", FORMATS)
def test_workbench_gives_its_shelf(run, as_, form):
    desk, page = as_(run.asked_by), reverse("coordination:run", args=[run.public_id])
    found = table(desk.get(page, {"q": "menteepiano", "export": form}), form)
    assert [(row[0].split()[0], row[1].split()[0]) for row in found] == [
        ("MenteePiano", "MentorPiano")
    ]
    alone = table(desk.get(page, {"shelf": "alone", "export": form}), form)
    assert [row[0].split()[0] for row in alone] == ["Seule"] and alone[0][2]


@pytest.mark.parametrize("name", ["run-equity", "run-compare"])
def test_figures_of_a_run_leave(run, as_, name):
    later = make.computed(run.cohort, run.asked_by)
    page = reverse(f"coordination:{name}", args=[later.public_id])
    answer = as_(run.asked_by).get(page, {"export": "csv", "kind": "same"})
    assert answer["Content-Type"].startswith("text/csv")


def whole(answer):
    content = b"".join(answer.streaming_content)
    answer.close()
    return content


@pytest.mark.parametrize("form", FORMATS)
def test_long_table_leaves_whole_and_the_same(rf, monkeypatch, form):
    header, rows = ["Nom", "Jour", "Points"], [[f"=N{n}", date(2026, 1, 1), n] for n in range(7)]
    request = rf.get("/", {"export": form})
    short = exports.table_response(request, "a", header, iter(rows))
    monkeypatch.setattr(exports, "IN_MEMORY", 2)
    long = exports.table_response(request, "a", header, iter(rows))
    assert long.streaming
    assert long["Content-Disposition"] == short["Content-Disposition"]
    content = whole(long)
    if form == "json":
        assert json.loads(content) == json.loads(short.content)
        return
    found = [row.cells for row in read_table(content, f"x.{form}").rows]
    assert found == [row.cells for row in read_table(short.content, f"x.{form}").rows]
    assert len(found) == 7


@pytest.mark.parametrize("form", ["csv", "json"])
def test_no_line_is_cut_beyond_fifty_thousand(rf, form):
    rows = ([n] for n in range(60_000))
    answer = exports.table_response(rf.get("/", {"export": form}), "a", ["n"], rows)
    assert whole(answer).count(b"\n") == 60_001


@pytest.mark.parametrize("count", [1, 3])
def test_file_of_pairs_asks_as_many_questions_whatever_it_holds(world: World, as_, count):
    from tests.mentoring import factories

    for _number in range(count):
        mentoring.open_pair(
            mentor=factories.enrolment(world.cohort, "mentor"),
            mentee=factories.enrolment(world.cohort, "mentee"),
        )
    page = reverse("coordination:programme-pairs", args=[world.programme.public_id])
    desk = as_(world.nadia)
    with CaptureQueriesContext(connection) as found:
        assert len(table(desk.get(page, {"export": "json"}), "json")) == count + 1
    assert len(found) == 6
