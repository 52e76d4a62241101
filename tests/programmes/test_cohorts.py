"""Cohorts: windows that open, close, overlap or never close; those who arrive late."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ithaque.kernel import clock
from ithaque.programmes import rules, selectors, services
from ithaque.programmes.enums import EnrolmentStatus, Side
from ithaque.programmes.models import Cohort
from ithaque.programmes.rules import Window
from ithaque.programmes.services import Calendar
from ithaque.programmes.words import calendar_sentence
from tests.programmes import factories as make

pytestmark = pytest.mark.django_db


def day(n: int):
    return clock.today() + timedelta(days=n)


def dates(opens=-30, closes=-1, starts=10, ends=200, *, late=None, name="Tard"):
    late_until = None if late is None else day(late)
    return Calendar(name, day(opens), day(closes), day(starts), day(ends), late_until)


def rolling(name="Au fil de l’année", opens=-5):
    return Calendar(name, day(opens), None, day(opens), None)


@pytest.fixture
def programme():
    return make.programme()


def add(programme, calendar):
    return services.add_cohort(programme=programme, calendar=calendar, by=make.person("Nadia"))


def test_late_arrival_enrols_after_the_window_until_the_day_given(programme):
    cohort = add(programme, dates(late=5))
    assert rules.window(cohort) == Window.LATE and rules.can_enrol(cohort)
    assert rules.window(cohort, day(6)) == Window.OVER
    assert "arrivées tardives" in services.window_sentence(cohort).lower()


def test_late_arrival_before_the_window_closes_is_refused(programme):
    with make.refused("late_before_closing"):
        add(programme, dates(closes=3, late=3))


def test_cohort_without_closing_day_stays_open_and_is_never_over(programme):
    cohort = add(programme, rolling())
    assert cohort.always_open and rules.can_enrol(cohort) and not rules.is_over(cohort)
    assert rules.window(cohort, day(4000)) == Window.OPEN
    assert "toute l’année" in calendar_sentence(cohort)
    assert programme in selectors.open_programmes()


def test_cohort_with_an_end_but_no_closing_day_is_refused_by_service_and_database(programme):
    with make.refused("half_open"):
        add(programme, Calendar("Boiteuse", day(0), None, day(1), day(90)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Cohort.objects.create(
            programme=programme, name="x", opens_on=day(0), starts_on=day(1), ends_on=day(9)
        )


def test_template_open_all_year_makes_a_cohort_without_closing_day():
    made = make.programme(template="return-to-work")
    assert make.cohort_of(made).always_open
    enrolment = make.submitted(
        make.cohort_of(make.programme(calendar=rolling())), make.person("Lila")
    )
    assert enrolment.status == EnrolmentStatus.SUBMITTED


def test_two_open_windows_are_both_offered_the_first_to_start_at_the_head(programme):
    later = add(programme, dates(opens=-2, closes=20, starts=90, ends=300, name="Printemps"))
    soon = programme.cohorts.exclude(pk=later.pk).get()
    assert [one.pk for one in selectors.cohorts_to_join(programme)] == [soon.pk, later.pk]
    assert rules.overlaps(later, soon) and rules.overlaps(soon, later)


def test_windows_that_follow_each_other_do_not_overlap(programme):
    first = make.cohort_of(programme)
    after = dates(opens=40, closes=60, starts=70, ends=200)
    assert not rules.overlaps(after, first)


def test_mentee_waits_in_one_of_two_overlapping_cohorts_only(programme):
    first = make.cohort_of(programme)
    second = add(programme, dates(opens=-2, closes=20, starts=90, ends=300, name="Printemps"))
    ines = make.person()
    make.draft(first, ines)
    with make.refused("enrolled_meanwhile"):
        services.start_enrolment(cohort=second, person=ines, side=Side.MENTEE)
    thierry = make.person("Thierry")
    make.draft(first, thierry, side=Side.MENTOR)
    assert services.start_enrolment(cohort=second, person=thierry, side=Side.MENTOR)


def test_mentee_who_withdrew_may_enrol_in_the_other_window(programme):
    first = make.cohort_of(programme)
    second = add(programme, dates(opens=-2, closes=20, starts=90, ends=300, name="Printemps"))
    ines = make.person()
    services.withdraw_enrolment(enrolment=make.draft(first, ines), by=ines)
    assert services.start_enrolment(cohort=second, person=ines, side=Side.MENTEE)


def test_answers_of_an_always_open_cohort_are_forgotten_two_years_after_the_last_sign_in(programme):
    cohort = add(programme, rolling(opens=-1000))
    long_ago = clock.now() - timedelta(days=800)
    with clock.at(long_ago):
        gone = make.submitted(cohort, make.person("Ancien"))
        here = make.submitted(cohort, make.person("Fidèle"))
    for enrolment in (gone, here):
        type(enrolment).objects.filter(pk=enrolment.pk).update(decided_at=long_ago)
    here.person.last_login = clock.now()
    here.person.save()
    services.forget_old_answers()
    gone.sheet.refresh_from_db()
    here.sheet.refresh_from_db()
    assert gone.sheet.answers == {} and here.sheet.answers
