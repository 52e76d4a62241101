"""No pair stays silent for more than 21 days without a card, whatever else is true of it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ithaque.mentoring.followup import alerts
from ithaque.programmes.settings import FollowUp

TODAY = date(2026, 11, 26)
past = st.integers(22, 400).map(lambda days: TODAY - timedelta(days=days))
sides = st.sampled_from(("mentee", "mentor"))
waiting = st.builds(alerts.Waiting, sides, past, st.integers(1, 4))


@st.composite
def quiet_states(draw: st.DrawFn) -> alerts.PairState:
    """A pair in which nothing was met, written or planned for 22 days at least."""
    started = draw(past)
    met = draw(st.none() | st.dates(started, TODAY - timedelta(days=22)))
    return alerts.PairState(
        today=TODAY,
        started_on=started,
        ends_on=TODAY + timedelta(days=draw(st.integers(-10, 300))),
        last_held_on=met,
        second_held_on=draw(st.none() | st.just(met)),
        next_on=None,
        rhythm_days=draw(st.sampled_from((7.0, 15.0, 30.0, 60.0))),
        thresholds=FollowUp(),
        closing_booked=draw(st.booleans()),
        goals=draw(st.integers(0, 3)),
        goals_moved_on=draw(st.none() | past) or started,
        last_sign_on=draw(st.none() | past),
        unanswered=draw(st.none() | waiting),
        check_in=draw(st.none() | waiting),
    )


@given(quiet_states())
def test_quiet_pair_always_has_a_card(state: alerts.PairState) -> None:
    found = [rule.code for rule, finding in alerts.findings(state) if finding is not None]
    assert found, "a pair is silent and nobody is told"
