"""Every criterion under one suite: bounds, silence, agreement of the block with the pair, words for people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ithaque.pairing import KINDS, Person, Skill
from ithaque.pairing.criteria import CRITERIA, make_criterion
from ithaque.pairing.criteria.base import STEPS, TOTAL_UNITS, shares, units_of
from ithaque.pairing.messages import CARES, REASONS
from ithaque.pairing.scoring import MILLION, Scorer

from .builders import people, quick

BOTH = pytest.mark.parametrize("code", sorted([*CRITERIA, "vectors"]))
VECTORS = {f"{side}{k}": [1.0, k / 3, (k - 2) / 2] for side in "ao" for k in range(5)}


def made(code: str):
    if code == "vectors":
        return make_criterion("text", {"vectors": VECTORS, "low": 0.0, "high": 1.0})
    return make_criterion(code, {})


@BOTH
@quick
@given(mentees=people("a", 1, 4), mentors=people("o", 1, 4), wish=st.booleans())
def test_criterion_in_block_agrees_with_pair(code, mentees, mentors, wish):
    if wish:
        mentees[0] = Person("a0", wishes=["o0"])
        mentors[0] = Person("o0", wishes=["a0", mentees[-1].id])
    criterion = made(code)
    scorer = Scorer(mentees, mentors, [(criterion, 1.0)], [])
    table = scorer.matrix()
    for i, mentee in enumerate(mentees):
        for j, mentor in enumerate(mentors):
            reading = criterion.read(mentee, mentor)
            (part,) = scorer.parts(i, j)
            assert scorer.score_of([part]) == table[i, j]
            assert (reading is None) == (part.denominator == 0)
            if reading is None:
                assert table[i, j] == 0
            else:
                assert 0 <= reading.value <= 1
                assert 0 < reading.known <= 1
                assert part.denominator == pytest.approx(reading.known * TOTAL_UNITS, rel=1e-3)
                assert table[i, j] / MILLION == pytest.approx(reading.value, abs=2 / STEPS)


@BOTH
@quick
@given(mentees=people("a", 1, 3), mentors=people("o", 1, 3))
def test_criterion_says_only_known_codes_with_their_data(code, mentees, mentors):
    criterion = made(code)
    for mentee in mentees:
        for mentor in mentors:
            tell = criterion.tell(mentee, mentor)
            for message, kinds in ((tell.reason, REASONS), (tell.care, CARES)):
                if message is not None:
                    assert message.code in kinds
                    assert message.data.keys() == KINDS[message.code].data.keys()
                    assert str(message)
            if criterion.read(mentee, mentor) is None:
                assert tell.reason is None
                assert tell.care is None


@BOTH
def test_criterion_is_silent_about_people_who_did_not_answer(code):
    assert made(code).read(Person("x"), Person("y")) is None
    scorer = Scorer([Person("x")], [Person("y")], [(made(code), 1.0)], [])
    assert scorer.matrix()[0, 0] == 0
    assert scorer.asked == {}


def needs(*pairs):
    return [Skill(key, level=level) for key, level in pairs]


def test_needs_first_wanted_counts_three_times_the_third():
    criterion = make_criterion("needs", {})
    mentee = Person("x", needs=needs(("a", None), ("b", None), ("c", None)))
    first, third = (Person("y", offers=needs((key, None))) for key in "ac")
    assert criterion.read(mentee, first).value == pytest.approx(3 / 6)
    assert criterion.read(mentee, third).value == pytest.approx(1 / 6)


def test_needs_lower_level_counts_in_proportion():
    criterion = make_criterion("needs", {})
    mentee = Person("x", needs=needs(("a", 3)))
    assert criterion.read(mentee, Person("y", offers=needs(("a", 1)))).value == pytest.approx(1 / 3)
    assert criterion.read(mentee, Person("y", offers=needs(("a", None)))).value == pytest.approx(
        2 / 3
    )
    assert (
        criterion.read(
            Person("x", needs=needs(("A ", 1))), Person("y", offers=needs(("a", 3)))
        ).value
        == 1
    )


def test_needs_words_name_first_need_and_missing_ones():
    criterion = make_criterion("needs", {})
    mentee = Person("x", needs=[Skill("a", "Alpha"), Skill("b", "Beta")])
    tell = criterion.tell(mentee, Person("y", offers=[Skill("a")]))
    assert tell.reason.code == "needs.first"
    assert tell.reason.data["skill"] == "Alpha"
    assert tell.care.data == {"missing": ["Beta"]}
    assert criterion.tell(mentee, Person("y", offers=[Skill("b")])).reason.code == "needs.covered"
    assert criterion.tell(mentee, Person("y", offers=[Skill("z")])).care.code == "needs.none"
    low = criterion.tell(Person("x", needs=needs(("a", 3))), Person("y", offers=needs(("a", 1))))
    assert low.care.code == "needs.level"


def test_path_rome_codes_of_one_domain_are_near():
    criterion = make_criterion("path", {})

    def value(target, lived):
        return criterion.read(Person("x", path=[target]), Person("y", path=[lived])).value

    assert value("M1805", "m1805") == 1
    assert value("M1805", "M1801") == pytest.approx(0.6)
    assert value("M1805", "M1601") == pytest.approx(0.3)
    assert value("M1805", "K1601") == 0
    assert value("design", "dance") == 0
    assert (
        criterion.tell(Person("x", path=["M1805"]), Person("y", path=["M1801"])).reason.code
        == "path.near"
    )


def test_style_item_missing_on_one_side_leaves_the_denominator():
    criterion = make_criterion("style", {})
    mentee = Person("x", style={"pace": 1, "risk": 5})
    reading = criterion.read(mentee, Person("y", style={"pace": 1}))
    assert (reading.value, reading.known) == (1, 0.5)


def test_style_complementary_item_wants_difference():
    criterion = make_criterion("style", {"complementary": ["pace"]})
    assert criterion.read(Person("x", style={"pace": 1}), Person("y", style={"pace": 5})).value == 1


def test_style_far_items_are_named_worst_first():
    criterion = make_criterion("style", {})
    mentee = Person("x", style={"pace": 1, "risk": 1, "detail": 2})
    tell = criterion.tell(mentee, Person("y", style={"pace": 4, "risk": 5, "detail": 2}))
    assert tell.care.data["items"] == ["risk", "pace"]


def test_expectations_far_item_gives_both_answers():
    criterion = make_criterion("expectations", {})
    mentee, mentor = (
        Person("x", expectations={"directive": 5}),
        Person("y", expectations={"directive": 1}),
    )
    assert criterion.tell(mentee, mentor).care.data == {
        "item": "directive",
        "mentee": 5,
        "mentor": 1,
    }


def test_expectations_aligned_are_named():
    criterion = make_criterion("expectations", {})
    mentee = Person("x", expectations={"directive": 5, "regular": 4})
    mentor = Person("y", expectations={"directive": 5, "regular": 1})
    assert criterion.tell(mentee, mentor).reason.data == {"items": ["directive"]}


def test_interests_three_in_common_are_full():
    criterion = make_criterion("interests", {})
    mentee = Person("x", interests=["a", "b", "c", "d", "e"])
    assert criterion.read(mentee, Person("y", interests=["C", "d ", "e", "z"])).value == 1
    assert criterion.read(mentee, Person("y", interests=["a"])).value == 1
    assert criterion.read(mentee, Person("y", interests=["a", "z"])).value == 0.5


def test_wishes_one_sided_counts_half_and_mutual_one():
    criterion = make_criterion("wishes", {})
    assert criterion.read(Person("x", wishes=["y"]), Person("y")).value == 0.5
    assert criterion.read(Person("x", wishes=["y"]), Person("y", wishes=["x"])).value == 1
    assert criterion.read(Person("x", wishes=["w", "y"]), Person("y")).value == pytest.approx(0.45)
    assert (
        criterion.tell(Person("x", wishes=["y"]), Person("y", wishes=["x"])).reason.code
        == "wishes.mutual"
    )
    assert criterion.tell(Person("x", wishes=["w", "y"]), Person("y")).reason.data == {"rank": 2}
    assert (
        criterion.tell(Person("x", wishes=["w"]), Person("y", wishes=["x"])).reason.code
        == "wishes.mentor"
    )
    assert criterion.tell(Person("x", wishes=["w"]), Person("y")).care.code == "wishes.other"


def test_distance_paris_to_lyon_is_392_km():
    from ithaque.pairing.criteria.distance import kilometres

    paris, lyon = Person("x", place=(48.8566, 2.3522)), Person("y", place=(45.7640, 4.8357))
    assert kilometres(paris, lyon) == pytest.approx(391.5, abs=1)
    criterion = make_criterion("distance", {"km": 1000})
    assert criterion.tell(paris, lyon).reason.code == "distance.near"
    assert criterion.tell(paris, lyon).reason.data == {
        "km": 391 if kilometres(paris, lyon) < 391.5 else 392
    }
    assert (
        criterion.tell(Person("x", place="Lyon"), Person("y", place="lyon")).reason.code
        == "distance.same_place"
    )
    assert (
        criterion.tell(Person("x", place="Lyon"), Person("y", place="Brest")).care.code
        == "distance.other_place"
    )
    assert make_criterion("distance", {"km": 100}).tell(paris, lyon).care.code == "distance.far"


def test_seniority_mentor_not_ahead_is_worth_nothing():
    criterion = make_criterion("seniority", {})
    value = lambda a, b: criterion.read(Person("x", seniority=a), Person("y", seniority=b)).value  # noqa: E731
    assert [value(3, b) for b in (2, 3, 4, 6, 8)] == pytest.approx([0, 0, 1, 1, 0.6])
    assert (
        criterion.tell(Person("x", seniority=1), Person("y", seniority=9)).care.code
        == "seniority.far"
    )
    assert (
        criterion.tell(Person("x", seniority=3), Person("y", seniority=6)).reason.code
        == "seniority.above"
    )


def test_time_zone_twelve_hours_is_the_farthest():
    criterion = make_criterion("time_zone", {})
    paris, tokyo, auckland = (
        Person("x", time_zone=z) for z in ("Europe/Paris", "Asia/Tokyo", "Pacific/Auckland")
    )
    assert criterion.read(paris, tokyo).value == 0
    assert criterion.read(tokyo, auckland).value == pytest.approx(1 - 4 / 8)
    assert criterion.tell(paris, paris).reason.data == {"hours": 0}
    assert criterion.tell(paris, tokyo).care.data == {"hours": 8}


def test_text_words_depend_on_likeness():
    vectors = {"x": [1, 0], "y": [1, 0.1], "z": [0, 1], "v": [1, 1], "zero": [0, 0]}
    criterion = make_criterion("text", {"vectors": vectors, "high": 1.0})
    assert criterion.tell(Person("x"), Person("y")).reason.code == "text.close"
    assert criterion.tell(Person("x"), Person("z")).care.code == "text.far"
    assert criterion.tell(Person("z"), Person("v")).reason is not None
    assert criterion.read(Person("x"), Person("zero")) is None


@quick
@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=12), st.integers(1, TOTAL_UNITS))
def test_shares_add_up_and_are_in_proportion(weights, units):
    parts = shares(weights, units)
    assert sum(parts) == units
    for weight, part in zip(weights, parts, strict=True):
        assert abs(part - weight * units / sum(weights)) <= 1


def test_whole_weights_are_kept_in_exact_proportion_and_others_nearly():
    units = units_of([35, 15, 20, 8, 10, 7, 5])
    assert [unit / units[-1] * 5 for unit in units] == [35, 15, 20, 8, 10, 7, 5]
    assert sum(units) <= TOTAL_UNITS
    assert units[0] % 60 == 0
    assert sum(units_of([0.1, 0.25])) == TOTAL_UNITS
    assert sum(units_of([1_000_000, 1])) == TOTAL_UNITS
    assert units_of([]) == []


def test_likeness_upside_down_is_refused():
    with pytest.raises(ValueError, match="low to high"):
        make_criterion("text", {"low": 0.8, "high": 0.3})


def test_interests_more_than_six_still_reach_the_full_value():
    words = [f"w{k}" for k in range(7)]
    criterion = make_criterion("interests", {"enough": 7})
    table = Scorer(
        [Person("x", interests=words)], [Person("y", interests=words)], [(criterion, 1)], []
    )
    assert table.matrix()[0, 0] == MILLION


def test_an_organisation_is_told_whether_it_is_another_or_the_same():
    made = make_criterion("organisation", {})
    here, elsewhere = Person("a", organisation="Acme"), Person("b", organisation="Zenith")
    assert made.tell(here, elsewhere).reason.data == {"organisation": "Zenith"}
    assert made.tell(here, Person("c", organisation=" ACME ")).care.code == "organisation.same"
    nothing = made.tell(here, Person("d"))
    assert (nothing.reason, nothing.care) == (None, None)
