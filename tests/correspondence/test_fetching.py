"""The real loop: mails in an IMAP folder, read over the network, taken once."""

from __future__ import annotations

import pytest

from ithaque.correspondence.enums import Intake
from ithaque.correspondence.intake import fetching
from ithaque.correspondence.intake.services import handle
from ithaque.correspondence.models import IncomingMail
from ithaque.correspondence.tasks import fetch_mail
from tests.correspondence.samples import answer
from tests.support.imap import imap_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings):
    settings.MAIL_INTAKE_ADDRESS = "reponse@mentorat.example"
    with imap_server() as (url, found):
        settings.MAIL_INTAKE_URL = url
        yield found


def test_new_mails_are_kept_and_marked_as_seen(folder):
    for text in ("un", "deux"):
        folder.add(answer(text).as_bytes())
    assert fetching.fetch() == 2
    assert fetching.fetch() == 0
    assert list(folder.marks.values()) == [{r"\Seen"}, {r"\Seen"}]
    assert sorted(handle(row.pk) for row in IncomingMail.objects.all()) == [Intake.UNKNOWN] * 2
    assert 'LOGIN mentorat "secr@t"' in folder.asked


def test_mails_are_removed_when_the_instance_wishes_so(folder, settings):
    settings.MAIL_INTAKE_DELETE = True
    folder.add(answer("un").as_bytes())
    assert fetching.fetch() == 1
    assert folder.mails == {}


def test_connection_lost_half_way_loses_and_doubles_nothing(folder):
    for text in ("un", "deux", "trois"):
        folder.add(answer(text).as_bytes())
    folder.breaks_after = 2
    with pytest.raises(fetching.FolderError):
        fetching.fetch()
    assert IncomingMail.objects.count() == 2
    folder.breaks_after = None
    for marks in folder.marks.values():
        marks.clear()
    assert fetching.fetch() == 3
    assert IncomingMail.objects.count() == 3


def test_large_mail_is_read_no_further_than_its_limit(folder, settings):
    settings.MAIL_INTAKE_MAX_BYTES = 2000
    folder.add(answer("x " * 5000).as_bytes())
    fetching.fetch()
    row = IncomingMail.objects.get()
    assert not row.is_whole
    assert "BODY.PEEK[]<0.2001>" in " ".join(folder.asked)


def test_folder_that_refuses_is_said_without_the_password(folder):
    folder.refuses = True
    with pytest.raises(fetching.FolderError) as error:
        fetching.fetch()
    assert "secr@t" not in str(error.value)
    assert fetch_mail.call() == 0
