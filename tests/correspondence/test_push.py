"""Notifications on devices: asked for, encrypted for one browser, discreet, quiet at night, gone when refused."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django_tasks_db.models import DBTaskResult

from ithaque.correspondence import kinds
from ithaque.correspondence.enums import Family
from ithaque.correspondence.models import PushDevice
from ithaque.correspondence.preferences import change_delivery, delivery_of
from ithaque.correspondence.push import keys
from ithaque.correspondence.push.services import MOST_DEVICES, add_device, remove_device, send
from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, erasure
from ithaque.kernel.errors import Refusal
from tests.mentoring.factories import person
from tests.support.push import push_service

pytestmark = pytest.mark.django_db
WORDS = kinds.Kind("correspondence.summary", "…", Family.WORDS)
GOALS = kinds.Kind("correspondence.summary", "…", Family.RELATION)


@pytest.fixture
def service(settings):
    with push_service() as found:
        settings.PUSH_SERVICES = [found.url, "fcm.googleapis.com"]
        yield found


def subscribe(who, device):
    return add_device(person=who, name="Chrome, Android", **device.subscription)


def tell(who, kind=WORDS, **more):
    who.refresh_from_db()
    action = MailAction("Ouvrir", "/me/pairs/")
    return notify(kind, to=who, context={"rows": [], "number": 2}, action=action, **more)


def test_device_shows_that_something_waits_and_nothing_more(service):
    ines, device = person("Inès"), service.device()
    subscribe(ines, device)
    message = tell(ines)
    assert send(message.pk) == 1
    [shown] = device.shown
    assert (shown["path"], shown["lang"], shown["tag"]) == (
        "/me/pairs/",
        "fr",
        str(message.public_id),
    )
    assert message.subject not in json.dumps(shown, ensure_ascii=False)
    assert device.headers[0]["ttl"] == "86400"
    message.refresh_from_db()
    assert message.channels == {"push": "sent"}


def test_subject_is_shown_to_who_allows_it(service):
    ines, device = person("Inès"), service.device()
    subscribe(ines, device)
    change_delivery(
        person=ines, push=delivery_of(PushDevice.objects.get().person).push, push_words=True
    )
    message = tell(ines)
    send(message.pk)
    assert device.shown[0]["title"] == message.subject


def test_every_device_rings_and_one_that_is_gone_is_forgotten(service):
    ines, gone = person("Inès"), service.device()
    subscribe(ines, gone)
    service.status = 410
    message = tell(ines)
    assert send(message.pk) == 0
    message.refresh_from_db()
    assert message.channels == {"push": "failed"}
    ines.refresh_from_db()
    assert not PushDevice.objects.exists()
    assert delivery_of(ines).push == set(), "nothing waits any more for devices that are not there"


@pytest.mark.parametrize("status", [302, 429, 500])
def test_service_in_trouble_keeps_the_device_and_is_followed_nowhere(service, status):
    ines = person("Inès")
    subscribe(ines, service.device())
    service.status = status
    assert send(tell(ines).pk) == 0
    assert PushDevice.objects.count() == 1


def test_message_rings_once_whatever_is_run_again(service):
    ines, device = person("Inès"), service.device()
    subscribe(ines, device)
    message = tell(ines, dedupe_key="once")
    tell(ines, dedupe_key="once")
    assert send(message.pk) == 1
    assert send(message.pk) == 0
    assert len(device.shown) == 1


def test_only_the_families_wished_ring(service):
    ines = person("Inès")
    assert tell(ines).channels == {}
    subscribe(ines, service.device())
    assert tell(ines).channels == {"push": "waiting"}
    assert tell(ines, GOALS).channels == {}


def test_no_device_rings_in_quiet_hours(service):
    ines = person("Inès")
    subscribe(ines, service.device())
    change_delivery(
        person=PushDevice.objects.get().person, quiet_from=21, quiet_to=7, push={Family.WORDS}
    )
    with clock.at(datetime(2026, 11, 20, 22, 30, tzinfo=UTC)):
        tell(ines)
    asked = DBTaskResult.objects.filter(task_path__endswith="send_push").get()
    assert asked.run_after == datetime(2026, 11, 21, 6, 0, tzinfo=UTC)


def test_same_browser_is_one_device_of_the_last_person(service):
    ines, claire, device = person("Inès"), person("Claire"), service.device()
    first = subscribe(ines, device)
    assert subscribe(claire, device).pk == first.pk
    assert PushDevice.objects.get().person == claire


def test_eleventh_device_replaces_the_oldest(service):
    ines = person("Inès")
    start = clock.now()
    for number in range(MOST_DEVICES + 1):
        with clock.at(start + timedelta(minutes=number)):
            subscribe(ines, service.device())
    assert PushDevice.objects.count() == MOST_DEVICES
    assert not PushDevice.objects.filter(endpoint=service.devices["/push/0"].endpoint).exists()


def test_device_removed_rings_no_more(service):
    ines = person("Inès")
    remove_device(device=subscribe(ines, service.device()), by=ines)
    assert tell(ines).channels == {}


def test_erased_person_has_no_device(service):
    ines = person("Inès")
    subscribe(ines, service.device())
    erasure.erase(ines)
    assert not PushDevice.objects.exists()


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/fcm.googleapis.com",
        "https://127.0.0.1/x",
        "https://169.254.169.254/latest",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com@10.0.0.1/x",
        "https://fcm.googleapis.com/" + "x" * 500,
        "file:///etc/passwd",
        "https://[",
        "",
    ],
)
def test_server_asks_nothing_of_an_unknown_machine(service, endpoint):
    given = service.device().subscription | {"endpoint": endpoint}
    with pytest.raises(Refusal):
        add_device(person=person("Inès"), name="", **given)
    assert not PushDevice.objects.exists()


@pytest.mark.parametrize("part", ["p256dh", "auth"])
@pytest.mark.parametrize("text", ["", "abc", "é" * 87, "A" * 200])
def test_keys_that_are_none_are_refused(service, part, text):
    given = service.device().subscription | {part: text}
    with pytest.raises(Refusal):
        add_device(person=person("Inès"), name="", **given)


def test_instance_signs_with_a_key_of_its_own_that_never_changes(service, settings):
    known = keys.public_key()
    assert keys.public_key() == known
    assert len(base64.urlsafe_b64decode(known + "=")) == 65
    ines, device = person("Inès"), service.device()
    subscribe(ines, device)
    send(tell(ines).pk)
    scheme, _, rest = device.headers[0]["authorization"].partition(" ")
    told = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert (scheme, told["k"]) == ("vapid", known)
    head, claims, signature = told["t"].split(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    keys.private_key().public_key().verify(
        encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256())
    )
    assert json.loads(base64.urlsafe_b64decode(claims + "=="))["aud"] == service.url
    settings.SECRET_KEY = "another" + "x" * 40
    assert keys.public_key() != known
