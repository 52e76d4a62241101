"""Create, open, close, tune: what a coordinator decides without code."""

from datetime import timedelta

import pytest

from ithaque.kernel import clock
from ithaque.kernel.bilingual import Bilingual
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import JournalEntry
from ithaque.programmes import rules, selectors, services
from ithaque.programmes.enums import ProgrammeStatus, TeamRole
from ithaque.questionnaires.selectors import latest_version, schema_of
from tests.programmes import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


def test_create_programme_brings_forms_cohort_and_coordinator():
    nadia = make.person("Nadia")
    programme = services.create_programme(
        organisation=make.organisation(), template="youth-insertion", by=nadia
    )
    assert programme.status == ProgrammeStatus.DRAFT
    assert programme.title_fr == "Cap Insertion"
    assert schema_of(latest_version(programme.mentee_form)).asking("needs").required
    assert programme.cohorts.count() == 1
    assert list(selectors.programmes_of_team(nadia)) == [programme]
    assert JournalEntry.objects.filter(
        type="programmes.programme.created", scope_id=programme.public_id
    ).exists()


def test_two_programmes_of_one_name_have_two_addresses():
    title = Bilingual(fr="Même nom", en="Same name")
    assert make.programme(title=title).slug != make.programme(title=title).slug


def test_create_programme_from_an_unknown_template_is_an_error():
    with pytest.raises(KeyError):
        services.create_programme(
            organisation=make.organisation(), template="nothing", by=make.person()
        )


def test_open_programme_twice_writes_one_entry():
    programme = make.programme()
    services.open_programme(programme=programme, by=make.person())
    assert JournalEntry.objects.filter(type="programmes.programme.opened").count() == 1


def test_open_programme_with_only_past_windows_is_refused():
    programme = make.programme(opened=False, calendar=make.calendar(opens=-60, closes=-30))
    with pytest.raises(Refusal) as refusal:
        services.open_programme(programme=programme, by=make.person())
    assert refusal.value.code == "no_window"


def test_close_then_open_again_lets_people_in_again():
    programme = make.programme()
    services.close_programme(programme=programme, by=make.person())
    assert not rules.can_enrol(make.cohort_of(programme))
    services.open_programme(programme=programme, by=make.person())
    assert rules.can_enrol(make.cohort_of(programme))


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [(0, 5, "open"), (3, 5, "soon"), (-9, -1, "over"), (-9, 0, "open")],
)
def test_window_counts_both_days(opens, closes, expected):
    programme = make.programme(opened=False, calendar=make.calendar(opens=opens, closes=closes))
    programme.status = ProgrammeStatus.OPEN
    programme.save()
    assert rules.window(make.cohort_of(programme)) == expected


@pytest.mark.parametrize(
    "dates", [{"opens": 9, "closes": 3}, {"starts": 50, "ends": 50}], ids=["window", "mentoring"]
)
def test_dates_out_of_order_are_refused(dates):
    programme = make.programme()
    with pytest.raises(Refusal):
        services.add_cohort(
            programme=programme, calendar=make.calendar(name="autre", **dates), by=make.person()
        )


def test_cohort_name_is_used_once_in_a_programme():
    programme = make.programme(calendar=make.calendar(name="2027"))
    with pytest.raises(Refusal) as refusal:
        services.add_cohort(
            programme=programme, calendar=make.calendar(name="2027"), by=make.person()
        )
    assert refusal.value.code == "cohort_name_used"


def test_change_settings_by_path_keeps_the_rest():
    programme = make.programme()
    before = selectors.settings_of(programme)
    services.change_settings(
        programme=programme,
        changes={"matching.weights": {"needs": 60, "style": 40}, "minors": False},
        by=make.person(),
    )
    programme.refresh_from_db()
    after = selectors.settings_of(programme)
    assert after.matching.weights == {"needs": 60, "style": 40}
    assert after.minors is False
    assert after.plan == before.plan and after.matching.rules == before.matching.rules


def test_change_settings_by_two_people_keeps_both_parts():
    programme = make.programme()
    same = type(programme).objects.get(pk=programme.pk)
    services.change_settings(programme=programme, changes={"duration_months": 9}, by=make.person())
    services.change_settings(programme=same, changes={"mentor_capacity": 4}, by=make.person())
    programme.refresh_from_db()
    settings = selectors.settings_of(programme)
    assert (settings.duration_months, settings.mentor_capacity) == (9, 4)


@pytest.mark.parametrize(
    ("before", "change"),
    [
        ({"minors": True}, {"modalities": ["remote", "home"]}),
        ({"minors": False, "modalities": ["home"]}, {"minors": True}),
    ],
)
def test_nobody_meets_at_home_where_minors_are_welcomed(before, change):
    programme = make.programme()
    by = make.person()
    services.change_settings(programme=programme, changes=before, by=by)
    with pytest.raises(Refusal) as refusal:
        services.change_settings(programme=programme, changes=change, by=by)
    assert refusal.value.code == "home_with_minors"
    kept = selectors.settings_of(type(programme).objects.get(pk=programme.pk))
    assert {name: getattr(kept, name) for name in before} == before
    services.change_settings(programme=programme, changes={"mentor_capacity": 4}, by=by)


def test_change_settings_out_of_bounds_changes_nothing():
    programme = make.programme()
    with pytest.raises(Refusal):
        services.change_settings(
            programme=programme, changes={"duration_months": 900}, by=make.person()
        )
    with pytest.raises(KeyError):
        services.change_settings(
            programme=programme, changes={"matching.salary": 1}, by=make.person()
        )
    assert selectors.settings_of(programme).duration_months == 6


def test_settings_of_an_older_document_reads_with_defaults():
    programme = make.programme()
    programme.settings = {"duration_months": 3}
    assert selectors.settings_of(programme).follow_up.first_meeting_watch_days == 10


def test_change_texts_needs_a_title():
    programme = make.programme()
    with pytest.raises(Refusal):
        services.change_texts(
            programme=programme,
            by=make.person(),
            title=Bilingual(),
            tagline=Bilingual(),
            audience=Bilingual(),
        )


def test_add_member_by_address_of_an_account_tells_them():
    programme, oscar = make.programme(), make.person("Oscar")
    services.add_member(programme=programme, email=oscar.email.upper(), by=make.person())
    services.add_member(programme=programme, email=oscar.email, by=make.person())
    assert rules.can_coordinate(oscar, programme)
    assert len(mails(to=oscar.email, kind="programmes.team_joined")) == 1


def test_add_member_without_account_is_refused():
    with pytest.raises(Refusal) as refusal:
        services.add_member(
            programme=make.programme(), email="nobody@ithaque.example", by=make.person()
        )
    assert refusal.value.code == "no_account"


def test_last_coordinator_cannot_leave_nor_become_observer():
    nadia, oscar = make.person("Nadia"), make.person("Oscar")
    programme = make.programme(nadia)
    with pytest.raises(Refusal):
        services.remove_member(programme=programme, person=nadia, by=nadia)
    with pytest.raises(Refusal):
        services.add_member(
            programme=programme, email=nadia.email, role=TeamRole.OBSERVER, by=nadia
        )
    services.add_member(programme=programme, email=oscar.email, by=nadia)
    services.remove_member(programme=programme, person=nadia, by=nadia)
    assert [member.person for member in selectors.team_of(programme)] == [oscar]


def test_public_cohort_is_the_open_one_else_the_next():
    programme = make.programme()
    services.add_cohort(
        programme=programme,
        calendar=make.calendar(opens=60, closes=90, starts=95, ends=200, name="suivante"),
        by=make.person(),
    )
    first = programme.cohorts.exclude(name="suivante").get()
    assert selectors.public_cohort(programme) == first
    with clock.at(clock.now() + timedelta(days=40)):
        assert selectors.public_cohort(programme).name == "suivante"
