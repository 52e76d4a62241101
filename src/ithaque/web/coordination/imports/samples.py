"""A sample file of pairs, to try an import: people who wait in the cohort, and one line of each kind to look at."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ithaque.kernel import clock
from ithaque.matching import exports
from ithaque.matching.people import sample_of
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Cohort

SHOWN = 4


def pairs_file(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Return a small table of pairs in the format the address asks for.

    The pairs are of people who wait, in no order of merit; the last lines show what is said of a problem.
    """
    people = {side: sample_of(cohort, side, SHOWN) for side in Side.values}
    today = clock.today()
    days = [today - timedelta(days=14), today + timedelta(days=180)]
    rows: list[list[str]] = [
        [
            mentee.person.get_full_name(),
            mentee.person.email,
            mentor.person.get_full_name(),
            mentor.person.email,
            *(one.isoformat() for one in days),
            _("Met at the forum of November") if number == 0 else "",
        ]
        for number, (mentee, mentor) in enumerate(
            zip(people[Side.MENTEE], people[Side.MENTOR], strict=False)
        )
    ]
    example = "camille.exemple@example.org", "dominique.exemple@example.org"
    rows.append(["Camille Exemple", example[0], "Dominique Exemple", example[1], "", "", ""])
    rows.append(["Camille Exemple", example[0], "", "", "", "", _("A line without a mentor")])
    headers = [
        _("Mentee"),
        _("Mentee’s e-mail"),
        _("Mentor"),
        _("Mentor’s e-mail"),
        pgettext("a pair", "Start"),
        pgettext("a pair", "End"),
        pgettext("a pair", "Note"),
    ]
    return exports.table_response(request, _("pairs-to-try"), headers, rows)
