"""Announcements: to whom, in which words, when, and never twice."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections

from ithaque.correspondence.enums import Family
from ithaque.correspondence.preferences import stop_family
from ithaque.kernel import clock, journal
from ithaque.kernel.bilingual import Bilingual
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import OutboxMessage
from ithaque.mentoring.bulletins import selectors, services
from ithaque.mentoring.bulletins.segments import Segment, people_in
from ithaque.mentoring.models import Bulletin, BulletinRecipient
from ithaque.people.models import Person
from ithaque.programmes.enums import EnrolmentStatus, Side
from tests.mentoring import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db
SUBJECT = Bilingual(fr="Atelier de jeudi", en="Thursday’s workshop")
BODY = Bilingual(fr="Bonjour {prénom},\n\nÀ jeudi.", en="Hello {first name},\n\nSee you Thursday.")


def setting():
    nadia = make.person("Nadia")
    pair = make.pair(coordinator=nadia)
    return pair, nadia


def write(programme, by, segment=None, **changes):
    values = {"subject": SUBJECT, "body": BODY, "segment": segment or Segment(), **changes}
    return services.write_bulletin(programme=programme, by=by, **values)


def schedule(bulletin, by):
    """Send it: its ten minutes are over."""
    with clock.at(clock.now() - services.DELAY):
        services.schedule_bulletin(bulletin=bulletin, by=by)


def test_announcement_reaches_each_of_the_segment_once_in_their_language():
    pair, nadia = setting()
    claire, ines = pair.mentor.person, pair.mentee.person
    claire.locale = "en"
    claire.save()
    bulletin = write(pair.programme, nadia)
    schedule(bulletin, nadia)
    for _time in range(3):
        services.send_due()
    found = {one.to: one for one in mails(kind="bulletins.announcement")}
    assert set(found) == {claire.email, ines.email}
    assert found[ines.email].subject == "Atelier de jeudi"
    assert "Bonjour Inès," in found[ines.email].text
    assert "Hello Claire," in found[claire.email].text
    bulletin.refresh_from_db()
    assert bulletin.status == Bulletin.Status.SENT
    row = selectors.bulletins_of(pair.programme).get()
    assert (row.reached, row.failed, row.nowhere) == (2, 0, 0)
    assert "bulletins.bulletin.sent" in [one.type for one in journal.entries_about(bulletin)]


def test_nothing_leaves_before_its_hour_and_it_can_be_cancelled():
    pair, nadia = setting()
    bulletin = write(pair.programme, nadia)
    at = clock.now() + timedelta(days=1)
    services.schedule_bulletin(bulletin=bulletin, by=nadia, at=at)
    assert services.send_due() == 0
    with clock.at(at):
        kept = services.cancel_sending(bulletin=bulletin, by=nadia)
        assert services.send_due() == 0
    assert (kept.status, kept.send_at) == (Bulletin.Status.DRAFT, None)
    services.schedule_bulletin(bulletin=bulletin, by=nadia, at=at)
    with clock.at(at):
        assert services.send_due() == 2
        with pytest.raises(Refusal):
            services.cancel_sending(bulletin=bulletin, by=nadia)
        with pytest.raises(Refusal):
            services.schedule_bulletin(bulletin=bulletin, by=nadia)
        with pytest.raises(Refusal):
            write(pair.programme, nadia, bulletin=bulletin)


def test_segments_narrow_by_side_cohort_step_and_pairs():
    pair, _nadia = setting()
    programme, cohort = pair.programme, pair.cohort
    alone = make.enrolment(cohort, Side.MENTEE, make.person("Moussa"))
    gone = make.enrolment(cohort, Side.MENTEE, make.person("Léa"))
    type(gone).objects.filter(pk=gone.pk).update(status=EnrolmentStatus.WITHDRAWN)
    elsewhere = make.enrolment(make.cohort(programme), Side.MENTOR, make.person("Thierry"))
    claire, ines = pair.mentor.person, pair.mentee.person

    def names(**segment):
        return {one.first_name for one in people_in(programme, Segment(**segment))}

    assert names() == {"Claire", "Inès", "Moussa", "Thierry"}
    assert names(side="mentor") == {"Claire", "Thierry"}
    assert names(cohort=elsewhere.cohort.public_id) == {"Thierry"}
    assert names(step="withdrawn") == {"Léa"}
    assert names(pairs="active") == {"Claire", "Inès"}
    assert names(pairs="unmet") == {"Claire", "Inès"}
    assert names(pairs="none") == {"Moussa", "Thierry"}
    assert names(pairs="ending") == set()
    make.held(pair, starts_at=clock.now())
    assert names(pairs="unmet") == set()
    type(pair).objects.update(ends_on=clock.today() + timedelta(days=10))
    assert names(pairs="ending") == {claire.first_name, ines.first_name}
    Person.objects.filter(pk=alone.person_id).update(is_active=False)
    assert names(pairs="none", side="mentee") == set()


def test_someone_on_both_sides_is_written_to_once():
    pair, nadia = setting()
    make.enrolment(pair.cohort, Side.MENTOR, pair.mentee.person)
    schedule(write(pair.programme, nadia), nadia)
    services.send_due()
    assert len(mails(to=pair.mentee.person.email, kind="bulletins.announcement")) == 1


def test_who_stopped_announcements_keeps_them_in_the_product():
    pair, nadia = setting()
    stop_family(person=pair.mentee.person, family=Family.NEWS)
    schedule(write(pair.programme, nadia), nadia)
    services.send_due()
    kept = OutboxMessage.objects.get(to=pair.mentee.person.email, kind="bulletins.announcement")
    assert kept.status == OutboxMessage.Status.KEPT
    assert "List-Unsubscribe" in kept.headers
    assert selectors.bulletins_of(pair.programme).get().kept == 1


@pytest.mark.parametrize(
    ("subject", "body", "code"),
    [
        (Bilingual(), Bilingual(), "no_words"),
        (Bilingual(fr="A"), Bilingual(en="B"), "no_words"),
        (Bilingual(fr="A", en="B"), Bilingual(fr="A"), "half_written"),
        (Bilingual(fr="A"), Bilingual(fr="Bonjour {nom}"), "unknown_field"),
    ],
)
def test_words_that_are_missing_or_mean_nothing_are_refused(subject, body, code):
    pair, nadia = setting()
    with pytest.raises(Refusal) as refused:
        write(pair.programme, nadia, subject=subject, body=body)
    assert refused.value.code == code


def test_words_of_templates_and_of_names_stay_words():
    pair, nadia = setting()
    Person.objects.filter(pk=pair.mentee.person_id).update(first_name="{{ to.email }} <b>")
    with pytest.raises(Refusal):
        write(pair.programme, nadia, body=Bilingual(fr="{% now 'Y' %}", en="{{ to.email }}"))
    body = Bilingual(fr="Bonjour {prénom} {%\n\n<script>x</script>")
    bulletin = write(pair.programme, nadia, body=body, subject=Bilingual(fr="Sujet"))
    schedule(bulletin, nadia)
    services.send_due()
    [mail] = mails(to=pair.mentee.person.email, kind="bulletins.announcement")
    assert "{{ to.email }}" in mail.text
    assert pair.mentee.person.email not in mail.text
    assert "{%" in mail.text
    assert "<script>" not in mail.html


def test_trial_goes_to_its_author_alone():
    pair, nadia = setting()
    services.try_bulletin(bulletin=write(pair.programme, nadia), by=nadia)
    [mail] = mails(kind="bulletins.tried")
    assert (mail.to, "Bonjour Nadia," in mail.text) == (nadia.email, True)
    assert not BulletinRecipient.objects.exists()


def test_nobody_in_the_segment_an_hour_past_and_a_stranger_are_refused():
    pair, nadia = setting()
    empty = write(pair.programme, nadia, Segment(step="refused"))
    with pytest.raises(Refusal):
        services.schedule_bulletin(bulletin=empty, by=nadia)
    bulletin = write(pair.programme, nadia)
    with pytest.raises(Refusal):
        services.schedule_bulletin(
            bulletin=bulletin, by=nadia, at=clock.now() - timedelta(minutes=1)
        )
    for act in (services.schedule_bulletin, services.cancel_sending, services.try_bulletin):
        with pytest.raises(Refusal):
            act(bulletin=bulletin, by=pair.mentor.person)


def test_what_was_cut_half_way_goes_on_and_writes_to_nobody_twice():
    pair, nadia = setting()
    bulletin = write(pair.programme, nadia)
    schedule(bulletin, nadia)
    begun = services._begin(bulletin.pk)
    assert begun is not None
    row = begun.recipients.first()
    services._write(begun, row)  # written, then the worker died before saying so
    assert services.send_due() == 2
    assert OutboxMessage.objects.filter(kind="bulletins.announcement").count() == 2


@pytest.mark.databases
@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_write_to_nobody_twice():
    nadia = make.person("Nadia")
    group = make.cohort(make.programme(nadia))
    for _number in range(12):
        make.enrolment(group, Side.MENTEE)
    services.BATCH, before = 5, services.BATCH
    schedule(write(group.programme, nadia), nadia)

    def work():
        services.send_due()
        connections.close_all()

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    services.send_due()
    services.BATCH = before
    written = OutboxMessage.objects.filter(kind="bulletins.announcement")
    assert written.count() == written.values("person").distinct().count() == 12
    assert Bulletin.objects.get().status == Bulletin.Status.SENT
