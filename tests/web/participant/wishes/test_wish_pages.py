"""A mentee reads who is suggested and why, ranks, rules out in private, changes their mind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from ithaque.kernel import clock
from ithaque.matching.models import Suggestion, Veto, Wish
from ithaque.matching.people import gather
from ithaque.matching.services import runs
from ithaque.matching.services.suggestions import refresh
from ithaque.pairing.record import person_from_dict
from tests.matching import factories as make

pytestmark = pytest.mark.django_db
WISHING = {"sides": ["mentee"], "most": 2, "shown": 4, "opens_days": 30, "closes_days": 0}


@pytest.fixture
def cohort():
    return make.cohort(make.person("Nadia"), wishes=WISHING)


@pytest.fixture
def emma(cohort):
    for name in ("Bruno", "Claire", "Denis"):
        make.mentor(cohort, name, offers=make.skills("CV"))
    emma = make.mentee(cohort, "Emma", needs=make.skills("CV"))
    refresh(cohort.pk)
    return emma


def page_of(enrolment):
    return reverse("participant:wishes", args=[enrolment.public_id])


def key_of(name):
    return str(Suggestion.objects.get(alias=name).public_id)


def ranks(**numbers):
    return {f"order-{key_of(name)}": str(rank) for name, rank in numbers.items()}


def wished(enrolment):
    return list(Wish.objects.filter(by=enrolment).values_list("alias", flat=True))


def test_page_gives_reasons_and_neither_figure_nor_order_of_merit(emma, as_):
    page = as_(emma.person).get(page_of(emma)).content.decode()
    assert "Bruno" in page and "<strong>CV</strong>" in page
    assert "%" not in page.split("<main")[1].split("</main")[0]


def test_wishes_ranked_by_numbers_are_kept_in_order(emma, as_):
    as_(emma.person).post(page_of(emma), ranks(Denis=1, Bruno=2))
    assert wished(emma) == ["Denis", "Bruno"]


def test_sent_twice_wishes_are_the_same(emma, as_):
    for _ in range(2):
        as_(emma.person).post(page_of(emma), ranks(Denis=1))
    assert wished(emma) == ["Denis"]


def test_more_wishes_than_allowed_are_refused_and_the_earlier_ones_stay(emma, as_):
    browser = as_(emma.person)
    browser.post(page_of(emma), ranks(Denis=1))
    response = browser.post(page_of(emma), ranks(Bruno=1, Claire=2, Denis=3))
    assert response.status_code == 422
    assert wished(emma) == ["Denis"]


def test_someone_gone_meanwhile_is_left_out_and_the_others_are_kept(emma, as_):
    sent = ranks(Denis=1, Bruno=2)
    browser = as_(emma.person)
    browser.get(page_of(emma))
    Suggestion.objects.filter(alias="Denis").delete()
    browser.post(page_of(emma), sent)
    assert wished(emma) == ["Bruno"]


def test_withdraw_leaves_no_wish(emma, as_):
    browser = as_(emma.person)
    browser.post(page_of(emma), ranks(Denis=1))
    browser.post(reverse("participant:wishes-withdraw", args=[emma.public_id]))
    assert wished(emma) == []


def test_ruled_out_leaves_the_list_and_can_come_back(emma, as_):
    browser = as_(emma.person)
    browser.post(page_of(emma), ranks(Denis=1, Bruno=2))
    browser.post(reverse("participant:suggestion-rule-out", args=[key_of("Denis")]))
    assert wished(emma) == ["Bruno"]
    page = browser.get(page_of(emma)).content.decode()
    assert "Vous seul·e voyez cette liste" in page
    browser.post(reverse("participant:veto-lift", args=[Veto.objects.get().public_id]))
    assert not Veto.objects.exists()


def test_after_the_window_the_page_says_so_and_keeps_the_wishes(emma, as_):
    browser = as_(emma.person)
    sent = ranks(Denis=1)
    browser.post(page_of(emma), sent)
    with clock.at(clock.now() + timedelta(days=31)):
        assert browser.post(page_of(emma), sent).status_code in (302, 422)
        assert "Denis" in browser.get(page_of(emma)).content.decode()
    assert wished(emma) == ["Denis"]


def test_home_leads_to_the_people_suggested(emma, as_):
    page = as_(emma.person).get(reverse("participant:home")).content.decode()
    assert page_of(emma) in page


def test_where_nobody_wishes_the_page_does_not_exist(as_):
    cohort = make.cohort(make.person("Nadia"))
    emma = make.mentee(cohort, "Emma")
    assert as_(emma.person).get(page_of(emma)).status_code == 404


def test_wishes_and_vetoes_enter_the_run_and_its_record(emma, cohort, as_):
    nadia = cohort.programme.team.get().person
    as_(emma.person).post(page_of(emma), ranks(Denis=1))
    as_(emma.person).post(reverse("participant:suggestion-rule-out", args=[key_of("Bruno")]))
    (person,) = gather(cohort).mentees
    denis, bruno = (
        str(cohort.enrolments.get(person__first_name=name).public_id) for name in ("Denis", "Bruno")
    )
    assert person.wishes == (denis,) and bruno in person.excluded
    run = make.computed(cohort, nadia)
    assert str(run.proposals.get().mentor.public_id) == denis
    document = runs.records.read(run)
    (kept,) = [person_from_dict(one) for one in document["mentees"]]
    assert kept.wishes == (denis,)


def test_veto_holds_even_where_the_programme_left_its_rule_out():
    cohort = make.cohort(make.person("Nadia"), matching={"rules": ["language"]})
    emma, bruno = make.mentee(cohort, "Emma"), make.mentor(cohort, "Bruno")
    Veto.objects.create(by=bruno, other=emma, alias="Paros")
    run = make.computed(cohort, cohort.programme.team.get().person)
    assert not run.proposals.exists()
