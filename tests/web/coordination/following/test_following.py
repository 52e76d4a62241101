"""Fine rights: a follower sees their pairs and nothing else, an observer figures that name nobody."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ithaque.insight import indicators
from ithaque.insight.aggregates import LEAST, aggregates_of, shown
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import selectors as mentoring
from ithaque.mentoring.models import Agreement, Pair
from ithaque.programmes import rules, services
from ithaque.programmes.enums import TeamRole
from ithaque.programmes.models import TeamMember
from tests.support.world import enrol

pytestmark = pytest.mark.django_db


@pytest.fixture
def bruno(world):
    return TeamMember.objects.get(person=world.bruno)


@pytest.fixture
def other_pair(world):
    """A pair of the same programme that nobody entrusted to Bruno."""
    made = Pair.objects.create(
        cohort=world.cohort,
        mentor=world.enrolments["thierry"],
        mentee=world.enrolments["moussa"],
        started_on=world.pair.started_on,
        ends_on=world.pair.ends_on,
    )
    Agreement.objects.create(pair=made, text_fr="Nous nous engageons.", text_en="We commit.")
    return made


def test_follower_reads_the_pair_entrusted_and_not_its_neighbour(as_, world, other_pair):
    browser = as_(world.bruno)
    page = browser.get(reverse("coordination:following")).content.decode()
    assert "Inès" in page and "Moussa" not in page
    here = browser.get(reverse("coordination:pair", args=[world.pair.public_id])).content.decode()
    assert "Écrire aux deux" in here and "Clore ce binôme" not in here
    there = reverse("coordination:pair", args=[other_pair.public_id])
    assert browser.get(there).status_code == 404
    assert as_(world.nadia).get(there).status_code == 200


def test_rules_follow_the_right_of_each(world, other_pair):
    mentee = world.pair.mentee
    assert rules.can_follow_mentee(world.nadia, mentee)
    assert rules.can_follow_mentee(world.bruno, mentee)
    assert not rules.can_follow_mentee(world.bruno, other_pair.mentee)
    assert not rules.can_follow_mentee(world.oscar, mentee)
    assert not rules.can_coordinate(world.bruno, world.programme)
    assert rules.can_read_figures(world.paul, world.programme)
    assert not rules.can_read_figures(world.bruno, world.programme)
    assert not rules.can_read_figures(world.paul, world.other_programme)


def test_a_mentee_who_changes_mentor_stays_with_their_follower(world, other_pair):
    world.pair.status = "closed"
    world.pair.save(update_fields=["status"])
    again = Pair.objects.create(
        cohort=world.cohort,
        mentor=world.enrolments["thierry"],
        mentee=world.enrolments["ines"],
        started_on=world.pair.started_on,
        ends_on=world.pair.ends_on,
    )
    assert again in mentoring.followed_pairs(world.bruno)


def test_coordinator_entrusts_pairs_and_takes_them_back(as_, world, bruno, other_pair):
    url = reverse(
        "coordination:programme-team-pairs",
        args=[world.programme.public_id, world.bruno.public_id],
    )
    browser = as_(world.nadia)
    assert "Moussa" in browser.get(url).content.decode()
    browser.post(url, {"pairs": [str(other_pair.mentee.public_id)]})
    assert [one.pk for one in bruno.follows.all()] == [other_pair.mentee_id]
    browser.post(url, {})
    assert not bruno.follows.exists()


def test_mentees_of_another_programme_are_never_entrusted(world, bruno):
    elsewhere = enrol(world.other_programme.cohorts.get(), world.rita, "mentee")
    with pytest.raises(Refusal):
        services.entrust(member=bruno, mentees=[elsewhere], by=world.nadia)


def test_another_right_forgets_what_was_entrusted(world, bruno):
    services.add_member(
        programme=world.programme,
        email=world.bruno.email,
        role=TeamRole.OBSERVER,
        by=world.nadia,
    )
    assert not bruno.follows.exists()


def test_rights_are_said_in_words_on_the_team_page(as_, world):
    page = as_(world.nadia).get(
        reverse("coordination:programme-team", args=[world.programme.public_id])
    )
    assert "Jamais un nom" in page.content.decode() and "confié" in page.content.decode()


def test_each_of_a_team_lands_on_what_is_theirs(as_, world):
    day = reverse("coordination:day")
    assert as_(world.nadia).get(day).status_code == 200
    assert as_(world.bruno).get(day).url == reverse("coordination:following")
    assert as_(world.paul).get(day).url == reverse("coordination:observed")


def test_observer_reads_figures_without_any_name(as_, world):
    browser = as_(world.paul)
    page = browser.get(reverse("coordination:observed"), follow=True).content.decode()
    assert "masqué" in page
    for person in ("Inès", "Claire", "Moussa", "Thierry", world.ines.email):
        assert person not in page


@pytest.mark.parametrize(
    ("value", "whole", "seen"),
    [
        (0, 20, 0),
        (1, 20, None),
        (4, 20, None),
        (5, 20, 5),
        (17, 20, None),
        (20, 20, 20),
        (3, 3, None),
    ],
)
def test_a_count_is_hidden_when_it_or_what_it_leaves_is_small(value, whole, seen):
    indicator = indicators.named("complete")
    assert indicator is not None
    assert shown(indicator, {"complete": value, "enrolled": whole}) == seen


def test_every_figure_of_a_small_programme_is_hidden(world):
    figures = aggregates_of(world.programme).figures
    assert all(one.value is None or one.value == 0 or one.value >= LEAST for one in figures)
    assert aggregates_of(world.programme).weeks == []


def test_programme_chooses_the_figures_its_observers_read(world):
    services.change_settings(
        programme=world.programme,
        changes={"indicators": ["met", "enrolled", "gone"]},
        by=world.nadia,
    )
    world.programme.refresh_from_db()
    codes = [one.indicator.code for one in aggregates_of(world.programme).figures]
    assert codes == ["met", "enrolled"]


@pytest.mark.parametrize("size", [1, 3])
def test_follower_page_asks_a_constant_number_of_queries(
    size, as_, world, bruno, django_assert_num_queries
):
    for key in ("moussa", "lina")[: size - 1]:
        mentee = world.enrolments[key]
        Pair.objects.create(
            cohort=world.cohort,
            mentor=world.enrolments["thierry"],
            mentee=mentee,
            started_on=world.pair.started_on,
            ends_on=world.pair.ends_on,
        )
        bruno.follows.add(mentee)
    browser = as_(world.bruno)
    with django_assert_num_queries(6):
        browser.get(reverse("coordination:following"))
