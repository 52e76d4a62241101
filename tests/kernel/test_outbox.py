"""The outbox: a message is a row first, sent after commit, and a failure stays visible."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import override_settings

from ithaque.kernel import outbox
from ithaque.kernel.models import OutboxMessage

pytestmark = pytest.mark.django_db


def post(**changes: object) -> OutboxMessage:
    values = {
        "kind": "test.hello",
        "to": "ines@ithaque.example",
        "subject": "Bonjour",
        "text": "Un mot.",
    }
    return outbox.post(**(values | changes))  # type: ignore[arg-type]


def test_deliver_sends_text_and_html_once() -> None:
    post(html="<p>Un mot.</p>")
    assert outbox.deliver() == 1
    assert outbox.deliver() == 0
    [sent] = mail.outbox
    assert sent.alternatives[0].content == "<p>Un mot.</p>"  # type: ignore[attr-defined]


def test_post_same_dedupe_key_writes_one_row() -> None:
    assert post(dedupe_key="once").pk == post(dedupe_key="once").pk


def test_post_subject_with_line_break_is_one_header() -> None:
    assert post(subject="Bonjour\nBcc: tous@example.org").subject == "Bonjour Bcc: tous@example.org"


@override_settings(EMAIL_BACKEND="tests.kernel.broken.Backend")
def test_deliver_failure_stays_visible_and_is_tried_again() -> None:
    message = post()
    for attempt in range(1, outbox.MAX_ATTEMPTS + 1):
        OutboxMessage.objects.update(send_after=message.created_at)
        assert outbox.deliver() == 0
        message.refresh_from_db()
        assert message.attempts == attempt
    assert message.status == OutboxMessage.Status.FAILED
    assert "refused" in message.error
    outbox.retry(message)
    message.refresh_from_db()
    assert message.status == OutboxMessage.Status.WAITING


def test_deliver_calendar_attachment_keeps_its_method() -> None:
    post(
        attachments=[
            outbox.Attachment("invite.ics", b"BEGIN:VCALENDAR", "text/calendar; method=REQUEST")
        ]
    )
    outbox.deliver()
    [sent] = mail.outbox
    assert (
        'method="REQUEST"' in sent.message().as_string()
        or "method=REQUEST" in sent.message().as_string()
    )


@pytest.mark.django_db(transaction=True)
def test_post_twice_asks_for_one_delivery() -> None:
    from django_tasks_db.models import DBTaskResult

    post()
    post()
    assert DBTaskResult.objects.ready().count() == 1


def test_post_subject_keeps_its_no_break_spaces() -> None:
    assert post(subject="Rencontre\u00a0: jeudi").subject == "Rencontre\u00a0: jeudi"
