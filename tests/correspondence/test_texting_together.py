"""A mobile confirmed by two requests at the same instant: one code counts, no sixth try."""

from __future__ import annotations

import pytest

from ithaque.correspondence.enums import TRIES
from ithaque.correspondence.models import MobileNumber
from ithaque.correspondence.texting import services
from ithaque.kernel import clock
from ithaque.kernel.models import JournalEntry
from tests.mentoring.factories import MONDAY, person
from tests.mentoring.test_together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.databases]
NUMBER = "+33612345678"


@pytest.fixture
def ines(settings):
    settings.SMS_URL = "https://sms.example.org/"
    return person("Inès")


def ask(ines):
    with clock.at(MONDAY):
        return services.ask_code(person=ines, number=NUMBER)


def test_two_requests_for_a_code_make_one_mobile(ines):
    came = together(*[lambda: services.ask_code(person=ines, number=NUMBER)] * 2)
    assert {one.pk for one in came} == {MobileNumber.objects.get().pk}


def test_right_code_sent_twice_confirms_once(ines):
    code = services.code_of(ask(ines))
    came = together(*[lambda: services.confirm(person=ines, code=code)] * 2)
    assert all(isinstance(one, MobileNumber) for one in came)
    assert JournalEntry.objects.filter(type="correspondence.mobile.added").count() == 1


def test_many_wrong_codes_at_once_count_each(ines):
    mobile = ask(ines)
    wrong = f"{(int(services.code_of(mobile)) + 1) % 10**6:06d}"
    together(*[lambda: services.confirm(person=ines, code=wrong)] * (TRIES + 2))
    mobile.refresh_from_db()
    assert mobile.tries == TRIES
    came = together(lambda: services.confirm(person=ines, code=services.code_of(mobile)))
    assert came == ["code_useless"]
