"""Opening a pair."""

from datetime import date, timedelta

import pytest

from ithaque.kernel.errors import Refusal
from ithaque.mentoring import services
from ithaque.mentoring.models import Pair
from ithaque.mentoring.terms import terms_of
from ithaque.programmes.enums import Side
from tests.mentoring import factories
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


def test_open_pair_runs_for_the_programmes_duration_with_its_agreement_and_note():
    pair = factories.pair(
        duration_months=6,
        meetings_per_month=3,
        agreement={"fr": "Nous nous engageons.", "en": "We commit."},
    )
    assert (pair.started_on, pair.ends_on) == (date(2026, 3, 2), date(2026, 9, 2))
    assert pair.agreement.text_fr == "Nous nous engageons."
    assert terms_of(pair.agreement).meetings_per_month == 3
    assert pair.note.revision == 0


def test_open_pair_without_text_of_the_programme_starts_from_ours(pair):
    assert "bénévole" in pair.agreement.text_fr
    assert "voluntary" in pair.agreement.text_en


def test_open_pair_writes_to_both_how_to_begin(pair):
    for person in pair.people:
        [mail] = mails(to=person.email, kind="mentoring.pair_opened")
        assert f"/me/pairs/{pair.public_id}/" in mail.text
        assert pair.other(person).first_name in mail.subject


def test_open_pair_twice_gives_the_same_pair_and_no_second_mail(pair):
    again = services.open_pair(mentor=pair.mentor, mentee=pair.mentee, by=None)
    assert again == pair
    assert Pair.objects.count() == 1
    assert len(mails(kind="mentoring.pair_opened")) == 2


def test_open_pair_refuses_a_mentee_who_has_one(pair):
    other = factories.enrolment(pair.cohort, Side.MENTOR)
    with pytest.raises(Refusal) as refused:
        services.open_pair(mentor=other, mentee=pair.mentee, by=None)
    assert refused.value.code == "mentee_has_pair"


def test_open_pair_refuses_a_mentor_without_place(pair):
    pair.mentor.capacity = 1
    pair.mentor.save()
    with pytest.raises(Refusal) as refused:
        services.open_pair(
            mentor=pair.mentor, mentee=factories.enrolment(pair.cohort, Side.MENTEE), by=None
        )
    assert refused.value.code == "mentor_full"


def test_open_pair_refuses_another_cohort(pair):
    elsewhere = factories.enrolment(factories.cohort(pair.programme), Side.MENTEE)
    with pytest.raises(Refusal) as refused:
        services.open_pair(mentor=pair.mentor, mentee=elsewhere, by=None)
    assert refused.value.code == "not_same_cohort"


def test_open_pair_after_a_closed_one_is_a_new_pair(pair):
    factories.close(*Pair.objects.all())
    assert services.open_pair(mentor=pair.mentor, mentee=pair.mentee, by=None) != pair


def test_extend_pair_moves_the_last_day_and_tells_both(pair):
    services.extend_pair(
        pair=pair, ends_on=pair.ends_on + timedelta(days=30), by=factories.person("Nadia")
    )
    pair.refresh_from_db()
    assert pair.ends_on == date(2026, 10, 2)
    assert len(mails(kind="mentoring.pair_extended")) == 2


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
    ],
)
def test_months_after_keeps_the_day_or_the_last_of_the_month(start, months, end):
    from ithaque.mentoring.rules import months_after

    assert months_after(start, months) == end
