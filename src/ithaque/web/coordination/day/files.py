"""The lists of the day as files: the columns of situations and of what a figure counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from ithaque.mentoring.followup.selectors import Case


def case_header() -> list[str]:
    """Return the columns of a list of situations."""
    return [
        _("Mentee"),
        _("Mentor"),
        _("Programme"),
        _("Situation"),
        _("Since"),
        _("Why"),
        _("In the hands of"),
        _("Comes back on"),
        _("Outcome"),
        _("Settled on"),
    ]


def case_rows(cases: Iterable[Case]) -> Iterator[list[Any]]:
    """Yield one row a situation."""
    for case in cases:
        card = case.card
        yield [
            case.mentee.get_full_name(),
            case.mentor.get_full_name(),
            case.programme.title,
            case.word,
            card.opened_at,
            " ".join(reason.sentence for reason in case.reasons),
            card.assigned_to.get_full_name() if card.assigned_to else "",
            card.snoozed_until,
            " ".join(part for part in (case.outcome, card.outcome_note) if part),
            card.closed_at,
        ]


def figure_table(kind: str, found: Iterable[Any]) -> tuple[list[str], Iterator[list[Any]]]:
    """Return header and rows of what a figure counts: pairs or enrolments."""
    if kind == "pairs":
        header = [_("Mentee"), _("Mentor"), _("Since"), _("Planned end"), _("Programme")]
        return header, map(_pair, found)
    return [_("Person"), _("Side"), _("Step"), _("Programme")], map(_enrolment, found)


def _pair(pair: Any) -> list[Any]:
    return [
        pair.mentee.person.get_full_name(),
        pair.mentor.person.get_full_name(),
        pair.started_on,
        pair.ends_on,
        pair.cohort.programme.title,
    ]


def _enrolment(enrolment: Any) -> list[Any]:
    return [
        enrolment.person.get_full_name(),
        enrolment.get_side_display(),
        enrolment.get_status_display(),
        enrolment.cohort.programme.title,
    ]
