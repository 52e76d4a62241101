"""The catalogues: complete, set like a careful native would, and the tool that says so tells the truth."""

import importlib.util
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]


def _load_tool():
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "scripts" / "catalogues.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["catalogues"] = module
    spec.loader.exec_module(module)
    return module


tool = _load_tool()


@pytest.mark.slow
def test_every_room_has_a_complete_catalogue():
    """`make check` runs the same look as a step of its own."""
    with ThreadPoolExecutor() as pool:
        found = [fault for of_room in pool.map(tool.faults, tool.rooms([])) for fault in of_room]
    assert found == []


def test_translation_functions_keep_the_names_their_sentences_are_gathered_by():
    """A sentence in `_now("…")` reaches no catalogue: it would stay in English, and nothing would say so."""
    renamed = re.compile(r"import .*\bn?p?gettext(_lazy)? as (?!_$|_,)\w+", re.MULTILINE)
    sources = (ROOT / "src").rglob("*.py")
    found = [path.name for path in sources if renamed.search(path.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    ("msgid", "msgstr", "fault"),
    [
        ("The pair", "L'équipe", "straight apostrophe"),
        ("Really?", "Vraiment ?", "ordinary space before"),
        ("Really?", "Vraiment?", "no space before"),
        ("Wait...", "Attendez...", "three dots"),
        ("“yes”", "« oui »", "ordinary space inside"),
        ("Your dashboard", "Votre dashboard", "English word"),
        ("Hello %(name)s", "Bonjour", "placeholders differ"),
        ("Hello {name}", "Bonjour {nom}", "placeholders differ"),
    ],
)
def test_fault_of_a_sentence_is_named(msgid, msgstr, fault):
    found = tool.entry_faults(polib.POEntry(msgid=msgid, msgstr=msgstr))
    assert any(fault in line for line in found), found


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("Hello %(name)s!", "Bonjour %(name)s\u00a0!"),
        (
            "See <a href='https://a.example/?b;c'>it</a>",
            "Voir <a href='https://a.example/?b;c'>cela</a>",
        ),
        ("From 9:30", "À partir de 9:30"),
        ("The pair of {name}: open", "Le binôme de {name}\u00a0: ouvert"),
        ("“yes”", "«\u00a0oui\u00a0»"),
    ],
)
def test_well_set_sentence_has_no_fault(msgid, msgstr):
    assert tool.entry_faults(polib.POEntry(msgid=msgid, msgstr=msgstr)) == []


def test_plural_may_drop_the_number_in_the_singular():
    entry = polib.POEntry(
        msgid="%(count)s pair",
        msgid_plural="%(count)s pairs",
        msgstr_plural={0: "un binôme", 1: "%(count)s binômes"},
    )
    assert tool.entry_faults(entry) == []


def test_rooms_that_translate_one_sentence_differently_are_named():
    pair, programme = (
        polib.POEntry(msgid="Closed", msgstr="Clos"),
        polib.POEntry(msgid="Closed", msgstr="Fermé"),
    )
    found = tool.disagreements([("mentoring", pair), ("programmes", programme)])
    assert found == [
        "mentoring and programmes translate 'Closed' differently: use the same words, or give a context"
    ]


def test_context_tells_two_meanings_apart():
    pair, programme = (
        polib.POEntry(msgid="Closed", msgstr="Clos", msgctxt="a pair"),
        polib.POEntry(msgid="Closed", msgstr="Fermé", msgctxt="a programme"),
    )
    assert tool.disagreements([("mentoring", pair), ("programmes", programme)]) == []
