"""The pages of announcements, as a coordinator walks through them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ithaque.kernel import clock
from ithaque.mentoring.bulletins.services import DELAY, send_due
from ithaque.mentoring.models import Bulletin
from ithaque.programmes.enums import Side
from tests.mentoring import factories as make
from tests.support.world import World
from tests.web.participant.pairs.reading import values, words

pytestmark = pytest.mark.django_db
TYPED = {
    "side": "mentee",
    "subject_fr": "Atelier de jeudi",
    "body_fr": "Bonjour {prénom},\n\nÀ jeudi <b>18 h</b>.",
}


def written(world: World, as_) -> Bulletin:
    where = reverse("coordination:bulletin-new", args=[world.programme.public_id])
    assert as_(world.nadia).post(where, TYPED).status_code == 302
    return Bulletin.objects.latest("pk")


def at(name: str, bulletin: Bulletin) -> str:
    return reverse(f"coordination:{name}", args=[bulletin.public_id])


def test_announcement_is_written_seen_tried_scheduled_cancelled_and_sent(world: World, as_):
    nadia = as_(world.nadia)
    bulletin = written(world, as_)
    page = nadia.get(at("bulletin", bulletin))
    said = words(page)
    assert "3 destinataires" in said
    assert "À jeudi" in said
    assert b"&lt;b&gt;18 h&lt;/b&gt;" in page.content
    other = nadia.get(at("bulletin", bulletin), {"as": str(world.moussa.public_id)})
    assert "Bonjour Moussa," in words(other)
    assert "à votre adresse" in words(nadia.post(at("bulletin-test", bulletin), follow=True))
    day = (clock.today() + timedelta(days=2)).isoformat()
    answer = nadia.post(
        at("bulletin-schedule", bulletin), {"day": day, "hour": "09:00"}, follow=True
    )
    assert "Europe/Paris" in words(answer)
    assert "brouillon" in words(nadia.post(at("bulletin-cancel", bulletin), follow=True)).lower()
    nadia.post(at("bulletin-schedule", bulletin), {"when": "soon"})
    assert send_due() == 0
    with clock.at(clock.now() + DELAY):
        assert send_due() == 3
    said = words(nadia.get(at("bulletin", bulletin)))
    assert "Envoyée" in said
    listed = words(nadia.get(reverse("coordination:bulletins", args=[world.programme.public_id])))
    assert "Atelier de jeudi" in listed
    assert "Annonces" in words(
        nadia.get(reverse("coordination:programme", args=[world.programme.public_id]))
    )


def test_what_cannot_leave_is_said_and_kept(world: World, as_):
    nadia = as_(world.nadia)
    where = reverse("coordination:bulletin-new", args=[world.programme.public_id])
    answer = nadia.post(where, {**TYPED, "body_fr": "Bonjour {nom}"})
    assert answer.status_code == 422
    assert "{nom} ne veut rien dire ici" in words(answer)
    assert "Bonjour {nom}" in "".join(values(answer, "body_fr"))
    bulletin = written(world, as_)
    past = {"day": "2020-01-01", "hour": "09:00"}
    answer = nadia.post(at("bulletin-schedule", bulletin), past)
    assert answer.status_code == 422
    assert "passée" in words(answer)


def test_missing_language_is_said_before_it_leaves(world: World, as_):
    world.moussa.locale = "en"
    world.moussa.save()
    page = words(as_(world.nadia).get(at("bulletin", written(world, as_))))
    assert "Rien n’est écrit en anglais" in page


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_many_questions_whatever_they_hold(world: World, as_, count):
    made = [written(world, as_) for _number in range(count)]
    for _number in range(count):
        make.enrolment(world.cohort, Side.MENTEE)
    nadia = as_(world.nadia)
    listing = reverse("coordination:bulletins", args=[world.programme.public_id])
    nadia.get(listing)
    for where, asked in ((listing, 5), (at("bulletin", made[0]), 7)):
        with CaptureQueriesContext(connection) as found:
            assert nadia.get(where).status_code == 200
        assert len(found) == asked, "\n".join(query["sql"][:120] for query in found)
