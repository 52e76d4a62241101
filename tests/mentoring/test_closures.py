"""The ending, the certificate, and being forgotten."""

import uuid
from datetime import timedelta

import pytest

from ithaque.kernel import erasure, files, journal
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import StoredFile
from ithaque.mentoring import documents, rules, selectors, services
from ithaque.mentoring.enums import ClosurePath, ContactAfter, MeetingStatus, PairStatus
from ithaque.mentoring.models import (
    Certificate,
    Closure,
    Meeting,
    Message,
    NoteRevision,
    Pair,
    SealedAgreement,
    Signature,
)
from tests.mentoring import factories
from tests.mentoring.test_agreements import pdf_text, sign_both
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


def end(pair, **words):
    services.ask_closure(
        pair=pair, by=pair.mentee.person, path=ClosurePath.PLANNED, reason="reached"
    )
    for person in pair.people:
        services.write_balance(
            pair=pair, by=person, thanks=f"Merci de {person.first_name}", **words
        )
    pair.refresh_from_db()


@pytest.fixture
def met(pair):
    """A pair that met twice, an hour and a half in all."""
    with factories.days_later(10):
        factories.held(pair, days=8)
        factories.held(pair, days=1, minutes=30)
    return pair


def test_ask_closure_tells_the_other_and_the_coordination(db):
    nadia = factories.person("Nadia")
    pair = factories.pair(coordinator=nadia)
    services.ask_closure(
        pair=pair, by=pair.mentee.person, path=ClosurePath.ONE_SIDED, reason="time"
    )
    pair.refresh_from_db()
    assert pair.status == PairStatus.CLOSING
    assert [mail.to for mail in mails(kind="mentoring.closure_asked")] == [pair.mentor.person.email]
    [mail] = mails(kind="mentoring.closure_asked_team")
    assert mail.to == nadia.email
    assert "Le temps manque" in mail.text


def test_ask_closure_by_both_at_once_keeps_the_first(pair):
    first = services.ask_closure(pair=pair, by=pair.mentee.person, path=ClosurePath.EARLY)
    assert services.ask_closure(pair=pair, by=pair.mentor.person, path=ClosurePath.PLANNED) == first
    assert Closure.objects.get().path == ClosurePath.EARLY


def test_withdraw_closure_goes_on_until_somebody_wrote(pair):
    services.ask_closure(pair=pair, by=pair.mentee.person, path=ClosurePath.EARLY)
    assert services.withdraw_closure(pair=pair, by=pair.mentor.person).status == PairStatus.ACTIVE
    services.ask_closure(pair=pair, by=pair.mentee.person, path=ClosurePath.EARLY)
    services.write_balance(pair=pair, by=pair.mentee.person, gained="Beaucoup")
    with pytest.raises(Refusal) as refused:
        services.withdraw_closure(pair=pair, by=pair.mentor.person)
    assert refused.value.code == "balance_written"


def test_first_balance_asks_the_other_and_may_be_written_again(pair):
    services.ask_closure(pair=pair, by=pair.mentee.person, path=ClosurePath.PLANNED)
    for words in ("Un", "Deux"):
        services.write_balance(pair=pair, by=pair.mentee.person, gained=words)
    assert [mail.to for mail in mails(kind="mentoring.balance_waiting")] == [
        pair.mentor.person.email
    ]
    assert selectors.closure_state(pair, pair.mentee.person).mine.gained == "Deux"


def test_second_balance_closes_the_pair_cancels_what_was_planned_and_thanks_both(met):
    with factories.days_later(11):
        planned = factories.planned(met)
        end(met)
    assert met.status == PairStatus.CLOSED
    assert Meeting.objects.get(pk=planned.pk).status == MeetingStatus.CANCELLED
    assert len(mails(kind="mentoring.meeting_cancelled")) == 2
    for person in met.people:
        [mail] = mails(to=person.email, kind="mentoring.pair_closed")
        assert f"Merci de {met.other(person).first_name}" in mail.text
    assert Certificate.objects.count() == 2


def test_closed_pair_accepts_nothing_more(met):
    end(met)
    me = met.mentee.person
    for act in (
        lambda: services.send_message(pair=met, by=me, body="Encore", submission=uuid.uuid4()),
        lambda: services.write_note(pair=met, by=me, body="Encore", revision=0),
        lambda: services.add_goal(pair=met, by=me, title="Encore"),
        lambda: factories.planned(met),
        lambda: services.ask_closure(pair=met, by=me, path=ClosurePath.PLANNED),
        lambda: services.write_balance(pair=met, by=me, gained="Encore"),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "pair_closed"


def test_complete_closure_by_the_coordination_closes_without_their_balances(db):
    nadia = factories.person("Nadia")
    pair = factories.pair(coordinator=nadia)
    services.ask_closure(pair=pair, by=nadia, path=ClosurePath.ONE_SIDED)
    for _twice in range(2):
        services.complete_closure(pair=pair, by=nadia)
    assert Pair.objects.get().status == PairStatus.CLOSED
    assert not Certificate.objects.exists()
    assert len(mails(kind="mentoring.pair_closed")) == 2


def test_complete_closure_by_one_of_the_two_is_refused(pair):
    services.ask_closure(pair=pair, by=pair.mentee.person, path=ClosurePath.ONE_SIDED)
    with pytest.raises(Refusal) as refused:
        services.complete_closure(pair=pair, by=pair.mentor.person)
    assert refused.value.code == "not_coordinator"


@pytest.mark.parametrize(
    ("wishes", "held"),
    [
        (("open", "open"), "open"),
        (("open", "news"), "news"),
        (("goodbye", "open"), "goodbye"),
        ((), "goodbye"),
    ],
)
def test_contact_after_is_the_more_reserved_wish(wishes, held):
    assert rules.contact_agreed(wishes) == ContactAfter(held)


def test_certificate_says_hours_meetings_and_dates_in_a_tagged_pdf(met):
    end(met)
    certificate = Certificate.objects.select_related("file", "person").get(person=met.mentor.person)
    assert (float(certificate.hours), certificate.meetings) == (1.5, 2)
    content = files.read(certificate.file)
    assert b"/MarkInfo" in content
    assert b"pdfuaid" in content
    text = pdf_text(content)
    for words in (
        "Attestation de mentorat",
        "Claire",
        "1,5 heure",
        certificate.code,
        "4 mars 2026",
        "11 mars 2026",
    ):
        assert words in text.replace("\u00a0", " "), words


def test_certificate_speaks_english_too(met):
    end(met)
    certificate = Certificate.objects.get(person=met.mentor.person)
    assert "Certificate of mentoring" in pdf_text(
        documents.certificate_pdf(certificate, locale="en")
    )


def test_certificate_twice_is_one_and_before_the_end_is_refused(met):
    with pytest.raises(Refusal):
        services.issue_certificate(pair=met, person=met.mentor.person)
    end(met)
    again = services.issue_certificate(pair=met, person=met.mentor.person)
    assert Certificate.objects.filter(person=met.mentor.person).get() == again


@pytest.mark.parametrize("typed", ["abcd-efgh-jkmn", " ABCDEFGHJKMN ", "abcd efgh jkmn"])
def test_certificate_is_found_however_its_code_is_typed(met, typed):
    end(met)
    Certificate.objects.filter(person=met.mentor.person).update(code="ABCD-EFGH-JKMN")
    assert selectors.certificate_by_code(typed).person == met.mentor.person


def test_erasure_takes_the_persons_words_and_leaves_the_others_and_the_counts(met):
    ines, claire = met.people
    services.send_message(pair=met, by=ines, body="Mot d’Inès", submission=uuid.uuid4())
    services.send_message(pair=met, by=claire, body="Mot de Claire", submission=uuid.uuid4())
    services.write_note(pair=met, by=ines, body="Note", revision=0)
    services.add_goal(pair=met, by=ines, title="But d’Inès")
    sign_both(met)
    end(met, gained="Beaucoup")
    kept = StoredFile.objects.count()

    erasure.erase(ines)

    assert dict(Message.objects.values_list("author__first_name", "body")) == {
        "": "",
        "Claire": "Mot de Claire",
    }
    assert not NoteRevision.objects.exclude(body="").exists()
    assert SealedAgreement.objects.get().file is None
    assert Signature.objects.get(person=ines).name == ""
    assert Signature.objects.get(person=claire).name
    assert selectors.closure_state(met, claire).theirs.gained == ""
    assert selectors.closure_state(met, claire).mine.gained == "Beaucoup"
    assert not Certificate.objects.filter(person=ines).exists()
    assert StoredFile.objects.count() == kept - 2
    assert met.goals.get().title == ""
    assert selectors.hours_of(met) == 1.5
    assert not [one for one in journal.entries_about(met, 100) if one.by == ines]


def test_ending_is_in_view_thirty_days_before_the_last_day(pair):
    assert not rules.can_start_ending(pair)
    with factories.days_later((pair.ends_on - pair.started_on - timedelta(days=30)).days):
        assert rules.can_start_ending(pair)
        assert selectors.suggested_path(pair) == ClosurePath.PLANNED
