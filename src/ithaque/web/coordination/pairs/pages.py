"""What the coordinator's pages about pairs say: states, columns, the words of each act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from ithaque.mentoring.enums import MemberRole
from ithaque.mentoring.models import Goal, Pair
from ithaque.mentoring.models.pairs import names_of
from ithaque.people.models import Person
from ithaque.programmes.enums import PairFormat
from ithaque.programmes.models import Programme
from ithaque.programmes.selectors import settings_of

LEVELS = (-2, -1, 0, 1, 2)
STATES = {
    "": pgettext_lazy("pairs", "All"),
    "active": gettext_lazy("Active"),
    "unplanned": gettext_lazy("Without a date to come"),
    "closing": gettext_lazy("Closing"),
    "late": gettext_lazy("Past their last day"),
    "closed": pgettext_lazy("a pair", "Closed"),
}
ACTS: dict[str, dict[str, Any]] = {
    "write": {
        "title": gettext_lazy("Write to them"),
        "lede": gettext_lazy("Each receives your message by e-mail, signed with your name."),
        "submit": gettext_lazy("Send"),
    },
    "extend": {
        "title": gettext_lazy("Give more time"),
        "lede": gettext_lazy("The last day moves; everyone in it is told."),
        "submit": gettext_lazy("Move the last day"),
    },
    "interview": {
        "title": gettext_lazy("Note a talk after the end"),
        "lede": gettext_lazy(
            "A reason and a few facts: the programme learns from them. Those concerned do not read them."
        ),
        "submit": gettext_lazy("Keep the talk"),
    },
    "close": {
        "lede": gettext_lazy(
            "Each is invited to write a balance and a thank-you; it closes when all have, or when you close it here."
        ),
        "submit": gettext_lazy("Confirm"),
    },
}


ENDS = {
    PairFormat.CIRCLE: gettext_lazy("End this circle"),
    PairFormat.TEAM: gettext_lazy("End this team"),
}


def ends(pair: Pair) -> Any:
    """Return what ending it is called: a pair, a circle, a team."""
    return ENDS.get(PairFormat(pair.format), gettext_lazy("End this pair"))


def states(figures: dict[str, int]) -> list[dict[str, Any]]:
    """Return the filters with their counts."""
    return [
        {"key": key, "label": label, "count": figures[key or "all"]}
        for key, label in STATES.items()
    ]


def levels(goal: Goal) -> list[dict[str, Any]]:
    """Return the five levels of a goal as the scale shows them."""
    texts = [*goal.levels, "", "", "", "", ""][:5]
    return [
        {
            "level": level,
            "text": text,
            "reached": level < goal.level,
            "current": level == goal.level,
            "aim": level == 0,
        }
        for level, text in zip(LEVELS, texts, strict=True)
    ]


def sides(programme: Programme) -> tuple[str, str]:
    """Return what the two columns of names are called: among peers, nobody has a role."""
    if settings_of(programme).format == "peers":
        return pgettext("one of two peers", "One"), pgettext("one of two peers", "The other")
    return _("Mentee"), _("Mentor")


def header(programme: Programme) -> list[str]:
    """Return the columns of the list as a file: dates and counts, no word of the pairs."""
    return [
        *sides(programme),
        _("Format"),
        _("Cohort"),
        _("State"),
        _("First day"),
        _("Last day"),
        _("Meetings held"),
        _("Hours"),
        _("Last meeting"),
        _("Next meeting"),
        _("Goals"),
        _("Agreement"),
    ]


def names_by_side(pair: Pair) -> tuple[str, str]:
    """Return the full names on each side, all the mentees of a circle and all its mentors."""
    if pair.is_of_two:
        return pair.mentee.person.get_full_name(), pair.mentor.person.get_full_name()
    mentors = [one.person for one in pair.present if one.role == MemberRole.MENTOR]
    mentees = [one.person for one in pair.present if one.role != MemberRole.MENTOR]
    return names_of(mentees, Person.get_full_name), names_of(mentors, Person.get_full_name)


def rows(pairs: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield one row a pair."""
    for pair in pairs:
        yield [
            *names_by_side(pair),
            pair.format_label,
            pair.cohort.name,
            pair.get_status_display(),
            pair.started_on,
            pair.ends_on,
            pair.held,
            round(pair.minutes_held / 60, 2),
            pair.last_held_at,
            pair.next_at,
            pair.goals_open,
            _agreement(pair),
        ]


def _agreement(pair: Any) -> str:
    if pair.is_flash:
        return ""
    return pgettext("agreement", "Signed") if pair.agreed else pgettext("agreement", "To be signed")
