"""What is said to people: three reasons, one point of attention, and the smallest cause of each wait."""

from __future__ import annotations

import pytest
from hypothesis import given

from ithaque.pairing import KINDS, Person, Problem, Settings, Skill
from ithaque.pairing.messages import CARES, CAUSES, REASONS, Message
from ithaque.pairing.scoring import MILLION

from .builders import grid, people, quick

MENTEE = {
    "needs": [Skill("a", "Alternance"), Skill("b", "Anglais")],
    "path": ["M1805"],
    "style": {"pace": 1, "risk": 3},
    "interests": ["chess"],
    "expectations": {"directive": 5},
    "availability": [1, 2, 3],
    "wishes": ["m"],
}
MENTOR = {
    "offers": [Skill("a", level=3)],
    "path": ["M1805"],
    "style": {"pace": 5, "risk": 3},
    "interests": ["chess"],
    "expectations": {"directive": 1},
    "availability": [2, 3, 4],
}


def pairing(mentee, mentor, **settings):
    return (
        Problem([Person("e", **mentee)], [Person("m", **mentor)], Settings(**settings))
        .solve()
        .pairs[0]
    )


@quick
@given(people("a", 1), people("o", 1))
def test_contributions_add_up_to_the_score_and_weights_to_one(mentees, mentors):
    for pair in Problem(mentees, mentors).solve().pairs:
        parts = pair.contributions.values()
        assert sum(part.value * part.weight for part in parts) == pytest.approx(
            pair.score, abs=1e-6
        )
        if parts:
            assert sum(part.weight for part in parts) == pytest.approx(1)
        assert 0 <= pair.confidence <= 1 + 1e-9
        assert 1 <= pair.band <= 4
        assert len(pair.reasons) <= 3
        for message in (*pair.reasons, *([pair.care] if pair.care else [])):
            assert message.data.keys() == KINDS[message.code].data.keys()
            assert str(message)


def test_reasons_are_the_criteria_that_weigh_most_and_the_care_the_one_that_costs_most():
    pair = pairing(MENTEE, MENTOR)
    assert [reason.code for reason in pair.reasons] == [
        "needs.first",
        "path.same",
        "interests.shared",
    ]
    assert pair.care.code == "needs.partly"
    assert pair.confidence == pytest.approx(1)


def test_low_confidence_is_the_point_of_attention_and_names_what_is_missing():
    others = [Person("z", **MENTEE)], [Person("w", **MENTOR)]
    problem = Problem(
        [Person("e", interests=["chess"]), *others[0]],
        [Person("m", interests=["chess"]), *others[1]],
    )
    pair = next(p for p in problem.solve().pairs if p.mentee_id == "e")
    assert pair.care.code == "confidence.low"
    assert "needs" in pair.care.data["criteria"]
    assert pair.score == 1


def test_criteria_nobody_answered_do_not_lower_confidence():
    assert pairing({"interests": ["chess"]}, {"interests": ["chess"]}).confidence == pytest.approx(
        1
    )


@pytest.mark.parametrize(("score", "band"), [(0.3, 1), (0.5, 2), (0.7, 3), (0.9, 4)])
def test_band_follows_the_bounds_of_the_settings(score, band):
    assert grid([[score]]).solve().pairs[0].band == band
    assert grid([[score]], bands=(0.0, 0.0, 0.0)).solve().pairs[0].band == 4


def cause(mentees, mentors, **settings) -> Message:
    result = Problem(mentees, mentors, Settings(**settings)).solve()
    return result.unmatched[0].cause


def test_cause_single_rule_counts_whom_it_excludes_and_whom_it_alone_does():
    mentors = [Person("m1", languages=["en"]), Person("m2", languages=["en"], trained=False)]
    found = cause([Person("e", languages=["fr"])], mentors)
    assert found.code == "unmatched.rule"
    assert found.data == {"rule": "language", "excluded": 2, "alone": 1, "total": 2}


def test_cause_several_rules_together():
    mentors = [Person("m1", languages=["en"]), Person("m2", trained=False)]
    found = cause([Person("e", languages=["fr"])], mentors)
    assert found == Message(
        "unmatched.rules", {"rules": {"language": 1, "training": 1}, "total": 2}
    )


def test_cause_people_who_compete_for_the_same_places():
    mentees = [Person(f"e{k}", languages=["fr"]) for k in range(3)] + [
        Person("f", languages=["en"])
    ]
    mentors = [Person("m", languages=["fr"]), Person("n", languages=["en"], capacity=2)]
    found = cause(mentees, mentors)
    assert found == Message(
        "unmatched.dominated", {"rivals": 2, "mentors": 1, "places": 1, "compatible": 1}
    )


def test_cause_everybody_full():
    found = cause([Person("e1"), Person("e2")], [Person("m1"), Person("m2", capacity=0)])
    assert found == Message("unmatched.full", {"compatible": 1, "places": 1})


def test_cause_too_many_rivals_to_name_is_full(monkeypatch):
    from ithaque.pairing import explain

    monkeypatch.setattr(explain, "FAR_ENOUGH", 1)
    mentees = [Person(f"e{k}", languages=["fr"]) for k in range(3)]
    mentors = [Person("m", languages=["fr"], capacity=2), Person("n", languages=["en"])]
    assert cause(mentees, mentors).code == "unmatched.full"


def test_cause_left_aside_for_a_better_total():
    result = grid([[0.9, 0.1], [0.2, None]], most_people_first=False).solve()
    assert result.unmatched[0].cause == Message("unmatched.unprofitable", {"compatible": 1})


def test_groups_and_names_are_never_said():
    pair = pairing(
        {**MENTEE, "name": "Zoé", "group": {"town": "rural"}}, {**MENTOR, "name": "Yann"}
    )
    said = " ".join(str(message) for message in (*pair.reasons, pair.care))
    assert "Zoé" not in said
    assert "rural" not in said


def test_every_kind_has_a_sentence_that_its_data_fill():
    for code, kind in KINDS.items():
        filled = Message(code, {name: [name] for name in kind.data})
        assert str(filled)
        for name in kind.data:
            assert f"{{{name}" not in str(filled)
    assert not REASONS.keys() & CARES.keys()
    assert all(code.startswith("unmatched.") for code in CAUSES)


def test_locked_pairs_are_scored_and_marked():
    result = grid([[0.3, 0.9]], locks=(("a0", "o0"),)).solve()
    assert [(p.mentor_id, p.locked, round(p.score * MILLION)) for p in result.pairs] == [
        ("o0", True, 300_000)
    ]
