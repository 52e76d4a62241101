"""What waits for a coordinator in the enrolments: each alarm names its reason and leads to the act.

Alarms are read from the facts, never stored: one disappears by itself once its cause is gone, or rests
until a day a coordinator chose (`services.put_alarm_off`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings as instance
from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ithaque.kernel import clock
from ithaque.people.models import Person
from ithaque.programmes import selectors, waiting
from ithaque.programmes.enums import EnrolmentStatus, InterviewStatus, Side, Stage
from ithaque.programmes.models import AlarmRest, Cohort, Enrolment, Programme
from ithaque.programmes.pipeline import EXPIRY_WARNING
from ithaque.ui import dates

GUARDIAN_SILENT = timedelta(days=7)
WATCH, URGENT = "watch", "urgent"


@dataclass(frozen=True)
class Alarm:
    """One reason to look at an enrolment. `level` is `watch` or `urgent`; `due` orders them."""

    code: str
    level: str
    enrolment: Enrolment
    due: date
    reason: str

    @property
    def name(self) -> str:
        """Return whom it is about."""
        return self.enrolment.person.get_full_name()

    @property
    def suggestion(self) -> str:
        """Return the act it leads to."""
        return str(SUGGESTIONS[self.code])

    @property
    def href(self) -> str:
        """Return where the act is done."""
        if self.code == "promise":
            cohort = self.enrolment.cohort.public_id
            return reverse("coordination:waiting-list", args=[cohort])
        return reverse("coordination:enrolment", args=[self.enrolment.public_id])


SUGGESTIONS: dict[str, str | Promise] = {
    "answer": gettext_lazy("Read the form"),
    "promise": gettext_lazy("Give news or offer something else"),
    "check": gettext_lazy("Ask for a new check"),
    "guardian": gettext_lazy("Write to the guardian"),
    "guardian_left": gettext_lazy("Stop the mentoring"),
    "references": gettext_lazy("Read the references"),
    "interview": gettext_lazy("Say how it went"),
}


def alarms_for(person: Person, programmes: Iterable[Programme] | None = None) -> list[Alarm]:
    """Return what waits in the programmes someone coordinates, the most urgent first.

    The number of queries depends neither on the programmes nor on the people.
    """
    mine = selectors.programmes_of_team(person)
    wanted = {one.pk: one for one in mine}
    if programmes is not None:
        kept = {one.pk for one in programmes}
        wanted = {key: one for key, one in wanted.items() if key in kept}
    if not wanted:
        return []
    cohorts = {cohort.pk: cohort for cohort in Cohort.objects.filter(programme__in=wanted.keys())}
    for cohort in cohorts.values():
        cohort.programme = wanted[cohort.programme_id]
    today = clock.today(instance.TIME_ZONE)
    resting = set(
        AlarmRest.objects.filter(until__gt=today, enrolment__cohort__in=cohorts.keys()).values_list(
            "enrolment_id", "code"
        )
    )
    found = [
        alarm
        for rule in _RULES
        for alarm in rule(cohorts, today)
        if (alarm.enrolment.pk, alarm.code) not in resting
    ]
    return sorted(found, key=lambda one: (one.level != URGENT, one.due, one.enrolment.pk))


Cohorts = dict[int, Cohort]
Rule = Callable[[Cohorts, date], Iterator[Alarm]]


def _answers_due(cohorts: Cohorts, today: date) -> Iterator[Alarm]:
    for one in _rows(cohorts, Q(status=EnrolmentStatus.SUBMITTED, stage=Stage.APPLICATION)):
        due = selectors.answer_promised_on(one)
        if due > today + timedelta(days=1):
            continue
        sentence = (
            _("An answer was promised by {day}: the form is not read yet.")
            if due < today
            else _("An answer is promised by {day}.")
        )
        level = URGENT if due < today else WATCH
        yield Alarm("answer", level, one, due, sentence.format(day=dates.day(due)))


def _promises_due(cohorts: Cohorts, today: date) -> Iterator[Alarm]:
    found = waiting.waiting_in(list(cohorts.values())).select_related("person")
    for one in _with_cohort(found, cohorts):
        due = selectors.mentor_promised_on(one)
        left = (due - today).days
        if left > waiting.ALARM_DAYS:
            continue
        waited = (today - timezone.localtime(one.submitted_at or one.created_at).date()).days
        sentence = (
            _("Waiting for {waited} days; news was promised by {day}, and that day is past.")
            if left < 0
            else _("Waiting for {waited} days; news is promised by {day}.")
        )
        words = sentence.format(waited=waited, day=dates.day(due))
        yield Alarm("promise", URGENT if left < 0 else WATCH, one, due, words)


def _checks_ending(cohorts: Cohorts, today: date) -> Iterator[Alarm]:
    ending = Q(status=EnrolmentStatus.AVAILABLE, side=Side.MENTOR)
    ending &= Q(check_valid_until__lte=today + EXPIRY_WARNING)
    for one in _rows(cohorts, ending):
        due = one.check_valid_until
        assert due is not None
        sentence = (
            _("The check ended on {day}: no one is proposed to them until a new one is seen.")
            if due < today
            else _("The check ends on {day}.")
        )
        level = URGENT if due < today else WATCH
        yield Alarm("check", level, one, due, sentence.format(day=dates.day(due, weekday=False)))


def _guardians_silent(cohorts: Cohorts, today: date) -> Iterator[Alarm]:
    asked_before = clock.now() - GUARDIAN_SILENT
    left = Q(guardian__withdrawn_at__isnull=False) & ~Q(status=EnrolmentStatus.PAUSED)
    silent = Q(guardian__authorised_at=None, guardian__asked_at__lt=asked_before)
    renewal = Q(guardian__renewal_asked_at__lt=asked_before)
    alive = Q(
        status__in=[EnrolmentStatus.SUBMITTED, EnrolmentStatus.AVAILABLE, EnrolmentStatus.WAITING]
    )
    for one in _rows(cohorts, alive & (left | silent | renewal)):
        guardian = one.guardian
        if guardian.withdrawn_at is not None:
            day = timezone.localtime(guardian.withdrawn_at).date()
            words = _("{name} took their authorisation back on {day}.")
            code, level = "guardian_left", URGENT
        else:
            day = timezone.localtime(guardian.renewal_asked_at or guardian.asked_at).date()
            words = _("{name} has not answered since {day}: the enrolment waits for them.")
            code, level = "guardian", WATCH
        words = words.format(name=guardian.name, day=dates.day(day, weekday=False))
        yield Alarm(code, level, one, day, words)


def _references_in(cohorts: Cohorts, today: date) -> Iterator[Alarm]:
    found = _rows(
        cohorts,
        Q(status=EnrolmentStatus.SUBMITTED, stage=Stage.REFERENCES),
        lambda rows: rows.annotate(
            answers=Count("references", filter=Q(references__answered_at__isnull=False))
        ).filter(answers__gt=0),
    )
    for one in found:
        asked = selectors.settings_of(one.cohort.programme).vetting.of(one.side).references
        answers: int = one.answers  # type: ignore[attr-defined]
        if answers < asked:
            continue
        words = ngettext(
            "{count} reference has come in: it waits for you.",
            "{count} references have come in: they wait for you.",
            answers,
        )
        yield Alarm("references", WATCH, one, today, words.format(count=answers))


def _interviews_to_note(cohorts: Cohorts, today: date) -> Iterator[Alarm]:
    over = Q(interviews__status=InterviewStatus.BOOKED, interviews__slot__ends_at__lt=clock.now())
    found = _rows(
        cohorts,
        Q(status=EnrolmentStatus.SUBMITTED) & over,
        lambda rows: rows.annotate(met_at=F("interviews__slot__starts_at")),
    )
    for one in found:
        day = timezone.localtime(one.met_at).date()  # type: ignore[attr-defined]
        words = _("The interview of {day} has no outcome yet.")
        yield Alarm("interview", WATCH, one, day, words.format(day=dates.day(day, weekday=False)))


def _rows(
    cohorts: Cohorts,
    condition: Q,
    more: Callable[[QuerySet[Enrolment]], QuerySet[Enrolment]] = lambda rows: rows,
) -> Iterator[Enrolment]:
    found = Enrolment.objects.filter(condition, cohort__in=cohorts.keys(), person__is_active=True)
    yield from _with_cohort(
        more(found).select_related("person", "guardian").order_by("pk"), cohorts
    )


def _with_cohort(found: Iterable[Enrolment], cohorts: Cohorts) -> Iterator[Enrolment]:
    for one in found:
        one.cohort = cohorts[one.cohort_id]
        yield one


_RULES: tuple[Rule, ...] = (
    _answers_due,
    _promises_due,
    _checks_ending,
    _guardians_silent,
    _references_in,
    _interviews_to_note,
)
