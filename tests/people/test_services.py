"""Profiles changed, data handed over, persons erased; organisations and their roles."""

import io
import json
import zipfile

import pytest

from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import JournalEntry, OutboxMessage
from ithaque.people import services
from ithaque.people.enums import OrganisationRole
from ithaque.people.models import Person
from tests.programmes import factories as make

pytestmark = pytest.mark.django_db


def test_create_person_twice_at_one_address_gives_the_same_one():
    first = services.create_person(email="Ines@Ithaque.example", first_name="Inès", last_name="C")
    again = services.create_person(email="ines@ithaque.EXAMPLE", first_name="Autre", last_name="D")
    assert first == again and again.first_name == "Inès"
    assert not first.has_usable_password()


def test_update_profile_changes_only_what_is_given():
    ines = make.person()
    services.update_profile(
        person=ines, by=ines, locale="en", theme="dark", time_zone="America/Martinique"
    )
    ines.refresh_from_db()
    assert (ines.locale, ines.theme, ines.time_zone, ines.first_name) == (
        "en",
        "dark",
        "America/Martinique",
        "Inès",
    )
    assert JournalEntry.objects.get(type="people.profile.changed").data == {
        "fields": "locale, theme, time_zone"
    }


@pytest.mark.parametrize(
    "change", [{"locale": "xx"}, {"theme": "pink"}, {"time_zone": "Mars/Olympus"}]
)
def test_update_profile_with_an_unknown_preference_is_refused(change):
    ines = make.person()
    with pytest.raises(Refusal):
        services.update_profile(person=ines, by=ines, **change)


def test_update_profile_of_another_field_is_an_error():
    ines = make.person()
    with pytest.raises(TypeError):
        services.update_profile(person=ines, by=ines, is_superuser=True)


def test_export_data_holds_each_room_in_json():
    ines = make.submitted(make.cohort_of(make.programme())).person
    archive = zipfile.ZipFile(io.BytesIO(services.export_data(person=ines, by=ines)))
    people, programmes = (
        json.loads(archive.read(f"{room}.json")) for room in ("people", "programmes")
    )
    assert people["email"] == ines.email
    assert programmes["enrolments"][0]["answers"]["needs"][0]["label"] == "Préparer un entretien"


def test_erase_person_leaves_no_word_of_theirs_and_keeps_the_rows_of_others():
    enrolment = make.submitted(make.cohort_of(make.programme()))
    ines, address = enrolment.person, enrolment.person.email
    services.erase_person(person=ines, by=ines)
    services.erase_person(person=ines, by=ines)
    ines.refresh_from_db()
    enrolment.refresh_from_db()
    assert (ines.first_name, ines.last_name, ines.born_on, ines.is_active) == ("", "", None, False)
    assert address not in ines.email and ines.erased_at
    assert enrolment.sheet.answers == {} and enrolment.status == "withdrawn"
    assert not OutboxMessage.objects.filter(to=address).exists()
    assert not JournalEntry.objects.filter(by=ines).exists()
    assert not Person.objects.filter(email=address).exists()


def test_last_administrator_of_the_instance_cannot_be_erased():
    adele = make.person("Adèle", is_superuser=True)
    with pytest.raises(Refusal):
        services.erase_person(person=adele, by=adele)


def test_organisation_keeps_an_administrator():
    nadia, oscar = make.person("Nadia"), make.person("Oscar")
    organisation = services.create_organisation(name="Cap Rennes", by=nadia)
    role = OrganisationRole.ADMINISTRATOR
    with pytest.raises(Refusal):
        services.remove_role(organisation=organisation, person=nadia, role=role, by=nadia)
    for _time in range(2):
        services.add_role(organisation=organisation, person=oscar, role=role, by=nadia)
    services.remove_role(organisation=organisation, person=nadia, role=role, by=oscar)
    assert [member.person for member in organisation.members.all()] == [oscar]


def test_two_organisations_of_one_name_have_two_slugs():
    first, second = (services.create_organisation(name="Cap Rennes", by=None) for _time in range(2))
    assert first.slug != second.slug
