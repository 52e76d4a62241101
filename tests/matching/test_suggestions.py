"""Who is shown to whom: never more showings than places, a first one for everybody, nobody under age, nothing that moves by itself."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ithaque.kernel import clock
from ithaque.matching.allotting import allot
from ithaque.matching.models import Suggestion, Veto, Wish
from ithaque.matching.own_wishes import own_wishes, visible_to
from ithaque.matching.services import place_wishes, publish_run
from ithaque.matching.services.suggestions import ask_refresh, refresh, refresh_all
from ithaque.pairing import Person, Settings, Skill
from ithaque.programmes.enums import Side
from tests.matching import factories as make
from tests.support.mailbox import mails

WISHING = {"sides": ["mentee"], "most": 3, "shown": 4, "opens_days": 30, "closes_days": 0}
NEEDS = ("cv", "code", "voice")


@pytest.fixture
def cohort():
    return make.cohort(make.person("Nadia"), wishes=WISHING)


def couples(cohort):
    rows = Suggestion.objects.filter(cohort=cohort)
    return set(rows.values_list("to", "other"))


# -- the allotment alone -----------------------------------------------------------------------


def someone(key, need, **fields):
    return Person(key, needs=(Skill(NEEDS[need]),), offers=(Skill(NEEDS[need]),), **fields)


@st.composite
def worlds(draw):
    mentees = [
        someone(f"e{n}", draw(st.integers(0, 2)), excluded=draw(st.sampled_from([(), ("m0",)])))
        for n in range(draw(st.integers(0, 7)))
    ]
    mentors = [
        someone(f"m{n}", draw(st.integers(0, 2)), capacity=draw(st.integers(0, 3)))
        for n in range(draw(st.integers(0, 5)))
    ]
    pairs = [(one.id, two.id) for one in mentees for two in mentors]
    some = st.lists(st.sampled_from(pairs), max_size=6) if pairs else st.just([])
    return mentees, mentors, draw(some), draw(some)


@given(worlds(), st.integers(1, 3), st.sampled_from(list(Side.values)))
def test_nobody_is_shown_to_more_people_than_they_have_room_for(world, each, readers):
    mentees, mentors, shown, wished = world
    made = allot(
        mentees, mentors, Settings(), readers=readers, each=each, shown=shown, wished=wished
    )
    rooms = {one.id: one.capacity for one in mentors}
    by_mentee, by_mentor = (
        Counter(one.mentee for one in made),
        Counter(one.mentor for one in made),
    )
    if readers == Side.MENTEE:
        assert all(by_mentor[one] <= rooms[one] for one in rooms)
        assert all(count <= each for count in by_mentee.values())
    else:
        assert all(count <= 1 for count in by_mentee.values())
        assert all(count <= each for count in by_mentor.values())
    assert len({one.couple for one in made}) == len(made)
    excluded = {one.id: one.excluded for one in mentees}
    assert not any(one.mentor in excluded[one.mentee] for one in made)


@given(worlds(), st.integers(1, 3))
def test_an_allotment_made_again_from_itself_stays_the_same(world, each):
    mentees, mentors, _shown, _wished = world
    first = allot(mentees, mentors, Settings(), readers=Side.MENTEE, each=each)
    again = allot(
        mentees,
        mentors,
        Settings(),
        readers=Side.MENTEE,
        each=each,
        shown=[one.couple for one in first],
    )
    assert {one.couple for one in again} == {one.couple for one in first}


def test_everybody_gets_a_first_suggestion_before_anybody_gets_a_second():
    mentees = [someone(f"e{n}", 0) for n in range(3)]
    mentors = [someone("best", 0, capacity=2), someone("other", 1, capacity=1)]
    made = allot(mentees, mentors, Settings(), readers=Side.MENTEE, each=2)
    assert Counter(one.mentee for one in made) == {"e0": 1, "e1": 1, "e2": 1}


def test_who_was_wished_for_stays_shown_although_someone_fits_better():
    mentees = [someone("e0", 0), someone("e1", 1)]
    mentors = [someone("m0", 0), someone("m1", 1)]
    made = allot(
        mentees,
        mentors,
        Settings(),
        readers=Side.MENTEE,
        each=1,
        wished=[("e0", "m1")],
    )
    assert ("e0", "m1") in {one.couple for one in made}


# -- in a cohort -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_refresh_shows_each_mentor_to_as_many_people_as_they_have_places(cohort):
    for _ in range(5):
        make.mentee(cohort, needs=make.skills("CV"))
    bruno = make.mentor(cohort, "Bruno", capacity=2, offers=make.skills("CV"))
    claire = make.mentor(cohort, "Claire", capacity=1, offers=make.skills("Code"))
    assert refresh(cohort.pk) == 3
    shown = Counter(Suggestion.objects.values_list("other", flat=True))
    assert shown == {bruno.pk: 2, claire.pk: 1}


@pytest.mark.django_db
def test_refresh_again_changes_nothing_when_nobody_moved(cohort):
    for _ in range(4):
        make.mentee(cohort, needs=make.skills("CV"))
        make.mentor(cohort, offers=make.skills("CV"))
    refresh(cohort.pk)
    first = set(Suggestion.objects.values_list("pk", flat=True))
    refresh(cohort.pk)
    assert set(Suggestion.objects.values_list("pk", flat=True)) == first


@pytest.mark.django_db
def test_newcomer_does_not_take_what_others_already_read(cohort):
    emma = make.mentee(cohort, "Emma", needs=make.skills("Code", "CV"))
    make.mentor(cohort, "Bruno", offers=make.skills("CV"))
    refresh(cohort.pk)
    before = couples(cohort)
    make.mentee(cohort, "Lou", needs=make.skills("CV"))
    refresh(cohort.pk)
    assert couples(cohort) == before == {(emma.pk, Suggestion.objects.get().other_id)}


@pytest.mark.django_db
def test_a_minor_is_neither_shown_nor_shown_anybody():
    cohort = make.cohort(
        make.person("Nadia"), minors=True, wishes={**WISHING, "sides": ["mentee", "mentor"]}
    )
    today = clock.today()
    young = make.person("Moussa", born_on=today.replace(year=today.year - 16))
    unknown = make.person("Sam")
    adult = make.person("Emma", born_on=date(1999, 5, 4))
    enrolled = [make.mentee(cohort, who=who) for who in (young, unknown, adult)]
    make.mentor(cohort, who=make.person("Bruno", born_on=date(1970, 1, 1)), capacity=5)
    refresh(cohort.pk)
    people = set(Suggestion.objects.values_list("to", "other"))
    flat = {one for couple in people for one in couple}
    assert enrolled[2].pk in flat
    assert not flat & {enrolled[0].pk, enrolled[1].pk}


@pytest.mark.django_db
def test_mentors_read_borrowed_names_and_nothing_that_tells_where_one_lives():
    cohort = make.cohort(make.person("Nadia"), wishes={**WISHING, "sides": ["mentor"]})
    emma = make.mentee(cohort, "Emma", needs=make.skills("CV"))
    bruno = make.mentor(cohort, "Bruno", offers=make.skills("CV"))
    refresh(cohort.pk)
    (row,) = Suggestion.objects.all()
    assert (row.to, row.other) == (bruno, emma)
    row.reasons = [*row.reasons, {"code": "distance.same_place", "data": {"place": "Vitré"}}]
    row.save()
    (told,) = own_wishes(bruno).suggested
    assert told.name != "Emma"
    assert "Emma" not in " ".join(told.reasons) and "Vitré" not in " ".join(told.reasons)
    assert told.name in " ".join(told.reasons)


@pytest.mark.django_db
def test_place_taken_meanwhile_hides_the_mentor_at_once(cohort):
    nadia = cohort.programme.team.get().person
    emma = make.mentee(cohort, "Emma", needs=make.skills("CV"))
    bruno = make.mentor(cohort, "Bruno", offers=make.skills("CV"))
    refresh(cohort.pk)
    assert [one.other for one in visible_to(emma)] == [bruno]
    run = make.drafts(cohort, 0, nadia)
    make.draft(run, make.mentee(cohort), bruno)
    publish_run(run=run, by=nadia)
    assert visible_to(emma) == []
    refresh(cohort.pk)
    assert not Suggestion.objects.filter(other=bruno).exists()


@pytest.mark.django_db
def test_window_closes_by_itself_and_keeps_the_wishes(cohort):
    emma = make.mentee(cohort, "Emma", needs=make.skills("CV"))
    make.mentor(cohort, "Bruno", offers=make.skills("CV"))
    refresh(cohort.pk)
    place_wishes(enrolment=emma, order=[str(Suggestion.objects.get().public_id)], by=emma.person)
    with clock.at(clock.now() + timedelta(days=40)):
        refresh_all()
        assert own_wishes(emma).kept == ["Bruno"]
    assert not Suggestion.objects.exists() and Wish.objects.count() == 1


@pytest.mark.django_db
def test_veto_frees_the_place_for_someone_else(cohort):
    emma = make.mentee(cohort, "Emma", needs=make.skills("CV"))
    bruno = make.mentor(cohort, "Bruno", offers=make.skills("CV"))
    refresh(cohort.pk)
    lou = make.mentee(cohort, "Lou", needs=make.skills("CV"))
    Veto.objects.create(by=emma, other=bruno, alias="Bruno")
    refresh(cohort.pk)
    assert couples(cohort) == {(lou.pk, bruno.pk)}


@pytest.mark.django_db
def test_first_suggestions_are_told_once_by_mail(cohort):
    emma = make.mentee(cohort, "Emma", needs=make.skills("CV"))
    make.mentor(cohort, "Bruno", offers=make.skills("CV"))
    for _ in range(2):
        refresh(cohort.pk)
    (mail,) = mails(kind="matching.wishes_open")
    assert mail.to == emma.person.email
    assert "Bruno" not in mail.text


@pytest.mark.django_db
def test_asked_many_times_a_refresh_is_queued_once(cohort, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        for _ in range(3):
            ask_refresh(cohort)
    assert len(waiting) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("people", [1, 3])
def test_page_asks_a_constant_number_of_questions(cohort, people, django_assert_num_queries):
    emma = make.mentee(cohort, "Emma", needs=make.skills("CV"))
    for _ in range(people):
        make.mentor(cohort, offers=make.skills("CV"))
    refresh(cohort.pk)
    with django_assert_num_queries(9):
        assert len(own_wishes(emma).suggested) == people
