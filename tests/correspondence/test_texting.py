"""Text messages: offered when set, confirmed with a code, short and discreet, sent once, stopped by a link."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from ithaque.correspondence import kinds
from ithaque.correspondence.enums import TRIES, Family, Sending
from ithaque.correspondence.models import MobileNumber
from ithaque.correspondence.preferences import Delivery, choose_delivery, delivery_of
from ithaque.correspondence.services import notify
from ithaque.correspondence.texting import provider as api
from ithaque.correspondence.texting import services, words
from ithaque.correspondence.texting.numbers import masked, normalised
from ithaque.correspondence.texting.provider import filled
from ithaque.kernel import clock, erasure
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import JournalEntry
from ithaque.kernel.tasks import ledger
from ithaque.mentoring import mails
from tests.mentoring.factories import pair, person, planned
from tests.support.sms import provider

pytestmark = pytest.mark.django_db
NUMBER = "+33612345678"
SOON = timedelta(hours=20)


@pytest.fixture
def sms(settings):
    with provider() as found:
        settings.SMS_URL = found.url
        settings.SMS_HEADERS = {"Authorization": "Bearer secret"}
        settings.SMS_BODY = {"to": "{to}", "text": "{text}", "ref": "{id}", "options": {"n": 1}}
        yield found


def with_mobile(who, number=NUMBER):
    mobile = services.ask_code(person=who, number=number)
    services.confirm(person=who, code=services.code_of(mobile))
    who.refresh_from_db()
    return who


def tell(meeting, who, kind=mails.MEETING_SOON, **more):
    more = {"text_until": meeting.starts_at, **more}
    context = {"meeting": meeting, "other": meeting.pair.other(who)}
    return notify(kind, to=who, context=context, **more)


def leave(message, until=None, *, last=False):
    outcome = services.send(message.pk, until=until or clock.now() + SOON, last=last)
    message.refresh_from_db()
    return outcome


@pytest.fixture
def meeting(sms):
    return planned(pair(), starts_at=clock.now() + SOON)


@pytest.fixture
def ines(meeting):
    return with_mobile(meeting.pair.mentee.person)


def test_message_leaves_as_the_settings_describe_it(sms, meeting, ines):
    message = tell(meeting, ines)
    assert leave(message) == "sent"
    [asked] = sms.asked
    assert (asked["to"], asked["ref"], asked["options"]) == (
        NUMBER,
        str(message.public_id),
        {"n": 1},
    )
    assert sms.headers[0]["authorization"] == "Bearer secret"
    assert message.channels["sms"] == "sent"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", [one for one in kinds.declared() if one.texts], ids=str)
@pytest.mark.parametrize("moment", [datetime(2026, 9, 30, 18, 35, tzinfo=UTC), None])
def test_words_fit_in_one_message_without_a_name(kind, language, moment, meeting, ines, settings):
    settings.SITE_URL = "https://" + "m" * 42
    meeting.starts_at = moment or meeting.starts_at
    mobile = MobileNumber.objects.get()
    with translation.override(language):
        context = {"meeting": meeting, "other": meeting.pair.mentor.person, "word": "secret"}
        sentence = words.sentence_of(kind, context)
        text = words.whole(sentence, mobile)
    assert len(text) <= words.LONGEST
    assert set(text) <= words.ALPHABET
    assert text.startswith(sentence), "nothing is cut, even with the longest address"
    assert text.endswith(f"{settings.SITE_URL}/me/sms/{mobile.stop_key}/")
    assert "secret" not in text
    for one in meeting.pair.people:
        assert one.get_short_name() not in text


def test_only_what_declares_it_is_texted(meeting, ines):
    assert [kind.code for kind in kinds.declared() if kind.texts] == [
        "mentoring.meeting_cancelled",
        "mentoring.meeting_moved",
        "mentoring.meeting_soon",
    ]
    assert "sms" not in tell(meeting, ines, mails.MEETING_PLANNED).channels


def test_nobody_is_texted_without_having_asked_or_when_nothing_is_set(meeting, ines, settings):
    assert "sms" not in tell(meeting, meeting.pair.mentor.person).channels
    settings.SMS_URL = None
    assert "sms" not in tell(meeting, ines).channels
    with pytest.raises(Refusal):
        services.ask_code(person=ines, number=NUMBER)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_busy_provider_is_asked_again_by_the_task_and_told_at_last(status, sms, meeting, ines):
    message, sms.status = tell(meeting, ines), status
    with pytest.raises(services.ProviderBusy):
        leave(message)
    message.refresh_from_db()
    assert message.channels["sms"] == "waiting"
    assert leave(message, last=True) == "failed"
    assert message.channels["sms"] == "failed"
    assert delivery_of(ines).sms


@pytest.mark.parametrize("status", [400, 404, 410, 422, 302, 401, 402, 403])
def test_refusal_stops_the_number_only_when_it_speaks_of_it(status, sms, meeting, ines):
    message, sms.status = tell(meeting, ines), status
    is_its_fault = status in (400, 410, 422)
    assert leave(message) == ("refused" if is_its_fault else "failed")
    assert len(sms.asked) == 1, "no redirection is followed"
    ines.refresh_from_db()
    assert delivery_of(ines).sms is not is_its_fault
    assert bool(MobileNumber.objects.get().refused_at) is is_its_fault
    told = JournalEntry.objects.filter(type="correspondence.mobile.refused").count()
    assert told == int(is_its_fault)


def test_machine_that_does_not_answer_is_tried_again_and_a_slow_one_is_not(
    sms, meeting, ines, settings, monkeypatch
):
    monkeypatch.setattr(api, "PATIENCE", 0.2)
    message, slow = tell(meeting, ines), tell(meeting, ines)
    sms.wait = 5
    assert leave(slow) == "failed", "it may have left: it is not sent twice"
    settings.SMS_URL = "http://127.0.0.1:9/none"
    with pytest.raises(services.ProviderBusy):
        leave(message)


def test_message_rings_once_whatever_is_run_again(sms, meeting, ines):
    first, again = (tell(meeting, ines, dedupe_key="once") for _time in range(2))
    assert first.pk == again.pk
    assert leave(first) == "sent"
    assert leave(again) == ""
    assert len(sms.asked) == 1


def test_worker_carries_it_to_the_mobile(sms, meeting, ines):
    DBTaskResult.objects.all().delete()
    message = tell(meeting, ines)
    row = DBTaskResult.objects.get(task_path__endswith="send_sms")
    sms.status = 503
    for number in range(4):
        claimed = ledger.claim(f"worker-{number}", str(row.pk))
        ledger.run(claimed)
        DBTaskResult.objects.filter(pk=row.pk).update(run_after=clock.now() - SOON)
    row.refresh_from_db()
    message.refresh_from_db()
    assert (row.status, len(sms.asked), message.channels["sms"]) == ("SUCCESSFUL", 4, "failed")


def test_no_mobile_rings_in_quiet_hours_nor_too_late(meeting, ines):
    wishes = delivery_of(ines).model_copy(update={"quiet_from": 21, "quiet_to": 7})
    choose_delivery(person=ines, delivery=wishes, by=ines)
    ines.refresh_from_db()
    DBTaskResult.objects.all().delete()
    with clock.at(datetime(2026, 11, 20, 22, 30, tzinfo=UTC)):
        tell(meeting, ines, text_until=datetime(2026, 11, 21, 8, 0, tzinfo=UTC))
        early = datetime(2026, 11, 21, 5, 30, tzinfo=UTC)
        assert "sms" not in tell(meeting, ines, text_until=early).channels
    asked = DBTaskResult.objects.filter(task_path__endswith="send_sms").get()
    assert asked.run_after == datetime(2026, 11, 21, 6, 0, tzinfo=UTC)


def test_message_whose_time_has_passed_does_not_leave(sms, meeting, ines):
    message = tell(meeting, ines)
    assert leave(message, until=clock.now() - timedelta(minutes=1)) == ""
    assert (message.channels["sms"], sms.asked) == ("failed", [])


# -- the number ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("06 12 34 56 78", NUMBER),
        ("07.12.34.56.78", "+33712345678"),
        ("+33 (0)6 12 34 56 78", NUMBER),
        ("0033 6-12-34-56-78", NUMBER),
        ("0692 12 34 56", "+262692123456"),
        ("+32 470 12 34 56", "+32470123456"),
    ],
)
def test_number_is_read_as_people_write_it(written, kept):
    assert normalised(written) == kept


@pytest.mark.parametrize(
    "written",
    ["", "01 23 45 67 89", "+33 1 23 45 67 89", "06 12 34", "612345678", "+0612345678", "x" * 50,
     "+" + "9" * 16, "06 12 34 56 7٨", "+33612345678; rm", "\x00"],
)  # fmt: skip
def test_number_of_no_mobile_is_refused_in_words(written):
    with pytest.raises(Refusal) as refused:
        normalised(written)
    assert "06 12 34 56 78" in str(refused.value)


def test_number_is_shown_masked():
    assert masked(NUMBER).split() == ["+336", "••", "••", "••", "78"]


def test_code_is_sent_from_a_task_and_kept_nowhere(sms):
    ines = person("Inès")
    mobile = services.ask_code(person=ines, number="06 12 34 56 78")
    code, draw = services.code_of(mobile), str(mobile.code_draw)
    assert services.send_code(mobile.pk, draw, last=False) == "sent"
    [asked] = sms.asked
    assert asked["to"] == NUMBER
    assert asked["text"].startswith(f"{code} ")
    assert len(asked["text"]) <= words.LONGEST
    mobile.refresh_from_db()
    assert mobile.code_state == Sending.SENT
    rows = [*MobileNumber.objects.values(), *DBTaskResult.objects.values("args_kwargs")]
    assert code not in json.dumps(rows, default=str).replace(draw, "")
    assert services.send_code(mobile.pk, draw, last=False) == "", "one code, one message"


def test_new_code_replaces_the_former_which_is_never_sent(sms):
    ines = person("Inès")
    first = services.ask_code(person=ines, number=NUMBER)
    former, draw = services.code_of(first), str(first.code_draw)
    second = services.ask_code(person=ines, number=NUMBER)
    assert services.send_code(first.pk, draw, last=False) == ""
    assert sms.asked == []
    if former != services.code_of(second):
        with pytest.raises(Refusal):
            services.confirm(person=ines, code=former)


def test_code_that_the_provider_refuses_is_said(sms):
    mobile = services.ask_code(person=person("Inès"), number=NUMBER)
    sms.status = 422
    services.send_code(mobile.pk, str(mobile.code_draw), last=False)
    mobile.refresh_from_db()
    assert mobile.code_state == Sending.REFUSED


def wrong(mobile):
    return f"{(int(services.code_of(mobile)) + 1) % 10**6:06d}"


def test_sixth_try_is_refused_even_with_the_right_code(sms):
    ines = person("Inès")
    mobile = services.ask_code(person=ines, number=NUMBER)
    for _number in range(TRIES):
        with pytest.raises(Refusal):
            services.confirm(person=ines, code=wrong(mobile))
    with pytest.raises(Refusal) as refused:
        services.confirm(person=ines, code=services.code_of(mobile))
    assert refused.value.code == "code_useless"
    ines.refresh_from_db()
    assert not delivery_of(ines).sms


def test_code_lives_ten_minutes(sms):
    ines, start = person("Inès"), clock.now()
    with clock.at(start):
        mobile = services.ask_code(person=ines, number=NUMBER)
    with clock.at(start + services.LIFE), pytest.raises(Refusal):
        services.confirm(person=ines, code=services.code_of(mobile))


def test_code_typed_with_a_space_is_right_and_twice_is_as_once(sms):
    ines = person("Inès")
    mobile = services.ask_code(person=ines, number=NUMBER)
    code = services.code_of(mobile)
    services.confirm(person=ines, code=f"{code[:3]} {code[3:]}")
    services.confirm(person=ines, code=code)
    assert JournalEntry.objects.filter(type="correspondence.mobile.added").count() == 1


def test_fourth_code_of_an_hour_is_refused_and_a_number_is_not_rung_by_many(sms):
    ines = person("Inès")
    for _number in range(3):
        services.ask_code(person=ines, number=NUMBER)
    with pytest.raises(Refusal) as refused:
        services.ask_code(person=ines, number=NUMBER)
    assert refused.value.code == "too_many_codes"
    with pytest.raises(Refusal):
        services.ask_code(person=person("Claire"), number=NUMBER)


def test_confirmed_number_is_not_lost_to_a_typing_error(ines):
    with pytest.raises(Refusal) as refused:
        services.ask_code(person=ines, number="+33700000000")
    assert refused.value.code == "mobile_confirmed"
    assert MobileNumber.objects.get().number == NUMBER


def test_refused_number_may_be_confirmed_again(sms, meeting, ines):
    sms.status = 410
    leave(tell(meeting, ines))
    with_mobile(ines)
    assert delivery_of(ines).sms
    assert MobileNumber.objects.get().refused_at is None


def test_number_removed_rings_no_more_even_for_what_waits(sms, meeting, ines):
    message = tell(meeting, ines)
    services.remove_mobile(person=ines, by=ines)
    services.remove_mobile(person=ines, by=ines)
    assert leave(message) == ""
    ines.refresh_from_db()
    assert (sms.asked, MobileNumber.objects.count()) == ([], 0)
    assert "sms" not in tell(meeting, ines).channels


def test_choices_of_a_page_do_not_give_back_a_mobile(ines):
    choose_delivery(person=ines, delivery=Delivery(quiet_from=1, quiet_to=2), by=ines)
    ines.refresh_from_db()
    assert delivery_of(ines).sms
    services.remove_mobile(person=ines, by=ines)
    choose_delivery(person=ines, delivery=Delivery(sms=True), by=ines)
    ines.refresh_from_db()
    assert not delivery_of(ines).sms


def test_number_never_confirmed_is_forgotten_the_next_day(sms):
    start = clock.now()
    with clock.at(start):
        services.ask_code(person=person("Inès"), number=NUMBER)
        assert services.forget_unconfirmed() == 0
    with clock.at(start + timedelta(days=1, minutes=11)):
        assert services.forget_unconfirmed() == 1


def test_erased_person_has_no_mobile(ines):
    erasure.erase(ines)
    assert not MobileNumber.objects.exists()


def test_number_is_in_no_log_nor_journal(sms, meeting, ines, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    for status in (202, 422):
        sms.status = status
        leave(tell(meeting, ines))
    said = caplog.text + "".join(capsys.readouterr())
    said += json.dumps(list(JournalEntry.objects.values()), default=str)
    said += json.dumps(list(DBTaskResult.objects.values()), default=str)
    assert "612345678" not in said
    assert "Bearer" not in said


def test_place_of_a_template_changes_only_its_text():
    template = {"a": ["{to}", {"b": "x {text}"}], "n": 2, "{to}": True}
    values = {"to": '"}{text}', "text": "{to}", "from": "", "id": ""}
    assert filled(template, values) == {"a": ['"}{text}', {"b": "x {to}"}], "n": 2, "{to}": True}


def test_kinds_of_other_families_have_no_template(meeting):
    assert all(kind.family == Family.MEETINGS for kind in kinds.declared() if kind.texts)
