"""Add and remove devices, and send them what waits."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import transaction
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ithaque.correspondence import kinds
from ithaque.correspondence.enums import Family
from ithaque.correspondence.journal import DEVICE_ADDED, DEVICE_REMOVED
from ithaque.correspondence.models import PushDevice
from ithaque.correspondence.preferences import PUSHED, change_delivery, delivery_of
from ithaque.correspondence.push import keys
from ithaque.kernel import clock, journal, mailboxes
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import OutboxMessage
from ithaque.people.models import Person

log = structlog.get_logger(__name__)
MOST_DEVICES, LONGEST = 10, 500
LIFE = 24 * 3600
"""Seconds a push service keeps a notification for a device that is switched off."""
PATIENCE = 10
GONE = (403, 404, 410)
"""The device no longer wishes it, or knew another key of ours: it must subscribe again (RFC 8030, 8292)."""
POINT, SECRET = 65, 16
"""Bytes of a device's public key and of its secret (RFC 8291)."""


@dataclass(frozen=True)
class Parcel:
    """What one device is sent, and where."""

    device: PushDevice
    words: str


@transaction.atomic
def add_device(*, person: Person, endpoint: str, p256dh: str, auth: str, name: str) -> PushDevice:
    """Return the device that will show the person's notifications; the same one twice is one.

    It belongs to the last person who asked on it. Their first device turns on what is told there by default;
    beyond ten, the oldest goes. Refuses an address that is not one of the known push services.
    """
    if (
        not _is_push_service(endpoint)
        or not _measures(p256dh, POINT)
        or not _measures(auth, SECRET)
    ):
        raise Refusal(
            "push_unusable",
            _(
                "This device could not be added: its notification service is not known here. Nothing was changed."
            ),
            conflict=False,
        )
    person = Person.objects.select_for_update().get(pk=person.pk)
    is_first = not PushDevice.objects.filter(person=person).exists()
    values = {"person": person, "p256dh": p256dh, "auth": auth, "name": name.strip()[:80]}
    device, _created = PushDevice.objects.update_or_create(endpoint=endpoint, defaults=values)
    older = PushDevice.objects.filter(person=person).order_by("-created_at", "-pk")[MOST_DEVICES:]
    PushDevice.objects.filter(pk__in=[one.pk for one in older]).delete()
    if is_first:
        change_delivery(person=person, push=set(PUSHED))
    journal.record(DEVICE_ADDED, by=person, target=person)
    return device


@transaction.atomic
def remove_device(*, device: PushDevice, by: Person) -> None:
    """Tell this device nothing more; without any, nothing waits to be told."""
    person = Person.objects.select_for_update().get(pk=device.person_id)
    PushDevice.objects.filter(pk=device.pk).delete()
    _none_left(person)
    journal.record(DEVICE_REMOVED, by=by, target=person)


def send(number: int) -> int:
    """Send a message of the outbox to its person's devices; return how many took it.

    At most once: a process that dies half way leaves it to the mail, rather than ring twice.
    """
    parcels = _claim(number)
    reached = sum(_send_one(parcel) for parcel in parcels)
    with transaction.atomic():
        message = OutboxMessage.objects.select_for_update().filter(pk=number).first()
        if message is not None and message.channels.get("push") == "sending":
            message.channels["push"] = "sent" if reached else "failed"
            message.save(update_fields=["channels"])
    return reached


@transaction.atomic
def _claim(number: int) -> list[Parcel]:
    message = (
        OutboxMessage.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=number)
        .first()
    )
    if message is None or message.channels.get("push") != "waiting" or message.person is None:
        return []
    message.channels["push"] = "sending"
    message.save(update_fields=["channels"])
    words = json.dumps(words_for(message, message.person), ensure_ascii=False)
    return [Parcel(device, words) for device in PushDevice.objects.filter(person=message.person)]


def words_for(message: OutboxMessage, person: Person) -> dict[str, str]:
    """Return what the device shows: the subject if the person allows it, else only what it is about."""
    kind = kinds.named(message.kind)
    with translation.override(person.locale):
        family = str(Family(kind.family).label) if kind else "Ithaque"
        shown = delivery_of(person).push_words
        return {
            "title": message.subject if shown else family,
            "body": family if shown else _("Something new waits for you. One tap opens it."),
            "path": message.path or reverse("participant:notifications"),
            "tag": str(message.public_id),
            "lang": person.locale,
            "icon": static("ui/img/icon-192.png"),
        }


def _send_one(parcel: Parcel) -> bool:
    # Slow to load, and needed by the worker alone.
    import requests
    from py_vapid import Vapid02
    from pywebpush import WebPushException, webpush

    device = parcel.device
    session = requests.Session()
    session.max_redirects = 0
    try:
        webpush(
            {"endpoint": device.endpoint, "keys": {"p256dh": device.p256dh, "auth": device.auth}},
            data=parcel.words,
            vapid_private_key=Vapid02(private_key=keys.private_key()),
            vapid_claims={"sub": f"mailto:{mailboxes.sender()}"},
            ttl=LIFE,
            timeout=PATIENCE,
            headers={"Urgency": "normal"},
            requests_session=session,
        )
    except WebPushException as error:
        code = error.response.status_code if error.response is not None else 0
        log.info("push.refused", device=str(device.public_id), status=code)
        if code in GONE:
            _forget(device)
        return False
    except requests.RequestException as error:
        log.info("push.failed", device=str(device.public_id), why=type(error).__name__)
        return False
    finally:
        session.close()
    PushDevice.objects.filter(pk=device.pk).update(last_sent_at=clock.now())
    return True


@transaction.atomic
def _forget(device: PushDevice) -> None:
    person = Person.objects.select_for_update().get(pk=device.person_id)
    PushDevice.objects.filter(pk=device.pk).delete()
    _none_left(person)


def _none_left(person: Person) -> None:
    if not PushDevice.objects.filter(person=person).exists():
        change_delivery(person=person, push=set())


def _is_push_service(endpoint: str) -> bool:
    """Tell whether an address is one of the services of the settings: the server asks nothing of any other."""
    try:
        parts = urlsplit(endpoint)
        is_https = parts.scheme == "https" and parts.port in (None, 443) and "@" not in parts.netloc
    except ValueError:
        return False
    host = (parts.hostname or "").lower()
    known = settings.PUSH_SERVICES
    is_named = any(host == one or host.endswith(f".{one}") for one in known)
    is_known = f"{parts.scheme}://{parts.netloc}" in known
    return len(endpoint) <= LONGEST and (is_known or (is_https and is_named))


def _measures(text: str, length: int) -> bool:
    try:
        return len(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))) == length
    except (binascii.Error, ValueError):
        return False
