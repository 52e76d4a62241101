"""A mobile that receives text messages, as people meet it on their page and from the link of a message."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ithaque.correspondence.models import MobileNumber
from ithaque.correspondence.preferences import delivery_of
from ithaque.correspondence.texting import services
from ithaque.correspondence.texting.numbers import masked
from ithaque.kernel import clock
from tests.followup.factories import person

pytestmark = pytest.mark.django_db
PAGE = reverse("participant:notifications")
NUMBER = "06 12 34 56 78"


@pytest.fixture
def ines(settings):
    settings.SMS_URL = "https://sms.example.org/"
    return person("Inès")


def post(browser, name, **values):
    return browser.post(reverse(f"participant:{name}"), values)


def confirmed(ines, as_):
    browser = as_(ines)
    assert post(browser, "mobile-ask", number=NUMBER).status_code == 302
    code = services.code_of(MobileNumber.objects.get())
    assert post(browser, "mobile-confirm", sms_code=code).status_code == 302
    return browser


def test_nothing_is_offered_when_nothing_is_set(ines, as_, settings):
    settings.SMS_URL = None
    browser = as_(ines)
    assert "SMS" not in browser.get(PAGE).content.decode()
    assert post(browser, "mobile-ask", number=NUMBER).status_code == 422
    assert not MobileNumber.objects.exists()


def test_mobile_is_given_confirmed_and_shown_masked(ines, as_):
    browser = as_(ines)
    assert "Numéro de mon mobile" in browser.get(PAGE).content.decode()
    post(browser, "mobile-ask", number=NUMBER)
    page = browser.get(PAGE).content.decode()
    assert "Code reçu" in page
    assert masked("+33612345678") in page
    code = services.code_of(MobileNumber.objects.get())
    post(browser, "mobile-confirm", sms_code=code)
    page = browser.get(PAGE).content.decode()
    assert "Code reçu" not in page
    assert "Effacer mon numéro" in page
    assert "12 34 56 78" not in page
    ines.refresh_from_db()
    assert delivery_of(ines).sms


@pytest.mark.parametrize("number", ["", "01 23 45 67 89", "bonjour", "9" * 90])
def test_number_of_no_mobile_is_said_and_what_was_typed_stays(number, ines, as_):
    answer = post(as_(ines), "mobile-ask", number=number)
    assert answer.status_code == 422
    assert f'value="{number}"' in answer.content.decode() or not number
    assert not MobileNumber.objects.exists()


@pytest.mark.parametrize("code", ["", "abc", "1" * 30])
def test_wrong_code_is_said_beside_its_field(code, ines, as_):
    browser = as_(ines)
    post(browser, "mobile-ask", number=NUMBER)
    answer = post(browser, "mobile-confirm", sms_code=code)
    assert answer.status_code == 422
    assert "Code reçu" in answer.content.decode()
    assert MobileNumber.objects.get().verified_at is None


def test_number_refused_by_the_provider_is_told(ines, as_):
    browser = confirmed(ines, as_)
    MobileNumber.objects.update(refused_at=clock.now())
    page = browser.get(PAGE).content.decode()
    assert "Les SMS ne vous parviennent plus" in page
    assert "Numéro de mon mobile" in page


def test_number_is_erased_with_one_tap_even_when_nothing_is_set_any_more(ines, as_, settings):
    browser = confirmed(ines, as_)
    settings.SMS_URL = None
    ines.refresh_from_db()
    assert "Effacer mon numéro" in as_(ines).get(PAGE).content.decode()
    post(browser, "mobile-remove")
    assert not MobileNumber.objects.exists()


def test_link_of_a_message_asks_then_stops(ines, as_):
    confirmed(ines, as_)
    path = reverse("participant:sms-stop", args=[MobileNumber.objects.get().stop_key])
    phone = Client()
    assert "Arrêter les SMS" in phone.get(path).content.decode()
    assert MobileNumber.objects.exists(), "opening it stops nothing"
    assert "C’est fait" in phone.post(path).content.decode()
    assert not MobileNumber.objects.exists()
    assert phone.get(path).status_code == 404
    assert phone.get(path[:-3] + "zz/").status_code == 404


def test_page_asks_one_question_more(ines, as_, django_assert_num_queries):
    browser = confirmed(ines, as_)
    browser.get(PAGE)
    with django_assert_num_queries(5):
        browser.get(PAGE)
