"""A message wears the brand of the organisation it speaks of, and leaves under its name."""

from __future__ import annotations

import pytest

from ithaque.correspondence.branding import ITHAQUE, brand_in
from ithaque.correspondence.services import notify
from ithaque.kernel.outbox import _as_email
from ithaque.mentoring.documents import agreement_pdf
from ithaque.mentoring.models import SealedAgreement
from ithaque.people.brand import services
from ithaque.people.models import Organisation
from ithaque.programmes.mails import TEAM_JOINED
from tests.people.test_brand import SVG

pytestmark = pytest.mark.django_db


@pytest.fixture
def cap(world) -> Organisation:
    services.change_brand(
        organisation=world.organisation,
        colour="#7b2d8b",
        colour_dark="",
        sender_name="Équipe Cap, Rennes",
        reply_to="contact@cap.example",
        by=world.adele,
    )
    return services.change_logo(organisation=world.organisation, content=SVG % b"", by=world.adele)


def joined(world):
    world.programme.refresh_from_db()
    context = {"programme": world.programme, "by": world.nadia, "role": "x"}
    message = notify(TEAM_JOINED, to=world.ines, context=context)
    assert message is not None
    return message


def test_message_leaves_in_the_colours_and_under_the_name_of_its_organisation(world, cap):
    message = joined(world)
    assert "#7b2d8b" in message.html and "Cap Rennes" in message.html and ".png" in message.html
    email = _as_email(message).message()
    assert "contact@cap.example" in email["Reply-To"]
    assert str(email["From"]).endswith(">") and "ithaque" in str(email["From"]).lower()
    assert "=?utf-8?" in str(email["From"])


def test_message_of_an_organisation_without_brand_is_plain(world):
    message = joined(world)
    assert "#0f5561" in message.html and "Cap Rennes" in message.html
    assert "From" not in message.headers and "Reply-To" not in message.headers


def test_organisation_is_found_in_whatever_a_message_speaks_of(world, cap):
    world.programme.refresh_from_db()
    for about in (world.programme, world.enrolments["ines"], world.cohort, world.pair):
        fresh = type(about).objects.get(pk=about.pk)
        assert brand_in({"about": fresh}).colour == "#7b2d8b"
    assert brand_in({"about": world.other_programme}).colour == ITHAQUE.colour
    assert brand_in({"by": world.nadia}) == ITHAQUE


def test_agreement_is_set_under_the_logo_of_the_organisation(world, cap):
    pair = type(world.pair).objects.get(pk=world.pair.pk)
    sealed = SealedAgreement(
        agreement=pair.agreement, version=1, text_fr="Nous nous engageons.", text_en="We commit."
    )
    pdf = agreement_pdf(sealed, pair, [], locale="fr")
    assert pdf.startswith(b"%PDF") and b"/Image" in pdf
