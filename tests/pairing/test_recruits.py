"""The mentors to look for: the profile that serves most of those who wait, then the next."""

from __future__ import annotations

from datetime import date

from ithaque.pairing import Person, Problem, Settings, Skill


def test_profile_that_serves_most_waiting_people_comes_first():
    nurses = [Person(f"n{k}", needs=[Skill("care")], languages=["fr"]) for k in range(3)]
    others = [Person("c", needs=[Skill("code")], languages=["en"], waiting_since=date(2026, 1, 1))]
    result = Problem(
        [*nurses, *others], [Person("m", offers=[Skill("art")], languages=["de"])]
    ).solve()
    first, second = result.recruits()
    assert [skill.key for skill in first.profile.offers] == ["care"]
    assert set(first.serves) == {"n0", "n1", "n2"}
    assert first.mean_fit == 1
    assert (second.serves, second.profile.languages) == (["c"], frozenset({"en"}))
    assert len(result.recruits(most=1)) == 1


def test_profile_really_serves_whom_it_says_once_recruited():
    mentees = [
        Person(
            f"e{k}", needs=[Skill("law"), Skill(f"s{k % 2}")], availability=[k % 3, 9], minor=True
        )
        for k in range(6)
    ]
    settings = Settings(bands=(0.3, 0.5, 0.7))
    mentors = [Person("m", offers=[Skill("art")], adult=False)]
    result = Problem(mentees, mentors, settings).solve()
    for recruit in result.recruits():
        extended = Settings(bands=settings.bands, capacities={recruit.profile.id: 6})
        again = Problem(mentees, [*mentors, recruit.profile], extended).solve()
        assert set(recruit.serves) <= {pair.mentee_id for pair in again.pairs}


def test_nobody_waiting_nobody_to_recruit():
    assert Problem([Person("e")], [Person("m")]).solve().recruits() == []


def test_three_profiles_at_most_each_meeting_as_those_who_wait_do():
    waiting = [Person(f"e{k}", needs=[Skill(f"s{k}")], modality=["remote"]) for k in range(5)]
    found = Problem(waiting, []).solve().recruits()
    assert len(found) == 3
    assert {one.profile.modality for one in found} == {frozenset({"remote"})}


def test_people_equally_served_are_in_the_order_of_their_wait():
    waiting = [
        Person(f"e{k:02}", needs=[Skill("law")], waiting_since=date(2026, 3, 1 + k % 20))
        for k in range(40)
    ]
    (found,) = Problem(waiting, []).solve().recruits()
    since = {person.id: (person.waiting_since, person.id) for person in waiting}
    assert found.serves == sorted(found.serves, key=since.__getitem__)
