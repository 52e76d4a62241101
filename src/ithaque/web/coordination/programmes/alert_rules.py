"""The rules of follow-up as a coordinator tunes them: each with its reason, on or off, and its thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.mentoring.followup import alerts
from ithaque.programmes.models import Programme
from ithaque.programmes.settings import ProgrammeSettings
from ithaque.web.coordination.programmes.part import PartForm

WATCH_DAYS, URGENT_DAYS = _("To watch after (days)"), _("Urgent after (days)")
WATCH_TIMES, URGENT_TIMES = _("To watch after (times)"), _("Urgent after (times)")
WATCH_RHYTHM = _("To watch after so many times the agreed rhythm")
URGENT_RHYTHM = _("Urgent after so many times the agreed rhythm")

THRESHOLDS: dict[str, dict[str, Any]] = {
    "first_meeting_late": {
        "first_meeting_watch_days": WATCH_DAYS,
        "first_meeting_urgent_days": URGENT_DAYS,
    },
    "silence": {
        "silence_watch_factor": WATCH_RHYTHM,
        "silence_urgent_factor": URGENT_RHYTHM,
        "silence_urgent_days": _("Urgent after (days) in any case"),
    },
    "called_off": {"called_off_watch": WATCH_TIMES, "called_off_urgent": URGENT_TIMES},
    "pulse_low": {
        "pulse_low": _("A mark is low from (1 to 5)"),
        "pulse_fall": _("A fall counts from (points)"),
    },
    "pulse_apart": {"pulse_gap": _("Two marks are apart from (points)")},
    "check_in_unanswered": {
        "check_ins_watch": WATCH_TIMES,
        "check_ins_urgent": URGENT_TIMES,
    },
    "message_unanswered": {"message_watch_days": WATCH_DAYS, "message_urgent_days": URGENT_DAYS},
    "no_goal": {"goal_watch_days": WATCH_DAYS, "goal_urgent_days": URGENT_DAYS},
    "end_not_prepared": {
        "end_watch_days": _("To watch from (days before the end)"),
        "end_urgent_days": _("Urgent from (days before the end)"),
    },
    "no_sign": {"quiet_days": _("To watch after (days); urgent after twice as many")},
}
CADENCE = {
    "first_check_in_days": _("First check-in, in days after the start (0: none)"),
    "check_in_every_days": _("Then every (days; 0: none)"),
}
RISING = [
    ("first_meeting_watch_days", "first_meeting_urgent_days"),
    ("silence_watch_factor", "silence_urgent_factor"),
    ("called_off_watch", "called_off_urgent"),
    ("check_ins_watch", "check_ins_urgent"),
    ("message_watch_days", "message_urgent_days"),
    ("goal_watch_days", "goal_urgent_days"),
    ("end_urgent_days", "end_watch_days"),
]
ON = "on_"
DAYS, TIMES, MARKS, FACTOR = (1, 365), (1, 10), (1, 4), (1, 10)


@dataclass(frozen=True)
class RuleFields:
    """A rule with its switch, when it has one, and its thresholds."""

    rule: alerts.Alert
    switch: forms.BoundField | None
    thresholds: list[forms.BoundField]


class FollowUpForm(PartForm):
    """When a sign becomes a card, and when people are asked how it goes."""

    title = _("Follow-up")
    lede = _("Each rule opens a card in your day and says why: first to watch, then urgent.")

    def __init__(self, programme: Programme, data: Any = None) -> None:
        super().__init__(programme, data)
        for rule in alerts.declared():
            if rule.is_optional:
                self.fields[ON + rule.code] = forms.BooleanField(
                    label=_("Watch for this"), required=False
                )
                self.initial[ON + rule.code] = rule.code not in self.settings.follow_up.off
            for name, label in THRESHOLDS.get(rule.code, {}).items():
                self.fields[name] = _number(name, label)
        for name, label in CADENCE.items():
            top = 60 if name == "first_check_in_days" else 120
            self.fields[name] = forms.IntegerField(label=label, min_value=0, max_value=top)

    @property
    def rules(self) -> list[RuleFields]:
        """Return the rules in the order in which they speak."""
        return [
            RuleFields(
                rule,
                self[ON + rule.code] if rule.is_optional else None,
                [self[name] for name in THRESHOLDS.get(rule.code, {})],
            )
            for rule in alerts.declared()
        ]

    @property
    def cadence(self) -> list[forms.BoundField]:
        """Return when check-ins are asked."""
        return [self[name] for name in CADENCE]

    def read(self, settings: ProgrammeSettings) -> dict[str, Any]:
        """Return the thresholds."""
        return settings.follow_up.model_dump()

    def clean(self) -> dict[str, Any]:
        """Keep “urgent” after “to watch”."""
        data = super().clean() or {}
        for smaller, larger in RISING:
            if smaller in data and larger in data and data[larger] < data[smaller]:
                self.add_error(larger, _("“To watch” comes first, “urgent” after: change one."))
        return data

    def changes(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the thresholds and the rules switched off, by path."""
        off = [
            rule.code for rule in alerts.declared() if rule.is_optional and not data[ON + rule.code]
        ]
        kept = {name: value for name, value in data.items() if not name.startswith(ON)}
        return {
            **{f"follow_up.{name}": value for name, value in kept.items()},
            "follow_up.off": off,
        }


def _number(name: str, label: Any) -> forms.Field:
    if name.endswith("_factor"):
        return forms.FloatField(label=label, min_value=FACTOR[0], max_value=FACTOR[1])
    low, high = MARKS if name.startswith("pulse") else DAYS if name.endswith("_days") else TIMES
    return forms.IntegerField(label=label, min_value=low, max_value=high)
