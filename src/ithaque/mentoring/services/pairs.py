"""Open a pair, and give it more time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.library import selectors as library
from ithaque.mentoring import journal as acts
from ithaque.mentoring import mails, paths, places, rules
from ithaque.mentoring.enums import PairStatus
from ithaque.mentoring.models import Agreement, Pair, SharedNote
from ithaque.mentoring.models.pairs import GROUPS
from ithaque.mentoring.services.locking import PAIR, locked_pair
from ithaque.mentoring.terms import terms_from
from ithaque.people.models import Person
from ithaque.programmes.enums import PairFormat
from ithaque.programmes.models import Enrolment
from ithaque.programmes.selectors import settings_of
from ithaque.programmes.settings import ProgrammeSettings


@transaction.atomic
def open_pair(
    *,
    mentor: Enrolment,
    mentee: Enrolment,
    reasons: Sequence[Any] = (),
    by: Person | None = None,
    started_on: date | None = None,
    ends_on: date | None = None,
    introduce: bool = True,
) -> Pair:
    """Return the open pair of these two enrolments, made when there is none.

    A new pair runs from `started_on` (today) to `ends_on` (the programme's duration later, and always to come),
    has its agreement drafted, an empty shared note, and both get a mail saying how to begin, unless told not to
    `introduce` them. Refuses when the mentee already has an open pair, when
    the mentor has no place left or promised them all, and when one is not of the other's cohort.
    """
    locked = locked_enrolments(mentor, mentee)
    mentor, mentee = locked[mentor.pk], locked[mentee.pk]
    known = _known(mentor, mentee)
    if known is not None:
        return known
    _require_free(mentor, mentee)
    settings = settings_of(mentee.cohort.programme)
    first, last = _days(started_on, ends_on, mentee, settings.duration_months)
    pair = Pair.objects.create(
        cohort=mentee.cohort,
        format=settings.format_of_two,
        mentor=mentor,
        mentee=mentee,
        started_on=first,
        ends_on=last,
        followed_from=clock.today() if started_on else None,
        reasons=list(reasons),
    )
    draft_papers(pair, settings)
    journal.record(acts.PAIR_OPENED, by=by, target=pair, scope=pair.programme)
    if introduce:
        introduce_pair(pair)
    return pair


def draft_papers(pair: Pair, settings: ProgrammeSettings) -> None:
    """Give a new pair its agreement to sign and an empty shared note."""
    text = settings.agreement or library.agreement_text()
    Agreement.objects.create(
        pair=pair,
        text_fr=text.fr,
        text_en=text.en,
        terms=terms_from(settings).model_dump(mode="json"),
    )
    SharedNote.objects.create(pair=pair)


def _days(
    started_on: date | None, ends_on: date | None, mentee: Enrolment, months: int
) -> tuple[date, date]:
    """Return the first and the last day: a length already over is counted from today."""
    today = clock.today(mentee.person.time_zone)
    first = min(started_on or today, today)
    last = ends_on or rules.months_after(first, months)
    return first, last if last > today else rules.months_after(today, months)


@transaction.atomic
def extend_pair(*, pair: Pair, ends_on: date, by: Person) -> Pair:
    """Return the pair with another last day; both are told. Refuses a day that is past."""
    pair = locked_pair(pair)
    rules.require_open(pair)
    if ends_on <= clock.today():
        raise Refusal("end_in_past", _("The last day must be to come."), conflict=False)
    if ends_on == pair.ends_on:
        return pair
    pair.ends_on = ends_on
    pair.save(update_fields=["ends_on"])
    journal.record(acts.PAIR_EXTENDED, by=by, target=pair, scope=pair.programme)
    for person in pair.people:
        notify(
            mails.PAIR_EXTENDED,
            to=person,
            context={"pair": pair, "other": pair.other(person)},
            action=MailAction(_("Open our space"), paths.room(pair)),
        )
    return pair


def locked_enrolments(*enrolments: Enrolment) -> dict[int, Enrolment]:
    """Lock in one order, so that two openings never wait for each other."""
    rows = (
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person", "cohort__programme__organisation")
        .filter(pk__in=[enrolment.pk for enrolment in enrolments])
        .order_by("pk")
    )
    return {row.pk: row for row in rows}


def _known(mentor: Enrolment, mentee: Enrolment) -> Pair | None:
    found = Pair.objects.filter(mentor=mentor, mentee=mentee).exclude(status=PairStatus.CLOSED)
    return found.exclude(format__in=[*GROUPS, PairFormat.FLASH]).select_related(*PAIR).first()


def _require_free(mentor: Enrolment, mentee: Enrolment) -> None:
    if mentor.cohort_id != mentee.cohort_id or mentor.side == mentee.side:
        raise Refusal("not_same_cohort", _("A pair is a mentor and a mentee of the same cohort."))
    if mentor.person_id == mentee.person_id:
        raise Refusal("same_person", _("Nobody mentors themselves: choose someone else."))
    if mentee.memberships.filter(holds_place=True).exists():
        raise Refusal("mentee_has_pair", _("This mentee already has an open pair. Close it first."))
    taken = mentor.memberships.filter(holds_place=True).count() + places.promised(mentor, mentee)
    if taken >= mentor.capacity:
        raise Refusal(
            "mentor_full",
            _("This mentor has no place left. Ask for one more, or choose someone else."),
        )


def introduce_pair(pair: Pair, people: Iterable[Person] | None = None) -> None:
    """Write to everyone (or to `people`, who join later) how to begin, once."""
    for person in pair.people if people is None else people:
        notify(
            mails.PAIR_OPENED,
            to=person,
            context={"pair": pair, "other": pair.other(person)},
            action=MailAction(_("Open our space"), paths.room(pair)),
            dedupe_key=f"pair-opened:{pair.public_id}:{person.public_id}",
        )
