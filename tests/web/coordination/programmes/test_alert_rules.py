"""A coordinator tunes the rules of follow-up: on or off, thresholds, check-ins."""

from __future__ import annotations

import pytest

from ithaque.mentoring.followup import alerts
from ithaque.programmes.settings import FollowUp
from ithaque.web.coordination.programmes import alert_rules
from tests.web.coordination.programmes.test_programme_pages import change

pytestmark = pytest.mark.django_db


def test_every_threshold_has_its_field():
    named = {name for names in alert_rules.THRESHOLDS.values() for name in names}
    assert named | set(alert_rules.CADENCE) | {"off"} == set(FollowUp.model_fields)
    assert set(alert_rules.THRESHOLDS) == {
        rule.code for rule in alerts.declared() if rule.is_optional
    }


def test_rule_is_switched_off_and_threshold_changed(as_, nadia, programme):
    _answer, settings = change(
        as_(nadia), programme, "follow-up", on_no_goal="", message_watch_days="9"
    )
    assert settings.follow_up.off == ["no_goal"]
    assert settings.follow_up.message_watch_days == 9


def test_hand_asked_for_has_no_switch(nadia, programme):
    assert "on_help_asked" not in alert_rules.FollowUpForm(programme).fields


@pytest.mark.parametrize(
    ("field", "value"),
    [("end_watch_days", "7"), ("called_off_urgent", "1"), ("pulse_low", "9"), ("quiet_days", "x")],
)
def test_thresholds_that_make_no_sense_are_refused(field, value, as_, nadia, programme):
    answer, settings = change(as_(nadia), programme, "follow-up", **{field: value})
    assert answer.status_code == 422
    assert settings.follow_up == FollowUp()
