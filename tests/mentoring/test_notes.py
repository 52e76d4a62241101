"""The note both write: nothing lost whatever the network does; and each one's own note."""

from __future__ import annotations

import random
import re
import uuid
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import JournalEntry
from ithaque.mentoring import selectors, services
from ithaque.mentoring.merging import merge
from ithaque.mentoring.models import NoteRevision, PrivateNote
from tests.mentoring import factories

WORDS = st.lists(st.sampled_from(["le", "de", "un", "stage", "et", "CV"]), max_size=12)
EDITS = 1000


def write(pair, body, by=None, **on):
    return services.write_note(pair=pair, by=by or pair.mentee.person, body=body, **on)


@dataclass
class Writer:
    """A page open on the note: what is typed, what it was typed on, and a writing not answered yet."""

    typed: str = ""
    base: str = ""
    flight: tuple[str, str, uuid.UUID] | None = None

    def put_in(self, word: str, rng: random.Random) -> None:
        """Type a word somewhere between two others."""
        ends = [found.end() for found in re.finditer(r"\S+\s*", self.typed)]
        place = rng.choice([0, *ends]) if rng.random() < 0.6 else len(self.typed)
        before, after = self.typed[:place], self.typed[place:]
        if before and not before[-1].isspace():
            before += rng.choice((" ", " ", "\n"))
        self.typed = before + word + (rng.choice((" ", "\n\n")) if after else "") + after

    def take_out(self, rng: random.Random) -> str:
        """Delete one word."""
        word = rng.choice(self.typed.split())
        self.typed = re.sub(rf"(?<!\S){word}(?!\S)\s*", "", self.typed, count=1)
        return word


@dataclass
class Net:
    """A line that loses what is sent, and loses answers: the page then sends the same writing again."""

    post: object
    rng: random.Random
    sent: int = 0
    lost: int = 0
    writers: tuple[Writer, Writer] = field(default_factory=lambda: (Writer(), Writer()))

    def sync(self, rank: int, *, sure: bool = False) -> None:
        writer = self.writers[rank]
        writer.flight = writer.flight or (
            writer.typed,
            writer.base,
            uuid.UUID(int=self.rng.getrandbits(128), version=4),
        )
        body, base, mark = writer.flight
        self.sent += 1
        if not sure and self.rng.random() < 0.3:
            self.lost += 1
            return
        note = self.post(rank, body, base, mark)  # type: ignore[operator]
        if not sure and self.rng.random() < 0.2:
            self.lost += 1
            return
        writer.flight = None
        if writer.typed == body:
            writer.typed = writer.base = note
        else:
            writer.base = body

    def play(self, edits: int) -> tuple[set[str], set[str]]:
        """Interleave so many edits, then let everything through; return the words put in and taken out."""
        put_in, taken_out = set(), set()
        for number in range(edits):
            rank = self.rng.randrange(2)
            writer = self.writers[rank]
            if self.rng.random() < 0.75 or len(writer.typed.split()) < 3:
                word = f"m{number}"
                writer.put_in(word, self.rng)
                put_in.add(word)
            else:
                taken_out.add(writer.take_out(self.rng))
            if self.rng.random() < 0.3:
                self.sync(rank)
        for _turn in range(4):
            for rank in (0, 1, 0, 1):
                self.sync(rank, sure=True)
        return put_in, taken_out


def nothing_is_lost(net: Net, put_in: set[str], taken_out: set[str], note: str) -> None:
    assert net.lost > EDITS / 20, "the network was cut often"
    assert net.writers[0].typed == net.writers[1].typed == note, "both end with the same text"
    words = note.split()
    assert put_in - taken_out == set(words), "every word put in and not taken out, and no other"
    assert len(words) == len(set(words)), "none of them twice"


@settings(deadline=None, max_examples=12)
@given(seed=st.integers(0, 10_000))
def test_a_thousand_interleaved_edits_on_a_cut_network_lose_nothing(seed):
    state, marks = [""], set()

    def post(rank: int, body: str, base: str, mark: uuid.UUID) -> str:
        if mark not in marks:
            marks.add(mark)
            state[0] = merge(base, body, state[0]).text
        return state[0]

    net = Net(post, random.Random(seed))
    nothing_is_lost(net, *net.play(EDITS), state[0])


@pytest.mark.slow
@pytest.mark.databases
@pytest.mark.django_db
def test_a_thousand_edits_through_the_service_lose_nothing(pair):
    def post(rank: int, body: str, base: str, mark: uuid.UUID) -> str:
        outcome = write(pair, body, by=pair.people[rank], base=base, submission=mark)
        return outcome.note.body

    net = Net(post, random.Random(7))
    nothing_is_lost(net, *net.play(EDITS), selectors.note_of(pair).body)


@settings(deadline=None)
@given(base=WORDS, mine=WORDS, theirs=WORDS)
def test_merge_never_loses_a_word_somebody_put_in(base, mine, theirs):
    merged = merge(" ".join(base), " ".join(mine), " ".join(theirs)).text.split()
    for word in (set(mine) | set(theirs)) - set(base):
        assert merged.count(word) >= max(mine.count(word), theirs.count(word))


def test_merge_of_two_sentences_at_one_place_keeps_each_whole():
    merged = merge("Note.", "Note. Lettre de Sonia.", "Note. Appel de Karim.")
    assert merged.text == "Note. Appel de Karim. Lettre de Sonia."


@settings(deadline=None)
@given(base=WORDS, mine=WORDS)
def test_merge_with_one_writer_is_what_they_wrote(base, mine):
    start, end = " ".join(base), " ".join(mine)
    assert merge(start, end, start).text == end
    assert merge(start, start, end).text == end
    assert merge(start, end, end).text == end


def test_merge_keeps_lines_and_spaces_of_both():
    merged = merge(
        "un\n\ndeux\n\ntrois", "un, et Inès\n\ndeux\n\ntrois", "un\n\ndeux\n\ntrois et Claire"
    )
    assert merged.text == "un, et Inès\n\ndeux\n\ntrois et Claire"
    assert merged.both


def test_merge_of_two_first_words_never_makes_one_word():
    assert merge("", "Bonjour", "Salut").text == "Salut Bonjour"


@pytest.mark.django_db
def test_write_note_is_one_version_and_one_line_of_the_journal_while_one_types(pair):
    for body in ("Une", "Une idée", "Une idée claire"):
        write(pair, body, base=selectors.note_of(pair).body)
    assert [one.body for one in selectors.note_revisions(selectors.note_of(pair))] == [
        "Une idée claire"
    ]
    assert JournalEntry.objects.filter(type="mentoring.note.written").count() == 1
    with factories.days_later(8):
        assert services.tidy_notes() == 2
        assert services.tidy_notes() == 0
    assert NoteRevision.objects.get().body == "Une idée claire"


@pytest.mark.django_db
def test_write_note_by_both_on_the_same_words_keeps_both(pair):
    write(pair, "un", revision=0)
    write(pair, "un par Claire", by=pair.mentor.person, revision=1)
    outcome = write(pair, "un par Inès", revision=1)
    assert outcome.merged
    assert set(outcome.note.body.split()) == {"un", "par", "Claire", "Inès"}


@pytest.mark.django_db
def test_write_note_on_a_revision_that_never_was_loses_nothing(pair):
    write(pair, "un", revision=0)
    assert set(write(pair, "deux", revision=99).note.body.split()) == {"un", "deux"}


@pytest.mark.django_db
def test_write_note_by_a_stranger_is_refused(pair):
    with pytest.raises(Refusal):
        write(pair, "Moi", by=factories.person(), revision=0)


@pytest.mark.django_db
def test_private_notes_are_apart_and_go_with_their_author(pair):
    meeting = factories.planned(pair)
    for person in pair.people:
        services.write_private_note(meeting=meeting, by=person, body=f"À moi, {person.pk}")
    assert selectors.private_note(meeting, pair.mentee.person) == f"À moi, {pair.mentee.person.pk}"
    services.forget(pair.mentee.person)
    assert PrivateNote.objects.get().person == pair.mentor.person
