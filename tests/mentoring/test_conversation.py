"""Messages: what they carry, who has read, how long they change, and how they are found."""

import io
import threading
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from ithaque.correspondence.preferences import Delivery, choose_delivery
from ithaque.kernel import clock, files, journal
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import searching, selectors, services
from ithaque.mentoring.attachments import MOST, Upload
from ithaque.mentoring.models import (
    Action,
    Message,
    MessageFile,
    MessageReference,
    MessageWords,
    ReadMark,
)
from tests.mentoring import factories as make

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 30


def send(pair, body="Bonjour", by=None, **more):
    return services.send_message(
        pair=pair, by=by or pair.mentee.person, body=body, submission=uuid.uuid4(), **more
    )


def office(folder, *more):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in ("[Content_Types].xml", f"{folder}/document.xml", *more):
            archive.writestr(name, "<x/>")
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("CV.pdf", PDF),
        ("photo.PNG", PNG),
        ("lettre.docx", office("word")),
        ("notes.txt", "Été".encode()),
    ],
)
def test_send_message_with_a_file_keeps_it(pair, name, content):
    message = send(pair, "", files=[Upload(name, content)])
    kept = message.files.get()
    assert (kept.file.name, files.read(kept.file)) == (name, content)
    assert kept.is_image == name.endswith("PNG")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("photo.png", b"MZ\x90\x00" + b"\x00" * 100, "file_disguised"),
        ("CV.pdf", PNG, "file_disguised"),
        ("page.txt", b"\x00\x01\x02", "file_disguised"),
        ("lettre.docx", office("xl"), "file_disguised"),
        ("lettre.docx", office("word", "word/vbaProject.bin"), "file_disguised"),
        ("lettre.docx", b"PK\x03\x04 not an archive", "file_disguised"),
        ("virus.exe", b"MZ\x90\x00", "file_type"),
        ("dessin.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_type"),
        ("sans-extension", PDF, "file_type"),
        ("vide.pdf", b"", "file_empty"),
        ("lourd.pdf", PDF + b"\x00" * 2**20, "file_too_large"),
    ],
)
def test_send_message_with_a_file_that_does_not_fit_keeps_nothing(
    pair, settings, name, content, code
):
    settings.MESSAGE_FILE_MAX_BYTES = 2**20
    with pytest.raises(Refusal) as refused:
        send(pair, files=[Upload("bon.pdf", PDF), Upload(name, content)])
    assert refused.value.code == code
    assert not Message.objects.exists()
    assert not MessageFile.objects.exists()


def test_send_message_with_too_many_files_is_refused(pair):
    with pytest.raises(Refusal):
        send(pair, files=[Upload(f"{n}.pdf", PDF) for n in range(MOST + 1)])


def test_send_message_refers_to_things_of_the_pair_alone_and_their_names_survive_them(pair):
    other = make.pair()
    goal = services.add_goal(pair=pair, by=pair.mentee.person, title="Un stage")
    action = services.add_action(
        pair=pair, by=pair.mentee.person, owner=pair.mentee.person, text="Envoyer le CV"
    )
    theirs = services.add_goal(pair=other, by=other.mentee.person, title="Ailleurs")
    message = send(pair, about=[goal, action, goal, theirs])
    assert [one.target for one in message.references.all()] == [goal, action]
    Action.objects.all().delete()
    kept = MessageReference.objects.get(kind="action")
    assert (kept.target, kept.label) == (None, "Envoyer le CV")


def test_mark_read_notes_when_and_only_when_something_new_was_read(pair):
    mentee, mentor = pair.people
    services.mark_read(pair=pair, by=mentor)
    assert not ReadMark.objects.exists()
    first = send(pair)
    services.mark_read(pair=pair, by=mentor, until=first.created_at)
    [reading] = selectors.readings(pair, mentee)
    with make.days_later(1):
        services.mark_read(pair=pair, by=mentor)
        assert selectors.readings(pair, mentee) == [reading]
        send(pair, "Encore")
        assert selectors.unread_messages(pair, mentor) == 1


def test_reading_is_hidden_both_ways_by_who_chooses_so(pair):
    mentee, mentor = pair.people
    send(pair)
    send(pair, by=mentor)
    for person in pair.people:
        services.mark_read(pair=pair, by=person)
    choose_delivery(person=mentor, delivery=Delivery(shows_reading=False), by=mentor)
    mentor.refresh_from_db()
    pair = selectors.pair_for_member(mentee, pair.public_id)
    assert selectors.readings(pair, mentee) == []
    assert selectors.readings(pair, mentor) == []


def test_edit_message_within_ten_minutes_leaves_a_trace(pair):
    message = send(pair, "Jeudi")
    changed = services.edit_message(message=message, by=pair.mentee.person, body="Vendredi")
    assert (changed.body, changed.edited_at is not None) == ("Vendredi", True)
    acts = [entry.type for entry in journal.entries_about(pair)]
    assert "mentoring.message.edited" in acts
    assert not selectors.search_messages(pair.mentee.person, "jeudi").exists()


def test_withdraw_message_removes_words_files_and_references_once(pair):
    goal = services.add_goal(pair=pair, by=pair.mentee.person, title="Un stage")
    message = send(pair, "Erreur", files=[Upload("a.pdf", PDF)], about=[goal])
    for _click in range(2):
        gone = services.withdraw_message(message=message, by=pair.mentee.person)
    assert gone.body == ""
    assert gone.withdrawn_at is not None
    assert not MessageFile.objects.exists()
    assert not MessageReference.objects.exists()
    assert not MessageWords.objects.exists()


@pytest.mark.parametrize("act", [services.edit_message, services.withdraw_message])
def test_message_of_another_or_older_than_ten_minutes_does_not_change(pair, act):
    message = send(pair)
    more = {"body": "Autre"} if act is services.edit_message else {}
    with pytest.raises(Refusal):
        act(message=message, by=pair.mentor.person, **more)
    with clock.at(clock.now() + timedelta(minutes=11)), pytest.raises(Refusal):
        act(message=message, by=pair.mentee.person, **more)
    message.refresh_from_db()
    assert message.body == "Bonjour"


def test_message_after_a_freeze_is_refused_kindly(pair):
    message = send(pair)
    pair.frozen_at = clock.now()
    pair.save()
    with pytest.raises(Refusal) as refused:
        send(pair, "Encore")
    assert refused.value.code == "pair_frozen"
    with pytest.raises(Refusal):
        services.withdraw_message(message=message, by=pair.mentee.person)


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ("rencontre", "Nous nous sommes rencontrés jeudi"),
        ("RENCONTREE", "Une personne rencontrée hier"),
        ("élève", "les eleves"),
        ("meeting", "Two meetings a month"),
        ("oeuvre", "Une œuvre"),
        ("lettres motivation", "Ta lettre de motivation"),
        ("motiv", "Ta lettre de motivation"),
        ("2026", "Le forum 2026"),
        ("l'équipe", "Une équipe à l’écoute, l"),
    ],
)
def test_search_finds_words_whatever_their_accents_and_endings(pair, query, body):
    message = send(pair, body)
    send(pair, "Tout autre chose")
    assert list(selectors.search_messages(pair.mentor.person, query)) == [message]


@pytest.mark.parametrize(
    "query", ["", "  ", '"', "* OR", "a AND (b", "NEAR(a b)", "stage & !CV", "col:mot", "'; DROP"]
)
def test_search_of_strange_words_is_no_error(pair, query):
    send(pair)
    list(selectors.search_messages(pair.mentor.person, query))


def test_search_reads_only_the_rooms_of_the_person_and_names_of_files(pair):
    make_other = make.pair()
    send(make_other, "secret partagé")
    found = send(pair, "Voici", files=[Upload("secret.pdf", PDF)])
    assert list(selectors.search_messages(pair.mentee.person, "secret")) == [found]
    assert not selectors.search_messages(make.person(), "secret").exists()


def test_excerpt_marks_what_was_asked():
    pieces = searching.excerpt(
        "x " * 200 + "Nous avons rencontré Claire " + "y " * 200, "rencontre"
    )
    assert ("rencontré", True) in pieces
    assert pieces[0] == ("…", False)
    assert sum(len(words) for words, _asked in pieces) <= searching.EXCERPT + 2


def test_conversation_around_a_letter_shows_it_with_what_follows(pair):
    letters = []
    for number in range(70):
        with clock.at(clock.now() + timedelta(seconds=number)):
            letters.append(send(pair, f"Lettre {number}"))
    page = selectors.conversation(pair, around=letters[3].public_id)
    assert letters[3] in page.letters
    assert page.newer
    assert not page.older
    latest = selectors.conversation(pair)
    assert latest.older
    assert not latest.newer


def test_erasure_forgets_files_words_and_labels(pair):
    goal = services.add_goal(pair=pair, by=pair.mentee.person, title="Un stage")
    send(pair, "Bonjour", files=[Upload("a.pdf", PDF)], about=[goal])
    send(pair, "Réponse", by=pair.mentor.person, about=[goal])
    services.forget(pair.mentee.person)
    assert not MessageFile.objects.exists()
    assert MessageWords.objects.count() == 1
    assert set(MessageReference.objects.values_list("label", flat=True)) == {""}


@pytest.mark.parametrize("count", [1, 3])
def test_conversation_asks_as_many_questions_whatever_it_holds(pair, count):
    goal = services.add_goal(pair=pair, by=pair.mentee.person, title="Un stage")
    for _number in range(count):
        send(pair, files=[Upload("a.pdf", PDF)], about=[goal])
    with CaptureQueriesContext(connection) as found:
        for letter in selectors.conversation(pair).letters:
            assert [one.file.name for one in letter.files.all()] == ["a.pdf"]
            assert [one.target for one in letter.references.all()] == [goal]
    assert len(found) == 3


@pytest.mark.databases
@pytest.mark.django_db(transaction=True)
def test_the_same_letter_sent_by_two_clicks_at_once_is_one_with_its_file_once():
    pair, mark = make.pair(), uuid.uuid4()

    def click():
        services.send_message(
            pair=pair,
            by=pair.mentee.person,
            body="Bonjour",
            submission=mark,
            files=[Upload("a.pdf", PDF)],
        )
        connections.close_all()

    threads = [threading.Thread(target=click) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert MessageFile.objects.count() == 1
    assert MessageWords.objects.count() == 1
