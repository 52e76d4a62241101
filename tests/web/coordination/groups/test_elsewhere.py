"""A circle outside its room: home, the coordinator's day, lists, letters, the trial and the ending."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ithaque.mentoring import services
from ithaque.mentoring.followup.checkins import ask_all
from ithaque.mentoring.followup.evaluation import evaluate_all
from ithaque.mentoring.services.endings import keep_endings
from ithaque.programmes.enums import PairFormat, Side
from tests.mentoring import factories
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


def test_a_circle_is_spoken_of_by_its_name_everywhere(as_):
    nadia = factories.person("Nadia")
    cohort = factories.cohort(factories.programme(nadia, format="circle"))
    pair = services.open_group(
        format=PairFormat.CIRCLE,
        mentors=[factories.enrolment(cohort, Side.MENTOR, factories.person("Claire"))],
        mentees=[factories.enrolment(cohort, Side.MENTEE) for _number in range(4)],
        name="Premiers pas",
        by=nadia,
    )
    member = pair.mentee.person
    assert "Premiers pas" in as_(member).get(reverse("participant:home")).content.decode()
    with factories.days_later(30):
        evaluate_all()
        ask_all()
        services.ask_trials()
        day = as_(nadia).get(reverse("coordination:day"))
        assert "Premiers pas" in day.content.decode()
        page = reverse("coordination:programme-pairs", args=[pair.programme.public_id])
        assert "Premiers pas" in as_(nadia).get(page).content.decode()
        assert (
            as_(member).get(reverse("participant:trial", args=[pair.public_id])).status_code == 200
        )
    with factories.days_later(170):
        keep_endings()
    told = [one.subject for one in mails(to=member.email)]
    assert all("None" not in subject for subject in told)
    services.ask_closure(pair=pair, by=member, path="early")
    for person in pair.people:
        services.write_balance(pair=pair, by=person, thanks="Merci à vous.")
    closure = reverse("participant:pair-closure", args=[pair.public_id])
    assert "Merci à vous." in as_(member).get(closure).content.decode()
