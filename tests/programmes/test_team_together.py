"""Two coordinators at the same instant on the rights of a team, and on the templates of an organisation."""

from __future__ import annotations

import pytest

from ithaque.kernel.bilingual import Bilingual
from ithaque.people.models import Organisation
from ithaque.programmes import services, template_files
from ithaque.programmes.enums import TeamRole
from ithaque.programmes.models import SavedTemplate, TeamMember
from ithaque.programmes.programme_templates import template
from ithaque.programmes.services import templates
from tests.programmes import factories as make
from tests.programmes.test_together import at_once
from tests.support.mailbox import mails

pytestmark = [pytest.mark.databases, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def oscar():
    return make.person("Oscar")


@pytest.fixture
def programme(nadia, oscar):
    made = make.programme(nadia)
    services.add_member(programme=made, email=oscar.email, by=nadia)
    return made


def coordinators(programme):
    return programme.team.filter(role=TeamRole.COORDINATOR).count()


def test_rights_of_one_member_changed_by_two_end_as_one_whole_right(nadia, oscar, programme):
    lea = make.person("Lea")
    roles = [TeamRole.FOLLOWER, TeamRole.OBSERVER]
    outcomes = at_once(
        *(
            lambda turn=turn: services.add_member(
                programme=programme,
                email=lea.email,
                by=(nadia, oscar)[turn % 2],
                role=roles[turn % 2],
            )
            for turn in range(40)
        )
    )
    assert outcomes == {"done": 40}
    assert programme.team.get(person=lea).role in roles
    assert len(mails(to=lea.email, kind="programmes.team_joined")) == 1


@pytest.mark.parametrize("by", ["removing", "turning into observers"])
def test_coordinators_leaving_each_other_leave_one(nadia, oscar, programme, by):
    def leave(person, other):
        if by == "removing":
            return services.remove_member(programme=programme, person=person, by=other)
        return services.add_member(
            programme=programme, email=person.email, by=other, role=TeamRole.OBSERVER
        )

    turns = [(nadia, oscar), (oscar, nadia)] * 8
    outcomes = at_once(*(lambda turn=turn: leave(*turn) for turn in turns))
    assert set(outcomes) == {"done", "last_coordinator"}
    assert coordinators(programme) == 1


def test_pairs_are_never_entrusted_to_someone_who_became_an_observer(nadia, oscar, programme):
    lea = make.person("Lea")
    mentee = make.submitted(make.cohort_of(programme))
    member = services.add_member(
        programme=programme, email=lea.email, by=nadia, role=TeamRole.FOLLOWER
    )

    def act(turn):
        if turn % 3:
            return services.entrust(member=member, mentees=[mentee], by=nadia)
        role = (TeamRole.OBSERVER, TeamRole.FOLLOWER)[turn % 2]
        return services.add_member(programme=programme, email=lea.email, by=oscar, role=role)

    outcomes = at_once(*(lambda turn=turn: act(turn) for turn in range(48)))
    assert set(outcomes) <= {"done", "not_to_entrust"}
    fresh = TeamMember.objects.get(pk=member.pk)
    assert fresh.role == TeamRole.FOLLOWER or not fresh.follows.exists()


def test_same_template_file_imported_twice_at_once_is_one_template(nadia):
    house = make.organisation(nadia)
    content = template_files.written(template("peers"))
    outcomes = at_once(
        *(
            lambda: services.import_template(organisation=house, content=content, by=nadia)
            for _turn in range(16)
        )
    )
    assert outcomes == {"done": 16}
    assert SavedTemplate.objects.count() == 1


def test_template_renamed_since_leaves_room_for_the_file_again(nadia):
    house = make.organisation(nadia)
    content = template_files.written(template("peers"))
    first, _aside = services.import_template(organisation=house, content=content, by=nadia)
    services.rename_template(
        template=first, name=Bilingual(fr="La nôtre"), summary=Bilingual(), by=nadia
    )
    services.import_template(organisation=house, content=content, by=nadia)
    assert house.programme_templates.count() == 2


def test_templates_imported_at_once_never_exceed_what_is_kept(nadia, monkeypatch):
    monkeypatch.setattr(templates, "MOST", 5)
    house = Organisation.objects.get(pk=make.organisation(nadia).pk)
    models = [
        template("peers").model_copy(update={"name": Bilingual(fr=f"Modèle {turn}")})
        for turn in range(16)
    ]
    outcomes = at_once(
        *(
            lambda one=one: services.import_template(
                organisation=house, content=template_files.written(one), by=nadia
            )
            for one in models
        )
    )
    assert outcomes == {"done": 5, "too_many_templates": 11}
    assert house.programme_templates.count() == 5
