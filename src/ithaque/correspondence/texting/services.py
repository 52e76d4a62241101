"""Give a mobile, confirm it, remove it; and send it what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from ithaque.correspondence.enums import TRIES, Sending
from ithaque.correspondence.journal import MOBILE_ADDED, MOBILE_REFUSED, MOBILE_REMOVED
from ithaque.correspondence.models import MobileNumber
from ithaque.correspondence.preferences import change_delivery
from ithaque.correspondence.texting import provider, words
from ithaque.correspondence.texting.numbers import normalised
from ithaque.correspondence.texting.provider import Answer
from ithaque.kernel import clock, journal, throttle
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import OutboxMessage
from ithaque.people.models import Person

LIFE = timedelta(minutes=10)
CODES_OF_PERSON, CODES_TO_NUMBER = ("3/hour", "6/day"), "4/day"
"""Each code is paid for, and rings at somebody's: the number may not be theirs."""
KEPT_UNCONFIRMED = timedelta(days=1)
PURPOSE = "ithaque.correspondence.texting"


class ProviderBusy(Exception):
    """The provider asks to come back later: the task is tried again."""


@dataclass(frozen=True)
class _Text:
    number: str
    words: str


def ask_code(*, person: Person, number: str) -> MobileNumber:
    """Return the mobile to which a new code leaves; the former code is worth nothing any more.

    Refuses what is no mobile, a second confirmed number, and more than three codes an hour.
    """
    if not words.is_offered():
        raise Refusal("sms_not_offered", _("Text messages are not offered here."), conflict=False)
    return _draw_code(person, normalised(number))


@transaction.atomic
def _draw_code(person: Person, number: str) -> MobileNumber:
    from ithaque.correspondence.tasks import send_mobile_code

    person = Person.objects.select_for_update().get(pk=person.pk)
    mobile = MobileNumber.objects.filter(person=person).first()
    if mobile is not None and mobile.verified_at and mobile.refused_at is None:
        raise Refusal(
            "mobile_confirmed",
            _("A mobile is already confirmed. Remove it first, then give the new one."),
        )
    _require_few_codes(person, number)
    if mobile is None or mobile.number != number:
        MobileNumber.objects.filter(person=person).delete()
        mobile = MobileNumber(person=person, number=number)
    mobile.code_draw, mobile.code_until = uuid4(), clock.now() + LIFE
    mobile.code_state, mobile.tries = Sending.WAITING, 0
    mobile.verified_at = mobile.refused_at = None
    mobile.save()
    send_mobile_code.enqueue(mobile.pk, str(mobile.code_draw))
    return mobile


def confirm(*, person: Person, code: str) -> MobileNumber:
    """Return the mobile, which rings from now on; twice is as once.

    Refuses a wrong code (five tries), one that is too old, and a mobile that was not given.
    """
    mobile, left = _try(person, code)
    if mobile is None or left == 0:
        raise Refusal(
            "code_useless",
            _("This code is no longer valid. Ask for a new one: your number is kept."),
        )
    if left is not None:
        raise Refusal(
            "wrong_code",
            _("This is not the code of the message. Read it again, or ask for a new one."),
            conflict=False,
        )
    return mobile


@transaction.atomic
def _try(person: Person, code: str) -> tuple[MobileNumber | None, int | None]:
    """Count one try; return the mobile and how many are left, None once the code was right."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    mobile = MobileNumber.objects.filter(person=person).first()
    if mobile is None or mobile.verified_at is not None:
        return mobile, None
    if not mobile.code_draw or not mobile.code_until or mobile.code_until <= clock.now():
        return mobile, 0
    if mobile.tries >= TRIES:
        return mobile, 0
    if not constant_time_compare(code_of(mobile), "".join(code.split())):
        mobile.tries += 1
        mobile.save(update_fields=["tries"])
        return mobile, TRIES - mobile.tries
    mobile.verified_at, mobile.code_draw, mobile.code_until = clock.now(), None, None
    mobile.save(update_fields=["verified_at", "code_draw", "code_until"])
    change_delivery(person=person, sms=True)
    journal.record(MOBILE_ADDED, by=person, target=person)
    return mobile, None


def code_of(mobile: MobileNumber) -> str:
    """Return the six digits in use: drawn from the row and the instance's key, and kept nowhere."""
    digest = salted_hmac(
        PURPOSE, f"{mobile.number}:{mobile.code_draw}", algorithm="sha256"
    ).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**6:06d}"


@transaction.atomic
def remove_mobile(*, person: Person, by: Person) -> None:
    """Forget the person's mobile: no text message leaves any more. Twice is as once."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    gone, _rows = MobileNumber.objects.filter(person=person).delete()
    if gone:
        change_delivery(person=person, sms=False)
        journal.record(MOBILE_REMOVED, by=by, target=person)


def forget_unconfirmed() -> int:
    """Forget the numbers given more than a day ago and never confirmed; return how many."""
    old = MobileNumber.objects.filter(
        verified_at=None, code_until__lt=clock.now() - KEPT_UNCONFIRMED
    )
    return old.delete()[0]


def send_code(mobile_id: int, draw: str, *, last: bool) -> str:
    """Send the code in use, unless another was asked for since; return how far it went."""
    mobile = MobileNumber.objects.select_related("person").filter(pk=mobile_id).first()
    if mobile is None or str(mobile.code_draw) != draw or mobile.code_state != Sending.WAITING:
        return ""
    with translation.override(mobile.person.locale):
        sentence = _("{code} is your code for Ithaque, for ten minutes. Tell it to nobody.")
        text = words.in_alphabet(sentence.format(code=code_of(mobile)))
    answer = _settled(provider.send(to=mobile.number, text=text, reference=draw), last=last)
    state = {Answer.TAKEN: Sending.SENT, Answer.REFUSED: Sending.REFUSED}
    MobileNumber.objects.filter(pk=mobile.pk, code_draw=draw).update(
        code_state=state.get(answer, Sending.FAILED)
    )
    return answer.value


def send(number: int, *, until: datetime, last: bool) -> str:
    """Send a message of the outbox to its person's mobile, while it is of use; return how far it went.

    At most once: a process that dies half way leaves it to the mail. Raises ProviderBusy to be tried again,
    unless it is the `last` try.
    """
    text = _claim(number, until)
    if text is None:
        return ""
    message = OutboxMessage.objects.only("public_id").get(pk=number)
    answer = provider.send(to=text.number, text=text.words, reference=str(message.public_id))
    if answer is Answer.BUSY and last:
        answer = Answer.FAILED
    _note(number, text.number, answer)
    return _settled(answer, last=last).value


def _settled(answer: Answer, *, last: bool) -> Answer:
    if answer is not Answer.BUSY:
        return answer
    if last:
        return Answer.FAILED
    raise ProviderBusy


@transaction.atomic
def _claim(number: int, until: datetime) -> _Text | None:
    message = (
        OutboxMessage.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=number)
        .first()
    )
    if message is None or message.channels.get("sms") != "waiting" or message.person is None:
        return None
    mobile = MobileNumber.objects.filter(
        person=message.person, verified_at__isnull=False, refused_at=None
    ).first()
    if mobile is None or clock.now() > until or not words.is_offered():
        message.channels["sms"] = "failed"
        message.save(update_fields=["channels"])
        return None
    message.channels["sms"] = "sending"
    message.save(update_fields=["channels"])
    with translation.override(message.person.locale):
        return _Text(mobile.number, words.whole(message.short, mobile))


@transaction.atomic
def _note(number: int, mobile: str, answer: Answer) -> None:
    message = OutboxMessage.objects.select_for_update().filter(pk=number).first()
    if message is None or message.channels.get("sms") != "sending":
        return
    message.channels["sms"] = answer.value
    message.save(update_fields=["channels"])
    if answer is Answer.REFUSED and message.person_id is not None:
        _refuse(message.person_id, mobile)


def _refuse(person_id: int, number: str) -> None:
    person = Person.objects.select_for_update().get(pk=person_id)
    refused = MobileNumber.objects.filter(person=person, number=number, refused_at=None)
    if refused.update(refused_at=clock.now()):
        change_delivery(person=person, sms=False)
        journal.record(MOBILE_REFUSED, target=person)


def _require_few_codes(person: Person, number: str) -> None:
    # The counters may live on another server: the number is not told there.
    place = salted_hmac(PURPOSE, number, algorithm="sha256").hexdigest()
    allowed = [
        throttle.allow("sms-codes", rate, str(person.public_id)) for rate in CODES_OF_PERSON
    ] + [throttle.allow("sms-codes-to", CODES_TO_NUMBER, place)]
    if not all(allowed):
        raise Refusal(
            "too_many_codes",
            _("Several codes have just been sent. Wait an hour, then ask again. Nothing changed."),
        )
