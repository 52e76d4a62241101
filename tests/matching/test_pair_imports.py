"""Pairs decided elsewhere: who is recognised, what is left out and why, proposals, pairs, undoing, twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ithaque.kernel import clock, erasure
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import JournalEntry, OutboxMessage
from ithaque.matching.enums import ImportStatus, RunStatus
from ithaque.matching.models import Decision, Import, ImportedPair, MatchRun, Note, Veto
from ithaque.matching.services import (
    Wishes,
    bad_rows,
    begin_pairs,
    choose_columns,
    imports,
    pair_imports,
    plan_announcement,
    reserve_places,
    start_import,
    undo_pairs,
)
from ithaque.matching.standing import ENROL, KNOWN, READY, RULED, WRONG, standing_of
from ithaque.mentoring.models import Pair
from ithaque.mentoring.services import open_pair, send_message
from ithaque.programmes.enums import EnrolmentStatus
from ithaque.programmes.models import Enrolment
from tests.matching import factories as make

pytestmark = pytest.mark.django_db
HEADER = "Mentoré;Courriel mentoré;Mentor;Courriel mentor;Début;Fin;Statut;Remarques\n"


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    return make.cohort(nadia, mentor_capacity=3)


@pytest.fixture
def emma(cohort):
    who = make.person("Emma", last_name="Rousseau", email="emma@test.example")
    return make.mentee(cohort, who=who, needs=make.skills("CV"))


@pytest.fixture
def bruno(cohort):
    who = make.person("Bruno", last_name="Lopez", email="bruno@test.example")
    return make.mentor(cohort, who=who, offers=make.skills("CV"), capacity=2)


def sent(cohort, nadia, lines, header=HEADER, name="pairs.csv"):
    content = (header + "".join(f"{line}\n" for line in lines)).encode()
    return start_import(cohort=cohort, side="pairs", name=name, content=content, by=nadia)


def taken(import_, nadia, become="quiet", **wishes):
    begin_pairs(import_=import_, wishes=Wishes(become, **wishes), by=nadia)
    imports.take_in(import_.pk)
    import_.refresh_from_db()
    return import_


def only(import_):
    (line,) = standing_of(import_).lines
    return line


BOTH = "Emma Rousseau;emma@test.example;Bruno Lopez;bruno@test.example"


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("Mentoré·e;Mentor·e", "emma@test.example;bruno@test.example"),
        ("Mentee;Mentor", "Emma Rousseau;LOPEZ Bruno"),
        ("Filleul;Parrain", "emma rousseau;bruno lopez"),
        ("Prénom mentoré;Nom mentoré;Nom du mentor", "Emma;Rousseau;Bruno Lopez"),
        ("Mentee email;Mentor first name;Mentor last name", "emma@test.example;Bruno;Lopez"),
    ],
)
def test_columns_are_recognised_by_side_and_part(cohort, nadia, emma, bruno, header, line):
    found = only(sent(cohort, nadia, [line], header=f"{header}\n"))
    assert (found.mentee, found.mentor, found.fate) == (emma, bruno, READY)


def test_columns_corrected_once_are_remembered_for_the_next_file(cohort, nadia, emma, bruno):
    header = "Qui;Avec\n"
    first = sent(cohort, nadia, ["emma@test.example;bruno@test.example"], header)
    with pytest.raises(Refusal) as refused:
        standing_of(first)
    assert refused.value.code == "no_mentee_column"
    choices = {"Qui": "mentee_email", "Avec": "mentor_email"}
    taken(choose_columns(import_=first, choices=choices, by=nadia), nadia)
    assert only(sent(cohort, nadia, ["emma@test.example;bruno@test.example"], header)).fate == KNOWN


def test_column_that_is_no_field_of_pairs_is_refused(cohort, nadia):
    with pytest.raises(Refusal):
        choose_columns(import_=sent(cohort, nadia, [BOTH]), choices={"Mentor": "needs"}, by=nadia)


def test_pairs_formed_quietly_have_their_days_their_note_and_no_message(cohort, nadia, emma, bruno):
    began, ends = clock.today() - timedelta(days=40), clock.today() + timedelta(days=90)
    done = taken(
        sent(cohort, nadia, [f"{BOTH};{began};{ends};en cours;Rencontrés au forum"]), nadia
    )
    pair = Pair.objects.get()
    assert (done.status, done.report["made"], pair.mentee, pair.mentor) == (
        ImportStatus.DONE,
        1,
        emma,
        bruno,
    )
    assert (pair.started_on, pair.ends_on, pair.followed_from) == (began, ends, clock.today())
    assert ImportedPair.objects.get().note == "Rencontrés au forum"
    assert not OutboxMessage.objects.exists()
    assert done.tell_at is None
    assert JournalEntry.objects.filter(type="matching.pairs_import.finished").exists()


def test_pairs_told_are_told_ten_minutes_later_and_once(cohort, nadia, emma, bruno):
    done = taken(sent(cohort, nadia, [BOTH]), nadia, "told")
    assert (pair_imports.tell_due(), OutboxMessage.objects.count()) == (0, 0)
    Import.objects.filter(pk=done.pk).update(tell_at=clock.now())
    assert (pair_imports.tell_due(), pair_imports.tell_due()) == (1, 0)
    assert OutboxMessage.objects.filter(kind="mentoring.pair_opened").count() == 2


def test_same_file_twice_forms_nothing_twice(cohort, nadia, emma, bruno):
    taken(sent(cohort, nadia, [BOTH]), nadia)
    again = sent(cohort, nadia, [BOTH])
    assert only(again).fate == KNOWN
    with pytest.raises(Refusal) as refused:
        taken(again, nadia)
    assert refused.value.code == "no_pair"
    assert Pair.objects.count() == 1


def test_proposals_are_a_draft_of_these_pairs_alone_locked_with_reasons(cohort, nadia, emma, bruno):
    make.mentee(cohort, "Autre", needs=make.skills("CV"))
    done = taken(sent(cohort, nadia, [f"{BOTH};;;;Déjà vus"]), nadia, "proposed")
    run = done.run
    (proposal,) = run.proposals.all()
    assert (proposal.mentee, proposal.mentor, proposal.locked) == (emma, bruno, True)
    assert proposal.reasons
    assert (run.status, run.unmatched.count(), Note.objects.get().text) == (
        RunStatus.READY,
        0,
        "Déjà vus",
    )
    assert Decision.objects.get().kind == Decision.Kind.LOCK
    assert not OutboxMessage.objects.exists()
    assert plan_announcement(run=run, by=nadia).planned


def test_pair_that_a_rule_excludes_needs_a_word_and_is_then_taken(cohort, nadia):
    lea = make.mentee(cohort, "Léa", availability=["mon-8"], languages=["fr"])
    paul = make.mentor(cohort, "Paul", availability=["fri-20"], languages=["fr"])
    line = f";{lea.person.email};;{paul.person.email}"
    import_ = sent(cohort, nadia, [line])
    found = only(import_)
    assert (found.fate, found.rules) == (RULED, ("overlap",))
    assert "heure" in found.troubles[0].wrong
    with pytest.raises(Refusal):
        taken(import_, nadia, "proposed")
    done = taken(import_, nadia, "proposed", ruled=True)
    assert done.run.proposals.get().mentor == paul


def test_pair_that_someone_asked_never_to_form_is_left_out_whatever_is_said(
    cohort, nadia, emma, bruno
):
    Veto.objects.create(by=emma, other=bruno)
    found = only(sent(cohort, nadia, [BOTH]))
    assert found.fate == WRONG
    assert found.troubles[0].blocking


def test_people_who_are_not_enrolled_are_enrolled_or_left_out_as_chosen(cohort, nadia, bruno):
    line = "Zoé Blanc;zoe@test.example;Bruno Lopez;bruno@test.example"
    import_ = sent(cohort, nadia, [line])
    assert only(import_).fate == ENROL
    with pytest.raises(Refusal):
        taken(import_, nadia)
    done = taken(import_, nadia, enrol=True)
    zoe = Enrolment.objects.get(person__email="zoe@test.example")
    assert (zoe.status, zoe.side, done.report["enrolled"]) == (
        EnrolmentStatus.AVAILABLE,
        "mentee",
        1,
    )
    assert Pair.objects.get().mentee == zoe


def test_new_mentor_gets_as_many_places_as_lines_up_to_the_programme(cohort, nadia):
    lines = [f"N{n} Test;n{n}@test.example;Marc Neuf;marc@test.example" for n in range(4)]
    import_ = sent(cohort, nadia, lines)
    assert [one.fate for one in standing_of(import_).lines] == [ENROL, ENROL, ENROL, WRONG]
    taken(import_, nadia, enrol=True)
    assert Enrolment.objects.get(person__email="marc@test.example").capacity == 3
    assert Pair.objects.count() == 3


def test_near_name_is_offered_for_someone_unknown(cohort, nadia, emma, bruno):
    found = only(sent(cohort, nadia, ["Ema Rousseau;;Bruno Lopez;"]))
    assert "Emma Rousseau" in found.troubles[0].to_do


def test_each_problem_is_said_in_words_and_its_line_left_out(cohort, nadia, emma, bruno):
    full = make.mentor(cohort, "Pleine")
    open_pair(mentor=full, mentee=make.mentee(cohort, "Prise"))
    for _n in range(2):
        make.mentee(cohort, who=make.person("Lou", last_name="Double"))
    waits = make.mentee(cohort, "Attend", status=EnrolmentStatus.SUBMITTED)
    paired = make.mentee(cohort, "Paire")
    open_pair(mentor=make.mentor(cohort), mentee=paired)
    free = make.mentee(cohort, "Libre")
    gone = clock.today() - timedelta(days=2)
    lines = {
        ";;Bruno Lopez;": "qui est la personne mentorée",
        "Emma Rousseau;;;": "qui est le mentor",
        "Lou Double;;Bruno Lopez;": "Lou Double",
        f";{waits.person.email};Bruno Lopez;": "À valider",
        f";{paired.person.email};Bruno Lopez;": "déjà",
        f";{free.person.email};;{full.person.email}": "place",
        "Bruno Lopez;;Bruno Lopez;": "mentor",
        "Emma Rousseau;;Bruno Lopez;;;;terminé;": "est terminé",
        f"Emma Rousseau;;Bruno Lopez;;;{gone};;": "est terminé",
    }
    standing = standing_of(sent(cohort, nadia, list(lines)))
    assert {one.fate for one in standing.lines} == {WRONG}
    for line, words in zip(standing.lines, lines.values(), strict=True):
        said = " ".join(f"{one.wrong} {one.to_do}" for one in line.troubles if one.blocking)
        assert words in said, (words, said)
    assert len(standing.bad_lines) == len(lines)


def test_bad_lines_come_back_with_their_reason(cohort, nadia, emma, bruno):
    text = bad_rows(sent(cohort, nadia, [BOTH, "Emma Rousseau;;;"])).decode("utf-8-sig")
    assert len(text.splitlines()) == 2


def test_mentee_on_two_lines_keeps_the_first(cohort, nadia, emma, bruno):
    other = make.mentor(cohort, "Autre")
    lines = [BOTH, BOTH, f"Emma Rousseau;emma@test.example;;{other.person.email}"]
    standing = standing_of(sent(cohort, nadia, lines))
    assert [one.fate for one in standing.lines] == [READY, WRONG, WRONG]
    assert "2" in standing.lines[2].troubles[0].wrong


def test_days_that_cannot_be_read_are_kept_aside_and_said(cohort, nadia, emma, bruno):
    today = clock.today()
    later, before = today + timedelta(days=60), today - timedelta(days=9)
    jules, lou = make.mentee(cohort, "Jules"), make.mentee(cohort, "Lou")
    make.mentor(cohort, who=make.person("Ana", last_name="Mora"))
    lines = [
        f"{BOTH};{before};bientôt;;",
        f";{jules.person.email};Bruno Lopez;;{later + timedelta(days=1)};{later};;",
        f";{lou.person.email};Ana Mora;;{later};;;",
    ]
    standing = standing_of(sent(cohort, nadia, lines))
    assert [one.fate for one in standing.lines] == [READY] * 3
    said = [one.troubles[0].wrong for one in standing.lines]
    assert "bientôt" in said[0]
    assert len(set(said)) == 3
    assert [one.couple.starts_on for one in standing.lines] == [before, None, None]


def test_place_taken_meanwhile_is_told_in_the_report_and_the_rest_goes_on(
    cohort, nadia, emma, bruno, monkeypatch
):
    jules = make.mentee(cohort, "Jules")
    lines = [BOTH, f";{jules.person.email};;bruno@test.example"]
    whole, met = pair_imports.open_pair, []

    def full_once(**kwargs):
        if not met:
            met.append(kwargs)
            raise Refusal("mentor_full", "plus de place")
        return whole(**kwargs)

    monkeypatch.setattr(pair_imports, "open_pair", full_once)
    report = taken(sent(cohort, nadia, lines), nadia).report
    assert (report["made"], report["refused"]) == (1, [[2, "plus de place"]])


def test_import_stopped_half_way_goes_on_where_it_was(cohort, nadia, emma, bruno, monkeypatch):
    jules = make.mentee(cohort, "Jules")
    lines = [BOTH, f";{jules.person.email};;bruno@test.example"]
    import_ = sent(cohort, nadia, lines)
    begin_pairs(import_=import_, wishes=Wishes("quiet"), by=nadia)
    whole, calls = pair_imports.open_pair, []

    def once(**kwargs):
        calls.append(kwargs)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return whole(**kwargs)

    monkeypatch.setattr(pair_imports, "open_pair", once)
    with pytest.raises(KeyboardInterrupt):
        imports.take_in(import_.pk)
    imports.take_in(import_.pk)
    import_.refresh_from_db()
    assert (import_.status, import_.report["made"], Pair.objects.count()) == (
        ImportStatus.DONE,
        2,
        2,
    )


def test_undo_takes_back_pairs_in_which_nothing_happened(cohort, nadia, emma, bruno):
    jules = make.mentee(cohort, "Jules")
    done = taken(
        sent(cohort, nadia, [BOTH, f";{jules.person.email};;bruno@test.example"]), nadia, "told"
    )
    spoken = Pair.objects.get(mentee=jules)
    send_message(pair=spoken, by=jules.person, body="Bonjour", submission=spoken.public_id)
    undone = undo_pairs(import_=done, by=nadia)
    assert undo_pairs(import_=done, by=nadia).status == ImportStatus.UNDONE
    assert (undone.report["gone"], undone.report["kept"], list(Pair.objects.all())) == (
        1,
        1,
        [spoken],
    )
    assert pair_imports.tell_due() == 0
    assert only(sent(cohort, nadia, [BOTH])).fate == READY


def test_undo_is_refused_once_people_were_told(cohort, nadia, emma, bruno):
    done = taken(sent(cohort, nadia, [BOTH]), nadia, "told")
    Import.objects.filter(pk=done.pk).update(tell_at=clock.now())
    pair_imports.tell_due()
    with pytest.raises(Refusal) as refused:
        undo_pairs(import_=done, by=nadia)
    assert refused.value.code == "told"
    assert Pair.objects.count() == 1


def test_undo_sets_the_draft_aside_with_the_decisions_it_brought(cohort, nadia, emma, bruno):
    done = taken(sent(cohort, nadia, [BOTH]), nadia, "proposed")
    undo_pairs(import_=done, by=nadia)
    assert not Decision.objects.exists()
    assert MatchRun.objects.get().status == RunStatus.DISCARDED


def test_place_the_team_reserved_serves_a_pair_decided_elsewhere(cohort, nadia, emma, bruno):
    reserve_places(mentor=bruno, places=2, by=nadia)
    done = taken(sent(cohort, nadia, [BOTH]), nadia, "proposed")
    assert (done.status, done.run.proposals.get().mentor) == (ImportStatus.DONE, bruno)


def test_proposals_wait_while_a_run_is_computed(cohort, nadia, emma, bruno):
    make.ask_run(cohort=cohort, by=nadia)
    with pytest.raises(Refusal) as refused:
        taken(sent(cohort, nadia, [BOTH]), nadia, "proposed")
    assert refused.value.code == "run_at_work"


def test_erasing_someone_takes_the_file_and_the_note_away(cohort, nadia, emma, bruno):
    done = taken(sent(cohort, nadia, [f"{BOTH};;;;Vus"]), nadia)
    erasure.erase(emma.person)
    done.refresh_from_db()
    assert (done.file, ImportedPair.objects.get().note) == (None, "")


@pytest.mark.parametrize("count", [1, 3])
def test_standing_asks_a_constant_number_of_queries(
    cohort, nadia, count, django_assert_num_queries
):
    lines = [
        f";{make.mentee(cohort).person.email};;{make.mentor(cohort).person.email}"
        for _n in range(count)
    ]
    import_ = Import.objects.select_related("cohort__programme", "file").get(
        pk=sent(cohort, nadia, lines).pk
    )
    with django_assert_num_queries(16):
        standing_of(import_)
