"""The pages of concerns: leaving one, and the lead's files."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from lxml import html

from ithaque.people.enums import OrganisationRole
from ithaque.people.models import OrganisationMember, Person
from ithaque.safeguarding.emergency import LINES
from ithaque.safeguarding.models import Concern
from ithaque.safeguarding.services import raise_concern, take_in_hand
from tests.followup.factories import person
from tests.support.client import StrictClient
from tests.support.world import PERSONAS, World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], StrictClient]
SECRET = "Il m’a demandé mon adresse."


def words(response: Any) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


@pytest.fixture
def concern(world: World) -> Concern:
    return raise_concern(
        organisation=world.organisation, kind="boundary", text=SECRET, pair=world.pair, by=world.ines,
        submission=uuid.uuid4(),
    )  # fmt: skip


def test_numbers_come_before_the_form(world: World, as_: SignIn) -> None:
    text = words(as_(world.ines).get(reverse("participant:concern")))
    assert all(line.number in text for line in LINES)
    assert text.index("17") < text.index("De quoi s’agit-il ?")


def test_participant_pages_lead_to_it(world: World, as_: SignIn) -> None:
    for who in (world.ines, world.claire, world.lina):
        page = html.fromstring(as_(who).get(reverse("participant:home")).content)
        assert page.xpath(f"//header//a[@href='{reverse('participant:concern')}']")


def test_concern_is_kept_and_thanked(world: World, as_: SignIn) -> None:
    browser = as_(world.ines)
    data = {
        "kind": "unease",
        "text": SECRET,
        "about": world.pair.public_id,
        "submission": uuid.uuid4(),
    }
    answer = browser.post(reverse("participant:concern"), data)
    assert answer.url == reverse("participant:concern-received")
    assert "Vous avez bien fait d’en parler" in words(browser.get(answer.url))
    kept = Concern.objects.get()
    assert (kept.text, kept.pair, kept.raised_by, kept.organisation) == (
        SECRET,
        world.pair,
        world.ines,
        world.organisation,
    )


def test_concern_about_anothers_pair_is_refused_and_the_words_kept(
    world: World, as_: SignIn
) -> None:
    data = {
        "kind": "unease",
        "text": SECRET,
        "about": world.pair.public_id,
        "submission": uuid.uuid4(),
    }
    answer = as_(world.thierry).post(reverse("participant:concern"), data)
    assert answer.status_code in (302, 422)
    assert not Concern.objects.filter(pair=world.pair).exists()


def test_concern_without_words_keeps_the_choice(world: World, as_: SignIn) -> None:
    answer = as_(world.ines).post(
        reverse("participant:concern"), {"kind": "danger", "text": " ", "submission": uuid.uuid4()}
    )
    assert answer.status_code == 422
    assert html.fromstring(answer.content).xpath("//input[@value='danger' and @checked]")


def test_someone_without_organisation_still_gets_the_numbers(world: World, as_: SignIn) -> None:
    text = words(as_(world.rita).get(reverse("participant:concern")))
    assert "3114" in text
    assert "Envoyer à la personne référente" not in text


def test_without_a_lead_the_person_is_told_the_truth(world: World, as_: SignIn) -> None:
    OrganisationMember.objects.filter(role=OrganisationRole.SAFEGUARDING_LEAD).delete()
    assert "personne ne lit vos mots" in words(
        as_(world.ines).get(reverse("participant:concern-received"))
    )


@pytest.mark.parametrize("persona", sorted(set(PERSONAS) - {"anonymous", "safeguarding"}))
def test_no_page_of_a_file_opens_for_anyone_else(
    persona: str, concern: Concern, world: World, as_: SignIn
) -> None:
    who = world.persona(persona)
    assert who is not None
    browser = as_(who)
    assert browser.get(reverse("coordination:concerns")).status_code == 404
    assert browser.get(reverse("coordination:concern", args=[concern.public_id])).status_code == 404
    for name in ("concern-take", "concern-pause", "concern-close"):
        assert (
            browser.post(reverse(f"coordination:{name}", args=[concern.public_id])).status_code
            == 404
        )
    assert concern.readings.count() == 0


def test_lead_reads_takes_pauses_and_closes(concern: Concern, world: World, as_: SignIn) -> None:
    browser = as_(world.solene)
    assert "Une limite a été franchie" in words(browser.get(reverse("coordination:concerns")))
    address = reverse("coordination:concern", args=[concern.public_id])
    text = words(browser.get(address))
    assert SECRET in text
    assert "Qui a ouvert ce dossier" in text
    assert "Solène" in text
    browser.post(reverse("coordination:concern-take", args=[concern.public_id]))
    browser.post(reverse("coordination:concern-pause", args=[concern.public_id]), {"pause": "yes"})
    assert "En pause depuis" in words(browser.get(address))
    browser.post(reverse("coordination:concern-pause", args=[concern.public_id]), {"pause": "no"})
    answer = browser.post(
        reverse("coordination:concern-close", args=[concern.public_id]),
        {"outcome": "settled", "note": "Vu."},
    )
    assert "Un cadre a été rappelé" in words(browser.get(answer.url))


def test_close_without_outcome_keeps_the_note(concern: Concern, world: World, as_: SignIn) -> None:
    answer = as_(world.solene).post(
        reverse("coordination:concern-close", args=[concern.public_id]), {"note": "à garder"}
    )
    assert answer.status_code == 422
    assert "à garder" in answer.content.decode()


def test_second_lead_sees_who_has_it(concern: Concern, world: World, as_: SignIn) -> None:
    other = person("Yann")
    OrganisationMember.objects.create(
        organisation=world.organisation, person=other, role=OrganisationRole.SAFEGUARDING_LEAD
    )
    take_in_hand(concern=concern, by=world.solene)
    answer = as_(other).post(reverse("coordination:concern-take", args=[concern.public_id]))
    assert answer.status_code == 409
    assert "Solène Kermadec a déjà pris ce signalement en charge" in words(answer)


@pytest.mark.parametrize("size", [1, 3])
def test_files_ask_the_same_questions_whatever_their_number(
    size: int, concern: Concern, world: World, as_: SignIn, django_assert_num_queries: Any
) -> None:
    for _ in range(size):
        raise_concern(
            organisation=world.organisation,
            kind="unease",
            text="x",
            pair=None,
            by=world.claire,
            submission=uuid.uuid4(),
        )
    browser = as_(world.solene)
    with django_assert_num_queries(6):
        assert browser.get(reverse("coordination:concerns")).status_code == 200
